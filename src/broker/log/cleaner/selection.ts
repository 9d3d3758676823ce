/** Which log is cleaned next, how far, and which of its segments become one. */
import type { TopicConfig } from '../../config.ts';
import type { PartitionLog } from '../partition-log.ts';
import type { Segment } from '../segment.ts';

export type CleaningPlan = {
  readonly log: PartitionLog;
  /** Cleaned already up to here. */
  readonly firstDirtyOffset: number;
  /** The start of the first segment that is left alone. */
  readonly endOffset: number;
  /** Share of bytes that have not been cleaned. */
  readonly dirtyRatio: number;
};

const relativeOffsetMax = 0x7fffffff;

/** The dirtiest log of those that are due; undefined for none. */
export function dirtiest(logs: Iterable<PartitionLog>, nowMs: number): CleaningPlan | undefined {
  let best: CleaningPlan | undefined;
  for (const log of logs) {
    const plan = planOf(log, nowMs);
    if (plan && (!best || plan.dirtyRatio > best.dirtyRatio)) best = plan;
  }
  return best;
}

/** undefined when there is nothing to clean, or too little yet. */
export function planOf(log: PartitionLog, nowMs: number): CleaningPlan | undefined {
  const dirt = dirtOf(log, nowMs);
  if (!dirt) return undefined;
  const { firstDirtyOffset, endOffset, dirtyRatio, dirty } = dirt;
  const { config } = log;
  const isDue = dirtyRatio > config.minCleanableDirtyRatio || mustClean(config, dirty, nowMs);
  return isDue ? { log, firstDirtyOffset, endOffset, dirtyRatio } : undefined;
}

/** What could be cleaned, be it enough or not; undefined for nothing. */
export function dirtOf(
  log: PartitionLog,
  nowMs: number,
): (Omit<CleaningPlan, 'log'> & { readonly dirty: readonly Segment[] }) | undefined {
  const { segments } = log.contents;
  const { all, active } = segments;
  const firstDirtyOffset = firstDirtyOf(log);
  if (active.baseOffset <= firstDirtyOffset) return undefined;
  const dirty = all.slice(segments.indexOf(firstDirtyOffset), -1);
  const bound = Math.max(firstDirtyOffset, uncleanableFrom(log, dirty, nowMs));
  const endOffset = all[Math.min(segments.indexOf(bound), all.length - 1)].baseOffset;
  if (endOffset <= firstDirtyOffset) return undefined;
  let dirtyBytes = 0;
  for (const { baseOffset, sizeBytes } of dirty)
    if (baseOffset < endOffset) dirtyBytes += sizeBytes;
  let cleanBytes = 0;
  for (const { baseOffset, sizeBytes } of all)
    if (baseOffset < firstDirtyOffset) cleanBytes += sizeBytes;
  if (dirtyBytes === 0) return undefined;
  const dirtyRatio = dirtyBytes / (cleanBytes + dirtyBytes);
  return { firstDirtyOffset, endOffset, dirtyRatio, dirty };
}

/** Where the last cleaning ended, unless the log no longer reaches there or begins behind it. */
export function firstDirtyOf({
  cleanedOffset,
  logStartOffset,
  logEndOffset,
}: PartitionLog): number {
  const isKnown = cleanedOffset >= logStartOffset && cleanedOffset <= logEndOffset;
  return isKnown ? cleanedOffset : logStartOffset;
}

/**
 * Nothing that may still be aborted or taken back is cleaned, nor the segment that is written to,
 * nor what min.compaction.lag.ms holds back.
 */
function uncleanableFrom(log: PartitionLog, dirty: readonly Segment[], nowMs: number): number {
  const { config, contents } = log;
  const bound = Math.min(log.lastStableOffset(), contents.segments.active.baseOffset);
  if (config.minCompactionLagMs <= 0) return bound;
  const latest = nowMs - config.minCompactionLagMs;
  const young = dirty.find((segment) => segment.ageTimestampMs() > latest);
  return young ? Math.min(bound, young.baseOffset) : bound;
}

/** Whether max.compaction.lag.ms has passed since the first uncleaned record. */
function mustClean(config: TopicConfig, dirty: readonly Segment[], nowMs: number): boolean {
  const latest = nowMs - config.maxCompactionLagMs;
  if (latest <= 0) return false;
  return dirty.some((segment) => {
    const firstMs = segment.firstBatchTimestampMs();
    return firstMs > 0 && firstMs < latest;
  });
}

/**
 * Runs of segments that may become one: as large as segment.bytes and segment.index.bytes allow, so
 * that segments do not shrink for ever.
 */
export function groupSegments(
  segments: readonly Segment[],
  config: TopicConfig,
  endOffset: number,
): Segment[][] {
  const groups: Segment[][] = [];
  let sizeBytes = 0;
  let offsetBytes = 0;
  let timeBytes = 0;
  segments.forEach((segment, index) => {
    const indexes = segment.indexSizes();
    sizeBytes += segment.sizeBytes;
    offsetBytes += indexes.offsetBytes;
    timeBytes += indexes.timeBytes;
    const group = groups.at(-1);
    const lastOffset = (segments[index + 1]?.baseOffset ?? endOffset) - 1;
    const fits =
      group !== undefined &&
      sizeBytes <= config.segmentBytes &&
      offsetBytes <= config.segmentIndexBytes &&
      timeBytes <= config.segmentIndexBytes &&
      (segment.sizeBytes === 0 || lastOffset - group[0].baseOffset <= relativeOffsetMax);
    if (fits) {
      group.push(segment);
      return;
    }
    groups.push([segment]);
    sizeBytes = segment.sizeBytes;
    offsetBytes = indexes.offsetBytes;
    timeBytes = indexes.timeBytes;
  });
  return groups;
}
