/**
 * The database of one service, seen from outside: one SQLite file per service and run, because no
 * service may look into another's.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { TableDefinition } from '../../scenario/definition/scenario.ts';
import type { Cell, ServiceTable } from '../contract/scenarios.ts';

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

/** The number of rows of all tables of a service. */
export function readRowCount(
  runDir: string,
  service: string,
  tables: readonly TableDefinition[],
): number {
  if (tables.length === 0) return 0;
  return withReader(runDir, service, 0, (database) =>
    tables.reduce((sum, table) => sum + countRows(database, table), 0),
  );
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
