/** All services of a run together: what they are told, and what they tell. */
import type { ScenarioDefinition, TopicDefinition } from '../../scenario/definition/scenario.ts';
import { producedTopics, readTopics } from '../../scenario/service-links.ts';
import { ContractError } from '../contract/errors.ts';
import type { RunEvent, Speed } from '../contract/scenarios.ts';
import type { RunnerEvent, RunOptions, WorkerEvent } from './run-messages.ts';
import { ServiceThread, type SharedConditions } from './service-thread.ts';

export type RunServicesListener = {
  readonly onChange: () => void;
  readonly onEvent: (event: Omit<RunEvent, 'atMs'>) => void;
  /** To whoever watches the run. */
  readonly tell: (event: RunnerEvent) => void;
};

const logLineMax = 2_000;
/** Who is not up by then is not waited for. */
const holdMaxMs = 15_000;
const stepTimeoutMs = 1_500;

/** Lives as long as the run. */
export class RunServices {
  readonly all: readonly ServiceThread[];
  readonly #listener: RunServicesListener;
  /** Taken down by a person, who will bring them up again. */
  readonly #downByPerson = new Set<string>();
  #shared: SharedConditions;
  /** Until the generators are let go. */
  #releaseTimer: NodeJS.Timeout | null = null;
  #flowSequence = 0;
  #onStepped: ((service: string) => void) | null = null;

  constructor(options: RunOptions, scenario: ScenarioDefinition, listener: RunServicesListener) {
    this.#listener = listener;
    const { speed } = options;
    this.#shared = { speed, isPaused: false, isFinishing: false, endpoints: {} };
    this.all = scenario.services.map((definition) => {
      const names = new Set([...readTopics(definition), ...producedTopics(definition)]);
      const topics = scenario.topics.filter(({ name }) => names.has(name));
      return this.#thread(definition, options, topics);
    });
  }

  get isPaused(): boolean {
    return this.#shared.isPaused;
  }

  get speed(): Speed {
    return this.#shared.speed;
  }

  /** Throws `service-not-found`. */
  named(name: string): ServiceThread {
    const service = this.all.find((item) => item.name === name);
    if (service) return service;
    throw new ContractError('service-not-found', { service: name }, `There is no service ${name}.`);
  }

  isDownByPerson(name: string): boolean {
    return this.#downByPerson.has(name);
  }

  /** Those that come up with the run. */
  start(): void {
    for (const service of this.all) if (service.definition.isUp !== false) service.up();
    this.#releaseTimer = setTimeout(() => this.#release(), holdMaxMs);
    this.#releaseWhenUp();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#releaseTimer ?? undefined);
    await Promise.all(this.all.map((service) => service.down()));
  }

  async setUp(name: string, isUp: boolean, isPerson: boolean): Promise<void> {
    const service = this.named(name);
    if (isUp) {
      this.#downByPerson.delete(name);
      service.up();
      return;
    }
    if (isPerson) this.#downByPerson.add(name);
    this.#setEndpoint(name, null);
    await service.down();
  }

  async scale(name: string, instanceCount: number, partitionMax: number): Promise<void> {
    const service = this.named(name);
    const surplus = instanceCount - partitionMax;
    if (service.definition.consume !== undefined && surplus > 0) {
      const has = partitionMax === 1 ? '1 partition' : `${partitionMax} partitions`;
      const message = `Its topics have ${has}: ${surplus} of ${instanceCount} instances get nothing.`;
      this.log(name, 'warn', message);
    }
    if (instanceCount === 0) this.#setEndpoint(name, null);
    await service.scale(instanceCount);
  }

  setSpeed(speed: Speed): void {
    this.#share({ speed });
  }

  setPaused(isPaused: boolean): void {
    this.#share({ isPaused });
  }

  /** Nothing new is generated any more, also not by a worker that comes back. */
  finish(): void {
    if (!this.#shared.isFinishing) this.#share({ isFinishing: true });
  }

  /**
   * Of a paused run: one record is handled, or else generated, in the first of these services
   * that has one. Answers whose it was; null when none had anything in time.
   */
  async step(names: readonly string[]): Promise<string | null> {
    const services = names.map((name) => this.named(name));
    const { promise, resolve } = Promise.withResolvers<string | null>();
    const timer = setTimeout(() => resolve(null), stepTimeoutMs);
    this.#onStepped = (service) => {
      this.#onStepped = null;
      for (const other of services) if (other.name !== service) other.cancelStep();
      resolve(service);
    };
    for (const service of services) service.step();
    const stepped = await promise;
    clearTimeout(timer);
    this.#onStepped = null;
    for (const service of services) service.cancelStep();
    return stepped;
  }

  /** A line of the runner itself in a service's log. */
  log(service: string, level: 'info' | 'warn' | 'error', message: string): void {
    const line = { atMs: Date.now(), instance: 0, level, message: message.slice(0, logLineMax) };
    this.#listener.tell({ type: 'log', service, lines: [line] });
  }

  /** Generating begins when every reader that comes up with the run has joined its group. */
  #releaseWhenUp(): void {
    const readers = this.all.filter((service) => {
      return service.isWanted && service.definition.consume !== undefined;
    });
    const areUp = readers.every(({ upCount, instanceCount }) => upCount >= instanceCount);
    if (areUp) this.#release();
  }

  #release(): void {
    clearTimeout(this.#releaseTimer ?? undefined);
    this.#releaseTimer = null;
    for (const service of this.all) service.release();
  }

  #thread(
    definition: ScenarioDefinition['services'][number],
    options: RunOptions,
    topics: readonly TopicDefinition[],
  ): ServiceThread {
    return new ServiceThread(definition, { options, topics }, this.#shared, {
      onChange: () => {
        if (this.#releaseTimer !== null) this.#releaseWhenUp();
        this.#listener.onChange();
      },
      onEvent: (service, event, instance) => this.#onEvent(service, event, instance),
      onCrash: (service, instance, reason) => {
        if (instance === 0) this.#setEndpoint(service, null);
        this.log(service, 'error', `Instance ${instance} ended: ${reason}. It comes back.`);
        const detail = reason.slice(0, logLineMax);
        this.#listener.onEvent({ by: 'run', kind: 'crashed', subject: service, detail });
      },
    });
  }

  #onEvent(service: string, event: WorkerEvent, instance: number): void {
    switch (event.type) {
      case 'stepped':
        this.#onStepped?.(service);
        return;
      case 'serving':
        this.#setEndpoint(service, event.address);
        return;
      case 'delivery':
        if (event.reason !== null) this.log(service, 'warn', event.reason);
        return;
      case 'log': {
        const lines = event.lines.map((line) => ({
          ...line,
          instance,
          message: line.message.slice(0, logLineMax),
        }));
        this.#listener.tell({ type: 'log', service, lines });
        return;
      }
      case 'flow': {
        const samples = event.samples.map((sample) => {
          this.#flowSequence += 1;
          return { ...sample, sequence: this.#flowSequence };
        });
        this.#listener.tell({ type: 'flow', samples });
      }
    }
  }

  #setEndpoint(service: string, address: string | null): void {
    if ((this.#shared.endpoints[service] ?? null) === address) return;
    const { [service]: _, ...others } = this.#shared.endpoints;
    this.#share({ endpoints: address === null ? others : { ...others, [service]: address } });
  }

  #share(changed: Partial<SharedConditions>): void {
    this.#shared = { ...this.#shared, ...changed };
    for (const service of this.all) service.setShared(this.#shared);
    this.#listener.onChange();
  }
}
