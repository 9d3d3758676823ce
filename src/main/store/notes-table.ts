/** What people told the app about their topics: decoders, searches, schemas. JSON by its names. */
import type { Database } from './database.ts';

export type NotesTable = {
  /** Undefined: there is none. */
  readonly read: (area: string, topic: string, name: string) => unknown;
  /** By name, in order. */
  readonly list: (area: string, topic: string) => readonly (readonly [string, unknown])[];
  /** Topic and value, of all topics that have one of that name. */
  readonly everywhere: (area: string, name: string) => readonly (readonly [string, unknown])[];
  readonly write: (area: string, topic: string, name: string, value: unknown) => void;
  readonly remove: (area: string, topic: string, name: string) => void;
};

/** The prepared statements of the table. */
export function notesTable(database: Database): NotesTable {
  const one = database.prepare<[string, string, string], { value: string }>(
    'SELECT value FROM notes WHERE area = ? AND topic = ? AND name = ?',
  );
  const all = database.prepare<[string, string], { name: string; value: string }>(
    'SELECT name, value FROM notes WHERE area = ? AND topic = ? ORDER BY name',
  );
  const across = database.prepare<[string, string], { topic: string; value: string }>(
    'SELECT topic, value FROM notes WHERE area = ? AND name = ?',
  );
  const put = database.prepare<[string, string, string, string]>(
    `INSERT INTO notes (area, topic, name, value) VALUES (?, ?, ?, ?)
     ON CONFLICT (area, topic, name) DO UPDATE SET value = excluded.value`,
  );
  const drop = database.prepare<[string, string, string]>(
    'DELETE FROM notes WHERE area = ? AND topic = ? AND name = ?',
  );
  return {
    read: (area, topic, name) => {
      const row = one.get(area, topic, name);
      return row && (JSON.parse(row.value) as unknown);
    },
    list: (area, topic) =>
      all.all(area, topic).map(({ name, value }) => [name, JSON.parse(value) as unknown]),
    everywhere: (area, name) =>
      across.all(area, name).map(({ topic, value }) => [topic, JSON.parse(value) as unknown]),
    write: (area, topic, name, value) => void put.run(area, topic, name, JSON.stringify(value)),
    remove: (area, topic, name) => void drop.run(area, topic, name),
  };
}
