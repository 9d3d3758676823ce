/**
 * One run of a scenario. starting -> running -> (draining, with a limit or when told to finish) ->
 * stopping -> finished;
 * from anywhere to failed, with the reason.
 */
import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ContractError } from '../contract/errors.ts';
import type { RunPhase, ScenarioRun, ServiceRun, Speed, TopicRun } from '../contract/scenarios.ts';
import { toContractErrorLike } from '../explorer/kafka-errors.ts';
import { KafkaLink } from '../explorer/kafka-link.ts';
import type { ScenarioDefinition } from './definition.ts';
import { evaluate, type ExpectationResults } from './expectations.ts';
import { RateMeter } from './rate-meter.ts';
import type { RunOptions } from './run-messages.ts';
import { prepareGroups, prepareTopics, type Progress, readProgress } from './run-topics.ts';
import { readRowCount } from './service-table.ts';
import { addTopicCounts, ServiceThread } from './service-thread.ts';

const progressIntervalMs = 500;
const statusIntervalMs = 250;
const noProgress: Progress = { lags: new Map(), written: new Map() };

/** Lives in the runner process. */
export class Run {
  readonly #options: RunOptions;
  readonly #scenario: ScenarioDefinition;
  readonly #link: KafkaLink;
  readonly #services: readonly ServiceThread[];
  readonly #rates = new RateMeter();
  readonly #stop = new AbortController();
  readonly #onStatus: (run: ScenarioRun) => void;
  readonly #startedAtMs = Date.now();
  #isFinishing = false;
  #phase: RunPhase = 'starting';
  #speed: Speed;
  #error: string | null = null;
  #endedAtMs: number | null = null;
  #progress: Progress = noProgress;
  #expectations: ExpectationResults;
  #rowCounts: ReadonlyMap<string, number> = new Map();
  #statusTimer: NodeJS.Timeout | null = null;

