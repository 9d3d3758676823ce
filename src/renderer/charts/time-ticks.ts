/** Round moments for a time axis. */

const steps = [
  1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000,
  3_600_000, 7_200_000, 14_400_000, 21_600_000, 43_200_000, 86_400_000,
];

/** At most so many, on whole seconds, minutes, hours or days of local time. */
export function timeTicks(
  fromMs: number,
  toMs: number,
  zoneOffsetMs = -new Date(toMs).getTimezoneOffset() * 60_000,
  ticksMax = 8,
): number[] {
  const span = toMs - fromMs;
  const step = steps.find((candidate) => span / candidate <= ticksMax) ?? steps.at(-1)!;
  const first = Math.ceil((fromMs + zoneOffsetMs) / step) * step - zoneOffsetMs;
  const ticks: number[] = [];
  for (let at = first; at <= toMs; at += step) ticks.push(at);
  return ticks;
}
