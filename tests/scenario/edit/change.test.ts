import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { change, type Change } from '../../../src/scenario/edit/change.ts';
import { isMapping, type Path } from '../../../src/scenario/edit/path.ts';
import { plainAfter } from '../../../src/scenario/edit/plain-change.ts';

const shop = `# The shop
format: 2
name: shop
title: { en: Shop, ko: 가게 } # in both languages

# all topics
topics:
  - name: orders # the first
    partitions: 3
  # what was paid
  - name: 'payments'
    title:
      en: >-
        Long text
        here
      ko: x

services:
  - name: order
    consume:
      - topic: payments
        steps:
          # only the paid ones
          - filter: a = 1
          - map: { a: b, 'c': "d" }
    generate:
      - { topic: orders, ratePerS: 5 }

  # takes the money
  - name: payment
    tables: []
# end
`;

/** The lines that went, and those that came. */
function difference(before: string, after: string) {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < old.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old.at(-1 - tail) === now.at(-1 - tail)
  ) {
    tail += 1;
  }
  return {
    gone: old.slice(head, old.length - tail),
    come: now.slice(head, now.length - tail),
  };
}

const cases: readonly (readonly [string, Change, readonly string[], readonly string[]])[] = [
  [
    'a text keeps its quotes',
    { op: 'set', path: ['topics', 1, 'name'], value: 'paid' },
    ["  - name: 'payments'"],
    ["  - name: 'paid'"],
  ],
  [
    'a number keeps the comments around it',
    { op: 'set', path: ['topics', 0, 'partitions'], value: 6 },
    ['    partitions: 3'],
    ['    partitions: 6'],
  ],
  [
    'a folded text becomes a short one',
    { op: 'set', path: ['topics', 1, 'title', 'en'], value: 'short' },
    ['      en: >-', '        Long text', '        here'],
    ['      en: short'],
  ],
  [
    'a key comes at the end of its mapping',
    { op: 'set', path: ['topics', 0, 'title'], value: { en: 'a', ko: 'b' } },
    [],
    ['    title: { en: a, ko: b }'],
  ],
  [
    'what leads to a key is made',
    { op: 'set', path: ['layout', 'topic/orders'], value: { x: 1, y: 2 } },
    [],
    ['layout:', '  topic/orders: { x: 1, y: 2 }'],
  ],
  [
    'a key joins the others between braces',
    { op: 'set', path: ['services', 0, 'generate', 0, 'key'], value: '"order-" & $id' },
    ['      - { topic: orders, ratePerS: 5 }'],
    [`      - { topic: orders, ratePerS: 5, key: '"order-" & $id' }`],
  ],
  [
    'code stands as it is written',
    {
      op: 'set',
      path: ['services', 1, 'functions'],
      value: 'export function a() {\n  return 1;\n}\n',
    },
    [],
    ['    functions: |', '      export function a() {', '        return 1;', '      }'],
  ],
  [
    'the first item of an empty list takes the place of its brackets',
    { op: 'insert', path: ['services', 1, 'tables'], index: 0, value: { name: 'rows' } },
    ['    tables: []'],
    ['    tables:', '      - name: rows'],
  ],
  [
    'an item comes between two others',
    {
      op: 'insert',
      path: ['services', 0, 'consume', 0, 'steps'],
      index: 1,
      value: { produce: { topic: 'x' } },
    },
    [],
    ['          - produce:', '              topic: x'],
  ],
  [
    'an item goes with the comment above it',
    { op: 'set', path: ['topics', 1], value: undefined },
    [
      '  # what was paid',
      "  - name: 'payments'",
      '    title:',
      '      en: >-',
      '        Long text',
      '        here',
      '      ko: x',
    ],
    [],
  ],
  [
    'the key behind a dash goes, and the next takes its place',
    { op: 'set', path: ['services', 0, 'consume', 0, 'topic'], value: undefined },
    ['      - topic: payments', '        steps:'],
    ['      - steps:'],
  ],
  [
    'a key gets another name',
    { op: 'rename', path: ['services', 0, 'consume', 0, 'steps', 1, 'map', 'a'], key: 'z' },
    [`          - map: { a: b, 'c': "d" }`],
    [`          - map: { z: b, 'c': "d" }`],
  ],
];

