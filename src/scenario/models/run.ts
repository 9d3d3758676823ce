/**
 * Plays a workload against a model in virtual time: producers send, consumers work, one of them
 * crashes, the server goes down. What happened comes out as a list of events.
 */
import type { ModelEvent, ReaderName, Workload } from '../../main/contract/models.ts';
import type { ServiceEffect, ServiceInput, ServiceModel } from './service-model.ts';
import {
  isWanted,
  type Message,
  type Reader,
  readersOf,
  sendsOf,
  serverAwayMs,
  workMsOf,
} from './workload.ts';

/** How long the run goes on after the last thing that was planned. */
const patienceMs = 40_000;
const eventCountMax = 20_000;

type Delivery = { readonly delivery: number; readonly message: Message };

type Consumer = {
  readonly name: string;
  readonly reader: Reader;
  isConnected: boolean;
  /** Counts connections: what an earlier one had in hand is not finished by a later one. */
  life: number;
  waiting: Delivery[];
  current: Delivery | null;
};

type Happening = { readonly atMs: number; readonly order: number; readonly act: () => void };

/** Every event of the run, in order. */
export function runModel<State>(
  model: ServiceModel<State>,
  workload: Workload,
): readonly ModelEvent[] {
  return new Run(model, workload).play();
}

class Run<State> {
  readonly #model: ServiceModel<State>;
  readonly #workload: Workload;
  readonly #readers: readonly Reader[];
  readonly #consumers: Map<string, Consumer>;
  readonly #events: ModelEvent[] = [];
  readonly #unsent: Message[] = [];
  #queue: Happening[] = [];
  #order = 0;
  #nowMs = 0;
  #state: State;
  #isServerUp = true;
  #hasCrashed = false;
  #tickAtMs: number | null = null;

