/** The SQL of a scenario, tried on empty tables of its form. */
import Database from 'better-sqlite3';
import type { ScenarioDefinition, ServiceDefinition } from '../../scenario/definition/scenario.ts';
import type { Fault, Path } from '../../scenario/faults.ts';
import { placedSteps } from '../../scenario/walk.ts';
import { runTablesSql } from './run-tables.ts';
import { createTableSql } from './service-table.ts';

export function sqlFaults(scenario: ScenarioDefinition): readonly Fault[] {
  return [
    ...scenario.services.flatMap((service, index) => serviceFaults(service, ['services', index])),
    ...expectationFaults(scenario),
  ];
}

/** A service sees its own tables only. */
function serviceFaults(service: ServiceDefinition, path: Path): readonly Fault[] {
  const queries = placedSteps(service, path).flatMap(({ step, path: at }) =>
    'sql' in step ? [{ ...step.sql, at: [...at, 'sql'] }] : [],
  );
  const { tables = [] } = service;
  if (queries.length === 0 && tables.length === 0) return [];
  return withDatabase((database) => {
    const faults = tables.flatMap((table, index): Fault[] => {
      const problem = problemOf(() => database.exec(createTableSql(table)));
      const at = [...path, 'tables', index, 'name'];
      return problem === null ? [] : [{ path: at, expected: 'a table', found: problem }];
    });
    for (const { run, params = {}, as, at } of queries) {
      const problem = problemOf(() => {
        refuseOthers(run, statements);
        const statement = database.prepare(run);
        if (as !== undefined && !statement.reader) throw new Error('a statement without rows');
        const values = Object.keys(params).map((name) => [name, null]);
        statement.bind(Object.fromEntries(values));
      });
      if (problem === null) continue;
      const expected =
        as === undefined ? 'a SQL statement' : 'a SQL query, for `as` names its rows';
      faults.push({ path: [...at, 'run'], expected, found: problem });
    }
    return faults;
  });
}

function expectationFaults({ services, expectations = [] }: ScenarioDefinition): readonly Fault[] {
  if (expectations.length === 0) return [];
  return withDatabase((database) => {
    database.exec(runTablesSql);
    for (const table of services.flatMap(({ tables = [] }) => tables)) {
      // What is wrong with a table is told where it stands.
      problemOf(() => database.exec(createTableSql(table)));
    }
    return expectations.flatMap((expectation, index) =>
      (['left', 'right'] as const).flatMap((side): Fault[] => {
        const problem = problemOf(() => {
          refuseOthers(expectation[side], queriesOnly);
          const statement = database.prepare(expectation[side]);
          if (!statement.readonly) throw new Error('a statement that changes something');
          if (!statement.reader) throw new Error('a statement without rows');
          statement.bind();
        });
        const path = ['expectations', index, side];
        return problem === null ? [] : [{ path, expected: 'a SQL query', found: problem }];
      }),
    );
  });
}

const queriesOnly = ['SELECT', 'WITH', 'VALUES'];
const statements = [...queriesOnly, 'INSERT', 'REPLACE', 'UPDATE', 'DELETE'];

/** ATTACH, VACUUM INTO and PRAGMA would reach files outside of the scenario. */
function refuseOthers(sql: string, allowed: readonly string[]): void {
  const text = sql.replace(/^(\s|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)+/, '');
  const word = /^\w+/.exec(text)?.[0].toUpperCase() ?? '';
  if (!allowed.includes(word))
    throw new Error(`${word || 'nothing'} instead of ${allowed.join(', ')}`);
}

function withDatabase(check: (database: Database.Database) => readonly Fault[]): readonly Fault[] {
  const database = new Database(':memory:');
  try {
    return check(database);
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
