/** Times and durations as people write them. */
import { UsageError } from './command.ts';

/** An ISO time, or milliseconds since the epoch. */
export function parseTimeMs(text: string, label: string): number {
  const timeMs = /^\d{9,}$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isFinite(timeMs)) return timeMs;
  throw new UsageError(
    `${label} takes a time such as 2026-07-31T09:00:00Z, not ${JSON.stringify(text)}`,
  );
}

/** ISO 8601, days to seconds: `P1DT2H30M5S`. */
export function parseDurationMs(text: string): number {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text);
  if (!match || text.length < 3) {
    throw new UsageError(`--by-duration takes a duration such as PT1H30M, not "${text}"`);
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
