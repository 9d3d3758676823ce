/** What a service's database begins with: its tables, and what its blocks keep between records. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { ServiceDefinition } from '../../../scenario/definition/scenario.ts';
import { createTableSql, serviceFile } from '../service-table.ts';

/** Names that begin with `_` are the app's own; scenario files cannot use them. */
const ownTables = `
CREATE TABLE _outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT, instance INTEGER NOT NULL,
  topic TEXT NOT NULL, key TEXT, value TEXT, headers TEXT NOT NULL,
  timestamp_ms INTEGER NOT NULL, event_ms INTEGER NOT NULL,
  event_id TEXT NOT NULL, type TEXT NOT NULL, trace_id TEXT NOT NULL, parent_id TEXT
);
CREATE TABLE _progress (name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE _seen (block INTEGER, key TEXT, event_ms INTEGER, PRIMARY KEY (block, key)) WITHOUT ROWID;
CREATE INDEX _seen_by_time ON _seen (block, event_ms);
CREATE TABLE _waiting (
  id INTEGER PRIMARY KEY, block INTEGER NOT NULL, side INTEGER NOT NULL, key TEXT NOT NULL,
  event_ms INTEGER NOT NULL, is_matched INTEGER NOT NULL, event TEXT NOT NULL, moment TEXT NOT NULL
);
CREATE INDEX _waiting_by_key ON _waiting (block, side, key, event_ms);
CREATE INDEX _waiting_by_time ON _waiting (block, event_ms);
CREATE TABLE _windows (
  block INTEGER, key TEXT, start_ms INTEGER, end_ms INTEGER, fields TEXT NOT NULL, moment TEXT NOT NULL,
  PRIMARY KEY (block, key, start_ms)
) WITHOUT ROWID;
CREATE INDEX _windows_by_end ON _windows (block, end_ms);
CREATE TABLE _sagas (block INTEGER, id TEXT, state TEXT NOT NULL, PRIMARY KEY (block, id)) WITHOUT ROWID;
CREATE TABLE _stream_times (
  source TEXT PRIMARY KEY, event_ms INTEGER NOT NULL, is_idle INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE _changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT, capture INTEGER NOT NULL, op TEXT NOT NULL,
  before TEXT, after TEXT, at_ms INTEGER NOT NULL
);
`;

/** Makes everything once; the instances of a service share the file. */
export function createTables(database: Database.Database, service: ServiceDefinition): void {
  const version = database.pragma('user_version', { simple: true });
  if (version !== 0) return;
  database.exec('BEGIN IMMEDIATE');
  if (database.pragma('user_version', { simple: true }) === 0) {
    database.exec(ownTables);
    for (const table of service.tables ?? []) {
      database.exec(createTableSql(table));
      for (const row of table.rows ?? []) insertRow(database, table.name, row);
    }
    for (const [index, { table }] of (service.capture ?? []).entries()) {
      const columns = service.tables?.find(({ name }) => name === table)?.columns ?? {};
      database.exec(captureSql(index, table, Object.keys(columns)));
    }
    for (const [index, { table }] of (service.snapshot ?? []).entries()) {
      database.exec(countSql(index, table));
    }
    database.pragma('user_version = 1');
  }
  database.exec('COMMIT');
}

/**
 * As on the first day: tables hold their first rows, and blocks remember nothing. How far the
 * generators have come stays, and what waits to be sent. Only while no instance is up.
 */
export function emptyTables(runDir: string, service: ServiceDefinition): void {
  const file = serviceFile(runDir, service.name);
  if (!existsSync(file)) return;
  const database = new Database(file);
  try {
    database.transaction(() => {
      const sql = 'SELECT coalesce(max(id), 0) FROM _changes';
      const lastChange = database.prepare(sql).pluck().get();
      for (const { name, rows } of service.tables ?? []) {
        database.exec(`DELETE FROM "${name}"`);
        for (const row of rows ?? []) insertRow(database, name, row);
      }
      for (const name of ['_seen', '_waiting', '_windows', '_sagas', '_stream_times']) {
        database.exec(`DELETE FROM ${name}`);
      }
      // That all was emptied is no change that anybody made.
      database.prepare('DELETE FROM _changes WHERE id > ?').run(lastChange);
    })();
  } finally {
    database.close();
  }
}

function insertRow(
  database: Database.Database,
  table: string,
  row: { readonly [column: string]: string | number | null },
): void {
  const columns = Object.keys(row);
  const names = columns.map((column) => `"${column}"`).join(', ');
  const marks = columns.map(() => '?').join(', ');
  database
    .prepare(`INSERT INTO "${table}" (${names}) VALUES (${marks})`)
    .run(...columns.map((column) => row[column] ?? null));
}

const nowMsSql = `CAST(unixepoch('subsec') * 1000 AS INTEGER)`;

/** Triggers are what a log of changes is in larger databases: nothing that changes a row escapes. */
function captureSql(index: number, table: string, columns: readonly string[]): string {
  const object = (row: 'OLD' | 'NEW') =>
    `json_object(${columns.map((column) => `'${column}', ${row}."${column}"`).join(', ')})`;
  const trigger = (name: string, event: string, op: string, before: string, after: string) =>
    `CREATE TRIGGER "_capture_${index}_${name}" AFTER ${event} ON "${table}" BEGIN
       INSERT INTO _changes (capture, op, before, after, at_ms)
       VALUES (${index}, '${op}', ${before}, ${after}, ${nowMsSql});
     END;`;
  return [
    trigger('insert', 'INSERT', 'c', 'NULL', object('NEW')),
    trigger('update', 'UPDATE', 'u', object('OLD'), object('NEW')),
    trigger('delete', 'DELETE', 'd', object('OLD'), 'NULL'),
  ].join('\n');
}

/** How many changes a table has seen since its last snapshot. */
function countSql(index: number, table: string): string {
  const count = `UPDATE _progress SET count = count + 1 WHERE name = 'snapshot ${index}';`;
  const trigger = (event: string) =>
    `CREATE TRIGGER "_snapshot_${index}_${event.toLowerCase()}" AFTER ${event} ON "${table}"
     BEGIN ${count} END;`;
  return `INSERT INTO _progress VALUES ('snapshot ${index}', 0);
    ${['INSERT', 'UPDATE', 'DELETE'].map(trigger).join('\n')}`;
}
