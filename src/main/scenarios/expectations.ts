/** Evaluates a scenario's expectations over the tables of all its services and of the run. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type {
  ExpectationDefinition,
  ScenarioDefinition,
} from '../../scenario/definition/scenario.ts';
import type { ExpectationResult } from '../contract/scenarios.ts';
import { type RunFigures, writeRunTables } from './run-tables.ts';
import { createTableSql, serviceFile } from './service-table.ts';

export type ExpectationResults = { readonly [name: string]: ExpectationResult };

/** How long a file that is being made may keep it waiting. */
const waitMs = 100;
const finalWaitMs = 5_000;
const shownMax = 300;
/** SQLite attaches no more than this at once. */
const attachedMax = 10;

/** The verdicts of one run; what must always hold and once did not has failed for good. */
export class Expectations {
  readonly #scenario: ScenarioDefinition;
  readonly #runDir: string;
  #broken: ExpectationResults = {};
  #latest: ExpectationResults;

  constructor(scenario: ScenarioDefinition, runDir: string) {
    this.#scenario = scenario;
    this.#runDir = runDir;
    this.#latest = this.pending;
  }

  get pending(): ExpectationResults {
    const { expectations = [] } = this.#scenario;
    return Object.fromEntries(
      expectations.map(({ name }) => [name, { status: 'pending', detail: '' } as const]),
    );
  }

  /**
   * `isFinal`: everything is processed, so what does not hold now fails. Before that only what
   * must always hold can fail.
   */
  evaluate(figures: RunFigures, isFinal: boolean): ExpectationResults {
    const { expectations = [] } = this.#scenario;
    if (expectations.length === 0) return {};
    const database = new Database(':memory:', { timeout: isFinal ? finalWaitMs : waitMs });
    try {
      writeRunTables(database, figures);
      attachTables(database, this.#scenario, this.#runDir);
      this.#latest = this.#judgeAll(database, isFinal);
    } catch (error) {
      // A service is just making its file: what was known stands until the next look.
      if (isFinal || !(error instanceof Database.SqliteError)) throw error;
    } finally {
      database.close();
    }
    return this.#latest;
  }

  #judgeAll(database: Database.Database, isFinal: boolean): ExpectationResults {
    const { expectations = [] } = this.#scenario;
    const results = Object.fromEntries(
      expectations.map((item): [string, ExpectationResult] => [
        item.name,
        this.#broken[item.name] ?? judge(database, item, isFinal),
      ]),
    );
    for (const { name, always } of expectations) {
      const result = results[name];
      if (always && result?.status === 'fails') this.#broken = { ...this.#broken, [name]: result };
    }
    return results;
  }
}

function judge(
  database: Database.Database,
  { left: leftSql, right: rightSql, is = '=', always }: ExpectationDefinition,
  isFinal: boolean,
): ExpectationResult {
  const isDecided = isFinal || always === true;
  try {
    // In one transaction: what is written between two questions is not seen by the second only.
    const [left, right] = database.transaction(() => [
      scalar(database, leftSql),
      scalar(database, rightSql),
    ])();
    const holds = compare(left, right)[is];
    const detail = `${shown(left)} ${holds ? signs[is] : opposites[is]} ${shown(right)}`;
    return { status: !isDecided ? 'pending' : holds ? 'holds' : 'fails', detail };
  } catch (error) {
    // A query that the tables' form allows and their rows do not: of JSON that is none, say.
    if (!(error instanceof Database.SqliteError)) throw error;
    return { status: isDecided ? 'fails' : 'pending', detail: error.message };
  }
}

type Operator = NonNullable<ExpectationDefinition['is']>;

const signs: { readonly [Is in Operator]: string } = {
  '=': '=',
  '!=': '≠',
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
};
const opposites: { readonly [Is in Operator]: string } = {
  '=': '≠',
  '!=': '=',
  '<': '≥',
  '<=': '>',
  '>': '≤',
  '>=': '<',
};

/** Numbers as numbers, everything else by its text; nothing is neither less nor more. */
export function compare(left: unknown, right: unknown): { readonly [Is in Operator]: boolean } {
  const isEqual = text(left) === text(right);
  const hasOrder = left !== null && right !== null;
  const areNumbers = typeof left === 'number' && typeof right === 'number';
  const isLess = hasOrder && (areNumbers ? left < right : text(left) < text(right));
  const isMore = hasOrder && !isEqual && !isLess;
  return {
    '=': isEqual,
    '!=': !isEqual,
    '<': isLess,
    '<=': isLess || (hasOrder && isEqual),
    '>': isMore,
    '>=': isMore || (hasOrder && isEqual),
  };
}

/** Views, or copies where there are more files than can be attached; none up yet: empty tables. */
function attachTables(
  database: Database.Database,
  scenario: ScenarioDefinition,
  runDir: string,
): void {
  const services = scenario.services.filter(({ tables = [] }) => tables.length > 0);
  for (const [index, { name, tables = [] }] of services.entries()) {
    const file = serviceFile(runDir, name);
    const schema = `service_${index}`;
    const isView = index < attachedMax - 1;
    const found = existsSync(file) ? attach(database, file, schema) : new Set<string>();
    for (const table of tables) {
      const source = `SELECT * FROM ${schema}."${table.name}"`;
      if (!found.has(table.name)) database.exec(createTableSql(table));
      else if (isView) database.exec(`CREATE TEMP VIEW "${table.name}" AS ${source}`);
      else database.exec(`CREATE TABLE "${table.name}" AS ${source}`);
    }
    if (!isView && existsSync(file)) database.exec(`DETACH ${schema}`);
  }
}

/** Answers the tables that are in the file so far. */
function attach(database: Database.Database, file: string, schema: string): ReadonlySet<string> {
  database.prepare(`ATTACH ? AS ${schema}`).run(file);
  const rows = database
    .prepare(`SELECT name FROM ${schema}.sqlite_master WHERE type = 'table'`)
    .all() as { name: string }[];
  return new Set(rows.map(({ name }) => name));
}

function scalar(database: Database.Database, sql: string): unknown {
  const row = database.prepare(sql).raw().get() as unknown[] | undefined;
  return row?.[0] ?? null;
}

function text(value: unknown): string {
  return String(value);
}

function shown(value: unknown): string {
  const whole = text(value);
  return whole.length > shownMax ? `${whole.slice(0, shownMax)}…` : whole;
}
