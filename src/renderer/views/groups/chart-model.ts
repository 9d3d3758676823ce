/** Samples of a lag as a curve in a box. */
import type { LagSample } from '../../../main/contract/index.ts';

export const ranges = ['5m', '30m', '2h'] as const;
export type Range = (typeof ranges)[number];
export type Measure = 'records' | 'time';

const rangeMs = { '5m': 300_000, '30m': 1_800_000, '2h': 7_200_000 } as const;
/** Between two samples further apart nobody watched. */
const gapMs = 60_000;

export type Curve = {
  readonly fromMs: number;
  readonly toMs: number;
  /** The top of the axis. */
  readonly max: number;
  readonly ticks: readonly number[];
  /** Stretches without a gap; x and y from 0 to 1, y upwards. */
  readonly runs: readonly (readonly (readonly [x: number, y: number])[])[];
  readonly points: readonly { readonly atMs: number; readonly value: number; readonly x: number }[];
};

/** No more points than can be seen apart. */
const pointsMax = 400;

export function curveOf(
  samples: readonly LagSample[],
  measure: Measure,
  range: Range,
  nowMs: number,
): Curve {
  const fromMs = nowMs - rangeMs[range];
  const inRange = samples.filter(({ atMs }) => atMs >= fromMs && atMs <= nowMs);
  const step = Math.max(1, Math.ceil(inRange.length / pointsMax));
  const points = inRange
    .filter((_, index) => (inRange.length - 1 - index) % step === 0)
    .flatMap((sample) => {
      const value = measure === 'records' ? sample.lag : sample.lagS;
      if (value === null) return [];
      return [{ atMs: sample.atMs, value, x: (sample.atMs - fromMs) / rangeMs[range] }];
    });
  const max = niceMax(Math.max(0, ...points.map(({ value }) => value)), measure);
  const runs: (readonly [number, number])[][] = [];
  for (const [index, { atMs, x, value }] of points.entries()) {
    const before = points[index - 1];
    if (!before || atMs - before.atMs > gapMs) runs.push([]);
    runs.at(-1)?.push([x, value / max]);
  }
  return { fromMs, toMs: nowMs, max, ticks: [0, max / 2, max], runs, points };
}

/** The point nearest to a place from 0 to 1. */
export function nearest(curve: Curve, x: number): Curve['points'][number] | null {
  let best: Curve['points'][number] | null = null;
  for (const point of curve.points) {
    if (!best || Math.abs(point.x - x) < Math.abs(best.x - x)) best = point;
  }
  return best;
}

/** 1, 2, 5 times a power of ten; of time, round spans. */
function niceMax(value: number, measure: Measure): number {
  if (measure === 'time') {
    const spans = [2, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400];
    return spans.find((span) => span >= value) ?? Math.ceil(value / 86_400) * 86_400;
  }
  const power = 10 ** Math.floor(Math.log10(Math.max(10, value)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value) ?? value;
}
