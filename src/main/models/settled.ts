/** Whether a run on Kafka has shown everything it was to show. Pure. */
import type { ModelEvent, ReaderName, Workload } from '../contract/models.ts';
import { readersOf, sendsOf } from '../../scenario/models/workload.ts';

export function isSettled(workload: Workload, events: readonly ModelEvent[]): boolean {
  const sends = sendsOf(workload);
  if (events.filter(({ kind }) => kind === 'sent').length < sends.length) return false;
  const names = sends.map(({ record, copy }) => `${record}/${copy}`);
  for (const reader of readersOf(workload)) {
    const fromMs = reader.name === 'audit' ? replayedAtMs(workload, events) : 0;
    const ended = endedOf(events, reader.name, fromMs);
    if (names.some((name) => !ended.has(name))) return false;
  }
  return isCrashOver(workload, events) && isServerBack(workload, events) && !isWorkOpen(events);
}

/** A rebalance may have brought something a second time, and that is still being worked on. */
function isWorkOpen(events: readonly ModelEvent[]): boolean {
  const open = new Set<string>();
  for (const event of events) {
    switch (event.kind) {
      case 'started':
        open.add(event.consumer);
        break;
      case 'done':
      case 'skipped':
      case 'failed':
      case 'crashed':
        open.delete(event.consumer);
        break;
      default:
    }
  }
  return open.size > 0;
}

/** After a replay everything has to come once more. */
function replayedAtMs({ replayAtMs }: Workload, events: readonly ModelEvent[]): number {
  if (replayAtMs === null) return 0;
  const asked = events.find(({ kind }) => kind === 'replay-asked');
  return asked?.atMs ?? Number.POSITIVE_INFINITY;
}

function endedOf(
  events: readonly ModelEvent[],
  reader: ReaderName,
  fromMs: number,
): ReadonlySet<string> {
  const names = events.flatMap((event) => {
    const isEnd =
      event.kind === 'done' || event.kind === 'skipped' || event.kind === 'dead-lettered';
    if (!isEnd || event.reader !== reader || event.atMs < fromMs) return [];
    return [`${event.record}/${event.copy}`];
  });
  return new Set(names);
}

function isCrashOver(workload: Workload, events: readonly ModelEvent[]): boolean {
  const { crashRecord, recordCount, returnAfterMs } = workload;
  if (crashRecord === null || crashRecord >= recordCount) return true;
  const crash = events.find((event) => event.kind === 'crashed');
  if (crash?.kind !== 'crashed') return false;
  if (returnAfterMs === null) return true;
  return events.some(
    (event) =>
      event.kind === 'connected' && event.consumer === crash.consumer && event.atMs > crash.atMs,
  );
}

function isServerBack({ serverDownAtMs }: Workload, events: readonly ModelEvent[]): boolean {
  return serverDownAtMs === null || events.some(({ kind }) => kind === 'server-up');
}
