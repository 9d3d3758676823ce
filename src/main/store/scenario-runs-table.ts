/** Scenario runs that ended, how they went second by second, and what they left in clusters. */
import type { RunHistory, RunSample, ScenarioRun, ServiceRun } from '../contract/scenarios.ts';
import type { Database } from './database.ts';

/** Topics and groups that were not there before a scenario ran. */
export type ScenarioMade = {
  readonly topics: readonly string[];
  readonly groups: readonly string[];
};

export type ScenarioRunsTable = {
  readonly save: (run: ScenarioRun, samples: readonly RunSample[]) => void;
  /** Newest first, at most 100. */
  readonly list: () => readonly ScenarioRun[];
  /** Undefined: there is no such run. */
  readonly read: (runId: string) => RunHistory | undefined;
  readonly addMade: (clusterId: string, scenario: string, made: ScenarioMade) => void;
  readonly made: (clusterId: string, scenario: string) => ScenarioMade;
  readonly forgetMade: (clusterId: string, scenario: string) => void;
};

/** Runs kept with all they tell. */
const keptRunCount = 200;

/** The prepared statements of the tables. */
export function scenarioRunsTable(database: Database): ScenarioRunsTable {
  const put = database.prepare<[string, number, string, string]>(
    'INSERT OR REPLACE INTO scenario_runs (run_id, started_at_ms, run, samples) VALUES (?, ?, ?, ?)',
  );
  const drop = database.prepare<[number]>(
    `DELETE FROM scenario_runs WHERE run_id NOT IN
       (SELECT run_id FROM scenario_runs ORDER BY started_at_ms DESC LIMIT ?)`,
  );
  const newest = database.prepare<[], { run: string }>(
    'SELECT run FROM scenario_runs ORDER BY started_at_ms DESC LIMIT 100',
  );
  const one = database.prepare<[string], { run: string; samples: string }>(
    'SELECT run, samples FROM scenario_runs WHERE run_id = ?',
  );
  return {
    save: (run, samples) => {
      put.run(run.runId, run.startedAtMs, JSON.stringify(run), JSON.stringify(samples));
      drop.run(keptRunCount);
    },
    list: () => newest.all().map(({ run }) => readRun(run)),
    read: (runId) => {
      const row = one.get(runId);
      return row && { run: readRun(row.run), samples: JSON.parse(row.samples) as RunSample[] };
    },
    ...madeStatements(database),
  };
}

function madeStatements(
  database: Database,
): Pick<ScenarioRunsTable, 'addMade' | 'made' | 'forgetMade'> {
  const add = database.prepare<[string, string, string, string]>(
    'INSERT OR IGNORE INTO scenario_made (cluster_id, scenario, kind, name) VALUES (?, ?, ?, ?)',
  );
  const all = database.prepare<[string, string], { kind: string; name: string }>(
    'SELECT kind, name FROM scenario_made WHERE cluster_id = ? AND scenario = ? ORDER BY name',
  );
  const forget = database.prepare<[string, string]>(
    'DELETE FROM scenario_made WHERE cluster_id = ? AND scenario = ?',
  );
  return {
    addMade: (clusterId, scenario, { topics, groups }) => {
      for (const name of topics) add.run(clusterId, scenario, 'topic', name);
      for (const name of groups) add.run(clusterId, scenario, 'group', name);
    },
    made: (clusterId, scenario) => {
      const rows = all.all(clusterId, scenario);
      const named = (kind: string) => rows.flatMap((row) => (row.kind === kind ? [row.name] : []));
      return { topics: named('topic'), groups: named('group') };
    },
    forgetMade: (clusterId, scenario) => void forget.run(clusterId, scenario),
  };
}

/** With what earlier versions did not know yet. */
function readRun(text: string): ScenarioRun {
  const run = JSON.parse(text) as ScenarioRun;
  const services = Object.entries(run.services ?? {}).map(([name, service]) => [
    name,
    { ...serviceDefaults, ...service },
  ]);
  return { ...runDefaults, ...run, services: Object.fromEntries(services) };
}

const runDefaults = { bootstrap: '', isPaused: false, topics: {}, expectations: {}, events: [] };
const serviceDefaults = {
  instanceCount: 1,
  upCount: 0,
  delivery: 'at-least-once',
  deliveryReason: null,
  trouble: { slowFactor: 1, failEvery: 0 },
  latencyMs: null,
} satisfies Partial<ServiceRun>;
