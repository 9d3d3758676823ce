/** Walks over the batches in a segment's file: by header only, or whole with a check of each. */
import {
  at,
  type BatchHeader,
  batchSizeBytes,
  currentMagic,
  headerSizeBytes,
  isCrcValid,
  readHeader,
} from '../protocol/record-batch.ts';
import type { LogFiles } from './log-files.ts';

/** What is scanned; a Segment is one. */
export type Scanned = {
  readonly files: LogFiles;
  readonly sizeBytes: number;
  read(target: Buffer, position: number): number;
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const scanChunkBytes = 1024 * 1024;
/** Enough for what lies between two index entries. */
const firstReadBytes = 8 * 1024;

/**
 * Reads headers from `position` on until one is wanted; positions in headers are those in the
 * file. The visitor must not start another scan.
 */
export function scanHeaders(
  segment: Scanned,
  position: number,
  isWanted: (header: BatchHeader) => boolean,
): BatchHeader | undefined {
  const { scratch } = segment.files;
  let readBytes = firstReadBytes;
  let chunkAt = position;
  let chunkEnd = position;
  while (position + headerSizeBytes <= segment.sizeBytes) {
    if (position + headerSizeBytes > chunkEnd) {
      const wantedBytes = Math.min(readBytes, segment.sizeBytes - position);
      readBytes = scratch.length;
      chunkAt = position;
      chunkEnd = position + segment.read(scratch.subarray(0, wantedBytes), position);
      if (chunkEnd - position < headerSizeBytes) return undefined;
    }
    const header: Writable<BatchHeader> = readHeader(scratch, position - chunkAt);
    header.position = position;
    const isWhole =
      header.sizeBytes >= headerSizeBytes && position + header.sizeBytes <= segment.sizeBytes;
    if (!isWhole) return undefined;
    if (isWanted(header)) return header;
    position += header.sizeBytes;
  }
  return undefined;
}

/**
 * Visits every batch from `from` on by its header, as long as format, length and offsets are what
 * they have to be; returns the position behind the last one.
 */
export function walkBatches(
  segment: Scanned,
  visit: (header: BatchHeader, position: number) => void,
  from = 0,
): number {
  let nextOffset = 0;
  let end = from;
  scanHeaders(segment, from, (header) => {
    if (!isOrdered(header, nextOffset)) return true;
    visit(header, header.position);
    nextOffset = header.lastOffset + 1;
    end = header.position + header.sizeBytes;
    return false;
  });
  return end;
}

const isOrdered = (header: BatchHeader, nextOffset: number): boolean =>
  header.magic === currentMagic &&
  header.baseOffset >= nextOffset &&
  header.lastOffset >= header.baseOffset;

/**
 * Visits every batch from `from` on, checking length, format, CRC and that offsets grow; returns
 * the position of the first byte that is not part of a sound batch.
 */
export function scanBatches(
  segment: Scanned,
  visit: (header: BatchHeader, position: number) => void,
  from = 0,
): number {
  let chunk = Buffer.allocUnsafe(Math.min(scanChunkBytes, segment.sizeBytes - from));
  let chunkAt = from;
  let nextOffset = 0;
  while (chunkAt + headerSizeBytes <= segment.sizeBytes) {
    const count = segment.read(chunk, chunkAt);
    let position = 0;
    let neededBytes = headerSizeBytes;
    for (;;) {
      if (count - position < at.magic) break;
      const sizeBytes = batchSizeBytes(chunk, position);
      if (sizeBytes < headerSizeBytes || chunkAt + position + sizeBytes > segment.sizeBytes)
        return chunkAt + position;
      if (position + sizeBytes > count) {
        neededBytes = sizeBytes;
        break;
      }
      const header = readHeader(chunk, position);
      if (!isOrdered(header, nextOffset) || !isCrcValid(chunk, header)) return chunkAt + position;
      visit(header, chunkAt + position);
      nextOffset = header.lastOffset + 1;
      position += sizeBytes;
    }
    if (count === 0) return chunkAt;
    if (neededBytes > chunk.length) chunk = Buffer.allocUnsafe(neededBytes);
    else if (position === 0 && count < chunk.length) return chunkAt;
    chunkAt += position;
  }
  return chunkAt;
}
