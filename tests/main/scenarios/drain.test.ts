import { describe, expect, it } from 'vitest';
import { Drain, type DrainState } from '../../../src/main/scenarios/drain.ts';
import { scenarioOf } from './definitions.ts';

const topics = ['orders', 'sums', 'totals'].map((name) => ({ name }));
const windows = (topic: string, to: string) => ({
  topic,
  steps: [
    {
      aggregate: {
        window: { tumbling: { sizeMs: 1_000 } },
        fields: { n: 'count' as const },
        emit: 'closed' as const,
      },
    },
    { produce: { topic: to } },
  ],
});
const chain = scenarioOf({
  topics,
  services: [
    { name: 'shop', generate: [{ topic: 'orders', ratePerS: 1, value: { id: '$id' } }] },
    { name: 'sums', consume: [windows('orders', 'sums')] },
    { name: 'totals', consume: [windows('sums', 'totals')] },
  ],
});

const up: DrainState = {
  isWanted: true,
  isExcused: true,
  isGenerated: true,
  isFlushing: false,
  isFlushed: false,
  lag: 0,
  pendingCount: 0,
};
const done: DrainState = { ...up, isFlushing: true, isFlushed: true };
const down: DrainState = { ...up, isWanted: false, isGenerated: false };
const states = (entries: { readonly [name: string]: DrainState }) =>
  new Map(Object.entries(entries));

describe('a run that comes to its end', () => {
  it('ends the windows of each service when those before it have nothing left', () => {
    const drain = new Drain(chain);
    const waiting = { ...up, pendingCount: 3 };
    const look = (shop: DrainState, sums: DrainState, totals: DrainState) =>
      drain.look(states({ shop, sums, totals }), true);
    expect(look({ ...up, isGenerated: false }, waiting, waiting).flush).toEqual([]);
    expect(look(up, { ...waiting, lag: 1 }, waiting).flush).toEqual(['shop']);
    expect(look(done, waiting, waiting).flush).toEqual(['sums']);
    // Its windows are closed, but what came of them is not sent yet.
    expect(look(done, { ...done, pendingCount: 1 }, waiting).flush).toEqual([]);
    expect(look(done, done, { ...waiting, lag: 3 }).flush).toEqual([]);
    expect(look(done, done, waiting).flush).toEqual(['totals']);
    expect(look(done, done, { ...done, pendingCount: 1 }).isDrained).toBe(false);
    expect(look(done, done, done).isDrained).toBe(true);
  });

  it('takes two quiet looks, because counts come a moment later', () => {
    const drain = new Drain(chain);
    const all = states({ shop: done, sums: done, totals: done });
    expect(drain.look(all, true).isDrained).toBe(false);
    expect(
      drain.look(states({ shop: done, sums: { ...done, lag: 1 }, totals: done }), true).isDrained,
    ).toBe(false);
    expect(drain.look(all, true).isDrained).toBe(false);
    expect(drain.look(all, true).isDrained).toBe(true);
  });

  it('is idle, and not at its end, while the script has more', () => {
    const drain = new Drain(chain);
    const all = states({ shop: up, sums: { ...up, pendingCount: 2 }, totals: { ...down, lag: 9 } });
    expect(drain.look(all, false)).toEqual({ flush: [], isIdle: false, isDrained: false });
    expect(drain.look(all, false)).toEqual({ flush: [], isIdle: true, isDrained: false });
  });

  it('waits for who is down with work waiting, if somebody will bring it up', () => {
    const drain = new Drain(chain);
    const look = (totals: DrainState) => {
      drain.look(states({ shop: done, sums: done, totals }), true);
      return drain.look(states({ shop: done, sums: done, totals }), true).isDrained;
    };
    expect(look({ ...down, lag: 4, isExcused: false })).toBe(false);
    expect(look({ ...down, lag: 4, isExcused: true })).toBe(true);
    expect(look({ ...down, lag: 0, isExcused: false })).toBe(true);
  });

  it('ends a circle of services together', () => {
    const circle = scenarioOf({
      topics,
      services: [
        { name: 'shop', generate: [{ topic: 'orders', ratePerS: 1, value: { id: '$id' } }] },
        { name: 'ask', consume: [windows('orders', 'sums'), { topic: 'totals' }] },
        { name: 'answer', consume: [windows('sums', 'totals')] },
      ],
    });
    const drain = new Drain(circle);
    const all = states({ shop: done, ask: { ...up, pendingCount: 1 }, answer: up });
    expect(drain.look(all, true).flush).toEqual([]);
    expect(drain.look(all, true).flush).toEqual(['ask', 'answer']);
  });
});
