/**
 * Delivers the committed part of the log to the parts above, batch by batch and in order. Recent
 * batches come from memory at once; older ones are waited for, and never overtaken.
 */
import type { PartitionLog } from '../log/partition-log.ts';
import { decodeRecords, headersOf, isControl } from '../protocol/record-batch.ts';
import type { CommittedBatch } from './types.ts';

const readBytes = 1024 * 1024;

export class CommitFeed {
  private readonly log: PartitionLog;
  private readonly deliver: (batch: CommittedBatch) => void;
  private readonly onProgress: () => void;
  private readonly onError: (error: unknown) => void;
  private nextOffset: number;
  private targetOffset = 0;
  private isRunning = false;
  private isClosed = false;
  /** Changes when a snapshot took the place of what was being read. */
  private generation = 0;
  private lastTimestampMs = -1;
  /** Delivered since the newest snapshot. */
  bytesSinceSnapshot = 0;

  constructor(
    log: PartitionLog,
    o: {
      readonly fromOffset: number;
      readonly deliver: (batch: CommittedBatch) => void;
      /** Everything committed so far has been delivered. */
      readonly onProgress: () => void;
      readonly onError: (error: unknown) => void;
    },
  ) {
    this.log = log;
    this.nextOffset = o.fromOffset;
    this.deliver = o.deliver;
    this.onProgress = o.onProgress;
    this.onError = o.onError;
  }

  /** Offset of the next record to be delivered. */
  get deliveredOffset(): number {
    return this.nextOffset;
  }

  /** Of the last delivered batch; -1 before the first. */
  get deliveredTimestampMs(): number {
    return this.lastTimestampMs;
  }

  /** Delivers up to the high watermark. */
  advanceTo(highWatermark: number): void {
    this.targetOffset = Math.max(this.targetOffset, highWatermark);
    if (!this.isRunning) this.run();
  }

  /** A snapshot was loaded in place of all records below `offset`. */
  skipTo(offset: number): void {
    this.generation++;
    this.nextOffset = offset;
    this.bytesSinceSnapshot = 0;
    this.isRunning = false;
  }

  close(): void {
    this.isClosed = true;
  }

  /** Goes on without a promise as long as the log answers at once. */
  private run(): void {
    this.isRunning = true;
    const { generation } = this;
    while (this.isCurrent(generation) && this.nextOffset < this.targetOffset) {
      const upperOffset = this.targetOffset;
      const read = this.log.read(this.nextOffset, {
        maxBytes: readBytes,
        upperOffset,
        minOneBatch: true,
      });
      if (read instanceof Promise) {
        void read.then(({ slices }) => {
          if (!this.isCurrent(generation)) return;
          this.deliverAll(slices, generation);
          this.run();
        }, this.onError);
        return;
      }
      this.deliverAll(read.slices, generation);
    }
    if (!this.isCurrent(generation)) return;
    this.isRunning = false;
    this.onProgress();
  }

  private isCurrent(generation: number): boolean {
    return !this.isClosed && generation === this.generation;
  }

  private deliverAll(slices: readonly Buffer[], generation: number): void {
    const bytes = slices.length === 1 ? slices[0] : Buffer.concat(slices);
    const before = this.nextOffset;
    for (const header of headersOf(bytes)) {
      if (!this.isCurrent(generation)) return;
      if (header.lastOffset < this.nextOffset) continue;
      const records = decodeRecords(bytes, header)
        .filter(({ offset }) => offset >= this.nextOffset)
        .map(({ offset, value }) => ({ offset, value: value ?? Buffer.alloc(0) }));
      this.nextOffset = header.lastOffset + 1;
      this.lastTimestampMs = header.maxTimestamp;
      this.bytesSinceSnapshot += header.sizeBytes;
      this.deliver({
        baseOffset: header.baseOffset,
        epoch: header.leaderEpoch,
        timestampMs: header.maxTimestamp,
        isControl: isControl(header.attributes),
        records,
      });
    }
    if (this.isCurrent(generation) && this.nextOffset === before)
      throw new Error(`no batch at offset ${before} of the metadata log`);
  }
}
