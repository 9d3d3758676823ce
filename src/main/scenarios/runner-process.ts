/** A runner process, seen from whoever started it. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, forkChild, type StartChild } from '../cluster/child.ts';
import type { RunEvent, ScenarioRun } from '../contract/scenarios.ts';
import { isSource } from '../paths.ts';
import type { RunnerEvent, RunnerRequest, RunOptions } from './run-messages.ts';

export type RunnerListener = {
  readonly onStatus: (run: ScenarioRun) => void;
  /** Everything else that a runner tells. */
  readonly onEvent: (event: Exclude<RunnerEvent, { type: 'status' | 'ended' }>) => void;
};

/** Forks the runner and tells it what to run. */
export class RunnerProcess {
  readonly #child: Child;
  readonly #ended: Promise<ScenarioRun>;
  #latest: ScenarioRun;

  constructor(
    options: RunOptions,
    scenario: string,
    { onStatus, onEvent }: RunnerListener,
    start: StartChild = forkChild,
  ) {
    this.#latest = firstStatus(options, scenario);
    const { promise, resolve } = Promise.withResolvers<ScenarioRun>();
    this.#ended = promise;
    const logFile = join(options.runDir, 'runner.log');
    const child = { entry: runnerEntry(), execArgv: process.execArgv, logFile, isDetached: false };
    this.#child = start(child, {
      onMessage: (message) => {
        const event = message as RunnerEvent;
        if (event.type !== 'status' && event.type !== 'ended') return onEvent(event);
        this.#latest = event.run;
        if (event.type === 'status') onStatus(event.run);
        else resolve(event.run);
      },
      onEnd: (code, signal, error) => {
        resolve(this.#failed(error ?? `The runner ended (${signal ?? `exit code ${code}`}).`));
      },
    });
    void this.#ended.then(onStatus);
    this.send({ type: 'start', options });
  }

  /** The last state of the run, whatever ends it. */
  get ended(): Promise<ScenarioRun> {
    return this.#ended;
  }

  get latest(): ScenarioRun {
    return this.#latest;
  }

  send(request: RunnerRequest): void {
    this.#child.send(request);
  }

  /** Tells it what was done from outside, for the run's history. */
  note(event: Omit<RunEvent, 'atMs'>): void {
    this.send({ type: 'event', event: { atMs: Date.now(), ...event } });
  }

  /** Resolves with the last state. */
  async stop(): Promise<ScenarioRun> {
    this.send({ type: 'stop' });
    return this.#ended;
  }

  #failed(error: string): ScenarioRun {
    if (this.#latest.endedAtMs !== null) return this.#latest;
    this.#latest = { ...this.#latest, phase: 'failed', error, endedAtMs: Date.now() };
    return this.#latest;
  }
}

function runnerEntry(): string {
  const file = isSource ? './runner.ts' : './runner.js';
  return fileURLToPath(new URL(file, import.meta.url));
}

/** Before the runner has said anything. */
function firstStatus(options: RunOptions, scenario: string): ScenarioRun {
  const { runId, bootstrap, speed, seed, startedAtMs } = options;
  return {
    runId,
    scenario,
    bootstrap,
    phase: 'starting',
    isPaused: false,
    speed,
    seed,
    startedAtMs,
    endedAtMs: null,
    error: null,
    services: {},
    topics: {},
    expectations: {},
    events: [],
  };
}
