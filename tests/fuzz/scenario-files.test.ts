/** Files as nobody would write them: no crash, no hang, and every fault points into the text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { moreFaults } from '../../src/main/scenarios/check.ts';
import { isContractError } from '../../src/main/contract/errors.ts';
import { checkScenario, loadScenario } from '../../src/scenario/load.ts';
import { migrateSource } from '../../src/scenario/migrate.ts';
import { scenarioArb } from '../scenario/arbitrary.ts';
import { shop } from '../scenario/shop.ts';

/** What goes wrong with a text besides what is wrong with it. */
function problemsOf(source: string): readonly unknown[] {
  try {
    const { definition, faults } = checkScenario(source, moreFaults);
    const lines = source.split('\n');
    const astray = faults.filter(({ line, column }) => {
      const text = lines[line - 1];
      return text === undefined || column < 1 || column > text.length + 1;
    });
    return (definition === null) === faults.length > 0 ? astray : [definition, faults];
  } catch (error) {
    return [error];
  }
}

/** The same, by the ways that throw. */
function problemsOfAll(source: string): readonly unknown[] {
  try {
    migrateSource(source);
    loadScenario(source, 'fuzz.yaml', moreFaults);
    return [...problemsOf(source), ...checkScenario(source, moreFaults).faults];
  } catch (error) {
    return isContractError(error, 'scenario-invalid') ? problemsOf(source) : [error];
  }
}

/** More of it: SCENARIO_FUZZ=20. */
const times = Number(process.env.SCENARIO_FUZZ ?? 1);
const timeoutMs = 60_000 * times;

const nastyArb = fc.constantFrom(
  '\t',
  '\r\n',
  '\uFEFF',
  '\0',
  '😀',
  '\u2028',
  '&a ',
  '*a',
  '<<: ',
  '!!binary ',
  '!!js/undefined ',

  '__proto__: 1',
  'constructor: 1',
  '? ',
  '- - - ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '|',
  '>-\n',
  '#',

  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '1e999',
  '-0',
  '.nan',
  '0x7fffffffffffffff',
  '9'.repeat(400),
  'null',
  '~',
  'true',
  '2001-01-01',
  '1:30',
  ': ',
  ',',
  '@',
  '`',
  '\\',
  ' '.repeat(50),
);

/** A piece of the text is replaced, lost, doubled or moved. */
const mutationArb = fc.record({
  from: fc.nat(),
  length: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(400)),
  to: fc.nat(),
  kind: fc.constantFrom('replace', 'drop', 'double', 'move', 'cut'),
  text: fc.oneof(nastyArb, nastyArb, fc.string({ unit: 'binary' })),
});

type Mutation = typeof mutationArb extends fc.Arbitrary<infer Value> ? Value : never;

function mutated(source: string, mutations: readonly Mutation[]): string {
  return mutations.reduce((text: string, { from, length, to, kind, text: other }) => {
    const start = from % (text.length + 1);
    const piece = text.slice(start, start + length);
    const rest = text.slice(0, start) + text.slice(start + length);
    const target = to % (rest.length + 1);
    if (kind === 'replace') return text.slice(0, start) + other + text.slice(start + length);
    if (kind === 'drop') return rest;
    if (kind === 'double') return text.slice(0, start) + piece + text.slice(start);
    if (kind === 'move') return rest.slice(0, target) + piece + rest.slice(target);
    return text.slice(0, start);
  }, source);
}

