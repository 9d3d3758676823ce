import { describe, expect, test } from 'vitest';
import type {
  ClusterEvent,
  ClusterHistory,
  HistoryPoint,
} from '../../../../src/main/contract/index.ts';
import {
  lanesOf,
  marksOf,
  momentAt,
  momentsOf,
  moved,
  stretchOf,
} from '../../../../src/renderer/views/cluster/past.ts';

const range = { fromMs: 10_000, nowMs: 100_000 };
const event = (atMs: number, part: object) => ({ id: atMs, atMs, ...part }) as ClusterEvent;

describe('moments', () => {
  const history = {
    keptFromMs: 0,
    first: { atMs: 100, value: { cluster: { controllerId: 1 }, offsets: { topics: {} } } },
    steps: [
      { atMs: 200, patch: { at: { cluster: { set: { controllerId: 2 } } } } },
      { atMs: 300, patch: { at: { cluster: { set: { controllerId: 3 } } } } },
    ],
  } as unknown as ClusterHistory;
  const moments = momentsOf(history);
  const controllerAt = (atMs: number) => momentAt(moments, atMs)?.value.cluster.controllerId;

  test('hold until the next change, the first one also before it', () => {
    expect([50, 100, 199, 200, 299, 300, 999].map(controllerAt)).toEqual([1, 1, 1, 2, 2, 3, 3]);
  });

  test('are none where nothing was recorded', () => {
    expect(momentsOf({ keptFromMs: null, first: null, steps: [] })).toEqual([]);
    expect(momentAt([], 5)).toBe(null);
  });

  test('are asked for by the minute', () => {
    expect(stretchOf(119_999)).toBe(60_000);
  });
});

describe('scrubbing by keys', () => {
  const events = [event(20_000, {}), event(50_000, {})];
  const go = (key: string, atMs: number, isFar = false) => moved(key, isFar, atMs, range, events);

  test('goes by seconds, tens and minutes, and stays inside of what is kept', () => {
    expect(go('ArrowLeft', 60_000)).toBe(59_000);
    expect(go('ArrowLeft', 60_000, true)).toBe(50_000);
    expect(go('ArrowRight', 60_000, true)).toBe(70_000);
    expect(go('PageUp', 95_000)).toBe(35_000);
    expect(go('PageUp', 30_000)).toBe(10_000);
    expect(go('Home', 60_000)).toBe(10_000);
  });

  test('goes from event to event', () => {
    expect(go('[', 50_000)).toBe(20_000);
    expect(go(']', 20_000)).toBe(50_000);
    expect(go('[', 15_000)).toBe(10_000);
    expect(go(']', 60_000)).toBe(null);
  });

  test('is live again at the end', () => {
    expect(go('ArrowRight', 99_500)).toBe(null);
    expect(go('Escape', 50_000)).toBe(null);
    expect(go('End', 50_000)).toBe(null);
  });
});

describe('the timeline', () => {
  test('marks what happened, the many of one moment once', () => {
    const leader = { kind: 'leader-changed' };
    const marks = marksOf(
      [
        event(1_000, { kind: 'broker-exited', brokerId: 2 }),
        event(1_100, leader),
        event(1_150, leader),
        event(9_000, leader),
        event(9_100, { kind: 'broker-started', brokerId: 2 }),
      ],
      500,
    );
    expect(marks.map(({ kind, events }) => [kind, events.length])).toEqual([
      ['failure', 1],
      ['leader', 2],
      ['leader', 1],
    ]);
    expect(marksOf([event(400, leader)], 500)).toEqual([]);
  });

  test('has a lane per broker: where it was up, and how much it led', () => {
    const at = (atMs: number, phase: string, leaderCount: number) =>
      ({
        atMs,
        brokers: { 1: { phase, isFenced: false, leaderCount } },
      }) as unknown as HistoryPoint;
    const points = [at(0, 'ready', 4), at(1, 'ready', 4), at(2, 'crashed', 0), at(3, 'ready', 2)];
    expect(lanesOf(points, 4)).toEqual([
      {
        brokerId: 1,
        parts: [
          { fromMs: 0, toMs: 2, isUp: true, leaderShare: 1 },
          { fromMs: 2, toMs: 3, isUp: false, leaderShare: 0 },
          { fromMs: 3, toMs: 4, isUp: true, leaderShare: 0.5 },
        ],
      },
    ]);
  });
});
