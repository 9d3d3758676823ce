/** Steps for generated scenarios: all blocks, nested ones two deep. */
import fc from 'fast-check';
import type { Step } from '../../src/scenario/definition/steps.ts';
import type { Names } from './arbitrary.ts';
import { expressionArb, recordArb, valueArb, variablesArb } from './arbitrary-texts.ts';

const msArb = fc.integer({ min: 1, max: 100_000 });
const fieldArb = fc.oneof(
  fc.constant('count' as const),
  fc.record({ sum: expressionArb }),
  fc.record({ min: expressionArb }),
  fc.record({ max: expressionArb }),
  fc.record({ average: expressionArb }),
);
const windowArb = fc.oneof(
  fc.record({
    tumbling: fc.record({ sizeMs: msArb, graceMs: msArb }, { requiredKeys: ['sizeMs'] }),
  }),
  fc.constant({ hopping: { sizeMs: 60_000, advanceMs: 10_000 } }),
  fc.record({ session: fc.record({ gapMs: msArb, graceMs: msArb }, { requiredKeys: ['gapMs'] }) }),
);

/** A list of them; joins get their topics later, when it is known which are free. */
export function stepsArb(
  names: Names,
  tables: readonly string[],
  part: 'consume' | 'timers' | 'serve',
): fc.Arbitrary<readonly Step[]> {
  const leaves = [
    ...plainSteps,
    ...topicSteps(names),
    ...(tables.length > 0 ? tableSteps(tables) : []),
    ...(part === 'consume' ? [joinArb(names)] : []),
  ];
  const leaf = fc.oneof(...leaves) as fc.Arbitrary<Step>;
  const list = (step: fc.Arbitrary<Step>) => fc.array(step, { maxLength: 4 });
  const inner = fc.oneof({ arbitrary: leaf, weight: 8 }, ...nested(list(leaf), names));
  const step = fc.oneof({ arbitrary: leaf, weight: 8 }, ...nested(list(inner), names));
  return list(step);
}

function nested(steps: fc.Arbitrary<readonly Step[]>, { topics }: Names): fc.Arbitrary<Step>[] {
  const way = fc.record({ when: expressionArb, steps }, { requiredKeys: ['steps'] });
  const compensate = fc.record(
    { on: fc.constantFrom(...topics), id: expressionArb, when: expressionArb, steps },
    { requiredKeys: ['on', 'steps'] },
  );
  return [
    fc.record({ branch: fc.array(way, { minLength: 1, maxLength: 3 }) }),
    fc.record({ saga: fc.record({ id: expressionArb, steps, compensate }) }),
  ];
}

const plainSteps = [
  fc.record({ map: valueArb }),
  fc.record({ let: variablesArb }),
  fc.record({ filter: expressionArb }),
  fc.record({ split: expressionArb }),
  fc.record({
    aggregate: fc.record(
      {
        key: expressionArb,
        window: windowArb,
        time: expressionArb,
        fields: fc.dictionary(fc.constantFrom('n', 'total'), fieldArb, { noNullPrototype: true }),
        emit: fc.constantFrom('each', 'closed'),
      },
      { requiredKeys: ['fields', 'window'] },
    ),
  }),
  fc.record({
    deduplicate: fc.record({ key: expressionArb, withinMs: msArb }, { requiredKeys: ['key'] }),
  }),
  fc.record({ delay: fc.oneof(msArb, fc.constant({ minMs: 0, maxMs: 12.5 })) }),
  fc.record({
    fail: fc.record(
      {
        rate: fc.constantFrom(0, 0.25, 1),
        every: fc.integer({ min: 1, max: 9 }),
        when: expressionArb,
        message: fc.constantFrom('The bank is closed', 'a: b'),
        isFinal: fc.boolean(),
      },
      { requiredKeys: ['rate', 'message'] },
    ),
  }),
  fc.constant({ run: 'twice' }),
  fc.record({ log: expressionArb }),
  fc.record({
    call: fc.record(
      {
        url: fc.constantFrom('http://localhost:8080/price', 'http://127.0.0.1/', 'http://[::1]:1'),
        method: fc.constantFrom('GET', 'POST'),
        body: valueArb,
        timeoutMs: msArb,
        as: fc.constant('answer'),
      },
      { requiredKeys: ['url'] },
    ),
  }),
];

function topicSteps({ topics }: Names) {
  const topic = fc.constantFrom(...topics);
  const output = fc.record({ topic, ...recordArb }, { requiredKeys: ['topic'] });
  return [
    fc.record({ produce: output }),
    fc.record({ outbox: output }),
    fc.record({
      route: fc.record(
        { to: expressionArb, topics: fc.constant([...topics]), ...recordArb },
        { requiredKeys: ['to', 'topics'] },
      ),
    }),
  ];
}

function tableSteps(tables: readonly string[]) {
  const table = fc.constantFrom(...tables);
  const row = fc.record({ id: expressionArb, amount: expressionArb }, { requiredKeys: ['id'] });
  return [
    fc.record({ enrich: fc.record({ table, key: expressionArb, as: fc.constant('found') }) }),
    fc.record({
      write: fc.record(
        {
          table,
          row,
          conflict: fc.constantFrom('keep', 'update', 'add', 'insert'),
          unless: expressionArb,
        },
        { requiredKeys: ['table', 'row'] },
      ),
    }),
    table.map((name) => ({
      sql: {
        run: `SELECT * FROM ${JSON.stringify(name)} WHERE id = :id`,
        params: { id: '$key' },
        as: 'rows',
      },
    })),
  ];
}

function joinArb({ topics }: Names) {
  return fc.record({
    join: fc.record(
      {
        with: fc.constantFrom(...topics),
        key: expressionArb,
        withKey: expressionArb,
        withinMs: msArb,
        kind: fc.constantFrom('inner', 'left'),
        as: fc.constant(['left', 'right'] as [string, string]),
      },
      { requiredKeys: ['with', 'withinMs', 'as'] },
    ),
  });
}
