/** Where runs keep their tables, and which of them are going on. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../cluster/lock.ts';

export type RunningRun = {
  readonly pid: number;
  readonly runId: string;
  readonly scenario: string;
};

/** In the folder of a run, for as long as its runner lives. */
export const runFileName = 'running.json';

const keptRunCount = 10;

/** The folder of all runs of a data folder. */
export function runsDir(dataDir: string): string {
  return join(dataDir, 'scenarios', 'runs');
}

/** Makes room for a new run: the tables of all but the last ten go. */
export function newRunDir(dataDir: string, runId: string): string {
  const dir = runsDir(dataDir);
  mkdirSync(dir, { recursive: true });
  const alive = new Set(runningRuns(dataDir).map((run) => run.runId));
  // Run ids begin with their time, so that their names sort by age.
  const old = readdirSync(dir).sort().slice(0, -keptRunCount);
  for (const name of old) {
    if (!alive.has(name)) rmSync(join(dir, name), { recursive: true, force: true });
  }
  return join(dir, runId);
}

/** Runs whose runner process is alive, started from this data folder by whomever. */
export function runningRuns(dataDir: string): readonly RunningRun[] {
  let names: string[];
  try {
    names = readdirSync(runsDir(dataDir));
  } catch {
    // No folder, no runs.
    return [];
  }
  return names.flatMap((name) => {
    try {
      const file = join(runsDir(dataDir), name, runFileName);
      const run = JSON.parse(readFileSync(file, 'utf8')) as RunningRun;
      return isAlive(run.pid) ? [run] : [];
    } catch {
      // Ended (the file is gone), or half written by one that died.
      return [];
    }
  });
}

/** `20260731-142530-x7f`: sorts by time. */
export function newRunId(nowMs: number): string {
  const time = new Date(nowMs).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const suffix = Math.random().toString(36).slice(2, 5).padEnd(3, '0');
  return `${time}-${suffix}`;
}
