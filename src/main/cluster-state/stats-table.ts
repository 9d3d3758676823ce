/** The newest statistics of each of our own brokers. */
import type { BrokerStats } from '../../broker/control.ts';
import type { Supervisor } from '../cluster/supervisor.ts';

export type BrokerLoad = {
  /** 1 is one core; null until two reports came. */
  readonly cpuShare: number | null;
};

/** Keeps what the brokers report, and how often they are asked to. */
export class StatsTable {
  readonly #supervisor: Supervisor | null;
  readonly #latest = new Map<number, BrokerStats>();
  readonly #loads = new Map<number, BrokerLoad>();
  readonly #listeners = new Set<() => void>();
  readonly #wishes = new Map<symbol, number>();

  /** Without a supervisor (a foreign cluster) the table stays empty. */
  constructor(supervisor: Supervisor | null) {
    this.#supervisor = supervisor;
    supervisor?.on('stats', (stats) => this.#onStats(stats));
    supervisor?.on('event', (event) => {
      if (event.kind === 'broker-exited') this.#forget(event.brokerId);
    });
  }

  /** Broker id -> its last report; none of a broker that is down. */
  get latest(): ReadonlyMap<number, BrokerStats> {
    return this.#latest;
  }

  loadOf(brokerId: number): BrokerLoad {
    return this.#loads.get(brokerId) ?? { cpuShare: null };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Wants reports this often, until the answered function is called. The shortest wish counts. */
  want(intervalMs: number): () => void {
    const wish = Symbol('wish');
    this.#wishes.set(wish, intervalMs);
    this.#applyWishes();
    return () => {
      this.#wishes.delete(wish);
      this.#applyWishes();
    };
  }

  #applyWishes(): void {
    const wishes = [...this.#wishes.values()];
    this.#supervisor?.setStatsInterval(wishes.length === 0 ? 0 : Math.min(...wishes));
  }

  #onStats(stats: BrokerStats): void {
    const before = this.#latest.get(stats.nodeId);
    const elapsedMs = before ? stats.atMs - before.atMs : 0;
    if (before && elapsedMs > 0 && stats.cpuMicros >= before.cpuMicros) {
      const cpuShare = (stats.cpuMicros - before.cpuMicros) / 1000 / elapsedMs;
      this.#loads.set(stats.nodeId, { cpuShare: Math.round(cpuShare * 1000) / 1000 });
    }
    this.#latest.set(stats.nodeId, stats);
    for (const listener of this.#listeners) listener();
  }

  #forget(brokerId: number): void {
    this.#latest.delete(brokerId);
    this.#loads.delete(brokerId);
    for (const listener of this.#listeners) listener();
  }
}
