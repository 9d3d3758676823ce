import { describe, expect, it } from 'vitest';
import { noCounts } from '../../../src/main/scenarios/run-messages.ts';
import { addCounts, percentiles, totalOf } from '../../../src/main/scenarios/worker-counts.ts';

const topic = { inCount: 2, failedCount: 1, retriedCount: 1, deadLetteredCount: 0 };

describe('the counts of workers', () => {
  it('are one sum', () => {
    const left = { ...noCounts, outCount: 1, topics: { orders: topic }, pendingCount: 2 };
    const right = {
      ...noCounts,
      topics: { orders: topic, payments: topic },
      latenciesMs: [5],
      lastError: 'late',
    };
    const sum = addCounts(left, right);
    expect(sum).toMatchObject({
      outCount: 1,
      pendingCount: 2,
      latenciesMs: [5],
      lastError: 'late',
    });
    expect(sum.topics.orders).toEqual({ ...topic, inCount: 4, failedCount: 2, retriedCount: 2 });
    expect(totalOf(sum)).toEqual({ ...topic, inCount: 6, failedCount: 3, retriedCount: 3 });
  });

  it('keep the latest latencies only', () => {
    const many = { ...noCounts, latenciesMs: Array.from({ length: 900 }, (_, index) => index) };
    const { latenciesMs } = addCounts(many, many);
    expect(latenciesMs).toHaveLength(1_000);
    expect(latenciesMs.at(-1)).toBe(899);
  });

  it('have percentiles by nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentiles(values)).toEqual({ p50: 50, p95: 95, p99: 99 });
    expect(percentiles([7])).toEqual({ p50: 7, p95: 7, p99: 7 });
    expect(percentiles([])).toBeNull();
  });
});
