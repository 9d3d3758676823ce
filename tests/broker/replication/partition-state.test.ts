import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartitionImage } from '../../../src/broker/metadata/image.ts';
import {
  becomeLeader,
  beforeAppend,
  effectiveMinIsr,
  type FollowerView,
  followerOf,
  isrAfterExpand,
  isrAfterShrink,
  isInMaximalIsr,
  type LeaderView,
  lowWatermark,
  nextHighWatermark,
  recordFetch,
  updateFromImage,
} from '../../../src/broker/replication/partition-state.ts';

const lagMaxMs = 30_000;
const everyone = () => true;

function image(change: Partial<PartitionImage> = {}): PartitionImage {
  return {
    replicas: [1, 2, 3],
    isr: [1, 2, 3],
    leader: 1,
    leaderEpoch: 5,
    partitionEpoch: 10,
    leaderRecoveryState: 0,
    addingReplicas: [],
    removingReplicas: [],
    directories: [],
    elr: [],
    lastKnownElr: [],
    ...change,
  };
}

function leading(change: Partial<PartitionImage> = {}, epochStartOffset = 0): LeaderView {
  return becomeLeader(1, image(change), epochStartOffset, 0);
}

function fetched(
  view: LeaderView,
  id: number,
  fetchOffset: number,
  endOffset: number,
  nowMs: number,
) {
  const follower = followerOf(view, id);
  if (!follower) throw new Error(`no follower ${id}`);
  const activity = follower.activity ?? { lastFetchMs: nowMs, isOvertaken: false };
  activity.lastFetchMs = nowMs;
  const fetch = { fetchOffset, logStartOffset: 0, brokerEpoch: 7, activity };
  recordFetch(follower, fetch, endOffset, nowMs);
}

function watermark(view: LeaderView, o: Partial<Parameters<typeof nextHighWatermark>[1]> = {}) {
  const input = {
    leaderEndOffset: 100,
    highWatermark: 0,
    minInsyncReplicas: 1,
    lagMaxMs,
    nowMs: 0,
  };
  return nextHighWatermark(view, { ...input, ...o }, everyone);
}

describe('fetches that arrive late', () => {
  const late = (fetchOffset: number, brokerEpoch: number) => ({
    fetchOffset,
    logStartOffset: 0,
    brokerEpoch,
    activity: { lastFetchMs: 0, isOvertaken: false },
  });

  it('say nothing when they come from an earlier process', () => {
    const view = leading();
    const follower = followerOf(view, 2) as FollowerView;
    fetched(view, 2, 90, 100, 10);
    recordFetch(follower, late(40, 6), 100, 20);
    expect(follower).toMatchObject({ logEndOffset: 90, brokerEpoch: 7, lastFetchMs: 10 });
  });

  it('make the session before them repeat where the follower is', () => {
    const view = leading();
    const follower = followerOf(view, 2) as FollowerView;
    fetched(view, 2, 90, 100, 10);
    const before = follower.activity;
    recordFetch(follower, late(40, 7), 100, 20);
    expect(follower.logEndOffset).toBe(40);
    expect(before?.isOvertaken).toBe(true);
    expect(follower.activity?.isOvertaken).toBe(false);
  });
});

