/** Runs a scenario from the command line, and stops one that runs elsewhere. */
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../main/cluster/lock.ts';
import type { ScenarioRun, Speed } from '../main/contract/scenarios.ts';
import type { ScenarioFile } from '../main/scenarios/library.ts';
import { newRunDir, newRunId, runningRuns } from '../main/scenarios/run-folder.ts';
import { RunnerProcess } from '../main/scenarios/runner-process.ts';
import { alreadyRunning, notRunning } from '../main/scenarios/scenario-service.ts';
import type { Output } from './command.ts';

export type RunRequest = {
  readonly scenario: ScenarioFile;
  readonly bootstrap: string;
  readonly dataDir: string;
  readonly speed: Speed;
  readonly seed: number;
  readonly limit: number | null;
};

const reportIntervalMs = 1_000;
const pollMs = 50;
const stopTimeoutMs = 30_000;

/** Resolves with the last state of the run. */
export async function runScenario(request: RunRequest, output: Output): Promise<ScenarioRun> {
  const { scenario, bootstrap, dataDir, speed, seed, limit } = request;
  const [running] = runningRuns(dataDir);
  if (running) throw alreadyRunning(running.scenario);
  const runId = newRunId(Date.now());
  const runDir = newRunDir(dataDir, runId);
  const { source, file, definition } = scenario;
  const report = reporter(output);
  const runner = new RunnerProcess(
    { runId, source, file, bootstrap, runDir, speed, seed, limit },
    definition.name,
    report,
  );
  output.note(`Run ${runId}, seed ${seed}. Ctrl-C stops it. Tables: ${runDir}`);
  const onSignal = () => void runner.stop();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  return runner.ended;
}

/** Ends the runner in order, whoever started it. */
export async function stopScenario(dataDir: string, name: string | undefined) {
  const run = runningRuns(dataDir).find((item) => name === undefined || item.scenario === name);
  if (!run) throw notRunning();
  process.kill(run.pid, 'SIGTERM');
  const deadlineMs = Date.now() + stopTimeoutMs;
  while (isAlive(run.pid)) {
    if (Date.now() > deadlineMs) throw new Error(`process ${run.pid} does not end`);
    await delay(pollMs);
  }
  return { scenario: run.scenario, runId: run.runId };
}

/** A line a second. */
function reporter(output: Output): (run: ScenarioRun) => void {
  let reportedAtMs = 0;
  return (run) => {
    const nowMs = Date.now();
    if (nowMs - reportedAtMs < reportIntervalMs || run.endedAtMs !== null) return;
    reportedAtMs = nowMs;
    output.json({ event: 'status', ...run });
    const services = Object.entries(run.services).map(
      ([name, { phase, inCount, outCount, lag }]) => {
        const waiting = lag ? ` (${lag} waiting)` : '';
        const state = phase === 'up' ? '' : ` ${phase}`;
        return `${name}${state} ${inCount}→${outCount}${waiting}`;
      },
    );
    output.text(`${run.phase}  ${services.join('  ')}`);
  };
}
