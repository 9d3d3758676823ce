/** How far a long action is, in numbers that people ask for. */
import type { TaskState, TaskUnit } from '../../main/contract/index.ts';
import type { Format } from '../i18n/format.ts';

export type TaskProgressFacts = {
  /** 0..1; null while nobody knows how much there is. */
  readonly share: number | null;
  readonly perS: number;
  readonly leftMs: number | null;
  readonly spanMs: number;
};

export function progressOf(task: TaskState, nowMs: number): TaskProgressFacts {
  const spanMs = Math.max(0, (task.endedAtMs ?? nowMs) - task.startedAtMs);
  const perS = spanMs > 0 ? (task.done / spanMs) * 1000 : 0;
  const { done, total } = task;
  const share = total === null ? null : total === 0 ? 1 : Math.min(1, done / total);
  const isKnown = total !== null && perS > 0 && task.phase === 'running';
  return { share, perS, leftMs: isKnown ? ((total - done) / perS) * 1000 : null, spanMs };
}

export function amountText(amount: number, unit: TaskUnit, format: Format): string {
  return unit === 'bytes' ? format.bytes(amount) : format.number(amount);
}
