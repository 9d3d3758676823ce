/** Streams `producers` and `producer`: exact of our own brokers, observed elsewhere. */
import type { StatsTable } from '../cluster-state/stats-table.ts';
import type { ProducerDetail, ProducersState } from '../contract/producers.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import type { StateSink } from '../live/live-hub.ts';
import { polled } from '../live/polled.ts';
import { History } from './history.ts';
import { type Observation, observe } from './observed.ts';
import { observedPartitions, observedState } from './observed-rows.ts';
import type { Placement } from './rows.ts';
import { ProducerTracker } from './tracker.ts';
import type { ProducerRate } from './window.ts';

/** Three requests to each broker: a cluster of somebody else is not to feel it. */
const observeIntervalMs = 4_000;
const placementMaxAgeMs = 10_000;

export type ProducerWatchOptions = {
  readonly stats: StatsTable;
  readonly link: KafkaLink;
  readonly isForeign: boolean;
};

export class ProducerWatch {
  readonly #options: ProducerWatchOptions;
  readonly #tracker = new ProducerTracker();
  readonly #listeners = new Set<() => void>();
  readonly #history = new History();
  readonly #unlisten: () => void;
  #observations: readonly Observation[] = [];
  #observing: Promise<void> | null = null;
  #placedAtMs = 0;
  #placement: Placement = null;

  constructor(options: ProducerWatchOptions) {
    this.#options = options;
    const { stats, isForeign } = options;
    // Kept up all the time: who wrote a minute ago is asked afterwards.
    this.#unlisten = isForeign ? () => {} : stats.onChange(() => this.#look());
  }

  close(): void {
    this.#unlisten();
  }

  watchAll(sink: StateSink<ProducersState>): () => void {
    if (this.#options.isForeign) {
      return polled(
        observeIntervalMs,
        async () => this.#observedState(await this.#observe()),
        sink,
      );
    }
    return this.#watchExact(() => sink.value(this.#tracker.state(this.#placement)));
  }

  watchOne(id: string, sink: StateSink<ProducerDetail>): () => void {
    if (this.#options.isForeign) {
      return polled(
        observeIntervalMs,
        async () => this.#observedDetail(await this.#observe(), id),
        sink,
      );
    }
    return this.#watchExact(() => sink.value(this.#tracker.detail(id, this.#placement)));
  }

  /** Who has been seen writing; null where no broker tells it by name. */
  seen(): ProducersState | null {
    return this.#options.isForeign ? null : this.#tracker.state(this.#placement);
  }

  /** The client that got this producer id; null where no broker tells. */
  clientOf(producerId: number): string | null {
    const rows = Object.values(this.#tracker.state(this.#placement).producers);
    const found = rows.find(({ producerIds }) => producerIds.some(({ id }) => id === producerId));
    return found?.clientId ?? null;
  }

  #look(): void {
    const nowMs = Date.now();
    if (!this.#tracker.update(this.#options.stats.latest, nowMs)) return;
    for (const listener of this.#listeners) listener();
  }

  #watchExact(publish: () => void): () => void {
    const listener = () => {
      publish();
      void this.#refreshPlacement();
    };
    this.#listeners.add(listener);
    listener();
    return () => void this.#listeners.delete(listener);
  }

  /** Replicas and partition counts, for the hints; others may have read them a moment ago. */
  async #refreshPlacement(): Promise<void> {
    const nowMs = Date.now();
    if (nowMs - this.#placedAtMs < placementMaxAgeMs) return;
    this.#placedAtMs = nowMs;
    try {
      this.#placement = await this.#options.link.metadata({ isFresh: true });
    } catch {
      // An environment fault: no broker answers now. The last known placement stands.
    }
  }

  /** One look for all who watch at the same time. */
  async #observe(): Promise<Observation> {
    const latest = this.#observations.at(-1);
    if (latest && Date.now() - latest.atMs < observeIntervalMs / 2) return latest;
    this.#observing ??= this.#observeNow().finally(() => {
      this.#observing = null;
    });
    await this.#observing;
    return this.#observations.at(-1) as Observation;
  }

  async #observeNow(): Promise<void> {
    const seen = await observe(this.#options.link);
    this.#placement = await this.#options.link.metadata();
    const before = this.#observations.at(-1) ?? null;
    this.#observations = [...this.#observations.slice(-2), seen];
    const rows = Object.entries(observedState(before, seen, this.#placement).producers);
    const rates = rows.map(([id, { recordsPerS }]): [string, ProducerRate] => [
      id,
      { ...noRate, records: recordsPerS, topics: new Map() },
    ]);
    this.#history.add(
      seen.atMs,
      rows.map(([id]) => id),
      new Map(rates),
    );
  }

  #observedState(latest: Observation): ProducersState {
    const [before = null] = this.#observations.length > 1 ? this.#observations : [];
    return observedState(before, latest, this.#placement);
  }

  #observedDetail(latest: Observation, id: string): ProducerDetail {
    return {
      source: 'observed',
      producer: this.#observedState(latest).producers[id] ?? null,
      history: this.#history.of(id),
      partitions: observedPartitions(id, latest),
      connections: [],
    };
  }
}

const noRate = {
  records: 0,
  bytes: 0,
  batches: 0,
  windowRecords: 0,
  windowBytes: 0,
  windowBatches: 0,
};
