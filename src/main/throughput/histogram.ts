/** Histograms as brokers send them (control.ts): added up, made coarser, and read. Pure. */
import { bucketStartMicros, type SparseCounts } from '../../broker/control.ts';

const microsPerMs = 1000;

/** Both at once. */
export function addCounts(left: SparseCounts, right: SparseCounts): SparseCounts {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const sum: number[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length || r < right.length) {
    const a = left[l] ?? Number.POSITIVE_INFINITY;
    const b = right[r] ?? Number.POSITIVE_INFINITY;
    if (a < b) {
      sum.push(a, left[l + 1] as number);
      l += 2;
    } else if (b < a) {
      sum.push(b, right[r + 1] as number);
      r += 2;
    } else {
      sum.push(a, (left[l + 1] as number) + (right[r + 1] as number));
      l += 2;
      r += 2;
    }
  }
  return sum;
}

/** Eight buckets to each doubling instead of sixteen: what is kept for long. */
export function coarser(counts: SparseCounts): SparseCounts {
  const coarse: number[] = [];
  for (let at = 0; at < counts.length; at += 2) {
    const bucket = (counts[at] as number) & ~1;
    const count = counts[at + 1] as number;
    if (coarse.length > 0 && coarse[coarse.length - 2] === bucket) {
      coarse[coarse.length - 1] = (coarse[coarse.length - 1] as number) + count;
    } else coarse.push(bucket, count);
  }
  return coarse;
}

export function countOf(counts: SparseCounts): number {
  let sum = 0;
  for (let at = 1; at < counts.length; at += 2) sum += counts[at] as number;
  return sum;
}

/**
 * The values below which these shares of all lie, in milliseconds; shares ascending. Between the
 * ends of a bucket a value is taken to lie where its rank does. Null of nothing.
 */
export function quantilesMs(
  counts: SparseCounts,
  shares: readonly number[],
): readonly (number | null)[] {
  const total = countOf(counts);
  if (total === 0) return shares.map(() => null);
  const found: number[] = [];
  let below = 0;
  let at = 0;
  for (const share of shares) {
    const rank = share * total;
    while (at < counts.length - 2 && below + (counts[at + 1] as number) < rank) {
      below += counts[at + 1] as number;
      at += 2;
    }
    const bucket = counts[at] as number;
    const start = bucketStartMicros(bucket);
    const part = Math.min(1, Math.max(0, (rank - below) / (counts[at + 1] as number)));
    found.push((start + (bucketStartMicros(bucket + 1) - start) * part) / microsPerMs);
  }
  return found;
}

/** From the middles of the buckets. */
export function meanMs(counts: SparseCounts): number | null {
  let sum = 0;
  let total = 0;
  for (let at = 0; at < counts.length; at += 2) {
    const bucket = counts[at] as number;
    const count = counts[at + 1] as number;
    sum += ((bucketStartMicros(bucket) + bucketStartMicros(bucket + 1)) / 2) * count;
    total += count;
  }
  return total === 0 ? null : sum / total / microsPerMs;
}
