/** Evaluates a scenario's expectations over the tables of all its services. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { ExpectationResult } from '../contract/scenarios.ts';
import type { ScenarioDefinition } from './definition.ts';
import { createTableSql, serviceFile } from './service-table.ts';

export type ExpectationResults = { readonly [name: string]: ExpectationResult };

/**
 * `isFinal`: everything is processed, so what does not hold now fails. Before that only what
 * must always hold can fail.
 */
export function evaluate(
  scenario: ScenarioDefinition,
  runDir: string,
  isFinal: boolean,
): ExpectationResults {
  const database = new Database(':memory:');
  try {
    attachTables(database, scenario, runDir);
    const results = scenario.expectations.map((expectation): [string, ExpectationResult] => {
      const left = scalar(database, expectation.left);
      const right = scalar(database, expectation.right);
      const holds = left === right;
      const detail = `${left} ${holds ? '=' : '≠'} ${right}`;
      const isDecided = isFinal || expectation.always === true;
      const status = !isDecided ? 'pending' : holds ? 'holds' : 'fails';
      return [expectation.name, { status, detail }];
    });
    return Object.fromEntries(results);
  } finally {
    database.close();
  }
}

/** One view per table; a service that never came up has an empty table. */
function attachTables(
  database: Database.Database,
  scenario: ScenarioDefinition,
  runDir: string,
): void {
  for (const [index, { name, table }] of scenario.services.entries()) {
    if (!table) continue;
    const file = serviceFile(runDir, name);
    const schema = `service_${index}`;
    if (existsSync(file) && attach(database, file, schema, table.name)) continue;
    database.exec(createTableSql(table));
  }
}

/** False while the file has no such table yet. */
function attach(database: Database.Database, file: string, schema: string, table: string): boolean {
  database.prepare(`ATTACH ? AS ${schema}`).run(file);
  const found = database
    .prepare(`SELECT 1 FROM ${schema}.sqlite_master WHERE type = 'table' AND name = ?`)
    .get(table);
  if (!found) return false;
  database.exec(`CREATE TEMP VIEW "${table}" AS SELECT * FROM ${schema}."${table}"`);
  return true;
}

function scalar(database: Database.Database, sql: string): string {
  const row = database.prepare(sql).raw().get() as unknown[] | undefined;
  return String(row?.[0] ?? null);
}
