/** A runner process, seen from whoever started it. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, forkChild, type StartChild } from '../cluster/child.ts';
import type { ScenarioRun, Speed } from '../contract/scenarios.ts';
import { isSource } from '../paths.ts';
import type { RunnerEvent, RunnerRequest, RunOptions } from './run-messages.ts';

/** Forks the runner and tells it what to run. */
export class RunnerProcess {
  readonly #child: Child;
  readonly #ended: Promise<ScenarioRun>;
  #latest: ScenarioRun;

  constructor(
    options: RunOptions,
    scenario: string,
    onStatus: (run: ScenarioRun) => void,
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
        this.#latest = event.run;
        onStatus(event.run);
        if (event.type === 'ended') resolve(event.run);
      },
      onEnd: (code, signal, error) => {
        resolve(this.#failed(error ?? `The runner ended (${signal ?? `exit code ${code}`}).`));
      },
    });
    void this.#ended.then(onStatus);
    this.#child.send({ type: 'start', options } satisfies RunnerRequest);
  }

  /** The last state of the run, whatever ends it. */
  get ended(): Promise<ScenarioRun> {
    return this.#ended;
  }

  get latest(): ScenarioRun {
    return this.#latest;
  }

  setSpeed(speed: Speed): void {
    this.#child.send({ type: 'set-speed', speed });
  }

  setService(service: string, isUp: boolean): void {
    this.#child.send({ type: 'set-service', service, isUp });
  }

  finish(): void {
    this.#child.send({ type: 'finish' });
  }

  /** Resolves with the last state. */
  async stop(): Promise<ScenarioRun> {
    this.#child.send({ type: 'stop' });
    return this.#ended;
  }

  kill(): void {
    this.#child.signal('SIGKILL');
  }

  #failed(error: string): ScenarioRun {
    this.#latest = { ...this.#latest, phase: 'failed', error, endedAtMs: Date.now() };
    return this.#latest;
  }
}

function runnerEntry(): string {
  const file = isSource ? './runner.ts' : './runner.js';
  return fileURLToPath(new URL(file, import.meta.url));
}

/** Before the runner has said anything. */
function firstStatus({ runId, speed, seed }: RunOptions, scenario: string): ScenarioRun {
  return {
    runId,
    scenario,
    phase: 'starting',
    speed,
    seed,
    startedAtMs: Date.now(),
    endedAtMs: null,
    error: null,
    services: {},
    topics: {},
    expectations: {},
  };
}
