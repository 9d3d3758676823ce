/** One segment: the log file and its indexes, named by the offset of its first record. */
import type { DiskFile, Env } from '../env/env.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import {
  type BatchHeader,
  batchSizeBytes,
  headerSizeBytes,
  isCrcValid,
  readHeader,
} from '../protocol/record-batch.ts';
import { OffsetIndex, TimeIndex } from './segment-index.ts';

export const offsetName = (offset: number): string => String(offset).padStart(20, '0');

const scanChunkBytes = 1024 * 1024;

export class Segment {
  readonly baseOffset: number;
  private readonly env: Env;
  private dir: string;
  private opened: DiskFile | undefined;
  private indexes: { offset: OffsetIndex; time: TimeIndex } | undefined;
  private size: number;
  /** Bytes since the last index entry. */
  private unindexedBytes = 0;
  private maxTimestamp = -1;
  private maxTimestampOffset = -1;
  /** Timestamp of the first batch, or the time of creation; for segment.ms. */
  createdMs: number;

  constructor(env: Env, dir: string, baseOffset: number) {
    this.env = env;
    this.dir = dir;
    this.baseOffset = baseOffset;
    this.size = env.disk.stat(this.path('.log'))?.sizeBytes ?? 0;
    this.createdMs = env.clock.nowMs();
  }

  get sizeBytes(): number {
    return this.size;
  }

  get largestTimestampMs(): number {
    if (this.maxTimestamp >= 0) return this.maxTimestamp;
    return this.index.time.last().timestampMs;
  }

  get modifiedMs(): number {
    return this.env.disk.stat(this.path('.log'))?.modifiedMs ?? this.createdMs;
  }

  get index(): { offset: OffsetIndex; time: TimeIndex } {
    this.indexes ??= {
      offset: new OffsetIndex(this.env.disk, this.path('.index'), this.baseOffset),
      time: new TimeIndex(this.env.disk, this.path('.timeindex'), this.baseOffset),
    };
    return this.indexes;
  }

  append(
    chunks: readonly Buffer[],
    sizeBytes: number,
    first: BatchHeader,
    lastOffset: number,
    indexIntervalBytes: number,
  ): void {
    if (this.size === 0 && first.maxTimestamp >= 0) this.createdMs = first.maxTimestamp;
    const position = this.size;
    this.file().append(chunks);
    this.size += sizeBytes;
    this.note(first.maxTimestamp, lastOffset);
    if (this.unindexedBytes > indexIntervalBytes) {
      this.index.offset.append(lastOffset, position);
      this.index.time.maybeAppend(this.maxTimestamp, this.maxTimestampOffset);
      this.unindexedBytes = 0;
    }
    this.unindexedBytes += sizeBytes;
  }

  note(timestampMs: number, offset: number): void {
    if (timestampMs <= this.maxTimestamp) return;
    this.maxTimestamp = timestampMs;
    this.maxTimestampOffset = offset;
  }

  read(target: Buffer, position: number): number {
    return this.file().readSync(target, position);
  }

  readAsync(target: Buffer, position: number): Promise<number> {
    return this.file().read(target, position);
  }

  /** Header of the batch that holds `offset`, or of the next one; undefined at the end. */
  find(offset: number): BatchHeader | undefined {
    return this.scanHeaders(
      this.index.offset.positionFor(offset),
      (header) => header.lastOffset >= offset,
    );
  }

  /** Reads headers only, from `position`, until one is wanted. */
  scanHeaders(
    position: number,
    isWanted: (header: BatchHeader) => boolean,
  ): BatchHeader | undefined {
    const chunk = Buffer.allocUnsafe(
      Math.min(64 * 1024, Math.max(headerSizeBytes, this.size - position)),
    );
    let chunkAt = position;
    let chunkEnd = position;
    while (position + headerSizeBytes <= this.size) {
      if (position + headerSizeBytes > chunkEnd) {
        chunkAt = position;
        chunkEnd = position + this.read(chunk, position);
        if (chunkEnd - position < headerSizeBytes) return undefined;
      }
      const header = { ...readHeader(chunk, position - chunkAt), position };
      if (header.sizeBytes < headerSizeBytes) return undefined;
      if (isWanted(header)) return header;
      position += header.sizeBytes;
    }
    return undefined;
  }

