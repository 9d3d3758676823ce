/**
 * Producers of our own brokers, exact: takes a look at what the brokers report once a second,
 * keeps rates, a history and what producers did that have gone.
 */
import type { BrokerStats, ProducerStats } from '../../broker/control.ts';
import type { ProducerConnection, ProducerDetail, ProducersState } from '../contract/producers.ts';
import { History } from './history.ts';
import { measuresByProducer } from './measures.ts';
import { producerId } from './producer-id.ts';
import { partitionRows, type Known, type Placement, rowOf } from './rows.ts';
import { addConnection, newTally } from './tally.ts';
import { type Look, type ProducerRate, ratesBetween } from './window.ts';

const lookIntervalMs = 1_000;
/** Looks that a rate is averaged over, one more than seconds. */
const windowLooks = 6;
/** A producer that has gone is told of for so long. */
const rememberMs = 60 * 60_000;
/** Clocks of one process agree better than this; a restart takes longer. */
const sameStartMs = 500;
const producerCountMax = 2_000;

export class ProducerTracker {
  readonly #known = new Map<string, Known>();
  readonly #history = new History();
  #looks: Look[] = [];
  #rates: ReadonlyMap<string, ProducerRate> = new Map();
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #measures: ReturnType<typeof measuresByProducer> = new Map();
  #nowMs = 0;
  readonly #runs = new Map<number, { startedMs: number; number: number; name: string }>();

  /** True when it looked: not more than once a second. */
  update(stats: ReadonlyMap<number, BrokerStats>, nowMs: number): boolean {
    if (nowMs - this.#lookedAtMs < lookIntervalMs) return false;
    this.#lookedAtMs = nowMs;
    this.#nowMs = nowMs;
    const look: Look = new Map(
      [...stats].map(([id, { atMs, uptimeMs, producers }]) => [id, { atMs, uptimeMs, producers }]),
    );
    const previous = this.#looks.at(-1) ?? new Map();
    this.#looks = [...this.#looks.slice(1 - windowLooks), look];
    this.#rates = ratesBetween(this.#looks[0] ?? look, look, producerId);
    this.#measures = measuresByProducer(stats);
    this.#takeUp(look);
    this.#forget(nowMs);
    this.#history.add(nowMs, this.#known.keys(), ratesBetween(previous, look, producerId));
    return true;
  }

  state(placement: Placement): ProducersState {
    const producers = Object.fromEntries(
      [...this.#known].map(([id, known]) => [id, this.#row(id, known, placement)]),
    );
    return { source: 'exact', problem: null, isPartial: false, producers };
  }

  detail(id: string, placement: Placement): ProducerDetail {
    const known = this.#known.get(id);
    if (!known) {
      return { source: 'exact', producer: null, history: [], partitions: [], connections: [] };
    }
    return {
      source: 'exact',
      producer: this.#row(id, known, placement),
      history: this.#history.of(id),
      partitions: partitionRows(known, placement),
      connections: [...known.connections].map(([key, { brokerId, stats }]) =>
        connectionRow(key, brokerId, stats),
      ),
    };
  }

  #row(id: string, known: Known, placement: Placement) {
    const own = this.#measures.get(id) ?? null;
    return rowOf(known, { rate: this.#rates.get(id), own, placement, nowMs: this.#nowMs });
  }

  /** Brings what is known of each connection up to date; what is no longer told is over. */
  #takeUp(look: Look): void {
    const told = new Set<string>();
    for (const [brokerId, { producers, atMs, uptimeMs }] of look) {
      const run = this.#runOf(brokerId, atMs - uptimeMs);
      for (const stats of producers) {
        const id = producerId(stats);
        const key = `${run}/${stats.connectionId}`;
        told.add(key);
        const known = this.#known.get(id) ?? newKnown(stats);
        known.connections.set(key, { brokerId, stats });
        known.lastMs = Math.max(known.lastMs, stats.lastMs);
        known.sinceMs = Math.min(known.sinceMs, stats.sinceMs);
        this.#known.set(id, known);
      }
    }
    for (const known of this.#known.values()) {
      for (const [key, { stats }] of known.connections) {
        if (told.has(key)) continue;
        addConnection(known.past, stats);
        known.connections.delete(key);
        known.lastStats = stats;
      }
    }
  }

  /** Names the broker's process: one that was started again counts its connections anew. */
  #runOf(brokerId: number, startedMs: number): string {
    const run = this.#runs.get(brokerId);
    if (run && Math.abs(run.startedMs - startedMs) < sameStartMs) return run.name;
    const name = `${brokerId}.${(run?.number ?? 0) + 1}`;
    this.#runs.set(brokerId, { startedMs, number: (run?.number ?? 0) + 1, name });
    return name;
  }

  #forget(nowMs: number): void {
    const isOver = ({ connections, lastMs }: Known) =>
      connections.size === 0 && nowMs - lastMs > rememberMs;
    for (const [id, known] of this.#known) if (isOver(known)) this.#drop(id);
    for (const [id, { connections }] of this.#known) {
      if (this.#known.size <= producerCountMax) return;
      if (connections.size === 0) this.#drop(id);
    }
  }

  #drop(id: string): void {
    this.#known.delete(id);
    this.#history.drop(id);
  }
}

function newKnown(stats: ProducerStats): Known {
  return {
    connections: new Map(),
    past: newTally(),
    sinceMs: stats.sinceMs,
    lastMs: stats.lastMs,
    lastStats: stats,
  };
}

function connectionRow(id: string, brokerId: number, stats: ProducerStats): ProducerConnection {
  const { port, isOpen, sinceMs, lastMs, topics } = stats;
  const records = topics.reduce((sum, { recordsIn }) => sum + recordsIn, 0);
  return { id, brokerId, port, isOpen, sinceMs, lastMs, records };
}
