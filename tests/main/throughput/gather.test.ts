import { describe, expect, it } from 'vitest';
import { TickGatherer } from '../../../src/main/throughput/gather.ts';
import { pointOf } from '../../../src/main/throughput/series.ts';
import { measures, request, stats, topic } from './given.ts';

const none = () => 0;

describe('ticks', () => {
  it('are the differences of counters, per broker and over all brokers per topic', () => {
    const gatherer = new TickGatherer();
    gatherer.add(stats(1, 1_000, { topics: [topic('orders', 100)] }));
    gatherer.add(stats(2, 1_000, { topics: [topic('orders', 0)] }));
    gatherer.take(1_000, none);
    gatherer.add(stats(1, 2_000, { topics: [topic('orders', 200)] }));
    gatherer.add(stats(1, 3_000, { topics: [topic('orders', 300)] }));
    gatherer.add(stats(2, 3_000, { topics: [topic('orders', 50), topic('new', 10)] }));
    const tick = gatherer.take(3_000, none);
    expect(tick.brokers[1]?.rates.recordsIn).toBe(100);
    expect(tick.brokers[2]?.rates.recordsIn).toBe(30);
    expect(tick.topics['orders']?.recordsIn).toBe(125);
    expect(tick.topics['new']?.recordsIn).toBe(5);
  });

  it('of a restarted broker count from its start', () => {
    const gatherer = new TickGatherer();
    gatherer.add(stats(1, 60_000, { topics: [topic('orders', 9_000)] }));
    gatherer.take(60_000, none);
    gatherer.add(stats(1, 61_000, { uptimeMs: 500, topics: [topic('orders', 50)] }));
    expect(gatherer.take(61_000, none).brokers[1]?.rates.recordsIn).toBe(100);
  });

  it('add up what several reports told of one second', () => {
    const gatherer = new TickGatherer();
    const produce = request('Produce', { requestCount: 5, total: [100, 5], errors: [6, 2] });
    const shop = { clientId: 'shop', host: 'h', requestCount: 5 };
    const traffic = { recordsIn: 50, bytesIn: 500, recordsOut: 0, bytesOut: 0 };
    const part = measures({ requests: [produce], clients: [{ ...shop, ...traffic }] });
    gatherer.add(stats(1, 1_000));
    gatherer.take(1_000, none);
    gatherer.add(stats(1, 1_500, { measures: part }));
    gatherer.add(stats(1, 2_000, { measures: part }));
    const tick = gatherer.take(2_000, none);
    expect(tick.clients['shop@h']?.recordsIn).toBe(100);
    const requests = pointOf({ kind: 'requests' }, tick).values['Produce'];
    expect(requests?.slice(0, 3)).toEqual([10, 4, 0]);
    expect(pointOf({ kind: 'errors' }, tick).values).toEqual({
      'Produce NOT_LEADER_OR_FOLLOWER': [4],
    });
    const latency = pointOf({ kind: 'latency', api: 'Produce' }, tick).values['total'];
    expect(latency?.at(-1)).toBe(10);
  });

  it('between two reports say what the last one said, and zero when a broker stays silent', () => {
    const gatherer = new TickGatherer();
    gatherer.add(stats(1, 1_000, { topics: [topic('orders', 100)] }));
    gatherer.take(1_000, none);
    gatherer.add(stats(1, 2_000, { topics: [topic('orders', 200)] }));
    const rateAt = (atMs: number) => gatherer.take(atMs, none).topics['orders']?.recordsIn ?? 0;
    expect([2_000, 3_000, 4_000, 5_000, 6_000].map(rateAt)).toEqual([100, 100, 100, 0, 0]);
    gatherer.add(stats(1, 7_000, { topics: [topic('orders', 700)] }));
    expect(rateAt(7_000)).toBe(100);
  });

  it('forget a broker whose process ended', () => {
    const gatherer = new TickGatherer();
    gatherer.add(stats(1, 1_000));
    gatherer.forget(1);
    expect(gatherer.take(1_000, none).brokers).toEqual({});
  });
});
