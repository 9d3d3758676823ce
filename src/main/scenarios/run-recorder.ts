/** Keeps what a run tells for later: its figures second by second, and what it made in the cluster. */
import type { RunSample, ScenarioRun } from '../contract/scenarios.ts';
import type { ScenarioRunsTable } from '../store/scenario-runs-table.ts';
import type { RunnerEvent } from './run-messages.ts';

const samplesMax = 1_200;

/** Of one run; whoever started it hands on what its runner tells. */
export class RunRecorder {
  readonly #runs: ScenarioRunsTable;
  readonly #scenario: string;
  #samples: readonly RunSample[] = [];
  /** Of so many samples one is kept; a long run is known less finely. */
  #every = 1;
  #count = 0;

  constructor(runs: ScenarioRunsTable, scenario: string) {
    this.#runs = runs;
    this.#scenario = scenario;
  }

  get samples(): readonly RunSample[] {
    return this.#samples;
  }

  take(event: RunnerEvent): void {
    if (event.type === 'made') this.#runs.addMade(event.clusterId, this.#scenario, event);
    if (event.type !== 'sample') return;
    this.#count += 1;
    if (this.#count % this.#every !== 0) return;
    this.#samples = [...this.#samples, event.sample];
    if (this.#samples.length < samplesMax) return;
    this.#samples = this.#samples.filter((_, index) => index % 2 === 1);
    this.#every *= 2;
  }

  /** When the run has ended. */
  save(run: ScenarioRun): void {
    this.#runs.save(run, this.#samples);
  }
}
