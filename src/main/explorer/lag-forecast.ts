/**
 * Where a group's lag is going, in words that stand still: a robust slope (the median of the
 * slopes between all pairs of samples, Theil and Sen), and a change of word only when several
 * looks in a row agree.
 */
import type { LagForecast, LagSample } from '../contract/groups.ts';

/** How far back a slope looks. */
export const forecastSpanMs = 60_000;

/** A change of course is looked for in this much. */
const newestSpanMs = 20_000;
const sampleCountMin = 5;
const spanMsMin = 12_000;
const sampleCountMax = 30;
/** Looks in a row that must agree before another word is said. */
const agreeingMin = 3;
/** Slower than this is no movement. */
const perSMin = 0.5;
/** A movement must be this many times larger than what the samples scatter by. */
const scatterFactor = 3;
/** Behind by no more than is read in this time: it keeps up, and commits every five seconds. */
const keepsUpS = 6;
/** A number changes when it is off by more than this share. */
const tolerance = 0.2;
/** And the time left when it is off by more than this share of its step. */
const etaTolerance = 0.8;

/** What the next look needs of this one. */
export type ForecastState = {
  readonly shown: LagForecast;
  readonly candidate: LagForecast['kind'];
  readonly agreeing: number;
};

export type Flow = {
  /** Records a second; null while too little is known. */
  readonly writtenPerS: number | null;
  readonly readPerS: number | null;
};

export const unknownForecast: LagForecast = { kind: 'unknown', perS: null, etaS: null };

export const forecastInitial: ForecastState = {
  shown: unknownForecast,
  candidate: 'unknown',
  agreeing: 0,
};

/** Samples of the last minute, oldest first. */
export function nextForecast(state: ForecastState, samples: readonly LagSample[]): ForecastState {
  const seen = lookAt(samples);
  const agreeing = seen.kind === state.candidate ? state.agreeing + 1 : 1;
  const isFirst = state.shown.kind === 'unknown';
  if (seen.kind === state.shown.kind) {
    return { shown: settle(state.shown, seen), candidate: seen.kind, agreeing };
  }
  const isAgreed = agreeing >= (isFirst ? 2 : agreeingMin);
  return { shown: isAgreed ? rounded(seen) : state.shown, candidate: seen.kind, agreeing };
}

/** How fast is written and read. */
export function flowOf(samples: readonly LagSample[]): Flow {
  const window = sameRun(samples);
  if (!isEnough(window)) return { writtenPerS: null, readPerS: null };
  const perS = (value: (sample: LagSample) => number) =>
    Math.max(0, roundTo(slope(thin(window).map((sample) => [sample.atMs, value(sample)])), 2));
  return { writtenPerS: perS(({ ends }) => ends), readPerS: perS(({ committed }) => committed) };
}

function lookAt(samples: readonly LagSample[]): LagForecast {
  const window = sameRun(samples);
  if (!isEnough(window)) return unknownForecast;
  const lag = median(window.slice(-3).map((sample) => sample.lag));
  const { writtenPerS, readPerS } = flowOf(window);
  if (lag <= (readPerS ?? 0) * keepsUpS) return { kind: 'caught-up', perS: null, etaS: null };
  const perS = movementOf(window) ?? movementOf(newest(window));
  if (perS !== null && perS > 0) return { kind: 'falling-behind', perS, etaS: null };
  if (perS !== null) return { kind: 'catching-up', perS: -perS, etaS: lag / -perS };
  if (readPerS === 0 && writtenPerS === 0) return { kind: 'standing', perS: null, etaS: null };
  return { kind: 'steady', perS: null, etaS: null };
}

/** Records a second by which the lag grows; null: no more than the samples scatter by. */
function movementOf(window: readonly LagSample[]): number | null {
  if (!isEnough(window)) return null;
  const points = thin(window).map((sample) => [sample.atMs, sample.lag] as const);
  const perS = slope(points);
  const spanS = ((window.at(-1)?.atMs ?? 0) - (window[0]?.atMs ?? 0)) / 1000;
  const isMoving =
    Math.abs(perS) >= perSMin && Math.abs(perS) * spanS > scatterFactor * scatter(points, perS);
  return isMoving ? perS : null;
}

/** What began just now is told before it outweighs the minute before it. */
function newest(window: readonly LagSample[]): readonly LagSample[] {
  const fromMs = (window.at(-1)?.atMs ?? 0) - newestSpanMs;
  return window.filter(({ atMs }) => atMs >= fromMs);
}

/** The numbers of the same word change only when they are really others. */
function settle(shown: LagForecast, seen: LagForecast): LagForecast {
  const next = rounded(seen);
  const isSamePerS = isNear(shown.perS, seen.perS, (shown.perS ?? 0) * tolerance);
  const isSameEta = isNear(shown.etaS, seen.etaS, etaStepS(shown.etaS ?? 0) * etaTolerance);
  return {
    kind: seen.kind,
    perS: isSamePerS ? shown.perS : next.perS,
    etaS: isSameEta ? shown.etaS : next.etaS,
  };
}

function isNear(shown: number | null, seen: number | null, by: number): boolean {
  if (shown === null || seen === null) return shown === seen;
  return Math.abs(seen - shown) <= by;
}

function rounded({ kind, perS, etaS }: LagForecast): LagForecast {
  return {
    kind,
    perS: perS === null ? null : roundTo(perS, 2),
    etaS: etaS === null ? null : roundEta(etaS),
  };
}

/** Tens of seconds, minutes, five minutes, hours. */
function etaStepS(etaS: number): number {
  return etaS < 55 ? 10 : etaS < 600 ? 60 : etaS < 3600 ? 300 : 3600;
}

function roundEta(etaS: number): number {
  const stepS = etaStepS(etaS);
  return Math.max(10, Math.round(etaS / stepS) * stepS);
}

/** Since the offsets were last moved by hand, or partitions came or went. */
function sameRun(samples: readonly LagSample[]): readonly LagSample[] {
  let from = 0;
  for (let index = 1; index < samples.length; index += 1) {
    const [before, after] = [samples[index - 1], samples[index]];
    if (!before || !after) continue;
    if (after.committed < before.committed || after.ends < before.ends) from = index;
  }
  return samples.slice(from);
}

function isEnough(samples: readonly LagSample[]): boolean {
  const [first, last] = [samples[0], samples.at(-1)];
  return (
    samples.length >= sampleCountMin && !!first && !!last && last.atMs - first.atMs >= spanMsMin
  );
}

/** All pairs of very many samples are too many. */
function thin(samples: readonly LagSample[]): readonly LagSample[] {
  const step = Math.ceil(samples.length / sampleCountMax);
  return samples.filter((_, index) => (samples.length - 1 - index) % step === 0);
}

type Points = readonly (readonly [atMs: number, value: number])[];

/** Per second. */
function slope(points: Points): number {
  const slopes: number[] = [];
  for (const [index, [atMs, value]] of points.entries()) {
    for (const [laterMs, later] of points.slice(index + 1)) {
      if (laterMs > atMs) slopes.push(((later - value) / (laterMs - atMs)) * 1000);
    }
  }
  return median(slopes);
}

/** How far the samples lie from the line, in the middle. */
function scatter(points: Points, perS: number): number {
  const rests = points.map(([atMs, value]) => value - (perS * atMs) / 1000);
  const middle = median(rests);
  return median(rests.map((rest) => Math.abs(rest - middle)));
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? 0)) / 2;
}

function roundTo(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