describe('files with faults', () => {
  it(
    'that are any text',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (source) => {
          expect(problemsOfAll(source)).toEqual([]);
        }),
        {
          numRuns: 100 * times,
        },
      );
      fc.assert(
        fc.property(
          fc.array(fc.oneof(nastyArb, fc.constantFrom('a', 'services', '\n', '  '))),
          (parts) => {
            expect(problemsOfAll(parts.join(''))).toEqual([]);
          },
        ),
        { numRuns: 200 * times },
      );
    },
    timeoutMs,
  );

  it(
    'that were right before something was changed',
    () => {
      fc.assert(
        fc.property(fc.array(mutationArb, { minLength: 1, maxLength: 4 }), (mutations) => {
          expect(problemsOfAll(mutated(shop, mutations))).toEqual([]);
          const old = mutated(shop, mutations).replace('format: 2', 'format: 1');
          expect(problemsOfAll(old)).toEqual([]);
        }),
        { numRuns: 100 * times },
      );
      fc.assert(
        fc.property(scenarioArb, fc.array(mutationArb, { maxLength: 3 }), (scenario, mutations) => {
          expect(problemsOfAll(mutated(stringify(scenario), mutations))).toEqual([]);
        }),
        { numRuns: 30 * times },
      );
    },
    timeoutMs,
  );

  it(
    'that are data of any kind',
    () => {
      const any = fc.anything({ withNullPrototype: false, maxDepth: 4 });
      fc.assert(
        fc.property(
          scenarioArb,
          fc.array(fc.tuple(fc.nat(), any), { maxLength: 4 }),
          (scenario, changes) => {
            expect(problemsOfAll(JSON.stringify(withChanges(scenario, changes)))).toEqual([]);
          },
        ),
        { numRuns: 50 * times },
      );
    },
    timeoutMs,
  );

  it.each(['\r\n', '\r'])('with %j between the lines', (lineEnd) => {
    expect(problemsOfAll(shop.replaceAll('\n', lineEnd))).toEqual([]);
  });

  it('reads lines of Windows and a byte order mark', () => {
    expect(checkScenario(`\uFEFF${shop.replaceAll('\n', '\r\n')}`).faults).toEqual([]);
  });
});

/** Any values in the place of some of the data. */
function withChanges(root: unknown, changes: readonly (readonly [number, unknown])[]): unknown {
  const copy: unknown = structuredClone(root);
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const collect = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push({ holder: value as Record<string, unknown>, key });
      collect((value as Record<string, unknown>)[key]);
    }
  };
  collect(copy);
  for (const [at, value] of changes) {
    const place = places[at % places.length];
    if (place) place.holder[place.key] = typeof value === 'bigint' ? Number(value) : value;
  }
  return JSON.parse(
    JSON.stringify(copy, (_, value: unknown) => (typeof value === 'bigint' ? 1 : value)),
  );
}

describe('large files', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'
      .split('')
      .map(
        (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join()}]`,
      ),
  ].join('\n');
  const mega = 500_000;
  it.each([
    ['aliases of aliases', bomb],
    ['an alias of itself', 'a: &a [*a]\nb: &b { c: *b }\n'],
    ['aliases without end', `a: &a x\nb: [${Array(50_000).fill('*a').join()}]`],
    [
      'anchors without end',
      Array.from({ length: 20_000 }, (_, index) => `a${index}: &a${index} x`).join('\n'),
    ],
    ['keys without end', Array.from({ length: 50_000 }, (_, index) => `a${index}: 1`).join('\n')],
    ['the same key', 'a: 1\n'.repeat(50_000)],
    ['lists in lists', '['.repeat(mega)],
    ['lists in lists, closed', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['dashes in dashes', '- '.repeat(mega / 2)],
    ['maps in maps', '{a: '.repeat(50_000)],
    [
      'a map in each line',
      Array.from({ length: 1000 }, (_, index) => `${' '.repeat(index)}a:`).join('\n'),
    ],
    [
      'steps in steps',
      shop.replace(
        '- run: charge',
        `- ${'{ branch: [{ steps: ['.repeat(300)}${'] }] }'.repeat(300)}`,
      ),
    ],
    ['a long text', `a: ${'x'.repeat(mega)}`],
    ['a long quoted text', `a: "${'\\u0041'.repeat(150_000)}"`],
    ['a long number', `format: ${'9'.repeat(mega)}`],
    [
      'many services',
      shop.replace(
        'services:\n',
        `services:\n${'  - { name: a, consume: [{ topic: x }] }\n'.repeat(5_000)}`,
      ),
    ],
    [
      'many wrong steps',
      shop.replace(
        '- run: charge',
        '- run: charge\n'.concat('          - wrong: 1\n'.repeat(5_000)),
      ),
    ],
    ['a long expression', shop.replace('n > 3', `"${'('.repeat(50_000)}"`)],
    ['a wide expression', shop.replace('n > 3', `"${'a+'.repeat(40_000)}a"`)],
    ['a larger file', `a: ${'x'.repeat(5_000_000)}`],
    ['spaces', ' '.repeat(mega)],
    ['comments', '#\n'.repeat(mega / 2)],
    ['documents', '---\n'.repeat(50_000)],
    ['quotes', `"\n`.repeat(50_000)],
    ['question marks', '? '.repeat(50_000)],
    ['tags', '!a '.repeat(50_000)],
    ['emoji', '😀: 😀\n'.repeat(50_000)],
  ])('%s', (_, source) => {
    expect(problemsOf(source)).toEqual([]);
  });
});
