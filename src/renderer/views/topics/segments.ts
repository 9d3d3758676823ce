/** A log as a strip of segments along its offsets, and what happened to it while somebody watched. */
import type { LogSegment, ReplicaLog } from '../../../main/contract/index.ts';

export type SegmentState = 'active' | 'due' | 'cleaned' | 'kept';

export type StripSegment = {
  readonly segment: LogSegment;
  readonly state: SegmentState;
  /** Shares of the strip's width, 0 to 1. */
  readonly left: number;
  readonly width: number;
};

export type Strip = {
  readonly segments: readonly StripSegment[];
  /** Where the log begins and committed records end. */
  readonly startAt: number;
  readonly watermarkAt: number;
  readonly cleanedAt: number | null;
};

export type Axis = { readonly from: number; readonly to: number };

/** The offsets that all replicas of a partition cover. */
export function axisOf(logs: readonly ReplicaLog[]): Axis {
  const from = Math.min(...logs.map(({ segments }) => segments[0]?.baseOffset ?? 0));
  const to = Math.max(...logs.map(({ logEndOffset }) => logEndOffset));
  return { from: Number.isFinite(from) ? from : 0, to: Math.max(to, from + 1) };
}

export function stripOf(log: ReplicaLog, axis: Axis, nowMs: number): Strip {
  const at = (offset: number) =>
    Math.min(1, Math.max(0, (offset - axis.from) / (axis.to - axis.from)));
  return {
    segments: log.segments.map((segment) => ({
      segment,
      state: stateOf(segment, nowMs),
      left: at(segment.baseOffset),
      width: at(segment.endOffset) - at(segment.baseOffset),
    })),
    startAt: at(log.logStartOffset),
    watermarkAt: at(log.highWatermark),
    cleanedAt: log.compaction ? at(log.compaction.cleanedOffset) : null,
  };
}

/** What goes next outranks what compaction did. */
export function stateOf(segment: LogSegment, nowMs: number): SegmentState {
  if (segment.isTooMuch || (segment.dueMs !== null && segment.dueMs <= nowMs)) return 'due';
  if (segment.isActive) return 'active';
  return segment.isCleaned ? 'cleaned' : 'kept';
}

export type NextDeletion = {
  readonly segment: LogSegment;
  readonly reason: 'time' | 'size';
  /** When it is allowed to go; null: now. */
  readonly dueMs: number | null;
  /** When the broker looks, so that it goes; null when it is not known. */
  readonly goesMs: number | null;
};

/** The oldest segment is the next to go, if any limit is set. */
export function nextDeletion(log: ReplicaLog, nowMs: number): NextDeletion | null {
  const { isDeleting, nextCheckMs } = log.retention;
  const [segment] = log.segments;
  if (!isDeleting || !segment) return null;
  const check = (fromMs: number) =>
    nextCheckMs !== null && nextCheckMs >= fromMs ? nextCheckMs : null;
  if (segment.isTooMuch) return { segment, reason: 'size', dueMs: null, goesMs: check(nowMs) };
  if (segment.dueMs === null) return null;
  const { dueMs } = segment;
  return { segment, reason: 'time', dueMs: dueMs <= nowMs ? null : dueMs, goesMs: check(dueMs) };
}

/** Bytes that may still be written before the oldest segment is too much; null without a limit. */
export function bytesLeft(log: ReplicaLog): number | null {
  const { isDeleting, retentionBytes } = log.retention;
  const first = log.segments[0];
  if (!isDeleting || retentionBytes < 0 || !first) return null;
  return Math.max(0, retentionBytes + first.sizeBytes - log.sizeBytes);
}

export type LogEvent = {
  readonly atMs: number;
  readonly replica: string;
  readonly kind: 'rolled' | 'deleted' | 'cleaned';
  readonly baseOffset: number;
  readonly sizeBytes: number;
};

type Logs = { readonly [replica: string]: ReplicaLog };

/** What must have happened between two looks at the same logs. */
export function eventsBetween(before: Logs, after: Logs, atMs: number): readonly LogEvent[] {
  return Object.entries(after).flatMap(([replica, log]) => {
    const old = before[replica];
    return old ? changesOf(replica, old, log, atMs) : [];
  });
}

function changesOf(replica: string, old: ReplicaLog, log: ReplicaLog, atMs: number): LogEvent[] {
  const events: LogEvent[] = [];
  const isCleaned = (log.compaction?.last?.atMs ?? 0) > (old.compaction?.last?.atMs ?? 0);
  const now = new Set(log.segments.map(({ baseOffset }) => baseOffset));
  const then = new Set(old.segments.map(({ baseOffset }) => baseOffset));
  const oldEnd = old.segments.at(-1)?.baseOffset ?? -1;
  for (const { baseOffset, sizeBytes } of old.segments) {
    if (now.has(baseOffset) || log.segmentCount > log.segments.length) continue;
    // A cleaning makes one segment of several.
    if (!isCleaned) events.push({ atMs, replica, kind: 'deleted', baseOffset, sizeBytes });
  }
  for (const { baseOffset } of log.segments) {
    if (then.has(baseOffset) || baseOffset <= oldEnd) continue;
    const sizeBytes = old.segments.at(-1)?.sizeBytes ?? 0;
    events.push({ atMs, replica, kind: 'rolled', baseOffset, sizeBytes });
  }
  if (isCleaned && log.compaction?.last) {
    const { bytesRead, bytesWritten } = log.compaction.last;
    events.push({
      atMs,
      replica,
      kind: 'cleaned',
      baseOffset: log.compaction.cleanedOffset,
      sizeBytes: Math.max(0, bytesRead - bytesWritten),
    });
  }
  return events;
}

/** `partition/broker` keys of one partition, the leader's first. */
export function replicasOf(logs: Logs, partition: number, leader: number): readonly string[] {
  return Object.keys(logs)
    .filter((key) => logs[key]?.partition === partition)
    .sort((a, b) => {
      const [left, right] = [logs[a], logs[b]];
      const isLed = (log: ReplicaLog | undefined) => Number(log?.brokerId === leader);
      return isLed(right) - isLed(left) || (left?.brokerId ?? 0) - (right?.brokerId ?? 0);
    });
}
