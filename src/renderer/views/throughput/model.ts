/** Measured points as series for the charts, and figures for the table beside them. Pure. */
import type { MeasurePoint } from '../../../main/contract/index.ts';
import { type Columns, columnsOf } from '../../charts/columns.ts';

/** The rest of what is not shown one by one; also what the application summed up itself. */
export const otherName = '';

/** More than this are hard to tell apart. */
const seriesMax = 8;

export type Chosen = {
  /** In the order of drawing; `otherName` last where there is more. */
  readonly names: readonly string[];
  /** All that could be shown, the largest first. */
  readonly all: readonly string[];
};

/** The picked series, or the largest by what their columns add up to, and the rest. */
export function choose(
  points: readonly MeasurePoint[],
  columns: readonly number[],
  picks: readonly string[],
  isNumbered: boolean,
): Chosen {
  const sums = new Map<string, number>();
  for (const { values } of points) {
    for (const [name, row] of Object.entries(values)) {
      let sum = sums.get(name) ?? 0;
      for (const column of columns) sum += row[column] ?? 0;
      sums.set(name, sum);
    }
  }
  const hasOther = (sums.get(otherName) ?? 0) > 0;
  sums.delete(otherName);
  const all = [...sums]
    .filter(([, sum]) => isNumbered || sum > 0)
    .sort(([a, left], [b, right]) =>
      isNumbered ? Number(a) - Number(b) : right - left || (a < b ? -1 : 1),
    )
    .map(([name]) => name);
  const wanted = picks.filter((name) => sums.has(name));
  if (wanted.length > 0) return { names: wanted, all };
  const room = all.length > seriesMax || hasOther ? seriesMax - 1 : seriesMax;
  const names = all.slice(0, room);
  return { names: all.length > room || hasOther ? [...names, otherName] : names, all };
}

/** One column of each chosen series; what is quiet is zero, and the rest is the sum of the others. */
export function seriesColumns(
  points: readonly MeasurePoint[],
  names: readonly string[],
  column: number,
  resolutionMs: number,
): Columns {
  const shown = new Set(names);
  const readers = names.map((name) => (values: MeasurePoint['values']) => {
    if (name !== otherName) return values[name]?.[column] ?? 0;
    let rest = 0;
    for (const other in values)
      if (!shown.has(other) || other === otherName) rest += values[other]?.[column] ?? 0;
    return rest;
  });
  return columnsOf(points, readers, resolutionMs);
}

/** Several columns of one series; where it is absent nothing is known. */
export function figureColumns(
  points: readonly MeasurePoint[],
  reads: readonly { readonly series: string; readonly column: number }[],
  resolutionMs: number,
): Columns {
  const readers = reads.map(
    ({ series, column }) =>
      (values: MeasurePoint['values']) =>
        values[series]?.[column] ?? null,
  );
  return columnsOf(points, readers, resolutionMs);
}

export type Figures = {
  readonly now: number | null;
  readonly mean: number | null;
  readonly peak: number | null;
};

export function figuresOf(values: readonly (number | null)[]): Figures {
  let count = 0;
  let sum = 0;
  let peak: number | null = null;
  let now: number | null = null;
  for (const value of values) {
    if (value === null) continue;
    count += 1;
    sum += value;
    now = value;
    if (peak === null || value > peak) peak = value;
  }
  return { now, mean: count === 0 ? null : sum / count, peak };
}

/** The sum of all columns at each time. */
export function totals({ times, values }: Columns): readonly (number | null)[] {
  return times.map((_atMs, at) =>
    values.every((column) => column[at] === null || column[at] === undefined)
      ? null
      : values.reduce((sum, column) => sum + (column[at] ?? 0), 0),
  );
}

export type NumberRow = { readonly atMs: number; readonly values: readonly (number | null)[] };

/** The same numbers as rows, newest first; gaps are left out. */
export function numberRows({ times, values }: Columns): readonly NumberRow[] {
  return times
    .map((atMs, at) => ({ atMs, values: values.map((column) => column[at] ?? null) }))
    .filter((row) => row.values.some((value) => value !== null))
    .reverse();
}
