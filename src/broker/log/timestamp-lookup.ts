/** ListOffsets by time: the first record at or after a point in time, or the youngest one. */
import { decompress } from '../protocol/compression.ts';
import {
  at,
  type BatchHeader,
  codecOf,
  compression,
  decodeRecords,
  type DecodedRecord,
} from '../protocol/record-batch.ts';
import type { Segment } from './segment.ts';
import { scanHeaders } from './segment-scan.ts';

export type TimestampedOffset = {
  readonly offset: number;
  readonly timestampMs: number;
  readonly leaderEpoch: number;
};

export type VisibleRange = { readonly logStartOffset: number; readonly upperOffset: number };

/** The first visible record whose timestamp is at least `timestampMs`. */
export function findFirstSince(
  segments: readonly Segment[],
  timestampMs: number,
  range: VisibleRange,
): TimestampedOffset | undefined {
  for (const segment of segments) {
    if (segment.baseOffset >= range.upperOffset) return undefined;
    if (segment.largest.timestampMs < timestampMs) continue;
    const from = Math.max(segment.index.time.offsetBefore(timestampMs), range.logStartOffset);
    let position = segment.find(from)?.position ?? segment.sizeBytes;
    while (position < segment.sizeBytes) {
      const header = scanHeaders(
        segment,
        position,
        ({ maxTimestamp }) => maxTimestamp >= timestampMs,
      );
      if (!header || header.baseOffset >= range.upperOffset) break;
      const record = recordsAt(segment, header).find(
        (one) => one.timestampMs >= timestampMs && isVisible(one, range),
      );
      if (record) return toResult(record, header);
      position = header.position + header.sizeBytes;
    }
  }
  return undefined;
}

/** The first of the youngest visible records. */
export function findYoungest(
  segments: readonly Segment[],
  range: VisibleRange,
): TimestampedOffset | undefined {
  const byAge = segments
    .filter(({ sizeBytes, baseOffset }) => sizeBytes > 0 && baseOffset < range.upperOffset)
    .sort((a, b) => b.largest.timestampMs - a.largest.timestampMs || a.baseOffset - b.baseOffset);
  let best: TimestampedOffset | undefined;
  for (const segment of byAge) {
    if (segment.largest.timestampMs <= (best?.timestampMs ?? -1)) break;
    const found = youngestIn(segment, range);
    if (found && found.timestampMs > (best?.timestampMs ?? -1)) best = found;
  }
  return best;
}

function youngestIn(segment: Segment, range: VisibleRange): TimestampedOffset | undefined {
  const { timestampMs, offset } = segment.largest;
  if (offset >= range.logStartOffset && offset < range.upperOffset) {
    const header = segment.find(offset);
    if (header && header.maxTimestamp === timestampMs) {
      const records = recordsAt(segment, header);
      const record = records.find(
        (one) => one.timestampMs === timestampMs && isVisible(one, range),
      );
      if (record) return toResult(record, header);
    }
  }
  return scanForYoungest(segment, range);
}

/** The segment's youngest batch is not visible, or not wholly: looks at all the others. */
function scanForYoungest(segment: Segment, range: VisibleRange): TimestampedOffset | undefined {
  let best: TimestampedOffset | undefined;
  let position = 0;
  while (position < segment.sizeBytes) {
    const header = scanHeaders(
      segment,
      position,
      ({ maxTimestamp, lastOffset }) =>
        maxTimestamp > (best?.timestampMs ?? -1) && lastOffset >= range.logStartOffset,
    );
    if (!header || header.baseOffset >= range.upperOffset) break;
    for (const record of recordsAt(segment, header)) {
      if (isVisible(record, range) && record.timestampMs > (best?.timestampMs ?? -1))
        best = toResult(record, header);
    }
    position = header.position + header.sizeBytes;
  }
  return best;
}

function isVisible({ offset }: DecodedRecord, range: VisibleRange): boolean {
  return offset >= range.logStartOffset && offset < range.upperOffset;
}

function toResult(
  { offset, timestampMs }: DecodedRecord,
  { leaderEpoch }: BatchHeader,
): TimestampedOffset {
  return { offset, timestampMs, leaderEpoch };
}

function recordsAt(segment: Segment, header: BatchHeader): DecodedRecord[] {
  const bytes = Buffer.allocUnsafe(header.sizeBytes);
  segment.read(bytes, header.position);
  const codec = codecOf(header.attributes);
  const body =
    codec === compression.none ? undefined : decompress(codec, bytes.subarray(at.records));
  return decodeRecords(bytes, { ...header, position: 0 }, body);
}
