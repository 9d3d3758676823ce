import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/broker/env/env.ts';
import { ClientMeter, toldMax } from '../../../src/broker/metrics/client-meter.ts';

function given() {
  const state = { nowMs: 0 };
  const meter = new ClientMeter({ monotonicMs: () => state.nowMs } as Clock);
  return { state, meter };
}

describe('traffic of clients', () => {
  it('is told since the last report, by client and host', () => {
    const { meter } = given();
    const shop = meter.of('shop', 'a');
    expect(meter.of('shop', 'a')).toBe(shop);
    shop.requestCount += 2;
    shop.recordsIn += 10;
    shop.bytesIn += 1000;
    meter.of('shop', 'b').requestCount++;
    const [first, second] = meter.drain();
    expect(first).toMatchObject({ clientId: 'shop', host: 'a', recordsIn: 10, bytesIn: 1000 });
    expect(second).toMatchObject({ host: 'b', requestCount: 1 });
    expect(meter.drain()).toEqual([]);
  });

  it('leaves out brokers', () => {
    const { meter } = given();
    const broker = meter.of('broker-2', 'a');
    broker.isBroker = true;
    broker.bytesOut += 5;
    expect(meter.drain()).toEqual([]);
  });

  it('adds up those that are not among the busiest', () => {
    const { meter } = given();
    for (let index = 0; index < toldMax + 5; index++) meter.of(`c${index}`, 'h').bytesIn += index;
    const told = meter.drain();
    expect(told).toHaveLength(toldMax + 1);
    expect(told[0].clientId).toBe(`c${toldMax + 4}`);
    // c0 moved nothing, c1 to c4 are the least.
    expect(told.at(-1)).toMatchObject({ clientId: '', bytesIn: 1 + 2 + 3 + 4 });
  });

  it('forgets who is quiet for a minute, and says so to the connection', () => {
    const { meter, state } = given();
    const gone = meter.of('gone', 'h');
    state.nowMs = 30_000;
    meter.drain();
    expect(gone.isDropped).toBe(false);
    state.nowMs = 61_000;
    meter.drain();
    expect(gone.isDropped).toBe(true);
    expect(meter.of('gone', 'h')).not.toBe(gone);
  });

  it('takes any number of names', () => {
    const { meter } = given();
    for (let index = 0; index < 5_000; index++) meter.of(`c${index}`, 'h').requestCount++;
    const told = meter.drain();
    expect(told).toHaveLength(toldMax + 1);
    const requests = told.reduce((sum, { requestCount }) => sum + requestCount, 0);
    expect(requests).toBe(5_000);
  });
});
