/**
 * The database of one service: its own table, and an outbox for what it generated. One SQLite
 * file per service and run, because no service may look into another's.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Cell, ServiceTable } from '../contract/scenarios.ts';
import type { TableDefinition } from './definition.ts';

export type Row = { readonly [column: string]: Cell };

/** A generated record that is not acknowledged yet. */
export type OutboxEntry = {
  readonly sequence: number;
  readonly key: string;
  readonly value: string;
};

/**
 * The key has an index and no constraint: the table would show a service that handles a record
 * twice, instead of hiding it.
 */
export function createTableSql({ name, key, columns }: TableDefinition): string {
  const parts = Object.entries(columns).map(
    ([column, type]) => `"${column}" ${type.toUpperCase()}`,
  );
  return (
    `CREATE TABLE "${name}" (${parts.join(', ')}) STRICT;` +
    `CREATE INDEX "${name}_by_key" ON "${name}" ("${key}");`
  );
}

/** The file of a service's database in the folder of a run. */
export function serviceFile(runDir: string, service: string): string {
  return join(runDir, `${service}.db`);
}

/** The writing side, used by the service's own worker only. */
export class ServiceStore {
  readonly #database: Database.Database;
  readonly #table: TableDefinition | null;

  constructor(runDir: string, service: string, table: TableDefinition | undefined) {
    this.#table = table ?? null;
    this.#database = new Database(serviceFile(runDir, service));
    this.#database.pragma('journal_mode = WAL');
    // A run is an experiment: what the last moments before a power cut wrote may be lost.
    this.#database.pragma('synchronous = NORMAL');
    const hasTables = this.#database.prepare(`SELECT 1 FROM sqlite_master`).get() !== undefined;
    if (hasTables) return;
    if (table) this.#database.exec(createTableSql(table));
    this.#database.exec(
      `CREATE TABLE _outbox (sequence INTEGER PRIMARY KEY, key TEXT NOT NULL, value TEXT NOT NULL);
       CREATE TABLE _progress (generated INTEGER NOT NULL);
       INSERT INTO _progress VALUES (0);`,
    );
  }

  /** All or nothing. */
  transaction<Value>(action: () => Value): Value {
    return this.#database.transaction(action)();
  }

  find(key: Cell): Row | undefined {
    if (!this.#table) return undefined;
    const { name, key: column } = this.#table;
    const sql = `SELECT * FROM "${name}" WHERE "${column}" = ? LIMIT 1`;
    return this.#prepare(sql).get(key) as Row | undefined;
  }

  insert(row: Row): void {
    if (!this.#table) return;
    const columns = Object.keys(row);
    const names = columns.map((column) => `"${column}"`).join(', ');
    const marks = columns.map(() => '?').join(', ');
    this.#prepare(`INSERT INTO "${this.#table.name}" (${names}) VALUES (${marks})`).run(
      ...columns.map((column) => row[column] ?? null),
    );
  }

  update(row: Row): void {
    if (!this.#table) return;
    const { name, key } = this.#table;
    const columns = Object.keys(row).filter((column) => column !== key);
    if (columns.length === 0) return;
    const sets = columns.map((column) => `"${column}" = ?`).join(', ');
    this.#prepare(`UPDATE "${name}" SET ${sets} WHERE "${key}" = ?`).run(
      ...columns.map((column) => row[column] ?? null),
      row[key] ?? null,
    );
  }

  /** Keeps generated records until they are acknowledged. */
  addToOutbox(entries: readonly OutboxEntry[]): void {
    for (const { sequence, key, value } of entries) {
      this.#prepare('INSERT INTO _outbox VALUES (?, ?, ?)').run(sequence, key, value);
      this.#prepare('UPDATE _progress SET generated = ?').run(sequence);
    }
  }

  removeFromOutbox(entries: readonly OutboxEntry[]): void {
    for (const { sequence } of entries) {
      this.#prepare('DELETE FROM _outbox WHERE sequence = ?').run(sequence);
    }
  }

  /** What an earlier life of the service generated and did not see acknowledged. */
  outbox(): readonly OutboxEntry[] {
    return this.#prepare('SELECT * FROM _outbox ORDER BY sequence').all() as OutboxEntry[];
  }

  /** How many records were generated so far. */
  generatedCount(): number {
    const row = this.#prepare('SELECT generated FROM _progress').get() as { generated: number };
    return row.generated;
  }

  close(): void {
    this.#database.close();
  }

  readonly #statements = new Map<string, Database.Statement>();

  #prepare(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** The newest rows of a service's table, for who looks on from outside. */
export function readTable(
  runDir: string,
  service: string,
  table: TableDefinition,
  limit: number,
): ServiceTable {
  const columns = Object.keys(table.columns);
  const empty: ServiceTable = { table: table.name, columns, rows: [], rowCount: 0 };
  return withReader(runDir, service, empty, (database) => {
    const names = columns.map((column) => `"${column}"`).join(', ');
    const rows = database
      .prepare(`SELECT ${names} FROM "${table.name}" ORDER BY rowid DESC LIMIT ?`)
      .raw()
      .all(limit) as Cell[][];
    return { ...empty, rows, rowCount: countRows(database, table) };
  });
}

/** The number of rows alone. */
export function readRowCount(runDir: string, service: string, table: TableDefinition): number {
  return withReader(runDir, service, 0, (database) => countRows(database, table));
}

function countRows(database: Database.Database, { name }: TableDefinition): number {
  const row = database.prepare(`SELECT count(*) AS n FROM "${name}"`).get() as { n: number };
  return row.n;
}

/** `empty` while the service has not made its file or its table. */
function withReader<Value>(
  runDir: string,
  service: string,
  empty: Value,
  read: (database: Database.Database) => Value,
): Value {
  let database: Database.Database | null = null;
  try {
    database = new Database(serviceFile(runDir, service), { readonly: true, fileMustExist: true });
    return read(database);
  } catch (error) {
    if (error instanceof Database.SqliteError) return empty;
    throw error;
  } finally {
    database?.close();
  }
}
