/** The figures of a run, put together from its workers and its cluster. */
import type { ScenarioDefinition } from '../../scenario/definition/scenario.ts';
import type { RunSample, ServiceRun, TopicRun } from '../contract/scenarios.ts';
import { RateMeter } from './rate-meter.ts';
import { noProgress, type Progress } from './run-progress.ts';
import type { RunServices } from './run-services.ts';
import { readRowCount } from './service-table.ts';
import type { ServiceThread } from './service-thread.ts';
import { addTopicCounts, percentiles, totalOf } from './worker-counts.ts';

/** Counting rows reads whole tables; it may take so small a share of the time. */
const rowShare = 0.1;

/** Remembers what was last read. */
export class RunFigureBoard {
  readonly #scenario: ScenarioDefinition;
  readonly #services: RunServices;
  readonly #runDir: string;
  readonly #rates = new RateMeter();
  #rowCounts: ReadonlyMap<string, number> = new Map();
  #rowsAgainAtMs = 0;
  progress: Progress = noProgress;

  constructor(scenario: ScenarioDefinition, services: RunServices, runDir: string) {
    this.#scenario = scenario;
    this.#services = services;
    this.#runDir = runDir;
  }

  /** Takes in what a look at the cluster told. `isExact`: also what is slow to know. */
  take(progress: Progress, isExact = false): void {
    this.progress = progress;
    this.#countRows(isExact);
    this.#rates.sample(this.#rateInputs(), Date.now());
  }

  get services(): { readonly [service: string]: ServiceRun } {
    return Object.fromEntries(
      this.#services.all.map((item) => [item.name, this.#serviceRun(item)]),
    );
  }

  get topics(): { readonly [topic: string]: TopicRun } {
    return Object.fromEntries(
      this.#scenario.topics.map(({ name }) => [name, this.#topicRun(name)]),
    );
  }

  sample(): RunSample {
    const services = this.#services.all.map((item) => {
      const { inCount, outCount, lag, failedCount } = this.#serviceRun(item);
      return [item.name, [inCount, outCount, lag ?? 0, failedCount] as const];
    });
    return { atMs: Date.now(), services: Object.fromEntries(services) };
  }

  #serviceRun(service: ServiceThread): ServiceRun {
    const { counts, delivery, trouble } = service;
    return {
      phase: service.phase,
      instanceCount: service.isWanted ? service.instanceCount : 0,
      upCount: service.upCount,
      delivery: delivery.delivery,
      deliveryReason: delivery.reason,
      trouble,
      ...totalOf(counts),
      outCount: counts.outCount,
      lag: this.progress.lags.get(service.name) ?? null,
      inPerS: this.#rates.perS(`in ${service.name}`),
      outPerS: this.#rates.perS(`out ${service.name}`),
      latencyMs: percentiles(counts.latenciesMs),
      rowCount: this.#rowCounts.get(service.name) ?? 0,
      lastError: counts.lastError,
    };
  }

  #topicRun(topic: string): TopicRun {
    const counts = this.#services.all
      .map((service) => service.counts.topics[topic])
      .reduce(addTopicCounts, addTopicCounts(undefined, undefined));
    return {
      inCount: this.progress.written.get(topic) ?? 0,
      outCount: counts?.inCount ?? 0,
      failedCount: counts?.failedCount ?? 0,
      retriedCount: counts?.retriedCount ?? 0,
      deadLetteredCount: counts?.deadLetteredCount ?? 0,
      inPerS: this.#rates.perS(`topic ${topic}`),
    };
  }

  #countRows(isExact: boolean): void {
    const startedAtMs = Date.now();
    if (!isExact && startedAtMs < this.#rowsAgainAtMs) return;
    this.#rowCounts = new Map(
      this.#scenario.services.map(({ name, tables = [] }) => [
        name,
        readRowCount(this.#runDir, name, tables),
      ]),
    );
    const tookMs = Date.now() - startedAtMs;
    this.#rowsAgainAtMs = startedAtMs + tookMs / rowShare;
  }

  #rateInputs(): ReadonlyMap<string, number> {
    const inputs = new Map<string, number>();
    for (const { name, counts } of this.#services.all) {
      inputs.set(`in ${name}`, totalOf(counts).inCount);
      inputs.set(`out ${name}`, counts.outCount);
    }
    for (const [topic, count] of this.progress.written) inputs.set(`topic ${topic}`, count);
    return inputs;
  }
}
