/** The log of one partition: segments, epochs, producers; append, read, truncate, delete. */
import type { TopicConfig } from '../config.ts';
import { DiskError, type Env } from '../env/env.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import { type BatchHeader, isCrcValid } from '../protocol/record-batch.ts';
import type { Uuid } from '../protocol/types.ts';
import { type AssignedBatches, duplicateInfo, prepareAppend } from './append.ts';
import { readHeaders } from './batch-scan.ts';
import { LeaderEpochs } from './leader-epochs.ts';
import { LogFlush } from './log-flush.ts';
import { LogProducers } from './log-producers.ts';
import { emptyRead, type LogRead, type ReadOptions, readSegments } from './log-reads.ts';
import { recoverLog } from './log-recovery.ts';
import type { Origin, ProducerEntry } from './producer-states.ts';
import { countExpired } from './retention.ts';
import { SegmentList } from './segment-list.ts';
import type { Segment } from './segment.ts';
import type { SlabPool } from './slabs.ts';
import type { PartitionTail } from './tail-cache.ts';
import { findFirstSince, findYoungest, type TimestampedOffset } from './timestamp-lookup.ts';
import type { AbortedTxn } from './txn-index.ts';
import type { AppendInfo, LogContents, PartitionLogOptions } from './types.ts';

export type { LogRead, ReadOptions } from './log-reads.ts';
export type { AppendInfo, PartitionLogOptions } from './types.ts';

export class PartitionLog {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: Uuid;
  readonly dir: string;
  config: TopicConfig;
  /** How far the cleaner has come; -1 when that is not known. Falls with a truncation. */
  cleanedOffset = -1;
  private readonly env: Env;
  private readonly onFailure: (error: DiskError) => void;
  private readonly tail: PartitionTail;
  private readonly pool: SlabPool;
  private readonly epochs: LeaderEpochs;
  private readonly producers: LogProducers;
  private readonly segments: SegmentList;
  private startOffset: number;
  private endOffset: number;
  private watermark: number;
  private readonly flushed: LogFlush;
  private isClosed = false;

  /** Recovers, synchronously, what the folder holds. Throws DiskError. */
  static open(env: Env, options: PartitionLogOptions): PartitionLog {
    return new PartitionLog(env, options);
  }

  private constructor(env: Env, options: PartitionLogOptions) {
    const { dir, broker } = options;
    this.env = env;
    this.topic = options.topic;
    this.partition = options.partition;
    this.topicId = options.topicId;
    this.dir = dir;
    this.config = options.config;
    this.onFailure = options.onFailure;
    this.tail = options.cache.tail();
    this.pool = options.cache.pool;
    this.epochs = new LeaderEpochs(env.disk, `${dir}/leader-epoch-checkpoint`);
    this.segments = new SegmentList(env, options.files, dir);
    this.producers = new LogProducers(env, dir, this.segments, broker.producerIdExpirationMs);
    const input = {
      ...options,
      name: this.name,
      indexIntervalBytes: options.config.indexIntervalBytes,
    };
    const { segments, epochs, producers } = this;
    const recovered = recoverLog(env, input, { segments, epochs, aborted: producers.aborted });
    this.startOffset = recovered.logStartOffset;
    this.endOffset = recovered.logEndOffset;
    this.watermark = this.startOffset;
    this.flushed = new LogFlush(
      env,
      { segments, epochs, producers, log: this },
      {
        dir,
        recoveryPoint: recovered.recoveryPoint,
        flushBytes: broker.rivuletLogFlushBytes,
        onFailure: options.onFailure,
        onRecoveryPoint: options.onRecoveryPoint,
      },
    );
    producers.load(recovered, recovered.trustedOffset, options.isCleanShutdown);
  }

  get logStartOffset(): number {
    return this.startOffset;
  }

  get logEndOffset(): number {
    return this.endOffset;
  }

  get highWatermark(): number {
    return this.watermark;
  }

  /** Below it nothing has to be recovered after a crash. */
  get recoveryPoint(): number {
    return this.flushed.recoveryPoint;
  }

  get latestEpoch(): number {
    return this.epochs.latest;
  }

  get sizeBytes(): number {
    return this.segments.sizeBytes;
  }

  /** What the cleaner reads. `version` changes when that may have been cut. */
  get contents(): LogContents {
    const { segments, producers, isClosed } = this;
    const { cutCount: version } = this.flushed;
    return { segments, producers, isClosed, version };
  }

