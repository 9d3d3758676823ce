/** What a schema cannot say of a scenario: that its names meet, its expressions and SQL read. */
import Database from 'better-sqlite3';
import type {
  ConsumeDefinition,
  OutputDefinition,
  ScenarioDefinition,
  ServiceDefinition,
} from './definition.ts';
import { createTableSql } from './service-table.ts';

export type Path = readonly (string | number)[];

export type Fault = {
  readonly path: Path;
  readonly expected: string;
  readonly found: string;
  /** The fault is the key, not its value. */
  readonly isKey?: boolean;
};

type CheckExpression = (text: string) => string | null;

/** All faults, in the order of the file. */
export function findFaults(
  scenario: ScenarioDefinition,
  checkExpression: CheckExpression,
): readonly Fault[] {
  const names = new Set(scenario.topics.map(({ name }) => name));
  return [
    ...duplicates('topics', scenario.topics),
    ...duplicates('services', scenario.services),
    ...duplicates('expectations', scenario.expectations),
    ...scenario.services.flatMap((service, index) =>
      serviceFaults(service, ['services', index], names, checkExpression),
    ),
    ...sqlFaults(scenario),
  ];
}

function duplicates(list: string, items: readonly { readonly name: string }[]): readonly Fault[] {
  return items.flatMap(({ name }, index) =>
    items.findIndex((item) => item.name === name) < index
      ? [{ path: [list, index, 'name'], expected: 'a name of its own', found: `${name} again` }]
      : [],
  );
}

function serviceFaults(
  service: ServiceDefinition,
  path: Path,
  topics: ReadonlySet<string>,
  checkExpression: CheckExpression,
): readonly Fault[] {
  const { table, generate, consume = [] } = service;
  const faults: Fault[] = [];
  if (!generate && consume.length === 0) {
    faults.push({ path, expected: '`generate` or `consume`', found: 'neither' });
  }
  if (table && !Object.hasOwn(table.columns, table.key)) {
    const expected = `one of the columns ${Object.keys(table.columns).join(', ')}`;
    faults.push({ path: [...path, 'table', 'key'], expected, found: table.key });
  }
  const context: Context = { service, topics, checkExpression };
  if (generate) {
    const at = [...path, 'generate'];
    faults.push(
      ...topicFaults(generate.topic, [...at, 'topic'], topics),
      ...expressionFaults(generate.let ?? {}, [...at, 'let'], checkExpression),
      ...outputFaults(generate, at, context),
      ...rowFaults(generate.row, [...at, 'row'], context),
    );
  }
  const seen = new Set<string>();
  for (const [index, handler] of consume.entries()) {
    const at = [...path, 'consume', index];
    if (seen.has(handler.topic)) {
      const expected = 'each topic once';
      faults.push({ path: [...at, 'topic'], expected, found: `${handler.topic} again` });
    }
    seen.add(handler.topic);
    faults.push(...handlerFaults(handler, at, context));
  }
  return faults;
}

type Context = {
  readonly service: ServiceDefinition;
  readonly topics: ReadonlySet<string>;
  readonly checkExpression: CheckExpression;
};

function handlerFaults(handler: ConsumeDefinition, at: Path, context: Context): readonly Fault[] {
  const { topics, checkExpression } = context;
  const { workMs, failure, unless, produce = [] } = handler;
  const faults: Fault[] = [...topicFaults(handler.topic, [...at, 'topic'], topics)];
  if (workMs && workMs.max < workMs.min) {
    const expected = `at least ${workMs.min}`;
    faults.push({ path: [...at, 'workMs', 'max'], expected, found: String(workMs.max) });
  }
  if (failure) {
    faults.push(...topicFaults(failure.deadLetter, [...at, 'failure', 'deadLetter'], topics));
  }
  faults.push(...rowFaults(handler.row, [...at, 'row'], context));
  if (unless) faults.push(...expressionFaults({ unless }, at, checkExpression));
  for (const [index, output] of produce.entries()) {
    const path = [...at, 'produce', index];
    faults.push(
      ...topicFaults(output.topic, [...path, 'topic'], topics),
      ...outputFaults(output, path, context),
    );
  }
  return faults;
}

function topicFaults(topic: string, path: Path, topics: ReadonlySet<string>): readonly Fault[] {
  if (topics.has(topic)) return [];
  return [{ path, expected: `one of the topics ${[...topics].join(', ')}`, found: topic }];
}

function outputFaults(
  output: Pick<OutputDefinition, 'key' | 'value'>,
  path: Path,
  { checkExpression }: Context,
): readonly Fault[] {
  return [
    ...expressionFaults({ key: output.key }, path, checkExpression),
    ...expressionFaults(output.value, [...path, 'value'], checkExpression),
  ];
}

function rowFaults(
  row: { readonly [column: string]: string } | undefined,
  path: Path,
  { service, checkExpression }: Context,
): readonly Fault[] {
  if (!row) return [];
  const { table } = service;
  if (!table) return [{ path, expected: 'a `table` in this service', found: 'none', isKey: true }];
  const faults = Object.keys(row).flatMap((column): Fault[] => {
    if (Object.hasOwn(table.columns, column)) return [];
    const expected = `one of the columns ${Object.keys(table.columns).join(', ')}`;
    return [{ path: [...path, column], expected, found: column, isKey: true }];
  });
  if (!Object.hasOwn(row, table.key)) {
    faults.push({ path, expected: `the key column ${table.key}`, found: 'no such column' });
  }
  return [...faults, ...expressionFaults(row, path, checkExpression)];
}

function expressionFaults(
  texts: { readonly [name: string]: string },
  path: Path,
  checkExpression: CheckExpression,
): readonly Fault[] {
  return Object.entries(texts).flatMap(([name, text]) => {
    const problem = checkExpression(text);
    if (problem === null) return [];
    return [{ path: [...path, name], expected: 'a JSONata expression', found: problem }];
  });
}

/** Prepares each query against empty tables of the scenario's form. */
function sqlFaults(scenario: ScenarioDefinition): readonly Fault[] {
  const database = new Database(':memory:');
  try {
    const faults = scenario.services.flatMap(({ table }, index): Fault[] => {
      if (!table) return [];
      const path = ['services', index, 'table', 'name'];
      const problem = problemOf(() => database.exec(createTableSql(table)));
      return problem === null ? [] : [{ path, expected: 'a table of its own', found: problem }];
    });
    for (const [index, expectation] of scenario.expectations.entries()) {
      for (const side of ['left', 'right'] as const) {
        const problem = problemOf(() => {
          const statement = database.prepare(expectation[side]);
          if (!statement.readonly) throw new Error('a statement that changes something');
        });
        if (problem === null) continue;
        const path = ['expectations', index, side];
        faults.push({ path, expected: 'a SQL query', found: problem });
      }
    }
    return faults;
  } finally {
    database.close();
  }
}

function problemOf(action: () => void): string | null {
  try {
    action();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
