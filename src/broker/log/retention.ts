/**
 * Which segments the log start, retention.ms and retention.bytes let go: whole ones, the oldest
 * first. What is only compacted goes by its log start alone.
 */
import type { TopicConfig } from '../config.ts';
import type { SegmentList } from './segment-list.ts';

export type RetentionInput = {
  readonly config: TopicConfig;
  readonly nowMs: number;
  /** Nothing above the high watermark goes. */
  readonly watermark: number;
  readonly logStartOffset: number;
  readonly endOffset: number;
};

/** How many segments from the first on are due; all of them when even the active one is. */
export function countExpired(segments: SegmentList, input: RetentionInput): number {
  const { retentionMs, retentionBytes, cleanupPolicy } = input.config;
  const isDeleted = cleanupPolicy.includes('delete');
  let excessBytes = retentionBytes < 0 ? 0 : segments.sizeBytes - retentionBytes;
  let count = 0;
  for (const [index, segment] of segments.all.entries()) {
    const endOffset = segments.endOf(index, input.endOffset);
    const isActive = index === segments.all.length - 1;
    // A segment that compaction has left empty goes like others, but for the last one.
    if (endOffset > input.watermark || (isActive && segment.sizeBytes === 0)) break;
    const isBelowStart = !isActive && endOffset <= input.logStartOffset;
    const isTooMuch = isDeleted && retentionBytes >= 0 && excessBytes >= segment.sizeBytes;
    const isTooOld = (): boolean =>
      isDeleted && retentionMs >= 0 && input.nowMs - segment.ageTimestampMs() > retentionMs;
    if (!isBelowStart && !isTooMuch && !isTooOld()) break;
    excessBytes -= segment.sizeBytes;
    count++;
  }
  return count;
}
