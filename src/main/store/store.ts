/** All that the app remembers between two starts. Nothing outside of store/ knows SQL of it. */
import { openDatabase } from './database.ts';
import { type ScenarioRunsTable, scenarioRunsTable } from './scenario-runs-table.ts';
import { type SettingsTable, settingsTable } from './settings-table.ts';
import { type ThroughputTable, throughputTable } from './throughput-table.ts';

export type Store = {
  readonly settings: SettingsTable;
  readonly throughput: ThroughputTable;
  readonly scenarioRuns: ScenarioRunsTable;
  readonly close: () => void;
};

/** Opens the store of a data folder. */
export function openStore(dir: string): Store {
  const database = openDatabase(dir);
  return {
    settings: settingsTable(database),
    throughput: throughputTable(database),
    scenarioRuns: scenarioRunsTable(database),
    close: () => database.close(),
  };
}
