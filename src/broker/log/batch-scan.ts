/** Walks over the batches in a buffer by length, without reading whole headers where it can. */
import {
  at,
  batchSizeBytes,
  type BatchHeader,
  headerSizeBytes,
  readHeader,
} from '../protocol/record-batch.ts';
import { getInt64 } from '../protocol/writer.ts';

/** Headers of all whole batches; what follows the last one is left out. */
export function readHeaders(bytes: Buffer): BatchHeader[] {
  const headers: BatchHeader[] = [];
  let position = 0;
  while (bytes.length - position >= headerSizeBytes) {
    const sizeBytes = batchSizeBytes(bytes, position);
    if (sizeBytes < headerSizeBytes || sizeBytes > bytes.length - position) break;
    headers.push(readHeader(bytes, position));
    position += sizeBytes;
  }
  return headers;
}

/** Offset of the last record of the batch at `position`. */
export function lastOffsetAt(bytes: Buffer, position: number): number {
  return getInt64(bytes, position) + bytes.readInt32BE(position + at.lastOffsetDelta);
}

/** Position of the batch that holds `offset`, or of the one after it. */
export function positionOf(bytes: Buffer, offset: number): number {
  let position = 0;
  while (bytes.length - position >= headerSizeBytes && lastOffsetAt(bytes, position) < offset)
    position += batchSizeBytes(bytes, position);
  return position;
}

/** The end of a run of batches, and the offset that comes after it. */
export type Cut = { readonly position: number; readonly nextOffset: number };

/**
 * How far whole batches reach from `start` on that lie below `upperOffset` and fit `maxBytes`; the
 * first one may be larger when `minOneBatch` is set. `nextOffset` is `fromOffset` for none.
 */
export function cutBatches(
  bytes: Buffer,
  start: number,
  fromOffset: number,
  limits: {
    readonly maxBytes: number;
    readonly upperOffset: number;
    readonly minOneBatch: boolean;
  },
): Cut {
  let position = start;
  let nextOffset = fromOffset;
  while (bytes.length - position >= headerSizeBytes) {
    const sizeBytes = batchSizeBytes(bytes, position);
    if (sizeBytes < headerSizeBytes || sizeBytes > bytes.length - position) break;
    const isTooMuch = position + sizeBytes - start > limits.maxBytes;
    if (isTooMuch && !(limits.minOneBatch && position === start)) break;
    const lastOffset = lastOffsetAt(bytes, position);
    if (lastOffset >= limits.upperOffset) break;
    position += sizeBytes;
    nextOffset = lastOffset + 1;
  }
  return { position, nextOffset };
}
