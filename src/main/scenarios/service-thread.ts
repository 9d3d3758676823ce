/** One service as the runner sees it: as many instances as are wanted, each a worker thread. */
import type { ServiceDefinition, TopicDefinition } from '../../scenario/definition/scenario.ts';
import type { ServiceDelivery, ServiceRun, ServiceTrouble } from '../contract/scenarios.ts';
import {
  type Conditions,
  noCounts,
  type RunOptions,
  type WorkerCounts,
  type WorkerEvent,
} from './run-messages.ts';
import { type InstanceOptions, ServiceInstance } from './service-instance.ts';
import { addCounts } from './worker-counts.ts';

export type ServiceListener = {
  readonly onChange: () => void;
  readonly onEvent: (service: string, event: WorkerEvent, instance: number) => void;
  readonly onCrash: (service: string, instance: number, reason: string) => void;
};

/** What all services share at the moment. */
export type SharedConditions = Omit<Conditions, 'trouble' | 'isFlushing'>;

const noTrouble: ServiceTrouble = { slowFactor: 1, failEvery: 0 };
/** Of several phases the one that says most about the service. */
const phaseOrder = ['crashed', 'starting', 'stopping', 'up', 'down'] as const;

/** Knows nothing of Kafka; starts, ends and tells. */
export class ServiceThread {
  readonly name: string;
  readonly definition: ServiceDefinition;
  readonly #options: RunOptions;
  readonly #topics: readonly TopicDefinition[];
  readonly #listener: ServiceListener;
  readonly #instances: ServiceInstance[] = [];
  #shared: SharedConditions;
  #trouble = noTrouble;
  #isFlushing = false;
  #isHeld: boolean;
  #isWanted = false;
  #instanceCount: number;
  #delivery: { readonly delivery: ServiceDelivery; readonly reason: string | null };

  constructor(
    definition: ServiceDefinition,
    given: { readonly options: RunOptions; readonly topics: readonly TopicDefinition[] },
    shared: SharedConditions,
    listener: ServiceListener,
  ) {
    this.name = definition.name;
    this.definition = definition;
    this.#options = given.options;
    this.#topics = given.topics;
    this.#shared = shared;
    this.#listener = listener;
    this.#isHeld = definition.generate !== undefined;
    this.#instanceCount = definition.instances ?? 1;
    this.#delivery = { delivery: definition.delivery ?? 'at-least-once', reason: null };
  }

  get isWanted(): boolean {
    return this.#isWanted;
  }

  /** How many are wanted when it is up. */
  get instanceCount(): number {
    return this.#instanceCount;
  }

  get upCount(): number {
    return this.#wanted().filter(({ phase }) => phase === 'up').length;
  }

  get phase(): ServiceRun['phase'] {
    const phases = this.#instances.map(({ phase }) => phase);
    return phaseOrder.find((phase) => phases.includes(phase)) ?? 'down';
  }

  get delivery() {
    return this.#delivery;
  }

  get trouble(): ServiceTrouble {
    return this.#trouble;
  }

  /** Whether all that it shall generate is generated; only its first instance generates. */
  get isGenerated(): boolean {
    return this.definition.generate === undefined || this.#instances[0]?.isGenerated === true;
  }

  get isFlushing(): boolean {
    return this.#isFlushing;
  }

  get isFlushed(): boolean {
    return this.#wanted().every(({ isFlushed }) => isFlushed);
  }

  /** Whether a thread of it could not be ended. */
  get isHaunted(): boolean {
    return this.#instances.some(({ isHaunted }) => isHaunted);
  }

  /** How often in a row its instances have ended without having done anything, the worst of them. */
  get vainCount(): number {
    return Math.max(0, ...this.#wanted().map(({ vainCount }) => vainCount));
  }

  get counts(): WorkerCounts {
    return this.#instances.map(({ counts }) => counts).reduce(addCounts, noCounts);
  }

  up(): void {
    this.#isWanted = true;
    while (this.#instances.length < this.#instanceCount) this.#add();
    for (const instance of this.#wanted()) instance.up();
  }

  /** Resolves when all its workers have ended. */
  async down(): Promise<void> {
    this.#isWanted = false;
    await Promise.all(this.#instances.map((instance) => instance.down()));
  }

  /** More start, or the last ones leave. */
  async scale(instanceCount: number): Promise<void> {
    this.#instanceCount = instanceCount;
    if (this.#isWanted) this.up();
    const surplus = this.#instances.slice(instanceCount);
    await Promise.all(surplus.map((instance) => instance.down()));
    this.#listener.onChange();
  }

  setShared(shared: SharedConditions): void {
    this.#shared = shared;
    this.#tellConditions();
  }

  /** Who generates begins when those who will read are there: paused until then. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#tellConditions();
  }

  setTrouble(trouble: ServiceTrouble): void {
    this.#trouble = trouble;
    this.#tellConditions();
  }

  setFlushing(isFlushing: boolean): void {
    if (isFlushing === this.#isFlushing) return;
    this.#isFlushing = isFlushing;
    this.#tellConditions();
  }

  /** Of a paused run: one record. */
  step(): void {
    for (const instance of this.#wanted()) instance.send({ type: 'step' });
  }

  cancelStep(): void {
    for (const instance of this.#instances) instance.send({ type: 'cancel-step' });
  }

  #wanted(): readonly ServiceInstance[] {
    return this.#isWanted ? this.#instances.slice(0, this.#instanceCount) : [];
  }

  #conditions(): Conditions {
    const isPaused = this.#shared.isPaused || this.#isHeld;
    return { ...this.#shared, isPaused, trouble: this.#trouble, isFlushing: this.#isFlushing };
  }

  #tellConditions(): void {
    for (const instance of this.#instances) instance.setConditions(this.#conditions());
  }

  #add(): void {
    const options: InstanceOptions = {
      options: this.#options,
      service: this.definition,
      topics: this.#topics,
      instance: this.#instances.length,
    };
    const { onChange, onEvent, onCrash } = this.#listener;
    this.#instances.push(
      new ServiceInstance(options, this.#conditions(), {
        onChange,
        onEvent: (event, instance) => {
          if (event.type === 'delivery') {
            this.#delivery = { delivery: event.delivery, reason: event.reason };
          }
          onEvent(this.name, event, instance);
        },
        onCrash: (instance, reason) => onCrash(this.name, instance, reason),
      }),
    );
  }
}
