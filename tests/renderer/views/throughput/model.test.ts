import { describe, expect, test } from 'vitest';
import type { Rates, ThroughputPoint } from '../../../../src/main/contract/index.ts';
import {
  choiceQuery,
  figuresOf,
  otherKey,
  parseChoice,
  rowsOf,
  seriesOf,
} from '../../../../src/renderer/views/throughput/model.ts';

const rates = (value: number): Rates => ({
  bytesIn: value,
  bytesOut: value * 2,
  recordsIn: value / 10,
  recordsOut: value / 5,
});
const point = (
  atMs: number,
  brokers: Record<string, number>,
  topics: Record<string, number> = {},
): ThroughputPoint => ({
  atMs,
  brokers: Object.fromEntries(Object.entries(brokers).map(([id, v]) => [id, rates(v)])),
  topics: Object.fromEntries(Object.entries(topics).map(([name, v]) => [name, rates(v)])),
});

describe('the choice', () => {
  test('is said by the address and back', () => {
    const query = { range: '6h', by: 'topic', unit: 'records', until: '123' };
    expect(choiceQuery(parseChoice(query))).toEqual(query);
    expect(choiceQuery(parseChoice({ range: 'x', until: 'y' }))).toEqual({});
  });
});

describe('series', () => {
  test('of brokers stand by number', () => {
    const points = [point(0, { 10: 1, 2: 1 }), point(1000, { 1: 1 })];
    expect(seriesOf(points, 'broker', 'bytes').map(({ name }) => name)).toEqual(['1', '2', '10']);
  });

  test('of topics stand by size; idle ones are left out, many become one', () => {
    const few = [point(0, {}, { 'a.b': 1, c: 5, idle: 0 })];
    expect(seriesOf(few, 'topic', 'bytes').map(({ name }) => name)).toEqual(['c', 'a.b']);
    expect(seriesOf(few, 'topic', 'bytes')[1]?.key).not.toContain('.');
    const names = Array.from({ length: 12 }, (_, i) => [`t${i}`, 100 - i] as const);
    const many = [point(0, {}, Object.fromEntries(names))];
    const series = seriesOf(many, 'topic', 'bytes');
    expect(series).toHaveLength(8);
    const [row] = rowsOf(many, series, { by: 'topic', unit: 'bytes' }, 'in', 1000);
    expect(row?.[otherKey]).toBe(93 + 92 + 91 + 90 + 89);
  });
});

describe('rows', () => {
  const by = { by: 'broker', unit: 'records' } as const;

  test('carry one direction in one unit; a missing broker is nothing', () => {
    const points = [point(0, { 1: 10 }), point(1000, { 1: 20, 2: 30 })];
    const series = seriesOf(points, 'broker', 'records');
    expect(rowsOf(points, series, by, 'in', 1000)).toEqual([
      { atMs: 0, 's-1': 1, 's-2': 0 },
      { atMs: 1000, 's-1': 2, 's-2': 3 },
    ]);
  });

  test('break the line where nothing was measured', () => {
    const points = [point(0, { 1: 10 }), point(9000, { 1: 20 })];
    const rows = rowsOf(points, seriesOf(points, 'broker', 'records'), by, 'out', 1000);
    expect(rows.map((row) => row['s-1'])).toEqual([2, null, 4]);
    expect(figuresOf(rows, ['s-1'])).toEqual({ now: 4, mean: 3, peak: 4 });
  });

  test('without any figure are zero', () => {
    expect(figuresOf([], ['s-1'])).toEqual({ now: 0, mean: 0, peak: 0 });
  });
});
