/**
 * The app's tables, as the steps that made them. Append only: a step that was once released is
 * never changed, because data folders exist that have taken it.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE settings (
     name TEXT PRIMARY KEY,
     value TEXT NOT NULL -- JSON
   ) STRICT, WITHOUT ROWID;

   -- Averages per second over a span of resolution_s that ends at at_ms. kind 'tick' marks that
   -- the app ran, since a topic without traffic has no row.
   CREATE TABLE throughput (
     resolution_s INTEGER NOT NULL,
     at_ms INTEGER NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('tick', 'broker', 'topic')),
     name TEXT NOT NULL,
     bytes_in REAL NOT NULL,
     bytes_out REAL NOT NULL,
     records_in REAL NOT NULL,
     records_out REAL NOT NULL,
     PRIMARY KEY (resolution_s, at_ms, kind, name)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE scenario_runs (
     run_id TEXT PRIMARY KEY,
     started_at_ms INTEGER NOT NULL,
     run TEXT NOT NULL -- JSON, a ScenarioRun
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX scenario_runs_by_start ON scenario_runs (started_at_ms);`,

  `CREATE TABLE notes (
     area TEXT NOT NULL,
     topic TEXT NOT NULL, -- '' where it is about no topic
     name TEXT NOT NULL,
     value TEXT NOT NULL, -- JSON
     PRIMARY KEY (area, topic, name)
   ) STRICT, WITHOUT ROWID;`,

  `ALTER TABLE scenario_runs ADD COLUMN samples TEXT NOT NULL DEFAULT '[]'; -- JSON, RunSample[]
   CREATE TABLE scenario_made (
     cluster_id TEXT NOT NULL,
     scenario TEXT NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('topic', 'group')),
     name TEXT NOT NULL,
     PRIMARY KEY (cluster_id, scenario, kind, name)
   ) STRICT, WITHOUT ROWID;`,
];
