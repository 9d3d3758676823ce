/** The scenario methods of the contract: one run at a time on one cluster. */
import type { StartChild } from '../cluster/child.ts';
import { ContractError } from '../contract/errors.ts';
import type {
  ScenarioRun,
  ScenarioRunState,
  ScenariosApi,
  ServiceTable,
} from '../contract/scenarios.ts';
import type { ScenarioRunsTable } from '../store/scenario-runs-table.ts';
import type { Handlers } from '../transport/rpc.ts';
import type { ScenarioDefinition } from './definition.ts';
import { describeScenario, findScenario, libraryDir, listScenarios } from './library.ts';
import { addScenario, ownScenariosDir, removeScenario } from './own-files.ts';
import { newRunDir, newRunId, runningRuns } from './run-folder.ts';
import { RunnerProcess } from './runner-process.ts';
import { readTable } from './service-table.ts';

type Current = {
  readonly definition: ScenarioDefinition;
  readonly runDir: string;
  readonly runner: RunnerProcess;
};

export type ScenarioServiceOptions = {
  readonly dataDir: string;
  readonly bootstrap: string;
  readonly runs: ScenarioRunsTable;
  /** Absent: by forking. */
  readonly startChild?: StartChild | undefined;
};

/** Owns the runner process. */
export class ScenarioService {
  readonly #options: ScenarioServiceOptions;
  readonly #listeners = new Set<(state: ScenarioRunState) => void>();
  #current: Current | null = null;
  #run: ScenarioRun | null = null;

  constructor(options: ScenarioServiceOptions) {
    this.#options = options;
  }

  handlers(): Handlers<keyof ScenariosApi> {
    return {
      'scenarios.list': () => ({ scenarios: listScenarios(this.#dirs) }),
      'scenarios.get': ({ name }) => describeScenario(findScenario(name, this.#dirs)),
      'scenarios.add': ({ file }) => ({ name: addScenario(this.#options.dataDir, file) }),
      'scenarios.remove': ({ name }) => {
        removeScenario(this.#options.dataDir, name);
        return { name };
      },
      'scenarios.run': (params) => this.#start(params),
      'scenarios.finish': () => {
        this.#active().runner.finish();
        return null;
      },
      'scenarios.stop': async () => {
        await this.#active().runner.stop();
        return null;
      },
      'scenarios.setSpeed': ({ speed }) => {
        this.#active().runner.setSpeed(speed);
        return null;
      },
      'scenarios.setService': ({ service, isUp }) => {
        const { definition, runner } = this.#active();
        assertService(definition, service);
        runner.setService(service, isUp);
        return null;
      },
      'scenarios.history': () => ({ runs: this.#options.runs.list() }),
    };
  }

  /** Calls now and at each change; answers how to stop. */
  watch(listener: (state: ScenarioRunState) => void): () => void {
    this.#listeners.add(listener);
    listener({ run: this.#run });
    return () => this.#listeners.delete(listener);
  }

  /** The newest rows of one service of the run that is on, or of the last one. */
  table(service: string, limit: number): ServiceTable {
    if (!this.#current) throw notRunning();
    const { definition, runDir } = this.#current;
    const { table } = assertService(definition, service);
    if (!table) return { table: '', columns: [], rows: [], rowCount: 0 };
    return readTable(runDir, service, table, limit);
  }

  async close(): Promise<void> {
    if (this.#isOn()) await this.#current?.runner.stop();
  }

  /** What was added comes before what came with the app. */
  get #dirs(): readonly string[] {
    return [ownScenariosDir(this.#options.dataDir), libraryDir];
  }

  #start(params: Parameters<ScenariosApi['scenarios.run']>[0]): { readonly runId: string } {
    const { dataDir, bootstrap, runs } = this.#options;
    const [running] = runningRuns(dataDir);
    const name = this.#isOn() ? this.#current?.definition.name : running?.scenario;
    if (name !== undefined) throw alreadyRunning(name);
    const { definition, source, file } = findScenario(params.name, this.#dirs);
    const runId = newRunId(Date.now());
    const runDir = newRunDir(dataDir, runId);
    const seed = params.seed ?? Math.trunc(Math.random() * 2 ** 31);
    const limit = null;
    const options = { runId, source, file, bootstrap, runDir, speed: params.speed, seed, limit };
    const publish = (run: ScenarioRun) => this.#publish(run);
    const { startChild } = this.#options;
    const runner = new RunnerProcess(options, definition.name, publish, startChild);
    this.#current = { definition, runDir, runner };
    this.#publish(runner.latest);
    void runner.ended.then((run) => runs.save(run));
    return { runId };
  }

  #publish(run: ScenarioRun): void {
    this.#run = run;
    for (const listener of this.#listeners) listener({ run });
  }

  #isOn(): boolean {
    const phase = this.#run?.phase;
    return phase !== undefined && phase !== 'finished' && phase !== 'failed';
  }

  #active(): Current {
    if (!this.#current || !this.#isOn()) throw notRunning();
    return this.#current;
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
