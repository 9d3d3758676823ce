/** The scenario methods of the contract: one run at a time on one cluster. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ScenarioDefinition } from '../../scenario/definition/scenario.ts';
import type { StartChild } from '../cluster/child.ts';
import { ContractError } from '../contract/errors.ts';
import type { RunHistory, RunParams, ScenariosApi, ServiceTable } from '../contract/scenarios.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { plainSecurity } from '../explorer/thread-security.ts';
import type { ScenarioRunsTable } from '../store/scenario-runs-table.ts';
import type { Handlers } from '../transport/rpc.ts';
import { allFaults } from './check.ts';
import { cleanUp } from './clean-up.ts';
import { poison, redrive } from './dead-letters.ts';
import { type KillBroker, killLeader } from './leader-kill.ts';
import {
  checkedScenario,
  describeNamed,
  findScenario,
  libraryDir,
  listScenarios,
} from './library.ts';
import { addScenario, ownScenariosDir, removeScenario, saveScenario } from './own-files.ts';
import { newRunDir, newRunId, runningRuns, runsDir } from './run-folder.ts';
import { RunJournal } from './run-journal.ts';
import type { RunnerEvent, RunnerRequest } from './run-messages.ts';
import { RunRecorder } from './run-recorder.ts';
import { RunnerProcess } from './runner-process.ts';
import { readTable } from './service-table.ts';
import { needsTrust, Trust } from './trust.ts';

type Current = {
  readonly definition: ScenarioDefinition;
  readonly runDir: string;
  readonly runner: RunnerProcess;
  readonly recorder: RunRecorder;
};

export type ScenarioServiceOptions = {
  readonly dataDir: string;
  readonly link: KafkaLink;
  readonly runs: ScenarioRunsTable;
  readonly killBroker: KillBroker;
  /** Absent: by forking. */
  readonly startChild?: StartChild | undefined;
};

const seedMax = 2 ** 31;

/** Owns the runner process. */
export class ScenarioService {
  readonly journal = new RunJournal();
  readonly #options: ScenarioServiceOptions;
  #current: Current | null = null;

  constructor(options: ScenarioServiceOptions) {
    this.#options = options;
  }