  constructor(
    options: RunOptions,
    scenario: ScenarioDefinition,
    onStatus: (run: ScenarioRun) => void,
  ) {
    this.#options = options;
    this.#scenario = scenario;
    this.#onStatus = onStatus;
    this.#speed = options.speed;
    this.#link = new KafkaLink(options.bootstrap, `scenario-${scenario.name}`);
    const pending = { status: 'pending', detail: '' } as const;
    this.#expectations = Object.fromEntries(
      scenario.expectations.map(({ name }) => [name, pending]),
    );
    this.#services = scenario.services.map(
      (service) => new ServiceThread(service, options, () => this.#changed()),
    );
  }

  /** Resolves with the last state when the run is over; never rejects. */
  async execute(): Promise<ScenarioRun> {
    try {
      await this.#execute();
      this.#phase = 'finished';
    } catch (error) {
      this.#error = toContractErrorLike(error).message;
      await this.#stopServices();
      this.#phase = 'failed';
    }
    this.#endedAtMs = Date.now();
    if (this.#statusTimer) clearTimeout(this.#statusTimer);
    await this.#link.close().catch(() => {});
    return this.status();
  }

  /** Nothing new is generated; the run ends when all that waits is processed. */
  finish(): void {
    this.#isFinishing = true;
    for (const service of this.#services) service.finish();
    if (this.#phase === 'running') this.#setPhase('draining');
  }

  /** Ends the run as soon as its services are down. */
  stop(): void {
    this.#stop.abort();
  }

  setSpeed(speed: Speed): void {
    this.#speed = speed;
    for (const service of this.#services) service.setSpeed(speed);
    this.#changed();
  }

  setService(name: string, isUp: boolean): void {
    const service = this.#services.find((item) => item.name === name);
    if (!service) {
      throw new ContractError('service-not-found', { service: name }, `There is no ${name}.`);
    }
    if (isUp) service.up();
    else void service.down();
  }

  status(): ScenarioRun {
    const { runId, seed } = this.#options;
    return {
      runId,
      scenario: this.#scenario.name,
      phase: this.#phase,
      speed: this.#speed,
      seed,
      startedAtMs: this.#startedAtMs,
      endedAtMs: this.#endedAtMs,
      error: this.#error,
      services: Object.fromEntries(
        this.#services.map((item) => [item.name, this.#serviceRun(item)]),
      ),
      topics: Object.fromEntries(
        this.#scenario.topics.map(({ name }) => [name, this.#topicRun(name)]),
      ),
      expectations: this.#expectations,
    };
  }

  async #execute(): Promise<void> {
    mkdirSync(this.#options.runDir, { recursive: true });
    this.#changed();
    await prepareTopics(this.#link, this.#scenario);
    const starts = await prepareGroups(this.#link, this.#scenario, this.#stop.signal);
    for (const service of this.#services) service.up();
    this.#setPhase(this.#isFinishing ? 'draining' : 'running');
    let isDrained = false;
    while (!this.#stop.signal.aborted && !isDrained) {
      await delay(progressIntervalMs, undefined, { signal: this.#stop.signal }).catch(() => {});
      isDrained = await this.#look(starts);
    }
    this.#setPhase('stopping');
    await this.#stopServices();
    await this.#look(starts);
    this.#expectations = evaluate(this.#scenario, this.#options.runDir, isDrained);
  }

  /** Reads lag, rows and expectations; true when everything is generated and processed. */
  async #look(starts: ReadonlyMap<string, number>): Promise<boolean> {
    const wasGenerated = this.#isGenerated();
    try {
      this.#progress = await readProgress(this.#link, this.#scenario, starts);
    } catch (error) {
      // An environment fault: a broker is down just now; what is known stands until the next look.
      if (!(error instanceof ContractError)) throw error;
      return false;
    }
    const { runDir } = this.#options;
    this.#rowCounts = new Map(
      this.#scenario.services.map(({ name, table }) => [
        name,
        table ? readRowCount(runDir, name, table) : 0,
      ]),
    );
    this.#expectations = evaluate(this.#scenario, runDir, false);
    this.#rates.sample(this.#rateInputs(), Date.now());
    this.#changed();
    const hasEnd = this.#options.limit !== null || this.#isFinishing;
    if (!hasEnd || !wasGenerated) return false;
    if (this.#phase === 'running') this.#setPhase('draining');
    return [...this.#progress.lags.values()].every((lag) => lag === 0);
  }

  #isGenerated(): boolean {
    const makers = this.#scenario.services.filter(({ generate }) => generate !== undefined);
    return makers.every(({ name }) =>
      this.#services.some((service) => service.name === name && service.isGenerated),
    );
  }

  async #stopServices(): Promise<void> {
    await Promise.all(this.#services.map((service) => service.down()));
  }

  #serviceRun(service: ServiceThread): ServiceRun {
    const { outCount, topics, lastError } = service.counts;
    const total = Object.values(topics).reduce(
      addTopicCounts,
      addTopicCounts(undefined, undefined),
    );
    return {
      phase: service.phase,
      ...total,
      outCount,
      lag: this.#progress.lags.get(service.name) ?? null,
      inPerS: this.#rates.perS(`in ${service.name}`),
      outPerS: this.#rates.perS(`out ${service.name}`),
      rowCount: this.#rowCounts.get(service.name) ?? 0,
      lastError,
    };
  }

  #topicRun(topic: string): TopicRun {
    const counts = this.#services
      .map((service) => service.counts.topics[topic])
      .reduce(addTopicCounts, addTopicCounts(undefined, undefined));
    return {
      inCount: this.#progress.written.get(topic) ?? 0,
      outCount: counts?.inCount ?? 0,
      failedCount: counts?.failedCount ?? 0,
      retriedCount: counts?.retriedCount ?? 0,
      deadLetteredCount: counts?.deadLetteredCount ?? 0,
      inPerS: this.#rates.perS(`topic ${topic}`),
    };
  }

  #rateInputs(): ReadonlyMap<string, number> {
    const inputs = new Map<string, number>();
    for (const service of this.#services) {
      const { outCount, topics } = service.counts;
      const inCount = Object.values(topics).reduce((sum, counts) => sum + counts.inCount, 0);
      inputs.set(`in ${service.name}`, inCount);
      inputs.set(`out ${service.name}`, outCount);
    }
    for (const [topic, count] of this.#progress.written) inputs.set(`topic ${topic}`, count);
    return inputs;
  }

  #setPhase(phase: RunPhase): void {
    this.#phase = phase;
    this.#changed();
  }

  #changed(): void {
    this.#statusTimer ??= setTimeout(() => {
      this.#statusTimer = null;
      this.#onStatus(this.status());
    }, statusIntervalMs);
  }
}
