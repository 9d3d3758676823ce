import { describe, expect, test } from 'vitest';
import { columnsOf, gapsOf, nearest, stacked } from '../../../src/renderer/charts/columns.ts';
import { groupMarks } from '../../../src/renderer/charts/marks.ts';

describe('columns', () => {
  test('stacked lie upon each other; what is unknown stays so', () => {
    expect(
      stacked([
        [1, 2, null],
        [10, null, 30],
        [100, 200, 300],
      ]),
    ).toEqual([
      [1, 2, null],
      [11, null, 30],
      [111, 200, 330],
    ]);
  });

  test('break in a gap, not where one point is a little late', () => {
    const at = (atMs: number) => ({ atMs, values: { a: [1] } });
    const read = (values: { [name: string]: readonly (number | null)[] }) =>
      values['a']?.[0] ?? null;
    const { times, values } = columnsOf([at(0), at(2_400), at(9_000)], [read], 1000);
    expect(times).toEqual([0, 2_400, 3_400, 9_000]);
    expect(values).toEqual([[1, 1, null, 1]]);
  });

  test('know when nothing was measured', () => {
    const points = [{ atMs: 10_000 }, { atMs: 11_000 }, { atMs: 30_000 }];
    expect(gapsOf(points, 1000, 0, 31_000)).toEqual([
      { fromMs: 0, toMs: 10_000 },
      { fromMs: 11_000, toMs: 30_000 },
    ]);
    expect(gapsOf(points, 1000, 10_000, 60_000).at(-1)).toEqual({ fromMs: 30_000, toMs: 60_000 });
  });

  test.each([
    [[], 5, -1],
    [[1], 5, 0],
    [[0, 10, 20], 14, 1],
    [[0, 10, 20], 16, 2],
    [[0, 10, 20], 99, 2],
  ])('of %j the one nearest to %i is number %i', (times, atMs, index) => {
    expect(nearest(times, atMs)).toBe(index);
  });
});

describe('marks', () => {
  const mark = (atMs: number, tone: 'plain' | 'bad' = 'plain') => ({
    atMs,
    tone,
    icon: tone,
    text: `${atMs}`,
  });

  test('close together are one that looks like the gravest', () => {
    const groups = groupMarks([mark(5), mark(8, 'bad'), mark(50), mark(999)], 0, 100, 10);
    expect(groups.map(({ tone, icon, marks }) => [tone, icon, marks.length])).toEqual([
      ['bad', 'bad', 2],
      ['plain', 'plain', 1],
    ]);
  });
});