  /** Never above the log end; it may fall with a truncation. */
  setHighWatermark(offset: number): void {
    this.watermark = Math.max(this.startOffset, Math.min(offset, this.endOffset));
    this.producers.states.highWatermarkAt(this.watermark);
  }

  /** First offset of the oldest transaction that is not decided below the high watermark. */
  firstUnstableOffset(): number | undefined {
    const offset = this.producers.states.firstUnstableOffset();
    return offset === undefined ? undefined : Math.max(offset, this.startOffset);
  }

  lastStableOffset(): number {
    return Math.min(this.watermark, this.firstUnstableOffset() ?? this.watermark);
  }

  /**
   * Appends one batch of a client, or one or more of a coordinator or the quorum, giving them
   * offsets and epoch in place. Throws KafkaError for what the protocol refuses, DiskError.
   */
  appendAsLeader(batches: Buffer, leaderEpoch: number, origin: Origin): AppendInfo {
    this.requireOpen();
    const assigned = prepareAppend(batches, origin, {
      name: this.name,
      config: this.config,
      nowMs: this.env.clock.nowMs(),
      endOffset: this.endOffset,
      leaderEpoch,
      producers: this.producers.states,
    });
    if ('duplicate' in assigned)
      return duplicateInfo(assigned.duplicate, this.startOffset, this.latestEpoch);
    return this.write(assigned);
  }

  /**
   * Appends whole batches as fetched from the leader. Offsets may skip what compaction removed;
   * they must not go back. Throws KafkaError(corruptMessage) and takes nothing up.
   */
  appendAsFollower(batches: Buffer): AppendInfo {
    this.requireOpen();
    const headers = readHeaders(batches);
    const last = headers.at(-1);
    if (!last) throw new KafkaError(errors.corruptMessage, 'no whole batch was fetched');
    const isAcross = this.isAcrossStart(headers[0]);
    let expected = isAcross ? headers[0].baseOffset : this.endOffset;
    for (const header of headers) {
      const isOrdered = header.baseOffset >= expected && header.lastOffset >= header.baseOffset;
      if (!isOrdered || !isCrcValid(batches, header)) {
        throw new KafkaError(
          errors.corruptMessage,
          `${this.name}: the batch fetched at ${header.baseOffset} is damaged or out of place`,
        );
      }
      expected = header.lastOffset + 1;
    }
    if (isAcross) this.guard(() => this.restartAt(headers[0].baseOffset));
    const bytes = batches.subarray(0, last.position + last.sizeBytes);
    return this.write({ bytes, headers, logAppendTimeMs: -1 });
  }

  /** Batches from the one that holds `fromOffset`. Throws KafkaError(offsetOutOfRange). */
  read(fromOffset: number, options: ReadOptions): LogRead | Promise<LogRead> {
    this.requireOpen();
    if (fromOffset < this.startOffset || fromOffset > this.endOffset)
      throw new KafkaError(errors.offsetOutOfRange);
    if (fromOffset >= options.upperOffset || fromOffset === this.endOffset)
      return emptyRead(fromOffset);
    if (this.tail.has(fromOffset)) return this.tail.read(fromOffset, options);
    return readSegments(this.segments, fromOffset, options, this.pool);
  }

  /** Aborted transactions that a reader of [fromOffset, toOffset) has to know, by first offset. */
  abortedTransactions(
    fromOffset: number,
    toOffset: number,
  ): { producerId: number; firstOffset: number }[] {
    return this.producers.aborted.overlapping(fromOffset, toOffset);
  }

  endOffsetForEpoch(epoch: number): { epoch: number; endOffset: number } {
    return this.epochs.endOffsetFor(epoch, this.endOffset);
  }

  epochStart(epoch: number): number | undefined {
    return this.epochs.startOf(epoch);
  }

  /** The leader of `epoch` begins at `offset`. */
  assignEpochStart(epoch: number, offset: number): void {
    this.epochs.assign(epoch, offset);
  }

  /** Epoch of the record at `offset`, -1 when unknown. */
  epochForOffset(offset: number): number {
    return this.epochs.epochAt(offset);
  }

  /** The first record since `target`, or for -3 the first of the youngest, below `upperOffset`. */
  async offsetForTimestamp(
    target: number,
    upperOffset: number,
  ): Promise<TimestampedOffset | undefined> {
    this.requireOpen();
    const range = { logStartOffset: this.startOffset, upperOffset };
    return target >= 0
      ? findFirstSince(this.segments.all, target, range)
      : findYoungest(this.segments.all, range);
  }

