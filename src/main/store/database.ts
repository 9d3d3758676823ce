/** The app's SQLite file: opened, brought to the newest form, closed. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { unreadable } from '../cluster/data-dir.ts';
import { ContractError } from '../contract/errors.ts';
import { migrations } from './migrations.ts';

export type { Database } from 'better-sqlite3';

/** Opens `app.db` in the folder; ':memory:' keeps it nowhere. */
export function openDatabase(
  dir: string,
  steps: readonly string[] = migrations,
): Database.Database {
  const file = dir === ':memory:' ? dir : join(dir, 'app.db');
  let database: Database.Database;
  try {
    database = new Database(file);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
  } catch (error) {
    throw unreadable(dir, error);
  }
  try {
    migrate(dir, database, steps);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function migrate(dir: string, database: Database.Database, steps: readonly string[]): void {
  const version = database.pragma('user_version', { simple: true }) as number;
  if (version > steps.length) {
    throw new ContractError(
      'data-dir-other-version',
      { dir, found: String(version), known: String(steps.length) },
      `app.db in ${dir} was written by a newer Rivulet (step ${version}, this one knows ` +
        `${steps.length}). Update Rivulet or choose another folder.`,
    );
  }
  for (let step = version; step < steps.length; step += 1) {
    database.transaction(() => {
      database.exec(steps[step] as string);
      database.pragma(`user_version = ${step + 1}`);
    })();
  }
}
