import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketStartMicros } from '../../../src/broker/control.ts';
import { bucketCount, bucketOf, Histogram } from '../../../src/broker/metrics/histogram.ts';

describe('buckets', () => {
  it('hold what the control message says they hold, to 6 %', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (micros) => {
        const bucket = bucketOf(micros);
        const [from, to] = [bucketStartMicros(bucket), bucketStartMicros(bucket + 1)];
        expect(micros).toBeGreaterThanOrEqual(from);
        expect(micros).toBeLessThan(to);
        expect(to - from).toBeLessThanOrEqual(Math.max(1, from / 16));
      }),
    );
  });

  it('are all used, from the first to the last', () => {
    expect(bucketOf(0)).toBe(0);
    expect(bucketOf(2 ** 31 - 1)).toBe(bucketCount - 1);
  });
});

describe('a histogram', () => {
  it('tells what came since it was asked last', () => {
    const histogram = new Histogram();
    histogram.recordMs(0.003);
    histogram.recordMs(0.003);
    histogram.recordMs(1);
    expect(histogram.drain()).toEqual([3, 2, bucketOf(1000), 1]);
    expect(histogram.drain()).toEqual([]);
    expect(histogram).toMatchObject({ count: 3, sumMicros: 1006 });
  });

  it('takes a clock that went back, and what lasted for hours', () => {
    const histogram = new Histogram();
    histogram.recordMs(-5);
    histogram.recordMs(1e9);
    expect(histogram.drain()).toEqual([0, 1, bucketCount - 1, 1]);
  });
});
