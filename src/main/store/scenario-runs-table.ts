/** Scenario runs that ended. */
import type { ScenarioRun } from '../contract/scenarios.ts';
import type { Database } from './database.ts';

export type ScenarioRunsTable = {
  readonly save: (run: ScenarioRun) => void;
  /** Newest first, at most 100. */
  readonly list: () => readonly ScenarioRun[];
};

/** The prepared statements of the table. */
export function scenarioRunsTable(database: Database): ScenarioRunsTable {
  const put = database.prepare<[string, number, string]>(
    `INSERT OR REPLACE INTO scenario_runs (run_id, started_at_ms, run) VALUES (?, ?, ?)`,
  );
  const newest = database.prepare<[], { run: string }>(
    'SELECT run FROM scenario_runs ORDER BY started_at_ms DESC LIMIT 100',
  );
  return {
    save: (run) => void put.run(run.runId, run.startedAtMs, JSON.stringify(run)),
    list: () => newest.all().map(({ run }) => JSON.parse(run) as ScenarioRun),
  };
}
