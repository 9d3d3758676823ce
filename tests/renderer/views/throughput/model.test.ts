import { describe, expect, test } from 'vitest';
import type { MeasurePoint } from '../../../../src/main/contract/index.ts';
import {
  choose,
  figuresOf,
  numberRows,
  otherName,
  seriesColumns,
  totals,
} from '../../../../src/renderer/views/throughput/model.ts';

/** Second `index`; one column per series. */
const point = (index: number, values: Record<string, number>): MeasurePoint => ({
  atMs: index * 1000,
  values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]])),
});
const ten = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`t${index}`, index + 1]));

describe('series', () => {
  test('of brokers come by number, of others the largest first', () => {
    const points = [point(1, { 10: 1, 2: 5 })];
    expect(choose(points, [0], [], true).names).toEqual(['2', '10']);
    expect(choose([point(1, { a: 1, b: 5 })], [0], [], false).names).toEqual(['b', 'a']);
  });

  test('of which there are too many are one, which is what is missing to the whole', () => {
    const points = [point(1, ten), point(2, { ...ten, [otherName]: 100 })];
    const { names, all } = choose(points, [0], [], false);
    expect(names).toHaveLength(8);
    expect(names.at(-1)).toBe(otherName);
    expect(all).toHaveLength(10);
    const columns = seriesColumns(points, names, 0, 1000);
    expect(columns.values.at(-1)).toEqual([1 + 2 + 3, 106]);
    expect(totals(columns)).toEqual([55, 155]);
  });

  test('that are picked are compared alone', () => {
    const { names } = choose([point(1, ten)], [0], ['t3', 'gone', 't9'], false);
    expect(names).toEqual(['t3', 't9']);
  });

  test('are zero where they are quiet and break where nothing was measured', () => {
    const points = [point(1, { a: 5 }), point(2, {}), point(60, { a: 7 })];
    const { times, values } = seriesColumns(points, ['a'], 0, 1000);
    expect(times).toEqual([1000, 2000, 3000, 60_000]);
    expect(values).toEqual([[5, 0, null, 7]]);
  });
});

describe('figures', () => {
  test('leave gaps out', () => {
    expect(figuresOf([1, null, 5, 3])).toEqual({ now: 3, mean: 3, peak: 5 });
    expect(figuresOf([null])).toEqual({ now: null, mean: null, peak: null });
  });

  test('as rows are the newest first', () => {
    const rows = numberRows({ times: [1, 2, 3], values: [[4, null, 6]] });
    expect(rows).toEqual([
      { atMs: 3, values: [6] },
      { atMs: 1, values: [4] },
    ]);
  });
});