  /** Visits every batch whole, checking length and CRC; returns the position of the first bad byte. */
  scanBatches(visit: (header: BatchHeader, bytes: Buffer) => void): number {
    let position = 0;
    let chunk = Buffer.allocUnsafe(Math.min(scanChunkBytes, this.size));
    while (position + headerSizeBytes <= this.size) {
      let count = this.read(chunk, position);
      let at = 0;
      for (;;) {
        const sizeBytes = batchSizeBytes(chunk.subarray(0, count), at);
        if (sizeBytes < 0 || at + sizeBytes > count) {
          if (
            sizeBytes >= 0 &&
            (sizeBytes < headerSizeBytes || position + at + sizeBytes > this.size)
          )
            return position + at;
          if (at === 0 && sizeBytes > chunk.length) chunk = Buffer.allocUnsafe(sizeBytes);
          else if (at === 0 && sizeBytes < 0) return position;
          break;
        }
        if (sizeBytes < headerSizeBytes) return position + at;
        const header = readHeader(chunk, at);
        if (header.magic !== 2 || !isCrcValid(chunk, header)) return position + at;
        visit({ ...header, position: position + at }, chunk.subarray(at, at + sizeBytes));
        at += sizeBytes;
      }
      position += at;
      count = 0;
    }
    return position;
  }

  /** Builds both indexes again while visiting all batches; cuts a torn or damaged tail. */
  recover(indexIntervalBytes: number, visit: (header: BatchHeader, bytes: Buffer) => void): number {
    this.index.offset.truncateTo(this.baseOffset);
    this.index.time.truncateTo(this.baseOffset);
    this.maxTimestamp = -1;
    this.unindexedBytes = 0;
    const validBytes = this.scanBatches((header, bytes) => {
      this.note(header.maxTimestamp, header.lastOffset);
      if (this.unindexedBytes > indexIntervalBytes) {
        this.index.offset.append(header.lastOffset, header.position);
        this.index.time.maybeAppend(this.maxTimestamp, this.maxTimestampOffset);
        this.unindexedBytes = 0;
      }
      this.unindexedBytes += header.sizeBytes;
      visit(header, bytes);
    });
    const cutBytes = this.size - validBytes;
    if (cutBytes > 0) this.cut(validBytes);
    return cutBytes;
  }

  /** Removes everything from `offset` on. */
  truncateTo(offset: number): void {
    const header = this.find(offset);
    if (header) this.cut(header.position);
    this.index.offset.truncateTo(offset);
    this.index.time.truncateTo(offset);
    const last = this.index.time.last();
    this.maxTimestamp = last.timestampMs;
    this.maxTimestampOffset = last.offset;
    this.unindexedBytes = 0;
  }

  /** The last time entry is due when a segment is closed for writing. */
  seal(): void {
    this.index.time.maybeAppend(this.maxTimestamp, this.maxTimestampOffset);
    this.index.offset.flush();
    this.index.time.flush();
  }

  flush(): Promise<void> {
    return this.opened ? this.opened.sync() : Promise.resolve();
  }

  flushNow(): void {
    this.opened?.syncNow();
  }

  close(): void {
    this.opened?.close();
    this.opened = undefined;
  }

  /** Missing or insane indexes have to be rebuilt. */
  hasSaneIndexes(): boolean {
    const { disk } = this.env;
    if (!disk.stat(this.path('.index')) || !disk.stat(this.path('.timeindex')))
      return this.size === 0;
    return this.index.offset.isSane(this.size) && this.index.time.isSane();
  }

  /** Marks the files deleted, closes them and unlinks them: in this order it works on Windows too. */
  remove(): void {
    this.close();
    for (const suffix of ['.log', '.index', '.timeindex', '.txnindex']) {
      const path = this.path(suffix);
      if (!this.env.disk.stat(path)) continue;
      this.env.disk.rename(path, `${path}.deleted`);
      this.env.disk.remove(`${path}.deleted`);
    }
    this.env.disk.remove(this.path('.snapshot'));
  }

  moveTo(dir: string): void {
    this.close();
    this.indexes = undefined;
    this.dir = dir;
  }

  private cut(sizeBytes: number): void {
    this.file().truncate(sizeBytes);
    this.size = sizeBytes;
  }

  private file(): DiskFile {
    this.opened ??= this.env.disk.open(this.path('.log'), { create: true });
    return this.opened;
  }

  private path(suffix: string): string {
    return `${this.dir}/${offsetName(this.baseOffset)}${suffix}`;
  }

  /** Whole batches from `position` on, up to about `maxBytes`. */
  assertReadable(position: number): void {
    if (position > this.size) throw new KafkaError(errors.offsetOutOfRange);
  }
}
