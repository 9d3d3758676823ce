/** Which segments retention.ms and retention.bytes let go: whole ones, the oldest first. */
import type { TopicConfig } from '../config.ts';
import type { SegmentList } from './segment-list.ts';

export type RetentionInput = {
  readonly config: TopicConfig;
  readonly nowMs: number;
  /** Nothing above the high watermark goes. */
  readonly watermark: number;
  readonly endOffset: number;
};

/** How many segments from the first on are due; all of them when even the active one is. */
export function countExpired(segments: SegmentList, input: RetentionInput): number {
  const { retentionMs, retentionBytes, cleanupPolicy } = input.config;
  if (!cleanupPolicy.includes('delete')) return 0;
  let excessBytes = retentionBytes < 0 ? 0 : segments.sizeBytes - retentionBytes;
  let count = 0;
  for (const [index, segment] of segments.all.entries()) {
    const isBelowWatermark = segments.endOf(index, input.endOffset) <= input.watermark;
    const isEmpty = segment.sizeBytes === 0;
    if (!isBelowWatermark || isEmpty) break;
    const isTooMuch = retentionBytes >= 0 && excessBytes >= segment.sizeBytes;
    const isTooOld = retentionMs >= 0 && input.nowMs - segment.ageTimestampMs() > retentionMs;
    if (!isTooMuch && !isTooOld) break;
    excessBytes -= segment.sizeBytes;
    count++;
  }
  return count;
}
