/** Scenarios of format 1, and what each means in format 2, said without the migration. */
import fc from 'fast-check';

type Texts = { readonly [name: string]: string };
type Table = { readonly name: string; readonly key: string; readonly columns: Texts };
type Output = { readonly topic: string; readonly key: string; readonly value: Texts };
type Consume = {
  readonly topic: string;
  readonly workMs?: { readonly min: number; readonly max: number };
  readonly failure?: {
    readonly rate: number;
    readonly message: string;
    readonly retries: number;
    readonly deadLetter: string;
  };
  readonly row?: Texts;
  readonly conflict?: 'keep' | 'update';
  readonly unless?: string;
  readonly produce?: readonly Output[];
};
type Service = {
  readonly name: string;
  readonly title: Texts;
  readonly description: Texts;
  readonly group?: string;
  readonly table: Table;
  readonly generate?: Output & {
    readonly rate: number;
    readonly let?: Texts;
    readonly row?: Texts;
  };
  readonly consume?: readonly Consume[];
};
export type Format1 = {
  readonly format: 1;
  readonly name: string;
  readonly title: Texts;
  readonly description: Texts;
  readonly doneAfter: number;
  readonly topics: readonly object[];
  readonly services: readonly Service[];
  readonly expectations: readonly object[];
};

const textArb = fc.record({ en: fc.string({ minLength: 1 }), ko: fc.constant('한글: # 글') });
const expressionArb = fc.constantFrom(
  'a',
  '"x: " & $id',
  '$int(1, 6)',
  '$row.id',
  '(\n  a;\n  b\n)',
);
const rowArb = fc.record({ id: expressionArb, amount: expressionArb }, { requiredKeys: ['id'] });
const topics = ['orders', 'payments', 'letters'] as const;
const topicArb = fc.constantFrom('orders', 'payments');
const outputArb = fc.record({
  topic: topicArb,
  key: expressionArb,
  value: fc.dictionary(fc.constantFrom('a', 'b'), expressionArb, { noNullPrototype: true }),
});

const consumeArb = fc.record(
  {
    topic: fc.constantFrom(...topics),
    workMs: fc.record({ min: fc.nat(5), max: fc.integer({ min: 5, max: 60 }) }),
    failure: fc.record({
      rate: fc.constantFrom(0, 0.5),
      message: fc.constant('The bank: closed'),
      retries: fc.nat(9),
      deadLetter: fc.constant('dlq'),
    }),
    row: rowArb,
    conflict: fc.constantFrom('keep' as const, 'update' as const),
    unless: expressionArb,
    produce: fc.array(outputArb, { maxLength: 2 }),
  },
  { requiredKeys: ['topic'] },
);

const serviceArb = (name: string, table: string): fc.Arbitrary<Service> =>
  fc.record(
    {
      name: fc.constant(name),
      title: textArb,
      description: textArb,
      group: fc.constant('a-group'),
      table: fc.constant({ name: table, key: 'id', columns: { id: 'text', amount: 'integer' } }),
      generate: fc
        .record(
          { output: outputArb, rate: fc.constantFrom(0.5, 5), let: rowArb, row: rowArb },
          { requiredKeys: ['output', 'rate'] },
        )
        .map(({ output, ...rest }) => ({ ...output, ...rest })),
      consume: fc.uniqueArray(consumeArb, { minLength: 1, selector: ({ topic }) => topic }),
    },
    { requiredKeys: ['name', 'title', 'description', 'table', 'generate'] },
  ) as fc.Arbitrary<Service>;

export const format1Arb: fc.Arbitrary<Format1> = fc.record({
  format: fc.constant(1 as const),
  name: fc.constant('old'),
  title: textArb,
  description: textArb,
  doneAfter: fc.integer({ min: 1, max: 500 }),
  topics: fc.constant(
    [...topics, 'dlq'].map((name) => ({ name, title: { en: name, ko: name }, partitions: 3 })),
  ),
  services: fc.tuple(serviceArb('one', 'first'), serviceArb('two', 'second')),
  expectations: fc.constant([
    { name: 'equal', title: { en: 'a', ko: 'b' }, left: 'SELECT 1', right: 'SELECT 1' },
  ]),
});

/** What a scenario of format 1 means. */
export function inFormat2(scenario: Format1): unknown {
  return { ...scenario, format: 2, services: scenario.services.map(serviceInFormat2) };
}

function serviceInFormat2({ table, generate, consume, ...rest }: Service): unknown {
  return {
    ...rest,
    tables: [table],
    ...(generate && { generate: [generatorInFormat2(generate, table.name)] }),
    ...(consume && { consume: consume.map((it) => handlerInFormat2(it, table.name)) }),
  };
}

function generatorInFormat2(
  { rate, row, ...rest }: NonNullable<Service['generate']>,
  table: string,
): unknown {
  return { ...rest, ratePerS: rate, ...(row && { write: { table, row } }) };
}

function handlerInFormat2(consume: Consume, table: string): unknown {
  const { topic, workMs, failure, row, conflict = 'keep', unless, produce = [] } = consume;
  const steps = [
    ...(workMs ? [{ delay: { minMs: workMs.min, maxMs: workMs.max } }] : []),
    ...(failure ? [{ fail: { rate: failure.rate, message: failure.message } }] : []),
    ...(row ? [{ write: { table, row, conflict, ...(unless && { unless }) } }] : []),
    ...produce.map((output) => ({ produce: output })),
  ];
  return {
    topic,
    ...(failure && {
      retry: { times: failure.retries, backOffMs: 0 },
      deadLetter: failure.deadLetter,
    }),
    ...(steps.length > 0 && { steps }),
  };
}
