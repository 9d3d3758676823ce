/** Connected producers with their rates, from the counters of all brokers. */
import type { BrokerStats } from '../../broker/control.ts';
import type { ProducerMeasures, ProducerState } from '../contract/cluster.ts';

type Totals = { recordsIn: number; bytesIn: number; readonly topics: Set<string> };

const windowMs = 1_000;

/** Turns counters into rates over a second. */
export class ProducerRates {
  #totals: ReadonlyMap<string, Totals> = new Map();
  #atMs = 0;
  #states: { readonly [producer: string]: ProducerState } = {};

  /** `clientId@host` -> producer. */
  get states(): { readonly [producer: string]: ProducerState } {
    return this.#states;
  }

  update(stats: ReadonlyMap<number, BrokerStats>, nowMs: number): void {
    const elapsedS = (nowMs - this.#atMs) / 1000;
    if (elapsedS * 1000 < windowMs) return;
    const totals = sumByProducer(stats, nowMs);
    const own = measuresByProducer(stats);
    const states: Record<string, ProducerState> = {};
    for (const [key, now] of totals) {
      const before = this.#totals.get(key);
      const at = key.lastIndexOf('@');
      states[key] = {
        clientId: key.slice(0, at),
        host: key.slice(at + 1),
        topics: [...now.topics].sort(),
        recordsPerS: before ? rate(now.recordsIn - before.recordsIn, elapsedS) : 0,
        bytesPerS: before ? rate(now.bytesIn - before.bytesIn, elapsedS) : 0,
        own: own.get(key) ?? null,
      };
    }
    this.#states = states;
    this.#totals = totals;
    this.#atMs = nowMs;
  }
}

/** A connection that has been silent for longer is not told of here. */
const activeMs = 60_000;

function sumByProducer(
  stats: ReadonlyMap<number, BrokerStats>,
  nowMs: number,
): ReadonlyMap<string, Totals> {
  const totals = new Map<string, Totals>();
  for (const { producers } of stats.values()) {
    for (const { clientId, host, topics, lastMs } of producers) {
      if (nowMs - lastMs > activeMs) continue;
      const key = `${clientId}@${host}`;
      const sum = totals.get(key) ?? { recordsIn: 0, bytesIn: 0, topics: new Set() };
      for (const { topic, recordsIn, bytesIn } of topics) {
        sum.recordsIn += recordsIn;
        sum.bytesIn += bytesIn;
        sum.topics.add(topic);
      }
      totals.set(key, sum);
    }
  }
  return totals;
}

/** A client pushes to one broker; after a change of brokers two may know of it for a while. */
export function measuresByProducer(
  stats: ReadonlyMap<number, BrokerStats>,
): ReadonlyMap<string, ProducerMeasures> {
  const found = new Map<string, ProducerMeasures>();
  for (const { clientMetrics } of stats.values()) {
    for (const { clientId, host, software, measures } of clientMetrics) {
      found.set(`${clientId}@${host}`, { software, ...measures });
    }
  }
  return found;
}

/** A broker that went away takes its counters with it: never below zero. */
function rate(difference: number, elapsedS: number): number {
  return Math.max(0, Math.round(difference / elapsedS));
}
