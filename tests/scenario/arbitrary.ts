/** Whole scenarios that are right, of every kind that the format allows. */
import fc from 'fast-check';
import type {
  ScenarioDefinition,
  ScriptEventDefinition,
  ServiceDefinition,
  TableDefinition,
} from '../../src/scenario/definition/scenario.ts';
import type { Step } from '../../src/scenario/definition/steps.ts';
import { expressionArb, recordArb, textArb, valueArb, variablesArb } from './arbitrary-texts.ts';
import { stepsArb } from './arbitrary-steps.ts';

/** What is there to be named. */
export type Names = {
  readonly topics: readonly string[];
  readonly services: readonly string[];
};

const plainNameArb = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const sqlNameArb = fc
  .stringMatching(/^[a-z][a-z0-9_]{0,8}$/)
  .filter((name) => !name.startsWith('run_') && !name.startsWith('sqlite_'));
/** Names that YAML could take for something else among them. */
const topicNameArb = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9._-]{1,12}$/).filter((name) => !/^\.{1,2}$/.test(name)),
  fc.constantFrom('null', 'true', '1.5', '0x1F', '1e3', '-', '...', 'no', '007', '.inf'),
);
const msArb = fc.integer({ min: 1, max: 100_000 });

/** Any definition that the checks find no fault in. */
export const scenarioArb: fc.Arbitrary<ScenarioDefinition> = fc
  .record({
    topics: fc.uniqueArray(topicNameArb, {
      minLength: 1,
      maxLength: 6,
      selector: (name) => name.replaceAll('.', '_'),
    }),
    services: fc.uniqueArray(plainNameArb, { maxLength: 3 }),
    tables: fc.uniqueArray(sqlNameArb, { maxLength: 4 }),
  })
  .chain(({ topics, services, tables }) => {
    const names: Names = { topics, services };
    return fc.record(
      {
        format: fc.constant(2 as const),
        name: plainNameArb,
        title: textArb,
        description: textArb,
        category: plainNameArb,
        explanation: textArb,
        experiment: textArb,
        doneAfter: fc.integer({ min: 1, max: 5000 }),
        topics: fc.tuple(...topics.map(topicArb)),
        services: fc.tuple(
          ...services.map((name, index) =>
            serviceArb(
              name,
              tables.filter((_, at) => at % services.length === index),
              names,
            ),
          ),
        ),
        notes: fc.constant([{ name: 'a-note', text: 'Look here' }]),
        links: fc.constant([{ from: `topic/${topics[0]}`, to: `topic/${topics.at(-1)}` }]),
        frames: fc.constant([{ name: 'shop', members: [`topic/${topics[0]}`] }]),
        layout: fc
          .subarray([
            ...topics.map((it) => `topic/${it}`),
            ...services.map((it) => `service/${it}`),
          ])
          .map((nodes) => Object.fromEntries(nodes.map((node, x) => [node, { x, y: -x * 10.5 }]))),
        script: fc.array(scriptArb(names), { maxLength: 4 }),
        expectations: fc.array(expectationArb, { maxLength: 2 }).map((items) => byName(items)),
      },
      { requiredKeys: ['format', 'name', 'title', 'topics', 'services'] },
    );
  })
  .map((scenario) => withRedrive(scenario as ScenarioDefinition));

function topicArb(name: string) {
  return fc.record(
    {
      name: fc.constant(name),
      title: textArb,
      description: textArb,
      partitions: fc.integer({ min: 1, max: 12 }),
      replication: fc.integer({ min: 1, max: 3 }),
      config: fc.constant({ 'cleanup.policy': 'compact', 'retention.ms': '60000' }),
      schema: fc.constant({
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string' } },
      }),
    },
    { requiredKeys: ['name'] },
  );
}

const columnsOf = { id: 'text', amount: 'real', count: 'integer' } as const;

function tableOf(name: string): fc.Arbitrary<TableDefinition> {
  const row = fc.record(
    { id: fc.string(), amount: fc.option(fc.integer()), count: fc.integer() },
    { requiredKeys: ['id'] },
  );
  return fc.record(
    {
      name: fc.constant(name),
      title: textArb,
      key: fc.constant('id'),
      columns: fc.constant(columnsOf),
      rows: fc.array(row, { maxLength: 2 }),
    },
    { requiredKeys: ['name', 'key', 'columns'] },
  );
}

