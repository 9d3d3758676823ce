/** Rates from counters that only grow while a broker lives. Pure. */
import type { BrokerStats, TopicCounters } from '../../broker/control.ts';
import type { Rates, ThroughputPoint } from '../contract/throughput.ts';

type Counters = Omit<TopicCounters, 'topic'>;

const zero: Counters = { bytesIn: 0, bytesOut: 0, recordsIn: 0, recordsOut: 0 };

/** The averages between two looks at all brokers' newest reports. */
export function pointBetween(
  before: ReadonlyMap<number, BrokerStats>,
  after: ReadonlyMap<number, BrokerStats>,
  atMs: number,
): ThroughputPoint {
  const brokers: Record<string, Rates> = {};
  const topics: Record<string, Rates> = {};
  for (const [brokerId, now] of after) {
    const then = before.get(brokerId);
    // Counters of a broker that was started meanwhile began at zero when it did.
    const isSame = then !== undefined && then.uptimeMs <= now.uptimeMs;
    const elapsedS = (isSame ? now.atMs - then.atMs : now.uptimeMs) / 1000;
    const old = new Map((isSame ? then.topics : []).map((counters) => [counters.topic, counters]));
    let sum = noRates;
    for (const counters of now.topics) {
      const rates = ratesOf(old.get(counters.topic) ?? zero, counters, elapsedS);
      sum = add(sum, rates);
      topics[counters.topic] = add(topics[counters.topic] ?? noRates, rates);
    }
    brokers[brokerId] = sum;
  }
  return { atMs, brokers, topics };
}

/** Only records in are known from offsets. */
export function pointFromOffsets(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  elapsedS: number,
  atMs: number,
): ThroughputPoint {
  const topics: Record<string, Rates> = {};
  for (const [key, end] of after) {
    const topic = key.slice(0, key.lastIndexOf('-'));
    const grown = Math.max(0, end - (before.get(key) ?? end));
    const rates = { ...noRates, recordsIn: elapsedS > 0 ? grown / elapsedS : 0 };
    topics[topic] = add(topics[topic] ?? noRates, rates);
  }
  return { atMs, brokers: {}, topics };
}

const noRates: Rates = zero;

function ratesOf(before: Counters, after: Counters, elapsedS: number): Rates {
  const rate = (name: keyof Counters) =>
    elapsedS > 0 ? round(Math.max(0, after[name] - before[name]) / elapsedS) : 0;
  return {
    bytesIn: rate('bytesIn'),
    bytesOut: rate('bytesOut'),
    recordsIn: rate('recordsIn'),
    recordsOut: rate('recordsOut'),
  };
}

function add(left: Rates, right: Rates): Rates {
  return {
    bytesIn: round(left.bytesIn + right.bytesIn),
    bytesOut: round(left.bytesOut + right.bytesOut),
    recordsIn: round(left.recordsIn + right.recordsIn),
    recordsOut: round(left.recordsOut + right.recordsOut),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
