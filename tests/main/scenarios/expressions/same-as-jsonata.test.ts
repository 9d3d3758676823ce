/** What is compiled means the same as in JSONata: on random data and on what the library says. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Expressions } from '../../../../src/main/scenarios/expressions/expressions.ts';
import {
  type Moment,
  momentVariables,
  type Scope,
} from '../../../../src/main/scenarios/expressions/scope.ts';
import { seededRandom } from '../../../../src/main/scenarios/seeded-random.ts';

const names = ['a', 'b', 'c', 'id', 'items', 'price'];
const library = fileURLToPath(new URL('../../../../resources/scenarios/', import.meta.url));

function moment(): Moment {
  return {
    key: 'k-1',
    headers: {},
    topic: 't',
    partition: 0,
    offset: 1,
    recordTimeMs: 5_000,
    nowMs: 6_000,
    service: 's',
    instance: 0,
    random: seededRandom(1, 'test'),
  };
}

const variables = {
  v: 7,
  word: 'seven',
  list: [3, 1, 2],
  object: { a: 1, b: [1, 2] },
  row: { id: 'x' },
};

function scope(): Scope {
  return { moment: moment(), variables };
}

/** JSON of the result, or that it failed. */
async function outcome(evaluate: () => unknown): Promise<string> {
  try {
    return JSON.stringify((await evaluate()) ?? null);
  } catch {
    return 'failed';
  }
}

async function both(text: string, event: unknown): Promise<readonly [string, string]> {
  const ofMoment = Object.entries(momentVariables).map(([name, valueOf]) => [
    name,
    valueOf(moment()),
  ]);
  const bindings = { ...Object.fromEntries(ofMoment), ...variables } as object;
  const expected = await outcome(() => jsonata(text).evaluate(event, bindings));
  const found = await outcome(() => new Expressions().value(text)(event, scope()));
  return [found, expected];
}

const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer({ min: -5, max: 200 }),
    fc.constantFrom('x', 'order-1', '12', ''),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4 }),
  ),
})).value;
const event = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 });

const text: fc.Arbitrary<string> = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(
      ...names,
      'a.b',
      'items.price',
      'items.a.b',
      '$',
      '$$',
      '$v',
      '$list',
      '$object.b',
    ),
    fc.constantFrom('$object', '$word', '$key', '$missing', '1', '0', '2.5', '"x"', 'true', 'null'),
    fc.constantFrom('items[0]', 'items[-1].a', 'a[b = 1]', '$list[$ > 1]', 'items[price > 10].id'),
    fc
      .tuple(
        tie('text'),
        fc.constantFrom(
          '+',
          '-',
          '*',
          '/',
          '%',
          '=',
          '!=',
          '<',
          '<=',
          '>',
          '>=',
          '&',
          'and',
          'or',
          'in',
        ),
        tie('text'),
      )
      .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
    fc.array(tie('text'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.tuple(tie('text'), tie('text')).map(([one, other]) => `{"one": ${one}, "other": ${other}}`),
    fc
      .tuple(tie('text'), tie('text'), tie('text'))
      .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    fc.tuple(tie('text'), tie('text')).map(([one, other]) => `($n := ${one}; ${other} & $n)`),
    fc
      .tuple(
        fc.constantFrom(
          'sum',
          'count',
          'max',
          'string',
          'length',
          'round',
          'exists',
          'not',
          'boolean',
          'number',
          'uppercase',
          'keys',
          'distinct',
          'type',
          'reverse',
          'floor',
          'average',
        ),
        tie('text'),
      )
      .map(([name, argument]) => `$${name}(${argument})`),
    fc
      .tuple(fc.constantFrom('items', '$object', 'a'), tie('text'))
      .map(([path, inner]) => `${path}.(${inner})`),
    tie('text').map((inner) => `-(${inner})`),
  ),
})).text;

