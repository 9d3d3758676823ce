/** How fast time passes in a run: what its waits and its work come to in real milliseconds. */
import type { Conditions } from '../run-messages.ts';

/** At full speed nothing waits; what a person slows down on purpose is still seen to be slow. */
const fullSpeed = 1_000;
/** What handling a record takes that says nothing of it, for whoever slows it down. */
const plainWorkMs = 5;

export function factorOf({ speed }: Conditions): number {
  return speed === 'max' ? fullSpeed : speed;
}

/** Work of so many milliseconds at speed 1. */
export function workMs(conditions: Conditions, delayMs: number): number {
  const { slowFactor } = conditions.trouble;
  if (conditions.speed === 'max' && slowFactor <= 1) return 0;
  return (delayMs * slowFactor) / (conditions.speed === 'max' ? 100 : conditions.speed);
}

/** What a slowed service takes for a record without any work of its own. */
export function slownessMs(conditions: Conditions): number {
  const { slowFactor } = conditions.trouble;
  return slowFactor <= 1 ? 0 : workMs(conditions, plainWorkMs);
}

/** A wait between attempts, or of a timer. */
export function waitMs(conditions: Conditions, delayMs: number): number {
  return delayMs / factorOf(conditions);
}