  constructor(model: ServiceModel<State>, workload: Workload) {
    this.#model = model;
    this.#workload = workload;
    this.#readers = readersOf(workload);
    this.#state = model.create(this.#readers, workload.seed);
    this.#consumers = new Map(
      this.#readers.flatMap((reader) =>
        reader.consumers.map((name) => [
          name,
          { name, reader, isConnected: false, life: 0, waiting: [], current: null },
        ]),
      ),
    );
  }

  play(): readonly ModelEvent[] {
    this.#plan();
    const endMs = Math.max(0, ...this.#queue.map(({ atMs }) => atMs)) + patienceMs;
    for (;;) {
      const next = this.#take();
      if (!next || next.atMs > endMs || this.#events.length > eventCountMax) break;
      this.#nowMs = next.atMs;
      next.act();
    }
    return this.#events;
  }

  #plan(): void {
    const { replayAtMs, serverDownAtMs } = this.#workload;
    // Consumers come before the records of the same moment.
    for (const consumer of this.#consumers.values()) {
      this.#at(consumer.reader.fromMs, () => this.#connect(consumer));
    }
    if (serverDownAtMs !== null) {
      this.#at(serverDownAtMs, () => this.#serverDown());
      this.#at(serverDownAtMs + serverAwayMs, () => this.#serverUp());
    }
    for (const { atMs, ...message } of sendsOf(this.#workload)) {
      this.#at(atMs, () => this.#send(message));
    }
    if (replayAtMs !== null) this.#at(replayAtMs, () => this.#replay('audit'));
  }

  #at(atMs: number, act: () => void): void {
    this.#order += 1;
    this.#queue.push({ atMs, order: this.#order, act });
  }

  #take(): Happening | undefined {
    let first: Happening | undefined;
    for (const item of this.#queue) {
      const isEarlier = !first || item.atMs < first.atMs;
      if (isEarlier || (item.atMs === first?.atMs && item.order < first.order)) first = item;
    }
    this.#queue = this.#queue.filter((item) => item !== first);
    return first;
  }

  #tell(event: DistributiveOmit<ModelEvent, 'atMs'>): void {
    this.#events.push({ atMs: this.#nowMs, ...event } as ModelEvent);
  }

  #input(input: ServiceInput): void {
    const { state, effects } = this.#model.step(this.#state, input, this.#nowMs);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    const deadlineMs = this.#model.nextDeadlineMs(this.#state, this.#nowMs);
    if (deadlineMs === null || deadlineMs === this.#tickAtMs) return;
    this.#tickAtMs = deadlineMs;
    this.#at(deadlineMs, () => {
      if (this.#tickAtMs !== deadlineMs) return;
      this.#tickAtMs = null;
      this.#input({ kind: 'tick' });
    });
  }

  #perform(effect: ServiceEffect): void {
    switch (effect.kind) {
      case 'deliver':
        return this.#deliver(effect);
      case 'dead-letter':
        return this.#tell({
          kind: 'dead-lettered',
          reader: effect.reader,
          ...nameOf(effect.message),
        });
      case 'drop': {
        const { reader, reason } = effect;
        return this.#tell({ kind: 'lost', reader, reason, ...nameOf(effect.message) });
      }
      case 'replay-refused':
        return this.#tell({ kind: 'replay-asked', reader: effect.reader, isPossible: false });
    }
  }

  #deliver(effect: Extract<ServiceEffect, { readonly kind: 'deliver' }>): void {
    const { delivery, message, isMarked, count } = effect;
    const consumer = this.#consumers.get(effect.consumer);
    if (!consumer?.isConnected) return;
    this.#tell({ kind: 'delivered', isMarked, count, ...at(consumer), ...nameOf(message) });
    consumer.waiting.push({ delivery, message });
    if (consumer.current === null) this.#startNext(consumer);
  }

  #connect(consumer: Consumer): void {
    if (consumer.isConnected) return;
    if (!this.#isServerUp) {
      return this.#at(this.#nowMs + serverAwayMs / 10, () => this.#connect(consumer));
    }
    consumer.isConnected = true;
    consumer.life += 1;
    this.#tell({ kind: 'connected', ...at(consumer) });
    this.#input({ kind: 'connect', consumer: consumer.name, reader: consumer.reader.name });
    this.#startNext(consumer);
  }

  #startNext(consumer: Consumer): void {
    if (!consumer.isConnected || consumer.current !== null) return;
    const next = consumer.waiting.shift();
    if (!next) return this.#input({ kind: 'poll', consumer: consumer.name });
    const { message } = next;
    consumer.current = next;
    this.#tell({ kind: 'started', ...at(consumer), ...nameOf(message) });
    const workMs = workMsOf(this.#workload, consumer.reader, message);
    const { life } = consumer;
    if (this.#isFatal(consumer, message)) {
      this.#hasCrashed = true;
      return this.#at(this.#nowMs + workMs / 2, () => this.#crash(consumer));
    }
    this.#at(this.#nowMs + workMs, () => {
      if (consumer.life === life && consumer.current === next) this.#finish(consumer, next);
    });
  }

  #isFatal({ reader }: Consumer, { record }: Message): boolean {
    const isIt = reader.name === 'orders' && record === this.#workload.crashRecord;
    return isIt && !this.#hasCrashed;
  }

  #finish(consumer: Consumer, { delivery, message }: Delivery): void {
    consumer.current = null;
    const isFailing =
      consumer.reader.name === 'orders' && message.record === this.#workload.poisonRecord;
    const kind = isFailing
      ? 'failed'
      : isWanted(consumer.reader, message.kind)
        ? 'done'
        : 'skipped';
    this.#tell({ kind, ...at(consumer), ...nameOf(message) });
    this.#input({ kind: isFailing ? 'reject' : 'acknowledge', delivery });
    this.#startNext(consumer);
  }

  #crash(consumer: Consumer): void {
    if (!consumer.isConnected) return;
    this.#tell({ kind: 'crashed', ...at(consumer) });
    this.#leave(consumer);
    this.#input({ kind: 'disconnect', consumer: consumer.name });
    const { returnAfterMs } = this.#workload;
    if (returnAfterMs !== null) {
      this.#at(this.#nowMs + returnAfterMs, () => this.#connect(consumer));
    }
  }

  #leave(consumer: Consumer): void {
    consumer.isConnected = false;
    consumer.life += 1;
    consumer.waiting = [];
    consumer.current = null;
  }

  #send(message: Message): void {
    // A producer without an answer keeps it, and the order.
    if (!this.#isServerUp) {
      this.#unsent.push(message);
      return;
    }
    this.#tell({ kind: 'sent', ...nameOf(message) });
    this.#input({ kind: 'publish', message });
  }

  #replay(reader: ReaderName): void {
    this.#input({ kind: 'replay', reader });
  }

  #serverDown(): void {
    if (!this.#model.breaksConnections) return;
    this.#isServerUp = false;
    this.#tell({ kind: 'server-down' });
    for (const consumer of this.#consumers.values()) {
      if (!consumer.isConnected) continue;
      this.#tell({ kind: 'cut-off', ...at(consumer) });
      this.#leave(consumer);
      this.#at(this.#nowMs + serverAwayMs, () => this.#connect(consumer));
    }
    this.#input({ kind: 'server-down' });
  }

  #serverUp(): void {
    if (!this.#model.breaksConnections) return;
    this.#isServerUp = true;
    this.#tell({ kind: 'server-up' });
    this.#input({ kind: 'server-up' });
    // Consumers that come back in the same moment were planned before.
    for (const message of this.#unsent.splice(0)) this.#at(this.#nowMs, () => this.#send(message));
  }
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown
  ? Omit<Union, Key>
  : never;

function nameOf({ record, copy }: Message) {
  return { record, copy };
}

function at({ name, reader }: Consumer) {
  return { consumer: name, reader: reader.name };
}
