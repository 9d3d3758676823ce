/**
 * The measured past of one cluster, in a file of its own beside app.db: it is written all the time,
 * bounded in size, and may be deleted without losing anything that a person entered.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { unreadable } from '../cluster/data-dir.ts';

/** Append only, as in migrations.ts. */
const steps: readonly string[] = [
  `-- Averages per second over a span of resolution_s that ends at at_ms. kind 'tick' marks that
   -- the app ran, since what is quiet has no row.
   CREATE TABLE traffic (
     resolution_s INTEGER NOT NULL,
     at_ms INTEGER NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('tick', 'broker', 'topic', 'partition', 'client')),
     name TEXT NOT NULL,
     bytes_in REAL NOT NULL,
     bytes_out REAL NOT NULL,
     records_in REAL NOT NULL,
     records_out REAL NOT NULL,
     PRIMARY KEY (resolution_s, at_ms, kind, name)
   ) STRICT, WITHOUT ROWID;

   -- What a broker measured in the span: a BrokerTick as packed by measures-table.ts.
   CREATE TABLE measures (
     resolution_s INTEGER NOT NULL,
     at_ms INTEGER NOT NULL,
     broker_id INTEGER NOT NULL,
     tick BLOB NOT NULL,
     PRIMARY KEY (resolution_s, at_ms, broker_id)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE events (
     at_ms INTEGER NOT NULL,
     number INTEGER NOT NULL,
     event TEXT NOT NULL, -- JSON, a ClusterEvent
     PRIMARY KEY (at_ms, number)
   ) STRICT, WITHOUT ROWID;`,
];

/** Opens `history.db` in the folder; ':memory:' keeps it nowhere. */
export function openHistoryDatabase(dir: string): Database.Database {
  const isKept = dir !== ':memory:';
  let database: Database.Database;
  try {
    database = new Database(isKept ? join(dir, 'history.db') : dir);
    // Room that was freed goes back to the disk; the file has to be made so.
    database.pragma('auto_vacuum = INCREMENTAL');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('journal_size_limit = 4194304');
  } catch (error) {
    throw unreadable(dir, error);
  }
  const version = database.pragma('user_version', { simple: true }) as number;
  for (let step = version; step < steps.length; step += 1) {
    database.transaction(() => {
      database.exec(steps[step] as string);
      database.pragma(`user_version = ${step + 1}`);
    })();
  }
  if (version === 0 && isKept) takeOver(database, join(dir, 'app.db'));
  return database;
}

/** Data folders of before have their history in app.db. */
function takeOver(database: Database.Database, appFile: string): void {
  if (!existsSync(appFile)) return;
  database.prepare('ATTACH ? AS app').run(appFile);
  try {
    const known = database.prepare("SELECT 1 FROM app.sqlite_master WHERE name = 'throughput'");
    if (!known.get()) return;
    const columns = 'resolution_s, at_ms, kind, name, bytes_in, bytes_out, records_in, records_out';
    database.exec(
      `INSERT OR IGNORE INTO main.traffic (${columns}) SELECT ${columns} FROM app.throughput;
       DELETE FROM app.throughput;`,
    );
  } finally {
    database.exec('DETACH app');
  }
}
