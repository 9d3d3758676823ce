import { expect, test } from 'vitest';
import type { ModelEvent } from '../../../../src/main/contract/index.ts';
import { axisSteps, laneOf, lastTold } from '../../../../src/renderer/views/questions/lanes.ts';

const at = { reader: 'orders', consumer: 'orders-1' } as const;
const other = { reader: 'orders', consumer: 'orders-2' } as const;
const events: readonly ModelEvent[] = [
  { atMs: 0, kind: 'connected', ...at },
  { atMs: 0, kind: 'connected', ...other },
  { atMs: 5, kind: 'sent', record: 0, copy: 0 },
  { atMs: 5, kind: 'delivered', record: 0, copy: 0, isMarked: false, count: 1, ...at },
  { atMs: 5, kind: 'started', record: 0, copy: 0, ...at },
  { atMs: 30, kind: 'crashed', ...at },
  { atMs: 40, kind: 'started', record: 0, copy: 0, ...other },
  { atMs: 60, kind: 'failed', record: 0, copy: 0, ...other },
  { atMs: 60, kind: 'dead-lettered', reader: 'orders', record: 0, copy: 0 },
  { atMs: 80, kind: 'connected', ...at },
  { atMs: 90, kind: 'server-down' },
  { atMs: 95, kind: 'server-up' },
  { atMs: 99, kind: 'started', record: 1, copy: 0, ...at },
];

test('work becomes bars: cut by a crash, marked as given again, open at the end', () => {
  const lane = laneOf(events, ['orders-1', 'orders-2']);
  expect(lane.rows.map(({ name }) => name)).toEqual(['producer', 'orders-1', 'orders-2', 'dead']);
  const [, first, second, dead] = lane.rows;
  expect(first?.bars).toMatchObject([
    { fromMs: 5, toMs: 30, end: 'cut', isAgain: false },
    { fromMs: 99, toMs: null, end: 'open' },
  ]);
  expect(first?.presence).toEqual([
    { fromMs: 0, toMs: 30 },
    { fromMs: 80, toMs: null },
  ]);
  expect(first?.marks.map(({ kind }) => kind)).toEqual(['crashed', 'connected']);
  expect(second?.bars).toMatchObject([{ end: 'failed', isAgain: true }]);
  expect(dead?.marks).toMatchObject([{ atMs: 60, record: 0 }]);
  expect(lane.away).toEqual([{ fromMs: 90, toMs: 95 }]);
  expect(lane.endMs).toBe(99);
});

test('a lane tells the last thing that was out of the ordinary', () => {
  expect(lastTold(events, 20)).toBe(null);
  expect(lastTold(events, 50)).toMatchObject({ kind: 'crashed' });
  expect(lastTold(events, 60)).toMatchObject({ kind: 'dead-lettered' });
  expect(lastTold(events, 1_000)).toMatchObject({ kind: 'server-up' });
});

test('an axis has a handful of round steps', () => {
  expect(axisSteps(450)).toEqual([0, 100, 200, 300, 400]);
  for (const endMs of [1, 900, 18_000, 75_000, 600_000]) {
    const steps = axisSteps(endMs);
    expect(steps.length).toBeLessThanOrEqual(10);
    expect(steps.at(-1)).toBeLessThanOrEqual(endMs);
  }
});
