import { describe, expect, it } from 'vitest';
import type { BrokerStats } from '../../../src/broker/control.ts';
import { pointBetween, pointFromOffsets } from '../../../src/main/throughput/counters.ts';

function stats(nodeId: number, atMs: number, uptimeMs: number, bytesIn: number): BrokerStats {
  const topic = { topic: 'orders', bytesIn, bytesOut: 0, recordsIn: bytesIn / 10, recordsOut: 0 };
  return { nodeId, atMs, uptimeMs, topics: [topic] } as unknown as BrokerStats;
}

const byId = (...all: readonly BrokerStats[]) => new Map(all.map((item) => [item.nodeId, item]));

describe('rates', () => {
  it('are differences, per broker and over all brokers per topic', () => {
    const before = byId(stats(1, 1_000, 1_000, 100), stats(2, 1_000, 1_000, 0));
    const after = byId(stats(1, 3_000, 3_000, 300), stats(2, 3_000, 3_000, 500));
    const point = pointBetween(before, after, 3_000);
    expect(point.brokers[1]).toMatchObject({ bytesIn: 100, recordsIn: 10 });
    expect(point.brokers[2]).toMatchObject({ bytesIn: 250 });
    expect(point.topics.orders).toMatchObject({ bytesIn: 350, recordsIn: 35 });
  });

  it('of a restarted broker count from its start', () => {
    const point = pointBetween(
      byId(stats(1, 1_000, 60_000, 900)),
      byId(stats(1, 3_000, 500, 50)),
      3_000,
    );
    expect(point.brokers[1]).toMatchObject({ bytesIn: 100 });
  });

  it('of a broker that is gone are gone', () => {
    expect(pointBetween(byId(stats(1, 1, 1, 1)), byId(), 2).brokers).toEqual({});
  });

  it('of a report that did not change are 0, not infinite', () => {
    const same = stats(1, 1_000, 1_000, 100);
    expect(pointBetween(byId(same), byId(same), 2_000).brokers[1]?.bytesIn).toBe(0);
  });

  it('from offsets know records in only', () => {
    const before = new Map([
      ['a-b-0', 5],
      ['a-b-1', 7],
    ]);
    const after = new Map([
      ['a-b-0', 15],
      ['a-b-1', 7],
      ['new-0', 3],
    ]);
    const { topics, brokers } = pointFromOffsets(before, after, 2, 9);
    expect(topics['a-b']?.recordsIn).toBe(5);
    expect(topics.new?.recordsIn).toBe(0);
    expect(brokers).toEqual({});
  });
});
