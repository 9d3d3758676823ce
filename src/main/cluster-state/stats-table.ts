/** The newest statistics of each of our own brokers. */
import type { BrokerStats } from '../../broker/control.ts';
import type { Supervisor } from '../cluster/supervisor.ts';
import { ReplicaTable } from './replica-table.ts';

export type BrokerLoad = {
  /** 1 is one core; null until two reports came. */
  readonly cpuShare: number | null;
};

/** More replicas moving than this are reported once a second only. */
const fastReplicasMax = 3_000;
const slowIntervalMs = 1_000;

/** Keeps what the brokers report, and how often they are asked to. */
export class StatsTable {
  /** Where every replica of our own brokers stands. */
  readonly replicas = new ReplicaTable();
  readonly #supervisor: Supervisor | null;
  readonly #latest = new Map<number, BrokerStats>();
  readonly #loads = new Map<number, BrokerLoad>();
  readonly #listeners = new Set<() => void>();
  readonly #reportListeners = new Set<(stats: BrokerStats) => void>();
  readonly #forgetListeners = new Set<(brokerId: number) => void>();
  readonly #wishes = new Map<symbol, number>();
  #isManyMoving = false;

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

  /** Calls with each report; what counts since the one before must not be missed. */
  onReport(listener: (stats: BrokerStats) => void): () => void {
    this.#reportListeners.add(listener);
    return () => this.#reportListeners.delete(listener);
  }

  /** Calls when a broker's process ended. */
  onForget(listener: (brokerId: number) => void): () => void {
    this.#forgetListeners.add(listener);
    return () => this.#forgetListeners.delete(listener);
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
    if (wishes.length === 0) return void this.#supervisor?.setStatsInterval(0);
    const intervalMs = Math.min(...wishes);
    const isSlow = this.#isManyMoving && intervalMs < slowIntervalMs;
    this.#supervisor?.setStatsInterval(isSlow ? slowIntervalMs : intervalMs);
  }

  #onStats(stats: BrokerStats): void {
    const before = this.#latest.get(stats.nodeId);
    const elapsedMs = before ? stats.atMs - before.atMs : 0;
    if (before && elapsedMs > 0 && stats.cpuMicros >= before.cpuMicros) {
      const cpuShare = (stats.cpuMicros - before.cpuMicros) / 1000 / elapsedMs;
      this.#loads.set(stats.nodeId, { cpuShare: Math.round(cpuShare * 1000) / 1000 });
    }
    this.#latest.set(stats.nodeId, stats);
    for (const listener of this.#reportListeners) listener(stats);
    this.replicas.apply(stats.nodeId, stats.replicas);
    this.#pace(stats);
    for (const listener of this.#listeners) listener();
  }

  /** What moves everywhere costs the same whether it is looked at often or seldom, per look. */
  #pace({ replicas }: BrokerStats): void {
    // A whole report says nothing about how much moves; and who asks for nothing sets no pace.
    if (replicas.isWhole || this.#wishes.size === 0) return;
    const isManyMoving = replicas.replicas.length > fastReplicasMax;
    const isFewMoving = replicas.replicas.length < fastReplicasMax / 2;
    if (isManyMoving === this.#isManyMoving || (!isManyMoving && !isFewMoving)) return;
    this.#isManyMoving = isManyMoving;
    this.#applyWishes();
  }

  #forget(brokerId: number): void {
    this.#latest.delete(brokerId);
    this.replicas.forget(brokerId);
    this.#loads.delete(brokerId);
    for (const listener of this.#forgetListeners) listener(brokerId);
    for (const listener of this.#listeners) listener();
  }
}
