/** What expectations may ask of the run itself, besides the tables of the services. */
import type { Database } from 'better-sqlite3';
import type { ScenarioRun } from '../contract/scenarios.ts';

/** Makes the empty tables `run_services` and `run_topics`. */
export const runTablesSql = `
  CREATE TABLE run_services (
    name TEXT PRIMARY KEY, in_count INTEGER, out_count INTEGER, failed_count INTEGER,
    retried_count INTEGER, dead_lettered_count INTEGER, lag INTEGER, row_count INTEGER,
    instance_count INTEGER
  );
  CREATE TABLE run_topics (
    name TEXT PRIMARY KEY, in_count INTEGER, out_count INTEGER, failed_count INTEGER,
    retried_count INTEGER, dead_lettered_count INTEGER,
    written INTEGER AS (in_count), read INTEGER AS (out_count)
  );`;

/** Figures of a run that its tables are made of. */
export type RunFigures = Pick<ScenarioRun, 'services' | 'topics'>;

/** Makes the tables and fills them. */
export function writeRunTables(database: Database, { services, topics }: RunFigures): void {
  database.exec(runTablesSql);
  const addService = database.prepare('INSERT INTO run_services VALUES (?,?,?,?,?,?,?,?,?)');
  for (const [name, item] of Object.entries(services)) {
    const { inCount, outCount, failedCount, retriedCount, deadLetteredCount } = item;
    const counts = [inCount, outCount, failedCount, retriedCount, deadLetteredCount];
    addService.run(name, ...counts, item.lag ?? 0, item.rowCount, item.instanceCount);
  }
  const addTopic = database.prepare(
    `INSERT INTO run_topics
     (name, in_count, out_count, failed_count, retried_count, dead_lettered_count)
     VALUES (?,?,?,?,?,?)`,
  );
  for (const [name, item] of Object.entries(topics)) {
    const { inCount, outCount, failedCount, retriedCount, deadLetteredCount } = item;
    addTopic.run(name, inCount, outCount, failedCount, retriedCount, deadLetteredCount);
  }
}
