/** How a follower's log comes back into line with the leader's (KIP-101, KIP-279, KIP-595). */
import { at, batchSizeBytes, headerSizeBytes } from '../protocol/record-batch.ts';
import { getInt64 } from '../protocol/writer.ts';

/** The part of a log that truncation looks at. */
export type EpochHistory = {
  readonly logEndOffset: number;
  readonly highWatermark: number;
  endOffsetForEpoch(epoch: number): { readonly epoch: number; readonly endOffset: number };
};

export type EpochEnd = { readonly epoch: number; readonly endOffset: number };

/**
 * Where to cut after the leader has said how far its log goes in the largest epoch that is not
 * above ours. When we have that epoch too, the shorter of the two ends it; when we do not, we
 * fall back to the end of our next lower epoch, fetch again and hear again, until both agree.
 */
export function truncationOffset(log: EpochHistory, leader: EpochEnd): number {
  if (leader.endOffset < 0) return log.highWatermark;
  if (leader.epoch < 0) return Math.min(leader.endOffset, log.logEndOffset);
  const own = log.endOffsetForEpoch(leader.epoch);
  // All our epochs are above the leader's: everything after its end has to go.
  if (own.endOffset < 0) return Math.min(leader.endOffset, log.logEndOffset);
  if (own.epoch !== leader.epoch) return Math.min(own.endOffset, log.logEndOffset);
  return Math.min(own.endOffset, leader.endOffset, log.logEndOffset);
}

export type LeaderRange = { readonly startOffset: number; readonly endOffset: number };
export type RangeRecovery =
  | { readonly action: 'continue' }
  | { readonly action: 'truncate' | 'restart'; readonly offset: number };

/** The leader says our fetch offset is outside its log. */
export function recoverFromOutOfRange(logEndOffset: number, leader: LeaderRange): RangeRecovery {
  if (leader.endOffset < logEndOffset) return { action: 'truncate', offset: leader.endOffset };
  if (leader.startOffset > logEndOffset) return { action: 'restart', offset: leader.startOffset };
  return { action: 'continue' };
}

/**
 * Bytes of whole batches in a fetch answer that may be appended: from the log end on, and of no
 * later epoch than the one that was fetched with. A batch of a later epoch belongs to a leadership
 * of which nothing is known here yet, with possibly another truncation before it (KAFKA-18723).
 */
export function appendableBytes(
  records: Buffer,
  logEndOffset: number,
  leaderEpoch: number,
): number {
  let position = 0;
  while (records.length - position >= headerSizeBytes) {
    const sizeBytes = batchSizeBytes(records, position);
    if (sizeBytes < headerSizeBytes || sizeBytes > records.length - position) break;
    // An answer to an older request, overtaken by what was appended since.
    // (A log may also begin inside a batch, after DeleteRecords; the whole of it is taken then.)
    if (position === 0 && lastOffsetOf(records) < logEndOffset) return 0;
    if (records.readInt32BE(position + at.leaderEpoch) > leaderEpoch) break;
    position += sizeBytes;
  }
  return position;
}

const lastOffsetOf = (batch: Buffer): number =>
  getInt64(batch, at.baseOffset) + batch.readInt32BE(at.lastOffsetDelta);
