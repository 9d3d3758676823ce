/** Measured points as rows and series for the charts, and figures for the table beside them. */
import type { Rates, ThroughputPoint } from '../../../main/contract/index.ts';

export const rangeNames = ['10m', '1h', '6h', '24h', '7d'] as const;
export type RangeName = (typeof rangeNames)[number];

const minuteMs = 60_000;
export const rangeMs: { readonly [Name in RangeName]: number } = {
  '10m': 10 * minuteMs,
  '1h': 60 * minuteMs,
  '6h': 360 * minuteMs,
  '24h': 1440 * minuteMs,
  '7d': 7 * 1440 * minuteMs,
};

export type By = 'broker' | 'topic';
export type Unit = 'bytes' | 'records';
export type Direction = 'in' | 'out';

/** What is shown, as the address says it. */
export type Choice = {
  readonly range: RangeName;
  readonly by: By;
  readonly unit: Unit;
  /** End of the range; null: now. */
  readonly untilMs: number | null;
};

export function parseChoice(query: { readonly [name: string]: string }): Choice {
  const until = Number(query['until']);
  return {
    range: rangeNames.find((name) => name === query['range']) ?? '10m',
    by: query['by'] === 'topic' ? 'topic' : 'broker',
    unit: query['unit'] === 'records' ? 'records' : 'bytes',
    untilMs: Number.isFinite(until) && until > 0 ? until : null,
  };
}

export function choiceQuery(choice: Choice): { readonly [name: string]: string } {
  return {
    ...(choice.range !== '10m' && { range: choice.range }),
    ...(choice.by !== 'broker' && { by: choice.by }),
    ...(choice.unit !== 'bytes' && { unit: choice.unit }),
    ...(choice.untilMs !== null && { until: String(choice.untilMs) }),
  };
}

/** The steps in which a range that ends now moves on: as often as it gets another point. */
export function refreshMs(range: RangeName): number {
  return range === '1h' || range === '6h' ? 10_000 : minuteMs;
}

export type Series = { readonly key: string; readonly name: string };
export type Row = { readonly atMs: number; readonly [series: string]: number | null };

export const otherKey = 'other';
/** More topics than this are one series. */
const seriesMax = 8;

/** Brokers by number; topics by what they carried, the largest first. */
export function seriesOf(
  points: readonly ThroughputPoint[],
  by: By,
  unit: Unit,
): readonly Series[] {
  const sums = new Map<string, number>();
  for (const point of points) {
    for (const [name, rates] of Object.entries(partsOf(point, by))) {
      const sum = sums.get(name) ?? 0;
      sums.set(name, sum + valueOf(rates, unit, 'in') + valueOf(rates, unit, 'out'));
    }
  }
  if (by === 'broker') {
    return [...sums.keys()]
      .sort((a, b) => Number(a) - Number(b))
      .map((name) => ({ key: keyOf(name), name }));
  }
  const names = [...sums]
    .filter(([, sum]) => sum > 0)
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .map(([name]) => name);
  const shown = names.slice(0, names.length > seriesMax ? seriesMax - 1 : seriesMax);
  const series = shown.map((name) => ({ key: keyOf(name), name }));
  return names.length > seriesMax ? [...series, { key: otherKey, name: '' }] : series;
}

/** A chart library reads dots in a key as a path; topics have dots. */
function keyOf(name: string): string {
  return `s-${name.replaceAll('.', '·')}`;
}

/** One row per point; where nothing was measured a row of nulls breaks the line. */
export function rowsOf(
  points: readonly ThroughputPoint[],
  series: readonly Series[],
  choice: Pick<Choice, 'by' | 'unit'>,
  direction: Direction,
  resolutionMs: number,
): readonly Row[] {
  const rows: Row[] = [];
  let lastMs: number | null = null;
  for (const point of points) {
    if (lastMs !== null && point.atMs - lastMs > resolutionMs * 2.5) {
      const gap = Object.fromEntries(series.map(({ key }) => [key, null]));
      rows.push({ atMs: lastMs + resolutionMs, ...gap });
    }
    lastMs = point.atMs;
    rows.push({ atMs: point.atMs, ...valuesAt(point, series, choice, direction) });
  }
  return rows;
}

function valuesAt(
  point: ThroughputPoint,
  series: readonly Series[],
  { by, unit }: Pick<Choice, 'by' | 'unit'>,
  direction: Direction,
): { readonly [key: string]: number } {
  const parts = partsOf(point, by);
  const named = new Set(series.map(({ name }) => name));
  return Object.fromEntries(
    series.map(({ key, name }) => {
      if (key !== otherKey) return [key, valueOf(parts[name], unit, direction)];
      const rest = Object.entries(parts).filter(([other]) => !named.has(other));
      return [key, rest.reduce((sum, [, rates]) => sum + valueOf(rates, unit, direction), 0)];
    }),
  );
}

export type Figures = { readonly now: number; readonly mean: number; readonly peak: number };

export function figuresOf(rows: readonly Row[], keys: readonly string[]): Figures {
  const sums = rows
    .filter((row) => keys.some((key) => row[key] !== null))
    .map((row) => keys.reduce((sum, key) => sum + (row[key] ?? 0), 0));
  if (sums.length === 0) return { now: 0, mean: 0, peak: 0 };
  return {
    now: sums.at(-1) ?? 0,
    mean: sums.reduce((sum, value) => sum + value, 0) / sums.length,
    peak: Math.max(...sums),
  };
}

function partsOf(point: ThroughputPoint, by: By): { readonly [name: string]: Rates } {
  return by === 'broker' ? point.brokers : point.topics;
}

function valueOf(rates: Rates | undefined, unit: Unit, direction: Direction): number {
  if (!rates) return 0;
  if (unit === 'bytes') return direction === 'in' ? rates.bytesIn : rates.bytesOut;
  return direction === 'in' ? rates.recordsIn : rates.recordsOut;
}