  /** Removes all batches that reach `offset`; the log then ends there or where the first began. */
  truncateTo(offset: number): void {
    this.requireOpen();
    if (offset >= this.endOffset) {
      // A leader that appended nothing has noted its epoch at the end; nobody else knows it.
      this.epochs.truncateEnd(this.endOffset);
      return;
    }
    if (offset < this.startOffset) return this.truncateFullyAndStartAt(offset);
    this.guard(() => {
      this.segments.removeFrom(offset);
      this.endOffset = Math.max(this.segments.active.truncateTo(offset), this.startOffset);
      this.epochs.truncateEnd(this.endOffset);
      this.afterTruncation();
    });
  }

  /** Empties the log; the next offset is `offset`. */
  truncateFullyAndStartAt(offset: number): void {
    this.requireOpen();
    this.guard(() => {
      this.startOffset = offset;
      this.restartAt(offset);
      this.epochs.clear();
      this.afterTruncation();
    });
  }

  /** Records below `offset` are deleted; whole segments below it go at once. */
  incrementLogStartOffset(offset: number): void {
    if (offset <= this.startOffset) return;
    this.requireOpen();
    if (offset > this.endOffset)
      throw new Error(`${this.name}: start ${offset} beyond the end ${this.endOffset}`);
    this.startOffset = offset;
    this.watermark = Math.max(this.watermark, offset);
    this.guard(() => {
      while (this.segments.all.length > 1 && this.segments.all[1].baseOffset <= offset)
        this.segments.removeFirst();
    });
    this.afterStartMoved();
  }

  updateConfig(config: TopicConfig): void {
    this.config = config;
  }

  /** Brings everything appended before the call to the device. Rejects with DiskError. */
  async flush(): Promise<void> {
    if (this.flushed.isDirty) await this.flushed.all();
  }

  /** Whether flush.ms asks for a flush now. */
  isFlushDue(nowMs: number): boolean {
    return this.flushed.isDue(nowMs);
  }

  /** In order: everything reaches the device, and nothing has to be recovered at the next start. */
  close(isClean: boolean): void {
    if (this.isClosed) return;
    if (isClean) {
      const { active } = this.segments;
      this.flushed.now();
      if (active.sizeBytes > 0) active.seal();
      this.epochs.save();
      if (this.endOffset > this.startOffset) this.producers.takeSnapshot(this.endOffset);
    }
    this.isClosed = true;
    this.flushed.close();
    for (const segment of this.segments.all) segment.close();
    this.tail.clear();
  }

  /** Deletes segments by age and size; returns how many. */
  applyRetention(nowMs: number): number {
    if (this.isClosed) return 0;
    const { watermark, startOffset: logStartOffset, endOffset, config } = this;
    const input = { config, nowMs, watermark, logStartOffset, endOffset };
    const count = countExpired(this.segments, input);
    if (count === 0) return 0;
    this.guard(() => {
      if (count === this.segments.all.length) this.roll(this.endOffset);
      for (let index = 0; index < count; index++) this.segments.removeFirst();
    });
    this.startOffset = Math.max(this.startOffset, this.segments.all[0].baseOffset);
    this.afterStartMoved();
    return count;
  }

  /** A cleaned segment takes the place of those it was made from, with its aborted transactions. */
  replaceSegments(cleaned: Segment, run: readonly Segment[], aborted: AbortedTxn[]): void {
    this.requireOpen();
    const { segments, producers } = this;
    const last = segments.all.indexOf(run[run.length - 1]);
    const endOffset = segments.endOf(last, this.endOffset);
    this.guard(() => segments.replace(run, cleaned));
    producers.aborted.replaceRows(cleaned.baseOffset, endOffset, aborted);
    this.tail.dropBefore(endOffset);
  }

  /** What is written next goes into a new segment; the one so far can be replaced then. */
  rollNow(): void {
    this.requireOpen();
    if (this.segments.active.sizeBytes > 0) this.guard(() => this.roll(this.endOffset));
  }

  /** `expirationMs`: when it has changed since the log was opened. */
  expireProducers(nowMs: number, expirationMs?: number): void {
    this.producers.expire(nowMs, expirationMs);
  }

  activeProducers(): ProducerEntry[] {
    return this.producers.states.values();
  }

