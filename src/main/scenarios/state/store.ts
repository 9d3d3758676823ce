/**
 * The database of one service, seen from one of its instances. One SQLite file per service and
 * run, because no service may look into another's; its instances share it.
 *
 * A transaction begins with the first write and ends with `commit`. Inside it each attempt at a
 * record is a savepoint of its own, so that a failed one leaves nothing behind.
 */
import Database from 'better-sqlite3';
import type { ServiceDefinition, TableDefinition } from '../../../scenario/definition/scenario.ts';
import type { Cell } from '../../contract/scenarios.ts';
import type { Row } from '../expressions/expressions.ts';
import { serviceFile } from '../service-table.ts';
import { createTables } from './tables.ts';

/** Whoever finds the database busy for longer tries again without holding up its thread. */
const busyTimeoutMs = 50;
const firstTimeoutMs = 10_000;

/** Somebody else of the service writes just now: to be tried again, as if it had not begun. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

export class Store {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();
  #isOpen = false;
  #isMarked = false;

  constructor(runDir: string, service: ServiceDefinition) {
    this.#database = new Database(serviceFile(runDir, service.name), { timeout: firstTimeoutMs });
    this.#database.pragma('journal_mode = WAL');
    // A run is an experiment: what the last moments before a power cut wrote may be lost.
    this.#database.pragma('synchronous = NORMAL');
    createTables(this.#database, service);
    this.#database.pragma(`busy_timeout = ${busyTimeoutMs}`);
  }

  // --- Transactions -----------------------------------------------------------------------------

  /** What is written from now on can be dropped by itself. */
  startAttempt(): void {
    this.#isMarked = false;
  }

  /** What the attempt wrote stays, if the transaction does. */
  keepAttempt(): void {
    if (this.#isMarked) this.#run('RELEASE attempt');
    this.#isMarked = false;
  }

  /** As if the attempt had not been. */
  dropAttempt(): void {
    if (this.#isMarked) {
      this.#run('ROLLBACK TO attempt');
      this.#run('RELEASE attempt');
    }
    this.#isMarked = false;
  }

  commit(): void {
    if (this.#isOpen) this.#run('COMMIT');
    this.#isOpen = false;
  }

  rollback(): void {
    if (this.#isOpen && this.#database.inTransaction) this.#run('ROLLBACK');
    this.#isOpen = false;
    this.#isMarked = false;
  }

  /** All of it or nothing, outside of any record. */
  transaction<Value>(action: () => Value): Value {
    if (this.#isOpen) return action();
    this.startAttempt();
    try {
      const value = action();
      this.keepAttempt();
      this.commit();
      return value;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** Called before each write. */
  #write(): void {
    if (!this.#isOpen) {
      this.#run('BEGIN IMMEDIATE');
      this.#isOpen = true;
    }
    if (!this.#isMarked) {
      this.#run('SAVEPOINT attempt');
      this.#isMarked = true;
    }
  }

  #run(sql: string): void {
    this.prepare(sql).run();
  }

  // --- Statements -------------------------------------------------------------------------------

  /** Rows of a query of the app's own. */
  all<Found>(sql: string, ...params: readonly unknown[]): readonly Found[] {
    return this.prepare(sql).all(...params) as Found[];
  }

  get<Found>(sql: string, ...params: readonly unknown[]): Found | undefined {
    return this.prepare(sql).get(...params) as Found | undefined;
  }

  /** Answers how many rows it changed. */
  change(sql: string, ...params: readonly unknown[]): number {
    this.#write();
    return this.prepare(sql).run(...params).changes;
  }

  /** Answers the first column of what the statement returns: the id of a new row. */
  insertOne(sql: string, ...params: readonly unknown[]): number {
    this.#write();
    return this.prepare(sql)
      .pluck()
      .get(...params) as number;
  }

  /** Any statement of a scenario; `params` by their names. Rows of a query, else nothing. */
  any(sql: string, params: { readonly [name: string]: Cell }): readonly Row[] {
    const statement = this.prepare(sql);
    if (!statement.readonly) this.#write();
    if (statement.reader) return statement.all(params) as Row[];
    statement.run(params);
    return [];
  }

  prepare(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  // --- Rows of the service's tables -------------------------------------------------------------

  find(table: TableDefinition, key: Cell): Row | undefined {
    return this.prepare(findSql(table)).get(key) as Row | undefined;
  }

  insert(table: TableDefinition, row: Row): void {
    const columns = Object.keys(row);
    const names = columns.map((column) => `"${column}"`).join(', ');
    const marks = columns.map(() => '?').join(', ');
    this.change(
      `INSERT INTO "${table.name}" (${names}) VALUES (${marks})`,
      ...columns.map((column) => row[column] ?? null),
    );
  }

  /** Sets the columns, or adds to those that hold numbers. */
  update(table: TableDefinition, row: Row, isAdded: boolean): void {
    const columns = Object.keys(row).filter((column) => column !== table.key);
    if (columns.length === 0) return;
    const sets = columns.map((column) =>
      isAdded && table.columns[column] !== 'text'
        ? `"${column}" = coalesce("${column}", 0) + coalesce(?, 0)`
        : `"${column}" = ?`,
    );
    this.change(
      `UPDATE "${table.name}" SET ${sets.join(', ')} WHERE "${table.key}" = ?`,
      ...columns.map((column) => row[column] ?? null),
      row[table.key] ?? null,
    );
  }

  // --- Counters ---------------------------------------------------------------------------------

  /** How far something has come; 0 before its first step. */
  progress(name: string): number {
    const sql = 'SELECT count FROM _progress WHERE name = ?';
    return this.get<{ count: number }>(sql, name)?.count ?? 0;
  }

  setProgress(name: string, count: number): void {
    this.change('INSERT OR REPLACE INTO _progress (name, count) VALUES (?, ?)', name, count);
  }

  close(): void {
    this.#database.close();
  }
}

const findTexts = new WeakMap<TableDefinition, string>();

function findSql(table: TableDefinition): string {
  let sql = findTexts.get(table);
  if (sql === undefined) {
    sql = `SELECT * FROM "${table.name}" WHERE "${table.key}" = ? LIMIT 1`;
    findTexts.set(table, sql);
  }
  return sql;
}
