import { describe, expect, it, onTestFinished } from 'vitest';
import type { Rates, ThroughputPoint } from '../../../src/main/contract/throughput.ts';
import { openDatabase } from '../../../src/main/store/database.ts';
import { finestResolution, throughputTable } from '../../../src/main/store/throughput-table.ts';

const startMs = 1_800_000_000_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

function open() {
  const database = openDatabase(':memory:');
  onTestFinished(() => void database.close());
  return throughputTable(database);
}

const rates = (bytesIn: number): Rates => ({ bytesIn, bytesOut: 0, recordsIn: 0, recordsOut: 0 });

/** Second `index` after the start; the topic sends in even seconds only. */
function point(index: number): ThroughputPoint {
  return {
    atMs: startMs + index * 1000,
    brokers: { 1: rates(index) },
    topics: { orders: rates(index % 2 === 0 ? 10 : 0) },
  };
}

function points(from: number, to: number): readonly ThroughputPoint[] {
  return Array.from({ length: to - from + 1 }, (_, index) => point(from + index));
}

describe('throughput history', () => {
  it('keeps seconds as they were', () => {
    const table = open();
    table.append(points(1, 3), startMs + 3_000);
    expect(table.query(startMs, startMs + 2_000, 1)).toEqual([
      { ...point(1), topics: {} },
      point(2),
    ]);
  });

  it('rolls seconds up to averages over the span, quiet seconds counted', () => {
    const table = open();
    table.append(points(1, 25), startMs + 25_000);
    expect(table.query(startMs, startMs + hourMs, 10)).toEqual([
      { atMs: startMs + 10_000, brokers: { 1: rates(5.5) }, topics: { orders: rates(5) } },
      { atMs: startMs + 20_000, brokers: { 1: rates(15.5) }, topics: { orders: rates(5) } },
    ]);
  });

  it('gives the same in one batch as in many', () => {
    const [once, often] = [open(), open()];
    once.append(points(1, 130), startMs + 130_000);
    for (let index = 1; index <= 130; index += 1) {
      often.append(points(index, index), startMs + index * 1000);
    }
    for (const resolutionS of [1, 10, 60] as const) {
      const query = [startMs, startMs + hourMs, resolutionS] as const;
      expect(often.query(...query)).toEqual(once.query(...query));
    }
    expect(once.query(startMs, startMs + hourMs, 60)).toHaveLength(2);
  });

  it('forgets seconds after 10 minutes and spans of 10 s after 6 hours', () => {
    const table = open();
    table.append(points(1, 120), startMs + 120_000);
    table.append([], startMs + 11 * minuteMs);
    expect(table.query(0, Number.MAX_SAFE_INTEGER, 1)).toEqual(
      points(61, 120).map((item) => (item.topics.orders?.bytesIn ? item : { ...item, topics: {} })),
    );
    expect(table.query(0, Number.MAX_SAFE_INTEGER, 10)).toHaveLength(12);
    table.append([], startMs + 7 * hourMs);
    expect(table.query(0, Number.MAX_SAFE_INTEGER, 10)).toHaveLength(0);
    expect(table.query(0, Number.MAX_SAFE_INTEGER, 60)).toHaveLength(2);
  });

  it.each([
    [5 * minuteMs, 1],
    [9 * minuteMs, 1],
    [hourMs, 10],
    [5 * hourMs, 60],
    [3 * 24 * hourMs, 60],
  ])('answers the last %i ms in steps of %i s', (spanMs, resolutionS) => {
    expect(finestResolution(startMs - spanMs, startMs, startMs)).toBe(resolutionS);
  });
});
