/** Runs a scenario from the command line, and stops one that runs elsewhere. */
import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../main/cluster/lock.ts';
import type { ScenarioRun, Speed } from '../main/contract/scenarios.ts';
import { KafkaLink } from '../main/explorer/kafka-link.ts';
import { cleanUp } from '../main/scenarios/clean-up.ts';
import { type KillBroker, killLeader } from '../main/scenarios/leader-kill.ts';
import type { ScenarioFile } from '../main/scenarios/library.ts';
import { newRunDir, newRunId, runningRuns } from '../main/scenarios/run-folder.ts';
import type { RunnerEvent } from '../main/scenarios/run-messages.ts';
import { RunRecorder } from '../main/scenarios/run-recorder.ts';
import { RunnerProcess } from '../main/scenarios/runner-process.ts';
import { alreadyRunning, notRunning } from '../main/scenarios/scenario-service.ts';
import { openStore, type Store } from '../main/store/store.ts';
import { connectControl } from '../main/transport/control-endpoint.ts';
import type { Output } from './command.ts';

export type RunRequest = {
  readonly scenario: ScenarioFile;
  readonly bootstrap: string;
  readonly dataDir: string;
  readonly speed: Speed;
  readonly seed: number;
  readonly limit: number | null;
  /** Afterwards what it made in the cluster goes. */
  readonly isCleanedUp: boolean;
};

const reportIntervalMs = 1_000;
const pollMs = 50;
const stopTimeoutMs = 30_000;

/** Resolves with the last state of the run, which is then in the history of the data folder. */
export async function runScenario(request: RunRequest, output: Output): Promise<ScenarioRun> {
  const { scenario, bootstrap, dataDir, speed, seed, limit } = request;
  const [running] = runningRuns(dataDir);
  if (running) throw alreadyRunning(running.scenario);
  const startedAtMs = Date.now();
  const runId = newRunId(startedAtMs);
  const runDir = newRunDir(dataDir, runId);
  const { source, file, definition } = scenario;
  mkdirSync(dataDir, { recursive: true });
  const store = openStore(dataDir);
  const recorder = new RunRecorder(store.scenarioRuns, definition.name);
  const kill = async (asked: Parameters<typeof killLeader>[0]) => {
    runner.note(await killLeader(asked, await killerOf(dataDir, bootstrap)));
  };
  const onEvent = (event: RunnerEvent) => {
    recorder.take(event);
    if (event.type === 'kill-leader') void kill(event);
  };
  const runner = new RunnerProcess(
    { runId, source, file, bootstrap, runDir, speed, seed, limit, startedAtMs },
    definition.name,
    { onStatus: reporter(output), onEvent },
  );
  output.note(`Run ${runId}, seed ${seed}. Ctrl-C stops it. Tables: ${runDir}`);
  const onSignal = () => void runner.stop();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  try {
    const last = await runner.ended;
    recorder.save(last);
    if (request.isCleanedUp) await cleanUpAfter(request, store, output);
    return last;
  } finally {
    store.close();
  }
}

async function cleanUpAfter(
  { bootstrap, scenario }: RunRequest,
  store: Store,
  output: Output,
): Promise<void> {
  const link = new KafkaLink(bootstrap);
  try {
    const { name } = scenario.definition;
    const { topics, groups } = await cleanUp(link, store.scenarioRuns, name);
    output.note(`Deleted ${topics.length} topics and ${groups.length} groups.`);
  } finally {
    await link.close();
  }
}

/** By way of the process that runs the folder's cluster, if the run is on that one. */
async function killerOf(dataDir: string, bootstrap: string): Promise<KillBroker> {
  try {
    const control = await connectControl(dataDir);
    const status = await control.call('control.status');
    const own = new Set(status.brokers.flatMap(({ host, port }) => namesOf(host, port)));
    const isOwn = bootstrap.split(',').some((address) => own.has(address.trim()));
    control.close();
    if (!isOwn) return null;
    return async (brokerId) => {
      const line = await connectControl(dataDir);
      try {
        await line.call('cluster.killBroker', { brokerId });
      } finally {
        line.close();
      }
    };
  } catch {
    // No cluster runs in the folder: then the run's cluster is somebody else's.
    return null;
  }
}

function namesOf(host: string, port: number): readonly string[] {
  return [`${host}:${port}`, `localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`];
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

/** A line a second, and one for each thing that happens. */
function reporter(output: Output): (run: ScenarioRun) => void {
  let reportedAtMs = 0;
  let toldAtMs = 0;
  return (run) => {
    for (const event of run.events) {
      if (event.atMs <= toldAtMs) continue;
      output.text(`         ${event.kind} ${event.subject} ${wordsOf(event.detail)}`.trimEnd());
    }
    toldAtMs = run.events.at(-1)?.atMs ?? toldAtMs;
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

function wordsOf(detail: ScenarioRun['events'][number]['detail']): string {
  return typeof detail === 'object' ? detail.en : String(detail);
}