const code = `export function twice(event) {
  // A colon: and a # sign.
  return [event, { ...event, note: 'again' }];
}
`;

function serviceArb(
  name: string,
  tables: readonly string[],
  names: Names,
): fc.Arbitrary<ServiceDefinition> {
  return fc
    .record(
      {
        name: fc.constant(name),
        title: textArb,
        description: textArb,
        group: fc.string({ minLength: 1 }),
        instances: fc.integer({ min: 1, max: 4 }),
        delivery: fc.constantFrom('at-most-once', 'at-least-once', 'exactly-once'),
        from: fc.constantFrom('run', 'beginning'),
        isUp: fc.boolean(),
        tables: fc.tuple(...tables.map(tableOf)),
        functions: fc.constant(code),
        generate: fc.array(generatorArb(names, tables), { minLength: 1, maxLength: 2 }),
        consume: handlersArb(names, tables),
        timers: fc
          .record({ name: plainNameArb, everyMs: msArb, steps: stepsArb(names, tables, 'timers') })
          .map((timer) => [timer]),
        capture: changeArb(names, tables, { key: expressionArb }),
        snapshot: changeArb(names, tables, { everyCount: fc.integer({ min: 1, max: 100 }) }),
        serve: fc
          .record(
            {
              path: fc.constantFrom('/', '/price'),
              steps: stepsArb(names, tables, 'serve'),
              reply: valueArb,
            },
            { requiredKeys: ['path', 'steps'] },
          )
          .map((endpoint) => [endpoint]),
      },
      { requiredKeys: ['name', 'tables', 'functions'] },
    )
    .map((service) => soundService(service as ServiceDefinition, names));
}

function changeArb(
  { topics }: Names,
  tables: readonly string[],
  more: { readonly [key: string]: fc.Arbitrary<unknown> },
): fc.Arbitrary<unknown> {
  if (tables.length === 0) return fc.constant(undefined);
  const base = { table: fc.constantFrom(...tables), topic: fc.constantFrom(...topics) };
  return fc.record({ ...base, ...more }).map((change) => [change]);
}

function handlersArb(names: Names, tables: readonly string[]) {
  return fc.subarray([...names.topics], { minLength: 1 }).chain((topics) =>
    fc.tuple(
      ...topics.map((topic) => {
        const others = names.topics.filter((other) => other !== topic);
        return fc.record(
          {
            topic: fc.constant(topic),
            steps: stepsArb(names, tables, 'consume'),
            retry: fc.record(
              {
                times: fc.integer({ min: 0, max: 9 }),
                backOffMs: msArb,
                factor: fc.constantFrom(1, 1.5, 2),
                maxMs: msArb,
              },
              { requiredKeys: ['times'] },
            ),
            deadLetter: others.length > 0 ? fc.constantFrom(...others) : fc.constant(undefined),
          },
          { requiredKeys: ['topic'] },
        );
      }),
    ),
  );
}

function generatorArb({ topics }: Names, tables: readonly string[]) {
  const row = { row: fc.constant({ id: '$id', amount: 'amount' }) };
  const percent = fc.integer({ min: 0, max: 100 });
  return fc.record(
    {
      topic: fc.constantFrom(...topics),
      ratePerS: fc.constantFrom(0.5, 5, 1000),
      curve: fc.constantFrom(
        { ramp: { from: 1, to: 5, overS: 60 } },
        { wave: { low: 0, high: 10.5, everyS: 10 } },
        { burst: { factor: 10, everyS: 60, forS: 5 } },
      ),
      entities: fc.constantFrom(
        { count: 3 },
        { prefix: 'customer-', count: 100, hot: { count: 5, share: 0.8 } },
      ),
      count: fc.integer({ min: 1, max: 1000 }),
      replay: fc.constantFrom(
        { file: 'orders.csv', format: 'csv' as const },
        { text: '{"a": 1}\n{"a": 2}\n', format: 'ndjson' as const, isRepeated: true },
      ),
      let: variablesArb,
      ...recordArb,
      write:
        tables.length > 0
          ? fc.record({ table: fc.constantFrom(...tables), ...row })
          : fc.constant(undefined),
      late: fc.record({ percent, byMs: msArb }),
      duplicatePercent: percent,
      lostPercent: percent,
    },
    { requiredKeys: ['topic', 'ratePerS'] },
  );
}