  handlers(): Handlers<keyof ScenariosApi> {
    return { ...this.#fileHandlers(), ...this.#runHandlers(), ...this.#serviceHandlers() };
  }

  /** The newest rows of one table of the run that is on, or of the last one. */
  table(service: string, table: string | undefined, limit: number): ServiceTable {
    if (!this.#current) throw notRunning();
    const { definition, runDir } = this.#current;
    const { tables = [] } = assertService(definition, service);
    const wanted = tables.find(({ name }) => table === undefined || name === table);
    if (!wanted) return { table: table ?? '', columns: [], rows: [], rowCount: 0 };
    return readTable(runDir, service, wanted, limit);
  }

  async close(): Promise<void> {
    if (this.#isOn()) await this.#current?.runner.stop();
  }

  #fileHandlers() {
    const { dataDir } = this.#options;
    return {
      'scenarios.list': () => ({ scenarios: listScenarios(this.#dirs) }),
      'scenarios.get': ({ name }) => describeNamed(name, this.#dirs),
      'scenarios.check': ({ source }) => ({ faults: allFaults(source) }),
      'scenarios.save': ({ source, isForeign = false }) => ({
        name: saveScenario(dataDir, source, isForeign),
      }),
      'scenarios.add': ({ file }) => ({ name: addScenario(dataDir, file) }),
      'scenarios.remove': ({ name }) => {
        removeScenario(dataDir, name);
        return { name };
      },
    } satisfies Partial<Handlers>;
  }

  #runHandlers() {
    const { runs } = this.#options;
    return {
      'scenarios.run': (params) => this.#start(params),
      'scenarios.finish': () => this.#send({ type: 'finish' }),
      'scenarios.stop': async () => {
        await this.#active().runner.stop();
        return null;
      },
      'scenarios.setSpeed': ({ speed }) => this.#send({ type: 'set-speed', speed }),
      'scenarios.setPaused': ({ isPaused }) => this.#send({ type: 'set-paused', isPaused }),
      'scenarios.history': () => ({ runs: runs.list() }),
      'scenarios.historyOf': ({ runId }) => this.#historyOf(runId),
      'scenarios.cleanUp': ({ name }) => this.#cleanUp(name),
    } satisfies Partial<Handlers>;
  }

  #serviceHandlers() {
    const { link } = this.#options;
    return {
      'scenarios.step': ({ service = null }) => {
        if (service !== null) this.#assertService(service);
        return this.#send({ type: 'step', service });
      },
      'scenarios.setService': ({ service, isUp }) => {
        this.#assertService(service);
        return this.#send({ type: 'set-service', service, isUp });
      },
      'scenarios.scale': ({ service, instanceCount }) => {
        this.#assertService(service);
        return this.#send({ type: 'scale', service, instanceCount });
      },
      'scenarios.trouble': ({ service, trouble }) => {
        this.#assertService(service);
        return this.#send({ type: 'trouble', service, trouble });
      },
      'scenarios.rebuild': ({ service }) => {
        this.#assertService(service);
        return this.#send({ type: 'rebuild', service });
      },
      'scenarios.poison': async ({ topic }) => {
        const { runner } = this.#known();
        const place = await poison(link, topic);
        const detail = `partition ${place.partition}, offset ${place.offset}`;
        runner.note({ by: 'person', kind: 'poison', subject: topic, detail });
        return place;
      },
      'scenarios.redrive': async ({ topic }) => {
        const { definition, runner } = this.#known();
        const count = await redrive(link, definition.name, topic);
        runner.note({ by: 'person', kind: 'redrive', subject: topic, detail: count });
        return { count };
      },
    } satisfies Partial<Handlers>;
  }

  /** What was added comes before what came with the app. */
  get #dirs(): readonly string[] {
    return [ownScenariosDir(this.#options.dataDir), libraryDir];
  }

  #start(params: RunParams): { readonly runId: string } {
    const { dataDir, link, runs, startChild } = this.#options;
    const [running] = runningRuns(dataDir);
    const name = this.#isOn() ? this.#current?.definition.name : running?.scenario;
    if (name !== undefined) throw alreadyRunning(name);
    const { definition, source, file } = checkedScenario(findScenario(params.name, this.#dirs));
    this.#assertTrust(definition, file, params.isTrusted === true);
    const startedAtMs = Date.now();
    const runId = newRunId(startedAtMs);
    const runDir = newRunDir(dataDir, runId);
    const options = {
      runId,
      source,
      file,
      bootstrap: link.bootstrap,
      security: plainSecurity(link.security),
      runDir,
      speed: params.speed,
      seed: params.seed ?? Math.trunc(Math.random() * seedMax),
      startedAtMs,
      limit: params.limit ?? null,
    };
    const recorder = new RunRecorder(runs, definition.name);
    const listener = {
      onStatus: (run: Parameters<RunJournal['publish']>[0]) => this.journal.publish(run),
      onEvent: (event: RunnerEvent) => this.#onEvent(event, recorder),
    };
    const runner = new RunnerProcess(options, definition.name, listener, startChild);
    this.#current = { definition, runDir, runner, recorder };
    this.journal.begin(runner.latest);
    void runner.ended.then((run) => recorder.save(run));
    return { runId };
  }

  #assertTrust(definition: ScenarioDefinition, file: string, isTrusted: boolean): void {
    if (dirname(file) === libraryDir) return;
    const trust = new Trust(this.#options.dataDir);
    if (isTrusted) trust.trust(definition);
    else if (!trust.isTrusted(definition)) throw needsTrust(definition.name);
  }

  #onEvent(event: RunnerEvent, recorder: RunRecorder): void {
    recorder.take(event);
    this.journal.take(event);
    if (event.type === 'kill-leader') void this.#killLeader(event);
  }

  async #killLeader(asked: Parameters<typeof killLeader>[0]): Promise<void> {
    const done = await killLeader(asked, this.#options.killBroker);
    this.#current?.runner.note(done);
  }

  #historyOf(runId: string): RunHistory {
    const { run } = this.journal;
    if (run?.runId === runId) return { run, samples: this.#current?.recorder.samples ?? [] };
    const history = this.#options.runs.read(runId);
    if (history) return history;
    throw new ContractError('run-not-found', { runId }, `There is no run ${runId}.`);
  }

  async #cleanUp(name: string): Promise<ReturnType<ScenariosApi['scenarios.cleanUp']>> {
    const { dataDir, link, runs } = this.#options;
    const [running] = runningRuns(dataDir);
    if (this.#isOn() || running) throw alreadyRunning(running?.scenario ?? name);
    const made = await cleanUp(link, runs, name);
    const last = runs.list().find(({ scenario }) => scenario === name);
    if (last) rmSync(join(runsDir(dataDir), last.runId), { recursive: true, force: true });
    return made;
  }

  #send(request: RunnerRequest): null {
    this.#active().runner.send(request);
    return null;
  }

  #isOn(): boolean {
    const phase = this.journal.run?.phase;
    return phase !== undefined && phase !== 'finished' && phase !== 'failed';
  }

  #active(): Current {
    if (!this.#current || !this.#isOn()) throw notRunning();
    return this.#current;
  }

  /** The run that is on, or the last one: its topics are still there. */
  #known(): Current {
    if (!this.#current) throw notRunning();
    return this.#current;
  }

  #assertService(name: string): void {
    assertService(this.#active().definition, name);
  }
}

/** The contract's error for a second run beside the first. */
export function alreadyRunning(name: string): ContractError<'scenario-already-running'> {
  return new ContractError(
    'scenario-already-running',
    { name },
    `The scenario ${name} is running. Stop it first.`,
  );
}

/** The contract's error where a run is needed. */
export function notRunning(): ContractError<'scenario-not-running'> {
  return new ContractError('scenario-not-running', {}, 'No scenario is running.');
}

function assertService(definition: ScenarioDefinition, name: string) {
  const service = definition.services.find((item) => item.name === name);
  if (service) return service;
  throw new ContractError(
    'service-not-found',
    { service: name },
    `The scenario ${definition.name} has no service ${name}.`,
  );
}
