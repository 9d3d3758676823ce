/** What the run that is on, or the last one, told: for the streams of the contract. */
import type {
  ScenarioFlow,
  ScenarioRun,
  ScenarioRunState,
  ServiceLog,
} from '../contract/scenarios.ts';
import type { RunnerEvent } from './run-messages.ts';

type Listener<Value> = (value: Value) => void;

const logLinesMax = 500;
const flowSamplesMax = 200;

/** Bounded, in memory; begins anew with each run. */
export class RunJournal {
  readonly #runListeners = new Set<Listener<ScenarioRunState>>();
  readonly #flowListeners = new Set<Listener<ScenarioFlow>>();
  readonly #logListeners = new Map<string, Set<Listener<ServiceLog>>>();
  readonly #logs = new Map<string, ServiceLog>();
  #run: ScenarioRun | null = null;
  #flow: ScenarioFlow = { samples: [] };

  get run(): ScenarioRun | null {
    return this.#run;
  }

  /** A new run: what the one before told is forgotten. */
  begin(run: ScenarioRun): void {
    this.#logs.clear();
    for (const service of this.#logListeners.keys()) this.#publishLog(service);
    this.#flow = { samples: [] };
    for (const listener of this.#flowListeners) listener(this.#flow);
    this.publish(run);
  }

  publish(run: ScenarioRun): void {
    this.#run = run;
    for (const listener of this.#runListeners) listener({ run });
  }

  take(event: RunnerEvent): void {
    if (event.type === 'log') {
      const lines = [...this.#log(event.service).lines, ...event.lines].slice(-logLinesMax);
      this.#logs.set(event.service, { lines });
      this.#publishLog(event.service);
    } else if (event.type === 'flow') {
      this.#flow = { samples: [...this.#flow.samples, ...event.samples].slice(-flowSamplesMax) };
      for (const listener of this.#flowListeners) listener(this.#flow);
    }
  }

  /** Each calls now and at every change, and answers how to stop. */
  watchRun(listener: Listener<ScenarioRunState>): () => void {
    this.#runListeners.add(listener);
    listener({ run: this.#run });
    return () => this.#runListeners.delete(listener);
  }

  watchFlow(listener: Listener<ScenarioFlow>): () => void {
    this.#flowListeners.add(listener);
    listener(this.#flow);
    return () => this.#flowListeners.delete(listener);
  }

  watchLog(service: string, listener: Listener<ServiceLog>): () => void {
    const listeners = this.#logListeners.get(service) ?? new Set();
    this.#logListeners.set(service, listeners.add(listener));
    listener(this.#log(service));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#logListeners.delete(service);
    };
  }

  #log(service: string): ServiceLog {
    return this.#logs.get(service) ?? { lines: [] };
  }

  #publishLog(service: string): void {
    for (const listener of this.#logListeners.get(service) ?? []) listener(this.#log(service));
  }
}
