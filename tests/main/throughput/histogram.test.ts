import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/broker/metrics/histogram.ts';
import {
  addCounts,
  coarser,
  countOf,
  meanMs,
  quantilesMs,
} from '../../../src/main/throughput/histogram.ts';

const durations = fc.array(fc.double({ min: 0.02, max: 60_000, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
});

function histogramOf(values: readonly number[]) {
  const histogram = new Histogram();
  for (const value of values) histogram.recordMs(value);
  return histogram.drain();
}

/** The value that this share of all is not above. */
function exactQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
}

describe('percentiles', () => {
  it('are within 7 % of the exact ones', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const shares = [0.5, 0.95, 0.99];
        quantilesMs(histogramOf(values), shares).forEach((found, index) => {
          const exact = exactQuantile(values, shares[index] as number);
          expect(Math.abs((found as number) - exact)).toBeLessThanOrEqual(exact * 0.07 + 0.001);
        });
      }),
    );
  });

  it('of two halves are those of the whole', () => {
    fc.assert(
      fc.property(durations, durations, (left, right) => {
        const whole = histogramOf([...left, ...right]);
        expect(addCounts(histogramOf(left), histogramOf(right))).toEqual(whole);
      }),
    );
  });

  it('stay close when the buckets become coarser', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const coarse = coarser(histogramOf(values));
        expect(countOf(coarse)).toBe(values.length);
        const [found] = quantilesMs(coarse, [0.95]);
        const exact = exactQuantile(values, 0.95);
        // The next bucket of an even one may start 12 % above, and values lie anywhere in both.
        expect(Math.abs((found as number) - exact)).toBeLessThanOrEqual(exact * 0.14 + 0.002);
      }),
    );
  });

  it('of nothing are none', () => {
    expect(quantilesMs([], [0.5, 0.99])).toEqual([null, null]);
    expect(meanMs([])).toBeNull();
  });

  it('mean what they say', () => {
    const counts = histogramOf([...Array<number>(98).fill(1), 100, 100]);
    const [p50, p99] = quantilesMs(counts, [0.5, 0.99]) as [number, number];
    expect(p50).toBeCloseTo(1, 1);
    expect(p99).toBeGreaterThan(95);
    expect(meanMs(counts)).toBeGreaterThan(2.8);
  });
});