describe('a change touches its place only', () => {
  test.each(cases)('%s', (_, one, gone, come) => {
    const after = change(shop, [one]);
    expect(difference(shop, after)).toEqual({ gone, come });
    expect(parse(after)).toEqual(plainAfter(parse(shop), one));
  });

  test('an item moves with its comments', () => {
    const moved = change(shop, [{ op: 'move', path: ['topics'], from: 1, to: 0 }]);
    expect(moved.indexOf('# what was paid')).toBeLessThan(moved.indexOf('# the first'));
    expect(moved.split('\n').toSorted()).toEqual(shop.split('\n').toSorted());
  });

  test('nothing changes where the value is what it was', () => {
    const one: Change = {
      op: 'set',
      path: ['topics', 0],
      value: { name: 'orders', partitions: 3 },
    };
    expect(change(shop, [one])).toBe(shop);
  });

  test('a text that is no YAML stays as it is', () => {
    expect(change('a: [', [{ op: 'set', path: ['a'], value: 1 }])).toBe('a: [');
  });

  test('anchors and aliases are left to the document', () => {
    const text = 'a: &it\n  x: 1\nb: *it\nlist:\n  - &one { n: 1 }\n  - n: 2\n';
    const after = change(text, [{ op: 'set', path: ['list', 0], value: undefined }]);
    expect(parse(after)).toEqual({ a: { x: 1 }, b: { x: 1 }, list: [{ n: 2 }] });
  });
});

const key = fc.constantFrom('a', 'b', 'name', 'on', 'x-y', '1', 'with space', '가');
const leaf = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '#',
    'a: b',
    '- x',
    "it's",
    '"q" & $id',
    'true',
    'null',
    '12',
    'two\nlines\n',
    '  led\nx',
    'é\n',
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
})).value;

/** Every place in a value. */
function pathsIn(root: unknown, path: Path = []): readonly Path[] {
  const inner = Array.isArray(root)
    ? root.flatMap((item, at) => pathsIn(item, [...path, at]))
    : isMapping(root)
      ? Object.entries(root).flatMap(([name, item]) => pathsIn(item, [...path, name]))
      : [];
  return path.length === 0 ? inner : [path, ...inner];
}

test('whatever is changed says what was meant, and comments elsewhere stay', () => {
  fc.assert(
    fc.property(
      fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }),
      value,
      fc.nat(),
      fc.constantFrom('set', 'remove', 'insert', 'move', 'rename'),
      (root, next, choice, op) => {
        const text = `# head\n${change('{}\n', [{ op: 'set', path: ['top'], value: root }])}# tail\n`;
        const paths = pathsIn({ top: root });
        const path = paths[choice % paths.length] ?? ['top'];
        const one = changeOf(op, path, next, { top: root });
        const after = change(text, [one]);
        expect(parse(after)).toEqual(plainAfter({ top: root }, one));
        expect(after).toContain('# head');
        expect(after).toContain('# tail');
      },
    ),
    { numRuns: 400 },
  );
});

function changeOf(op: string, path: Path, next: unknown, root: unknown): Change {
  const own = path.reduce<unknown>(
    (at, part) => (at as Record<string, unknown>)[String(part)],
    root,
  );
  if (op === 'remove') return { op: 'set', path, value: undefined };
  if (op === 'insert' && Array.isArray(own)) {
    return { op: 'insert', path, index: own.length, value: next };
  }
  if (op === 'move' && Array.isArray(own) && own.length > 1) {
    return { op: 'move', path, from: own.length - 1, to: 0 };
  }
  const name = path.at(-1);
  if (op === 'rename' && typeof name === 'string' && path.length > 1) {
    return { op: 'rename', path, key: 'renamed' };
  }
  return { op: 'set', path, value: next };
}
