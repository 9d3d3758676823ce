/** How long what is measured is kept, and in which steps. */
import type { ResolutionS } from '../contract/throughput.ts';

export type Span = { readonly resolutionS: ResolutionS; readonly keptMs: number };

const dayMs = 86_400_000;

/** Finest first: seconds for 10 minutes, 10 s for 6 hours, minutes for as many days as is wished. */
export function spansFor(days: number): readonly Span[] {
  const keptMs = Math.max(1, days) * dayMs;
  return [
    { resolutionS: 1, keptMs: 10 * 60_000 },
    { resolutionS: 10, keptMs: 6 * 3_600_000 },
    { resolutionS: 60, keptMs },
  ];
}

const pointCountMax = 1_000;

/** The finest resolution that is still kept at `fromMs` and gives at most 1,000 points. */
export function finestResolution(
  fromMs: number,
  toMs: number,
  nowMs: number,
  spans: readonly Span[] = spansFor(7),
): ResolutionS {
  const fitting = spans.find(
    ({ resolutionS, keptMs }) =>
      fromMs >= nowMs - keptMs && (toMs - fromMs) / (resolutionS * 1000) <= pointCountMax,
  );
  return fitting?.resolutionS ?? 60;
}