describe('high watermark', () => {
  type Row = {
    name: string;
    isr: number[];
    pendingIsr?: number[];
    ends: Record<number, number>;
    minIsr?: number;
    was?: number;
    expected: number;
  };
  const rows: Row[] = [
    { name: 'alone in the ISR', isr: [1], ends: {}, expected: 100 },
    { name: 'a member never heard of', isr: [1, 2], ends: {}, expected: 0 },
    { name: 'the slowest member', isr: [1, 2, 3], ends: { 2: 90, 3: 80 }, expected: 80 },
    { name: 'others do not count', isr: [1, 2], ends: { 2: 90, 3: 10 }, expected: 90 },
    {
      name: 'one about to join counts',
      isr: [1, 2],
      pendingIsr: [1, 2, 3],
      ends: { 2: 90, 3: 80 },
      expected: 80,
    },
    {
      name: 'one about to leave counts',
      isr: [1, 2, 3],
      pendingIsr: [1, 2],
      ends: { 2: 90, 3: 80 },
      expected: 80,
    },
    { name: 'never falls', isr: [1, 2], ends: { 2: 40 }, was: 50, expected: 50 },
    { name: 'stands still below min ISR', isr: [1], ends: {}, minIsr: 2, expected: 0 },
    { name: 'moves at min ISR', isr: [1, 2], ends: { 2: 70 }, minIsr: 2, expected: 70 },
  ];
  it.each(rows)('$name', ({ isr, pendingIsr, ends, minIsr, was, expected }) => {
    const view = leading({ isr });
    view.pendingIsr = pendingIsr;
    for (const [id, endOffset] of Object.entries(ends))
      fetched(view, Number(id), endOffset, 100, -1e6);
    const input = { minInsyncReplicas: minIsr ?? 1, highWatermark: was ?? 0 };
    expect(watermark(view, input)).toBe(expected);
  });

  it('waits for a caught-up replica that may join right away', () => {
    const view = leading({ isr: [1, 2] });
    fetched(view, 2, 100, 100, 1000);
    fetched(view, 3, 90, 90, 1000);
    expect(watermark(view, { nowMs: 1000 })).toBe(90);
    expect(watermark(view, { nowMs: 1001 + lagMaxMs })).toBe(100);
    const input = {
      leaderEndOffset: 100,
      highWatermark: 0,
      minInsyncReplicas: 1,
      lagMaxMs,
      nowMs: 1000,
    };
    expect(nextHighWatermark(view, input, ({ id }) => id !== 3)).toBe(100);
  });

  it('needs no more members than there are replicas', () => {
    expect(effectiveMinIsr(leading(), 5)).toBe(3);
    expect(effectiveMinIsr(leading(), 2)).toBe(2);
  });
});

describe('shrink', () => {
  it('takes out who was not caught up for the lag time', () => {
    const view = leading();
    fetched(view, 2, 100, 100, 1000);
    fetched(view, 3, 50, 100, 1000);
    expect(isrAfterShrink(view, 100, lagMaxMs, lagMaxMs)).toBeUndefined();
    expect(isrAfterShrink(view, 100, lagMaxMs + 1, lagMaxMs)).toEqual([1, 2]);
  });

  it('keeps who has everything, however long ago it fetched', () => {
    const view = leading();
    fetched(view, 2, 100, 100, 0);
    fetched(view, 3, 100, 100, 0);
    expect(isrAfterShrink(view, 100, 1e9, lagMaxMs)).toBeUndefined();
  });

  it('counts from the last fetch before the log grew, not from the last growth', () => {
    const view = leading();
    fetched(view, 2, 100, 100, 0);
    fetched(view, 3, 100, 100, 0);
    const activity = followerOf(view, 3)?.activity;
    if (activity) activity.lastFetchMs = 5000;
    beforeAppend(view, 100);
    expect(isrAfterShrink(view, 101, lagMaxMs + 1, lagMaxMs)).toEqual([1, 3]);
    expect(isrAfterShrink(view, 101, lagMaxMs + 5001, lagMaxMs)).toEqual([1]);
  });

  it('keeps who follows at a steady distance', () => {
    const view = leading();
    for (let second = 1; second <= 100; second++) {
      const endOffset = second * 10;
      fetched(view, 2, endOffset - 10, endOffset, second * 1000);
      fetched(view, 3, endOffset, endOffset, second * 1000);
    }
    expect(isrAfterShrink(view, 1000, 100_000, lagMaxMs)).toBeUndefined();
  });

  it('waits for the controller before it proposes again', () => {
    const view = leading();
    view.pendingIsr = [1, 2];
    expect(isrAfterShrink(view, 100, 1e9, lagMaxMs)).toBeUndefined();
  });
});