describe('a compiled expression', () => {
  it('means what it means in JSONata, on random data', async () => {
    await fc.assert(
      fc.asyncProperty(text, event, async (expression, data) => {
        const [found, expected] = await both(expression, data);
        expect({ expression, found }).toEqual({ expression, found: expected });
      }),
      { numRuns: 1_500, seed: 20_260_731 },
    );
  });

  it('means the same in every expression of the library', async () => {
    const texts = new Set<string>();
    for (const file of readdirSync(library)) {
      if (file.endsWith('.yaml')) collect(parse(readFileSync(library + file, 'utf8')), texts);
    }
    expect(texts.size).toBeGreaterThan(50);
    const events = fc.sample(event, { numRuns: 6, seed: 7 });
    for (const expression of texts) {
      for (const data of events) {
        const [found, expected] = await both(expression, data);
        expect({ expression, found }).toEqual({ expression, found: expected });
      }
    }
  });

  it.each([
    ['a & "-" & b', { a: 'x', b: 1 }, 'x-1'],
    ['$int(3, 3) * 2', {}, 6],
    ['$pick(["only"])', {}, 'only'],
    ['$key & $topic', {}, 'k-1t'],
    ['$recordTimeMs + 1', {}, 5_001],
    [
      'items.(price * n)',
      {
        items: [
          { price: 2, n: 3 },
          { price: 1, n: 1 },
        ],
      },
      [6, 1],
    ],
    [
      '$sum(items.(price * n))',
      {
        items: [
          { price: 2, n: 3 },
          { price: 1, n: 1 },
        ],
      },
      7,
    ],
  ])('%s', (expression, data, expected) => {
    const found = new Expressions().value(expression)(data, scope());
    expect(JSON.parse(JSON.stringify(found))).toEqual(expected);
  });

  it('answers at once where nothing but JSONata itself could', () => {
    const result = new Expressions().value('$map(items, function($item) { $item * 2 })');
    expect(result({ items: [1, 2] }, scope())).toBeInstanceOf(Promise);
  });

  it('says what is wrong in JSONata’s words', async () => {
    const evaluate = new Expressions().value('a + "x"');
    await expect(evaluate({ a: 1 }, scope())).rejects.toThrow('must evaluate to a number');
  });

  it('calls functions of the service', () => {
    const expressions = new Expressions({ double: ([number]) => Number(number) * 2 });
    expect(expressions.value('$double(a) + 1')({ a: 4 }, scope())).toBe(9);
  });

  it('has made-up data from the seed', () => {
    const name = () => new Expressions().value('$fake("person.fullName")')({}, scope());
    expect(name()).toBe(name());
    expect(() => new Expressions().value('$fake("process.exit")')({}, scope())).toThrow(
      '$fake knows no',
    );
  });
});

/** Every text in a place where scenario files have expressions. */
function collect(node: unknown, into: Set<string>): void {
  if (Array.isArray(node)) for (const item of node) collect(item, into);
  else if (typeof node === 'object' && node !== null) {
    for (const [name, child] of Object.entries(node)) {
      const isExpression = ['filter', 'split', 'when', 'key', 'unless', 'id', 'to', 'log'].includes(
        name,
      );
      const isMapping = ['value', 'row', 'map', 'let', 'params'].includes(name);
      if (isExpression && typeof child === 'string') add(child, into);
      else if (isMapping && typeof child === 'string') add(child, into);
      else if (isMapping && typeof child === 'object' && child !== null) {
        for (const text of Object.values(child)) if (typeof text === 'string') add(text, into);
      } else collect(child, into);
    }
  }
}

/** Chance, and functions that only a service has, are no matter of JSONata. */
function add(text: string, into: Set<string>): void {
  if (/\$(int|pick|uuid|fake|random|millis|now|timestamp)\b/.test(text)) return;
  try {
    jsonata(text);
    into.add(text);
  } catch {
    // Not every text in such a place is an expression: columns of tables, for one.
  }
}
