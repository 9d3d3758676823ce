/**
 * A partition's log as it lies on disk, for people who look at it: its segments with their files and
 * ages, what retention takes next, and how far compaction has come. Reads only; nothing is kept.
 */
import type {
  CompactionView,
  FileView,
  LogView,
  RetentionView,
  SegmentView,
  TopicAges,
} from '../control.ts';
import type { Env } from '../env/env.ts';
import type { LogCleaner } from './cleaner/log-cleaner.ts';
import { dirtOf, firstDirtyOf } from './cleaner/selection.ts';
import { offsetName } from './names.ts';
import type { PartitionLog } from './partition-log.ts';
import { countExpired } from './retention.ts';
import type { Segment } from './segment.ts';

/** Of more segments than twice this, those in the middle are left out. */
const segmentsAtEachEnd = 400;

export type LogViewParts = {
  readonly env: Env;
  readonly cleaner: Pick<LogCleaner, 'stateOf'>;
  readonly nextCheckMs: number | null;
};

/** What one log is now. */
export function viewLog(parts: LogViewParts, log: PartitionLog, isFuture: boolean): LogView {
  const { env } = parts;
  const nowMs = env.clock.nowMs();
  const { all } = log.contents.segments;
  const files = filesOf(env, log.dir);
  const tooMuchCount = countTooMuch(log, nowMs);
  const segments = all.flatMap((segment, index) => {
    const isShown = index < segmentsAtEachEnd || index >= all.length - segmentsAtEachEnd;
    const own = files.bySegment.get(offsetName(segment.baseOffset)) ?? [];
    return isShown ? [viewSegment(log, index, own, index < tooMuchCount)] : [];
  });
  const known = new Set(all.map(({ baseOffset }) => offsetName(baseOffset)));
  const strange = [...files.bySegment].flatMap(([name, own]) => (known.has(name) ? [] : own));
  return {
    partition: log.partition,
    isFuture,
    dir: log.dir,
    logStartOffset: log.logStartOffset,
    logEndOffset: log.logEndOffset,
    highWatermark: log.highWatermark,
    sizeBytes: log.sizeBytes,
    segmentCount: all.length,
    segments,
    otherFiles: [...files.passing, ...strange].sort((a, b) => (a.name < b.name ? -1 : 1)),
    retention: retentionOf(log, parts.nextCheckMs),
    compaction: compactionOf(parts, log, nowMs),
  };
}

/** The same for many logs, summed up per topic. */
export function agesOf(env: Env, logs: Iterable<PartitionLog>): TopicAges[] {
  const nowMs = env.clock.nowMs();
  const topics = new Map<string, TopicAges>();
  for (const log of logs) {
    const { all } = log.contents.segments;
    const first = all[0];
    if (log.contents.isClosed || !first) continue;
    const before = topics.get(log.topic);
    const isCompacted = log.config.cleanupPolicy.includes('compact');
    const isTooMuch = countTooMuch(log, nowMs) > 0;
    topics.set(log.topic, {
      topic: log.topic,
      segmentCount: (before?.segmentCount ?? 0) + all.length,
      oldestMs: least(before?.oldestMs, oldestOf(log, first)),
      dueMs: least(before?.dueMs, dueOf(log, first)),
      tooMuchCount: (before?.tooMuchCount ?? 0) + (isTooMuch ? 1 : 0),
      dirtyRatio: isCompacted
        ? Math.max(before?.dirtyRatio ?? 0, dirtOf(log, nowMs)?.dirtyRatio ?? 0)
        : null,
    });
  }
  return [...topics.values()];
}

function viewSegment(
  log: PartitionLog,
  index: number,
  files: readonly FileView[],
  isTooMuch: boolean,
): SegmentView {
  const { segments } = log.contents;
  const segment = segments.all[index] as Segment;
  const endOffset = segments.endOf(index, log.logEndOffset);
  const firstMs = segment.firstBatchTimestampMs();
  const { timestampMs: largestMs } = segment.peekLargest();
  return {
    baseOffset: segment.baseOffset,
    endOffset,
    sizeBytes: segment.sizeBytes,
    files,
    firstMs: firstMs < 0 ? null : firstMs,
    largestMs: largestMs < 0 ? null : largestMs,
    isActive: index === segments.all.length - 1,
    dueMs: dueOf(log, segment),
    isTooMuch,
    isCleaned: endOffset <= log.cleanedOffset,
  };
}

function retentionOf(log: PartitionLog, nextCheckMs: number | null): RetentionView {
  const { cleanupPolicy, retentionMs, retentionBytes } = log.config;
  const isDeleting = cleanupPolicy.includes('delete');
  return { isDeleting, retentionMs, retentionBytes, nextCheckMs };
}

function compactionOf(
  { cleaner }: LogViewParts,
  log: PartitionLog,
  nowMs: number,
): CompactionView | null {
  const { config } = log;
  if (!config.cleanupPolicy.includes('compact')) return null;
  const dirt = dirtOf(log, nowMs);
  const cleanedOffset = firstDirtyOf(log);
  return {
    cleanedOffset,
    cleanableOffset: dirt?.endOffset ?? cleanedOffset,
    dirtyRatio: dirt?.dirtyRatio ?? 0,
    minDirtyRatio: config.minCleanableDirtyRatio,
    deleteRetentionMs: config.deleteRetentionMs,
    ...cleaner.stateOf(log),
  };
}

/** How many segments from the first on retention.bytes lets go, whatever their age. */
function countTooMuch(log: PartitionLog, nowMs: number): number {
  if (log.config.retentionBytes < 0) return 0;
  return countExpired(log.contents.segments, {
    config: { ...log.config, retentionMs: -1 },
    nowMs,
    watermark: log.highWatermark,
    logStartOffset: log.contents.segments.all[0]?.baseOffset ?? 0,
    endOffset: log.logEndOffset,
  });
}

function dueOf({ config }: PartitionLog, segment: Segment): number | null {
  if (!config.cleanupPolicy.includes('delete') || config.retentionMs < 0) return null;
  if (segment.sizeBytes === 0) return null;
  segment.peekLargest();
  return segment.ageTimestampMs() + config.retentionMs;
}

function oldestOf(log: PartitionLog, first: Segment): number | null {
  if (log.logStartOffset > first.baseOffset || first.sizeBytes === 0) return null;
  const firstMs = first.firstBatchTimestampMs();
  return firstMs < 0 ? null : firstMs;
}

function least(a: number | null | undefined, b: number | null): number | null {
  if (a === null || a === undefined) return b;
  return b === null ? a : Math.min(a, b);
}

/** Names of 20 digits belong to a segment; with a second suffix a file is on its way in or out. */
function filesOf(env: Env, dir: string) {
  const bySegment = new Map<string, FileView[]>();
  const passing: FileView[] = [];
  for (const name of env.disk.list(dir)) {
    const stat = env.disk.stat(`${dir}/${name}`);
    if (!stat || stat.isDirectory) continue;
    const file = { name, sizeBytes: stat.sizeBytes };
    const segment = /^(\d{20})\.[a-z]+$/.exec(name)?.[1];
    if (segment === undefined) {
      if (/^\d{20}\./.test(name)) passing.push(file);
      continue;
    }
    const files = bySegment.get(segment);
    if (files) files.push(file);
    else bySegment.set(segment, [file]);
  }
  return { bySegment, passing };
}
