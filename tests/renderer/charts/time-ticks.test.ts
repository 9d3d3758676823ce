import { describe, expect, test } from 'vitest';
import { timeTicks } from '../../../src/renderer/charts/time-ticks.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe('timeTicks', () => {
  test('are on whole steps, at most eight or nine', () => {
    const from = Date.UTC(2026, 0, 1, 10, 3, 20);
    const ticks = timeTicks(from, from + 10 * minuteMs, 0);
    expect(ticks.map((at) => new Date(at).toISOString().slice(11, 19))).toEqual([
      '10:04:00',
      '10:06:00',
      '10:08:00',
      '10:10:00',
      '10:12:00',
    ]);
  });

  test('of days begin at local midnight', () => {
    const from = Date.UTC(2026, 0, 1, 10);
    const ticks = timeTicks(from, from + 7 * 24 * hourMs, 9 * hourMs);
    expect(ticks).toHaveLength(7);
    expect(new Date(ticks[0]!).toISOString()).toBe('2026-01-01T15:00:00.000Z');
  });
});
