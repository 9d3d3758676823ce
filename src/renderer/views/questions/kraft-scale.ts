/** One time axis for seconds of then and milliseconds of now. */

export type Scale = {
  /** Share of the width, from 0 to 1. */
  readonly at: (ms: number) => number;
  readonly ticks: readonly number[];
};

const leastMs = 10;

export function scaleFor(kind: 'linear' | 'log', endMs: number): Scale {
  const end = Math.max(endMs, 1_000);
  if (kind === 'linear') {
    const steps = [
      100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000,
      1_800_000, 3_600_000,
    ];
    const step = steps.find((each) => end / each <= 8) ?? 7_200_000;
    const count = Math.floor(end / step);
    return {
      at: (ms) => Math.min(1, ms / end),
      ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
    };
  }
  const whole = Math.log10(end / leastMs);
  const ticks = [0];
  for (let tick = leastMs * 10; tick <= end; tick *= 10) ticks.push(tick);
  return {
    // What is shorter than the least is drawn at the very beginning.
    at: (ms) => (ms <= leastMs ? 0 : Math.min(1, Math.log10(ms / leastMs) / whole)),
    ticks,
  };
}
