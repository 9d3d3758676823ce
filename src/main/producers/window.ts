/** Rates of connections between two looks at the same brokers. Pure. */
import type { BrokerStats, ProducerStats } from '../../broker/control.ts';

/** What of a broker's report is kept for a while. */
export type Look = ReadonlyMap<number, Pick<BrokerStats, 'atMs' | 'uptimeMs' | 'producers'>>;

export type Rate = { records: number; bytes: number; batches: number };

export type ProducerRate = Rate & {
  readonly topics: Map<string, Rate>;
  /** Counted in the window, for the averages of batches. */
  windowRecords: number;
  windowBytes: number;
  windowBatches: number;
};

/** A connection that is younger than the window is averaged over its own age, but no less. */
const shortestMs = 1_000;

/** Producer -> its rates, by how `keyOf` names the producer of a connection. */
export function ratesBetween(
  before: Look,
  after: Look,
  keyOf: (stats: ProducerStats) => string,
): ReadonlyMap<string, ProducerRate> {
  const rates = new Map<string, ProducerRate>();
  for (const [brokerId, now] of after) {
    const then = before.get(brokerId);
    // Of a broker that was not seen before nobody knows when its counts grew.
    if (!then || then.atMs >= now.atMs) continue;
    const isSame = then.uptimeMs <= now.uptimeMs;
    const known = new Map(
      (isSame ? then.producers : []).map((stats) => [stats.connectionId, stats]),
    );
    for (const stats of now.producers) {
      const key = keyOf(stats);
      let rate = rates.get(key);
      if (!rate) {
        rate = { ...noRate, topics: new Map(), ...noWindow };
        rates.set(key, rate);
      }
      const sinceMs = Math.max(then.atMs, stats.sinceMs);
      const elapsedS = Math.max(shortestMs, now.atMs - sinceMs) / 1000;
      addGrowth(rate, known.get(stats.connectionId), stats, elapsedS);
    }
  }
  return rates;
}

const noRate: Rate = { records: 0, bytes: 0, batches: 0 };
const noWindow = { windowRecords: 0, windowBytes: 0, windowBatches: 0 };

function addGrowth(
  rate: ProducerRate,
  before: ProducerStats | undefined,
  after: ProducerStats,
  elapsedS: number,
): void {
  const old = new Map(before?.topics.map((written) => [written.topic, written]));
  for (const written of after.topics) {
    const start = old.get(written.topic);
    const records = written.recordsIn - (start?.recordsIn ?? 0);
    const bytes = written.bytesIn - (start?.bytesIn ?? 0);
    const batches = written.batches - (start?.batches ?? 0);
    if (batches <= 0) continue;
    rate.windowRecords += records;
    rate.windowBytes += bytes;
    rate.windowBatches += batches;
    const topic = rate.topics.get(written.topic) ?? { ...noRate };
    rate.topics.set(written.topic, topic);
    for (const sum of [rate, topic]) {
      sum.records += records / elapsedS;
      sum.bytes += bytes / elapsedS;
      sum.batches += batches / elapsedS;
    }
  }
}
