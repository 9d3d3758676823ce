/** Reads the batches of a closed segment in order, in chunks off the thread pool. */
import {
  type BatchHeader,
  batchSizeBytes,
  currentMagic,
  headerSizeBytes,
  isCrcValid,
  readHeader,
} from '../../protocol/record-batch.ts';
import type { Segment } from '../segment.ts';
import { CleaningAbortedError, type Turns } from './turns.ts';

export type BatchVisitor = {
  /** A sound batch at `header.position` of `bytes`; returns how many bytes were unpacked. */
  onBatch(bytes: Buffer, header: BatchHeader, isSegmentEnd: boolean): number;
  /** Called before `bytes` is used for the next chunk. */
  onChunkEnd?(): void;
  /** Asked after each batch. */
  readonly isDone?: boolean;
};

/** A batch that is not what was written; it must not get a new checksum. */
export class DamagedSegmentError extends Error {
  readonly segment: Segment;
  constructor(segment: Segment, position: number) {
    super(`the batch at ${position} of segment ${segment.baseOffset} is damaged`);
    this.name = 'DamagedSegmentError';
    this.segment = segment;
  }
}

/** Grows for batches that are larger. */
export type ReadBuffer = { bytes: Buffer };

/** Throws CleaningAbortedError, DamagedSegmentError, DiskError. */
export async function visitBatches(
  segment: Segment,
  fromPosition: number,
  buffer: ReadBuffer,
  turns: Turns,
  visitor: BatchVisitor,
): Promise<void> {
  const { sizeBytes } = segment;
  let position = fromPosition;
  while (position < sizeBytes) {
    turns.check();
    // A segment that was removed would be made again by reading it.
    if (segment.isGone) throw new CleaningAbortedError();
    const wantedBytes = Math.min(buffer.bytes.length, sizeBytes - position);
    const count = await segment.readAsync(buffer.bytes.subarray(0, wantedBytes), position);
    turns.check();
    const { bytes } = buffer;
    let at = 0;
    while (count - at >= headerSizeBytes) {
      const batchBytes = batchSizeBytes(bytes, at);
      const isWhole = batchBytes >= headerSizeBytes && position + at + batchBytes <= sizeBytes;
      if (!isWhole) throw new DamagedSegmentError(segment, position + at);
      if (batchBytes > count - at) break;
      const header = readHeader(bytes, at);
      if (header.magic !== currentMagic || !isCrcValid(bytes, header))
        throw new DamagedSegmentError(segment, position + at);
      at += batchBytes;
      const workBytes = visitor.onBatch(bytes, header, position + at === sizeBytes);
      if (visitor.isDone) return;
      if (turns.spend(batchBytes, workBytes)) await turns.pause();
    }
    visitor.onChunkEnd?.();
    if (at === 0) growFor(segment, position, buffer, count);
    position += at;
  }
}

function growFor(segment: Segment, position: number, buffer: ReadBuffer, count: number): void {
  const sizeBytes = count < headerSizeBytes ? headerSizeBytes : batchSizeBytes(buffer.bytes, 0);
  if (sizeBytes <= buffer.bytes.length) throw new DamagedSegmentError(segment, position);
  buffer.bytes = Buffer.allocUnsafeSlow(sizeBytes);
}
