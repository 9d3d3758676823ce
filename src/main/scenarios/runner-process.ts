/** A runner process, seen from whoever started it. */
import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScenarioRun, Speed } from '../contract/scenarios.ts';
import { isSource } from '../paths.ts';
import type { RunnerEvent, RunnerRequest, RunOptions } from './run-messages.ts';

/** Forks the runner and tells it what to run. */
export class RunnerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<ScenarioRun>;
  #latest: ScenarioRun;

  constructor(options: RunOptions, scenario: string, onStatus: (run: ScenarioRun) => void) {
    this.#latest = firstStatus(options, scenario);
    mkdirSync(options.runDir, { recursive: true });
    const log = openSync(join(options.runDir, 'runner.log'), 'a');
    this.#child = fork(runnerEntry(), [], { stdio: ['ignore', log, log, 'ipc'] });
    closeSync(log);
    this.#ended = new Promise((resolve) => {
      this.#child.on('message', (event: RunnerEvent) => {
        this.#latest = event.run;
        onStatus(event.run);
        if (event.type === 'ended') resolve(event.run);
      });
      this.#child.on('error', (error) => resolve(this.#failed(error.message)));
      this.#child.on('close', (code, signal) => {
        resolve(this.#failed(`The runner ended (${signal ?? `exit code ${code}`}).`));
      });
    });
    void this.#ended.then(onStatus);
    this.#send({ type: 'start', options });
  }

  /** The last state of the run, whatever ends it. */
  get ended(): Promise<ScenarioRun> {
    return this.#ended;
  }

  get latest(): ScenarioRun {
    return this.#latest;
  }

  setSpeed(speed: Speed): void {
    this.#send({ type: 'set-speed', speed });
  }

  setService(service: string, isUp: boolean): void {
    this.#send({ type: 'set-service', service, isUp });
  }

  finish(): void {
    this.#send({ type: 'finish' });
  }

  /** Resolves with the last state. */
  async stop(): Promise<ScenarioRun> {
    this.#send({ type: 'stop' });
    return this.#ended;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #send(request: RunnerRequest): void {
    if (this.#child.connected) this.#child.send(request, () => {});
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
