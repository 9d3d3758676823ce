import { expect, test } from 'vitest';
import type { GroupRebalance, LagSample } from '../../../../src/main/contract/index.ts';
import { curveOf, nearest } from '../../../../src/renderer/views/groups/chart-model.ts';
import { rebalanceRows } from '../../../../src/renderer/views/groups/rebalance-model.ts';

const member = (memberId: string, instanceId: string | null, ...partitions: string[]) => ({
  memberId,
  instanceId,
  clientId: `client-${memberId}`,
  host: '',
  partitions,
});

const rebalance: GroupRebalance = {
  startedAtMs: 10,
  endedAtMs: 40,
  generationBefore: 1,
  generation: 2,
  causes: [],
  before: [member('a', null, 'o-0', 'o-1'), member('old', 'static', 'o-2')],
  after: [member('a', null, 'o-1'), member('new', 'static', 'o-2'), member('c', null, 'o-0')],
  outcome: 'stable',
  isExact: true,
};

test('a rebalance shows who gained and who gave up what, the newest first', () => {
  const rows = rebalanceRows({ rebalances: { 2: rebalance, 10: rebalance }, sinceMs: 0 });
  expect(rows.map(({ id, tookMs }) => [id, tookMs])).toEqual([
    [10, 30],
    [2, 30],
  ]);
  expect(
    rows[0]?.moves.map(({ name, kept, gained, lost, presence }) => [
      name,
      kept,
      gained,
      lost,
      presence,
    ]),
  ).toEqual([
    ['client-a', ['o-1'], [], ['o-0'], 'stayed'],
    ['client-c', [], ['o-0'], [], 'came'],
    ['static', ['o-2'], [], [], 'stayed'],
  ]);
});

test('a curve has round ticks, a gap where nobody watched, and few points', () => {
  const sample = (second: number): LagSample => ({
    atMs: second * 1000,
    lag: second,
    lagS: second % 2 === 0 ? second / 10 : null,
    committed: 0,
    ends: 0,
  });
  const seconds = [...Array(60).keys(), ...Array.from({ length: 60 }, (_, index) => 200 + index)];
  const curve = curveOf(seconds.map(sample), 'records', '5m', 300_000);
  expect(curve.runs).toHaveLength(2);
  expect(curve.ticks).toEqual([0, 250, 500]);
  expect(nearest(curve, 0.1)?.value).toBe(30);
  expect(curveOf(seconds.map(sample), 'time', '5m', 300_000).points).toHaveLength(60);
  const many = Array.from({ length: 7_200 }, (_, second) => sample(second));
  expect(curveOf(many, 'records', '2h', 7_200_000).points.length).toBeLessThanOrEqual(400);
  expect(nearest(curveOf([], 'records', '5m', 0), 0.5)).toBeNull();
});
