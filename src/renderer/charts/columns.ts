/** Measured points as columns of numbers, which is what a chart on canvas draws. Pure. */

export type Point = {
  readonly atMs: number;
  readonly values: { readonly [series: string]: readonly (number | null)[] };
};

export type Columns = {
  readonly times: readonly number[];
  /** Per series, as long as `times`; null where nothing is known. */
  readonly values: readonly (readonly (number | null)[])[];
};

/** A span without points this many times longer than the step is a gap. */
const gapSteps = 2.6;

/**
 * One column per series: its value in the given place of a point's row. Where a series is absent
 * from a point it has `quiet`. Where no point is, the line breaks.
 */
export function columnsOf(
  points: readonly Point[],
  series: readonly ((values: Point['values']) => number | null)[],
  resolutionMs: number,
): Columns {
  const times: number[] = [];
  const values: (number | null)[][] = series.map(() => []);
  let lastMs: number | null = null;
  for (const { atMs, values: own } of points) {
    if (lastMs !== null && atMs - lastMs > resolutionMs * gapSteps) {
      times.push(lastMs + resolutionMs);
      for (const column of values) column.push(null);
    }
    lastMs = atMs;
    times.push(atMs);
    series.forEach((read, index) => values[index]?.push(read(own)));
  }
  return { times, values };
}

/** Spans of time without a measurement, within the shown one. */
export function gapsOf(
  points: readonly Pick<Point, 'atMs'>[],
  resolutionMs: number,
  fromMs: number,
  toMs: number,
): readonly { readonly fromMs: number; readonly toMs: number }[] {
  const gaps: { fromMs: number; toMs: number }[] = [];
  let lastMs = fromMs;
  for (const { atMs } of points) {
    if (atMs - lastMs > resolutionMs * gapSteps) gaps.push({ fromMs: lastMs, toMs: atMs });
    lastMs = Math.max(lastMs, atMs);
  }
  if (toMs - lastMs > Math.max(resolutionMs * gapSteps, 5_000)) gaps.push({ fromMs: lastMs, toMs });
  return gaps;
}

/** Each column with all before it added: what a stacked area draws. */
export function stacked(values: Columns['values']): Columns['values'] {
  const sums: (number | null)[][] = [];
  values.forEach((column, index) => {
    const below = sums[index - 1];
    sums.push(column.map((value, at) => (value === null ? null : value + (below?.[at] ?? 0))));
  });
  return sums;
}

/** The place of the time nearest to one; -1 of none. */
export function nearest(times: readonly number[], atMs: number): number {
  if (times.length === 0) return -1;
  let low = 0;
  let high = times.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= atMs) low = middle;
    else high = middle;
  }
  return Math.abs((times[low] as number) - atMs) <= Math.abs((times[high] as number) - atMs)
    ? low
    : high;
}
