/** All that the app remembers between two starts. Nothing outside of store/ knows SQL of it. */
import { type Database, openDatabase } from './database.ts';
import { type ScenarioRunsTable, scenarioRunsTable } from './scenario-runs-table.ts';
import { type NotesTable, notesTable } from './notes-table.ts';
import { type SettingsTable, settingsTable } from './settings-table.ts';

export type Store = {
  readonly settings: SettingsTable;
  readonly notes: NotesTable;
  readonly scenarioRuns: ScenarioRunsTable;
  /** All that was recorded goes; settings stay. */
  readonly forgetHistory: () => void;
  readonly close: () => void;
};

/** Opens the store of a data folder. */
export function openStore(dir: string): Store {
  const database = openDatabase(dir);
  return {
    settings: settingsTable(database),
    notes: notesTable(database),
    scenarioRuns: scenarioRunsTable(database),
    forgetHistory: () => forgetHistory(database),
    close: () => database.close(),
  };
}

/**
 * Every table but what people wrote themselves and what is still to be cleaned up, whatever later
 * versions added.
 */
function forgetHistory(database: Database): void {
  const tables = database
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
       AND name NOT IN ('settings', 'notes', 'scenario_made')`,
    )
    .all();
  for (const { name } of tables) database.exec(`DELETE FROM "${name}"`);
}
