/** Settings: one row per name; what has no row has its default. */
import { type Settings, type SettingsPatch, settingsDefault } from '../contract/app-info.ts';
import type { Database } from './database.ts';

export type SettingsTable = {
  readonly read: () => Settings;
  /** Writes what is given and answers the whole. */
  readonly write: (patch: SettingsPatch) => Settings;
  /** All are their defaults again. */
  readonly clear: () => void;
};

/** The prepared statements of the table. */
export function settingsTable(database: Database): SettingsTable {
  const all = database.prepare<[], { name: string; value: string }>(
    'SELECT name, value FROM settings',
  );
  const put = database.prepare<[string, string]>(
    `INSERT INTO settings (name, value) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  );
  const read = (): Settings => {
    // A name that this version does not know stays in the table and out of the way.
    const rows = all.all().filter(({ name }) => Object.hasOwn(settingsDefault, name));
    return {
      ...settingsDefault,
      ...Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value)])),
    };
  };
  const drop = database.prepare('DELETE FROM settings');
  return {
    read,
    clear: () => void drop.run(),
    write: (patch) => {
      database.transaction(() => {
        for (const [name, value] of Object.entries(patch)) {
          if (value !== undefined) put.run(name, JSON.stringify(value));
        }
      })();
      return read();
    },
  };
}