  private get name(): string {
    return `${this.topic}-${this.partition}`;
  }

  /** Batches become part of the log; runs that fit one segment are one write. */
  private write({ bytes, headers, logAppendTimeMs }: AssignedBatches): AppendInfo {
    const [first] = headers;
    const last = headers[headers.length - 1];
    let recordCount = 0;
    let maxTimestamp = -1;
    this.guard(() => {
      let runStart = 0;
      let pendingBytes = 0;
      for (let index = 0; index < headers.length; index++) {
        const header = headers[index];
        if (this.segments.mustRoll(header, pendingBytes, this.config)) {
          if (pendingBytes > 0) this.writeRun(bytes, headers, runStart, index);
          this.roll(header.baseOffset);
          runStart = index;
          pendingBytes = 0;
        }
        pendingBytes += header.sizeBytes;
        recordCount += header.recordCount;
        if (header.maxTimestamp > maxTimestamp) maxTimestamp = header.maxTimestamp;
      }
      this.writeRun(bytes, headers, runStart, headers.length);
      this.flushed.appended();
    });
    return {
      firstOffset: first.baseOffset,
      lastOffset: last.lastOffset,
      maxTimestamp,
      logAppendTimeMs,
      logStartOffset: this.startOffset,
      recordCount,
      sizeBytes: bytes.length,
      isDuplicate: false,
      lastLeaderEpoch: last.leaderEpoch,
    };
  }

  private writeRun(bytes: Buffer, headers: readonly BatchHeader[], from: number, to: number): void {
    const first = headers[from];
    const last = headers[to - 1];
    const end = last.position + last.sizeBytes;
    const run =
      first.position === 0 && end === bytes.length ? bytes : bytes.subarray(first.position, end);
    this.segments.active.append(run, headers, from, to, this.config.indexIntervalBytes);
    for (let index = from; index < to; index++) {
      const header = headers[index];
      if (header.leaderEpoch > this.epochs.latest)
        this.epochs.assign(header.leaderEpoch, header.baseOffset);
      if (header.producerId >= 0) this.producers.record(bytes, header);
    }
    this.tail.add(first.baseOffset, last.lastOffset, run);
    this.endOffset = last.lastOffset + 1;
    this.epochs.save();
  }

  private roll(baseOffset: number): void {
    const { active } = this.segments;
    if (active.sizeBytes === 0) {
      // Its offsets are too far away to be written relative to its start.
      this.segments.removeFrom(active.baseOffset);
      if (this.segments.active === active) this.segments.removeAll();
      this.segments.add(baseOffset);
      return;
    }
    active.seal();
    this.endOffset = baseOffset;
    this.producers.takeSnapshot(baseOffset);
    this.segments.add(baseOffset).create();
    // Even when all was flushed already: the indexes were not.
    this.flushed.all().catch(() => undefined);
  }

  /**
   * A leader whose log starts within a batch (DeleteRecords) gives that whole batch to a replica
   * that is empty at this start: the replica's files then begin below its start.
   */
  private isAcrossStart(first: BatchHeader): boolean {
    const { endOffset } = this;
    if (endOffset !== this.startOffset) return false;
    return first.baseOffset < endOffset && first.lastOffset >= endOffset;
  }

  private restartAt(offset: number): void {
    this.segments.removeAll();
    this.segments.add(offset).create();
    this.endOffset = offset;
    this.lowerRecoveryPoint();
  }

  /** What follows is not on the device; nor may the checkpoint of this point say so. */
  private lowerRecoveryPoint(): void {
    this.cleanedOffset = Math.min(this.cleanedOffset, this.endOffset);
    this.flushed.cut();
  }

  private afterTruncation(): void {
    this.lowerRecoveryPoint();
    this.tail.clear();
    this.watermark = Math.max(this.startOffset, Math.min(this.watermark, this.endOffset));
    this.producers.truncate(this);
    this.producers.states.highWatermarkAt(this.watermark);
  }

  private afterStartMoved(): void {
    this.epochs.truncateStart(this.startOffset);
    this.producers.aborted.truncateStart(this.startOffset);
  }

  /** Refuses calls that overtook a deletion. */
  private requireOpen(): void {
    if (this.isClosed) throw new KafkaError(errors.notLeaderOrFollower, `${this.name} is closed`);
  }

  private guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (error instanceof DiskError) this.onFailure(error);
      throw error;
    }
  }
}
