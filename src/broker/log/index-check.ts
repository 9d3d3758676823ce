/** Whether indexes say what their log says: rows that do not are not used, and built again. */
import {
  type BatchHeader,
  currentMagic,
  headerSizeBytes,
  isCrcValid,
  readHeader,
} from '../protocol/record-batch.ts';
import type { IndexPoint, OffsetIndex, TimeIndex } from './segment-index.ts';
import { type Scanned, scanHeaders } from './segment-scan.ts';

/** Whether a row stands for the batch that begins at its position. */
export function isRowOf({ offset, position }: IndexPoint, header: BatchHeader): boolean {
  if (header.position !== position || header.magic !== currentMagic) return false;
  return position === 0 || (header.baseOffset <= offset && offset <= header.lastOffset);
}

/** The header at a position; undefined where there is no room for one. */
export function headerAt(segment: Scanned, position: number): BatchHeader | undefined {
  const bytes = Buffer.allocUnsafe(headerSizeBytes);
  if (position < 0 || position + headerSizeBytes > segment.sizeBytes) return undefined;
  if (segment.read(bytes, position) < headerSizeBytes) return undefined;
  return { ...readHeader(bytes, 0), position };
}

/**
 * Drops rows of `below` and above from stored indexes; returns the last one left, from which on
 * the log tells the rest. undefined: the rows do not fit the log.
 */
export function keepRows(
  segment: Scanned,
  { offset, time }: { readonly offset: OffsetIndex; readonly time: TimeIndex },
  below: number,
): IndexPoint | undefined {
  if (!offset.isSane(segment.sizeBytes) || !time.isSane()) return undefined;
  offset.truncateTo(below);
  time.truncateTo(below);
  const last = offset.last();
  const header = last.position === 0 ? undefined : headerAt(segment, last.position);
  const isSound = last.position === 0 ? offset.count === 0 : header && isRowOf(last, header);
  return isSound ? last : undefined;
}

/**
 * Whether the last rows of the indexes fit the end of the file, as an orderly close leaves them.
 * They are not synced then, so a power loss right after it may take them.
 */
export function hasSoundEnd(
  segment: Scanned,
  { offset, time }: { readonly offset: OffsetIndex; readonly time: TimeIndex },
): boolean {
  const lastRow = offset.last();
  const { timestampMs } = time.last();
  let isSound = true;
  let endPosition = lastRow.position;
  scanHeaders(segment, lastRow.position, (header) => {
    const isNamed = header.position > lastRow.position || header.lastOffset === lastRow.offset;
    isSound &&= (isNamed || offset.count === 0) && header.maxTimestamp <= timestampMs;
    endPosition = header.position + header.sizeBytes;
    return !isSound;
  });
  return isSound && endPosition === segment.sizeBytes;
}

/** Whether a batch, given by its header, is what was written. */
export function isSoundBatch(segment: Scanned, header: BatchHeader): boolean {
  const bytes = Buffer.allocUnsafe(header.sizeBytes);
  const count = segment.read(bytes, header.position);
  return count === bytes.length && isCrcValid(bytes, { ...header, position: 0 });
}