const expectationArb = fc.record(
  {
    name: plainNameArb,
    title: textArb,
    always: fc.boolean(),
    left: fc.constantFrom('SELECT count(*) FROM run_topics', 'SELECT sum(lag) FROM run_services'),
    is: fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
    right: fc.constantFrom('SELECT 0', "SELECT 'a: b' -- # nothing"),
  },
  { requiredKeys: ['name', 'left', 'right'] },
);

function scriptArb({ topics, services }: Names): fc.Arbitrary<ScriptEventDefinition> {
  const topic = fc.constantFrom(...topics);
  const ofTopic = fc.record({ topic });
  const when = fc.oneof(
    fc.record({ atS: fc.constantFrom(0, 2.5, 60) }),
    fc.record({ after: fc.record({ topic, count: fc.integer({ min: 1, max: 500 }) }) }),
  );
  const always = [
    fc.record({ poison: ofTopic }),
    fc.record({ killLeader: ofTopic }),
    fc.record({ say: textArb }),
  ];
  const count = fc.integer({ min: 0, max: 9 });
  const service = services.length > 0 ? fc.constantFrom(...services) : fc.constant('');
  const ofService = [
    fc.record({ down: service }),
    fc.record({ up: service }),
    fc.record({ rebuild: service }),
    fc.record({ slow: fc.record({ service, factor: fc.constantFrom(0, 1, 2.5) }) }),
    fc.record({ failEvery: fc.record({ service, count }) }),
    fc.record({ instances: fc.record({ service, count }) }),
  ];
  const action = fc.oneof(...always, ...(services.length > 0 ? ofService : []));
  return fc.tuple(when, action).map(([at, what]) => ({ ...at, ...what }));
}

/** A topic is read for one purpose, and only joins in handlers have a left side. */
function soundService(service: ServiceDefinition, { topics }: Names): ServiceDefinition {
  const taken = new Set((service.consume ?? []).map(({ topic }) => topic));
  const free = topics.filter((topic) => !taken.has(topic));
  const compensated = free.shift();
  const sound = (steps: readonly Step[]): Step[] =>
    steps.flatMap((step): Step[] => {
      if ('branch' in step) {
        return [{ branch: step.branch.map((way) => ({ ...way, steps: sound(way.steps) })) }];
      }
      if ('saga' in step) {
        if (compensated === undefined) return [];
        const { steps: inner, compensate } = step.saga;
        const undo = { ...compensate, on: compensated, steps: sound(compensate.steps) };
        return [{ saga: { ...step.saga, steps: sound(inner), compensate: undo } }];
      }
      if (!('join' in step)) return [step];
      const other = free.shift();
      return other === undefined ? [] : [{ join: { ...step.join, with: other } }];
    });
  const whole = <Item extends { readonly steps?: readonly Step[] | undefined }>(
    item: Item,
  ): Item => (item.steps ? { ...item, steps: sound(item.steps) } : item);
  const { consume, timers, serve, ...rest } = service;
  return defined({
    ...rest,
    consume: consume?.map((handler) => defined(whole(handler))),
    timers: timers?.map(whole),
    serve: serve?.map(whole),
    generate: rest.generate?.map((it) => defined(it)),
  });
}

function withRedrive(scenario: ScenarioDefinition): ScenarioDefinition {
  const [letter] = scenario.services.flatMap(({ consume = [] }) =>
    consume.flatMap(({ deadLetter }) => deadLetter ?? []),
  );
  if (letter === undefined || !scenario.script) return scenario;
  const redrive = { atS: 90, redrive: { topic: letter } };
  return { ...scenario, script: [...scenario.script, redrive] };
}

/** Without the keys that are there and have no value. */
function defined<Value extends object>(value: Value): Value {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries) as Value;
}

function byName<Item extends { readonly name: string }>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [item.name, item])).values()];
}
