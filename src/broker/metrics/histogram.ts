/**
 * How often durations occurred, in buckets of fixed number: 16 to each doubling, so that a value is
 * known to 6 %, from one microsecond to 36 minutes, in less than 2 KB. Recording allocates nothing.
 * control.ts says what a bucket's number means to those who receive it.
 */
import type { SparseCounts } from '../control.ts';

const subBits = 4;
const subCount = 1 << subBits;
const microsMax = 2 ** 31 - 1;
export const bucketCount = (31 - subBits) * subCount + subCount;

export class Histogram {
  private readonly counts = new Uint32Array(bucketCount);
  /** Of all values since the start, as Prometheus wants it. */
  count = 0;
  sumMicros = 0;

  recordMs(ms: number): void {
    const micros = ms > 0 ? Math.min(Math.round(ms * 1000), microsMax) : 0;
    this.counts[bucketOf(micros)]++;
    this.count++;
    this.sumMicros += micros;
  }

  /** What was recorded since the last call: bucket, count, bucket, count, … */
  drain(): SparseCounts {
    const { counts } = this;
    const pairs: number[] = [];
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      if (counts[bucket] === 0) continue;
      pairs.push(bucket, counts[bucket]);
      counts[bucket] = 0;
    }
    return pairs;
  }
}

/** `micros` is a whole number from 0 to 2^31-1. */
export function bucketOf(micros: number): number {
  if (micros < subCount) return micros;
  const shift = 31 - Math.clz32(micros) - subBits;
  return (shift << subBits) + (micros >>> shift);
}