describe('expand', () => {
  const time = { nowMs: 0, lagMaxMs };
  it.each([
    { name: 'at the high watermark', end: 80, expected: [1, 2, 3] },
    { name: 'below the high watermark', end: 79, expected: undefined },
    { name: 'never heard of', end: -1, expected: undefined },
  ])('$name', ({ end, expected }) => {
    const view = leading({ isr: [1, 2] });
    if (end >= 0) fetched(view, 3, end, 100, 0);
    expect(isrAfterExpand(view, 80, time, everyone)).toEqual(expected);
  });

  it('needs the start of the leader epoch', () => {
    const view = leading({ isr: [1, 2] }, 90);
    fetched(view, 3, 89, 100, 0);
    expect(isrAfterExpand(view, 80, time, everyone)).toBeUndefined();
    fetched(view, 3, 90, 100, 0);
    expect(isrAfterExpand(view, 80, time, everyone)).toEqual([1, 2, 3]);
  });

  it('asks whether the broker may join, and whether it still fetches', () => {
    const view = leading({ isr: [1, 2] });
    fetched(view, 3, 100, 100, 0);
    expect(isrAfterExpand(view, 80, time, () => false)).toBeUndefined();
    expect(isrAfterExpand(view, 80, { nowMs: lagMaxMs + 1, lagMaxMs }, everyone)).toBeUndefined();
  });
});

describe('image of the same leader epoch', () => {
  it('is taken when it is newer, and ends a proposal', () => {
    const view = leading();
    view.pendingIsr = [1, 2];
    expect(updateFromImage(view, image({ partitionEpoch: 10, isr: [1] }))).toBe(false);
    expect(view.isr).toEqual([1, 2, 3]);
    expect(updateFromImage(view, image({ partitionEpoch: 11, isr: [1, 2] }))).toBe(true);
    expect(view.isr).toEqual([1, 2]);
    expect(view.pendingIsr).toBeUndefined();
  });

  it('keeps what is known of replicas that stay', () => {
    const view = leading();
    fetched(view, 2, 50, 100, 0);
    updateFromImage(view, image({ partitionEpoch: 11, replicas: [1, 2, 4], isr: [1, 2] }));
    expect(view.followers.map(({ id, logEndOffset }) => [id, logEndOffset])).toEqual([
      [2, 50],
      [4, -1],
    ]);
  });
});

it('the low watermark is that of the live replicas', () => {
  const view = leading();
  expect(lowWatermark(view, 10, everyone)).toBe(-1);
  expect(lowWatermark(view, 10, () => false)).toBe(10);
});

describe('in any history', () => {
  const event = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant('fetch' as const), id: fc.constantFrom(2, 3), lag: fc.nat(6) }),
    fc.record({ kind: fc.constant('check' as const), waitMs: fc.nat(20_000) }),
    fc.record({ kind: fc.constant('decide' as const), isTaken: fc.boolean() }),
  );

  it('the high watermark only rises and every member of the ISR has all below it', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 80 }),
        fc.integer({ min: 1, max: 3 }),
        (events, minIsr) => {
          const view = leading();
          let [endOffset, highWatermark, nowMs] = [0, 0, 0];
          const has = new Map([
            [2, 0],
            [3, 0],
          ]);
          for (const step of events) {
            if (step.kind === 'append') {
              beforeAppend(view, endOffset);
              endOffset += step.count;
            } else if (step.kind === 'fetch') {
              const offset = Math.max(has.get(step.id) ?? 0, endOffset - step.lag);
              has.set(step.id, offset);
              fetched(view, step.id, offset, endOffset, nowMs);
              view.pendingIsr ??= isrAfterExpand(
                view,
                highWatermark,
                { nowMs, lagMaxMs },
                everyone,
              );
            } else if (step.kind === 'check') {
              nowMs += step.waitMs;
              view.pendingIsr ??= isrAfterShrink(view, endOffset, nowMs, lagMaxMs);
            } else if (view.pendingIsr) {
              const isr = step.isTaken ? view.pendingIsr : view.isr;
              updateFromImage(view, image({ isr, partitionEpoch: view.partitionEpoch + 1 }));
            }
            const input = { leaderEndOffset: endOffset, highWatermark, minInsyncReplicas: minIsr };
            const next = watermark(view, { ...input, nowMs });
            expect(next).toBeGreaterThanOrEqual(highWatermark);
            expect(next).toBeLessThanOrEqual(endOffset);
            highWatermark = next;
            for (const [id, offset] of has) {
              expect(isInMaximalIsr(view, id) && offset < highWatermark).toBe(false);
            }
          }
        },
      ),
    );
  });
});
