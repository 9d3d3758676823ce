/** The log of one partition: segments, epochs, producers; append, read, truncate, delete. */
import type { BrokerConfig, TopicConfig } from '../config.ts';
import type { Env } from '../env/env.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import {
  assignOffsetAndEpoch,
  at,
  type BatchHeader,
  batchSizeBytes,
  codecOf,
  decodeRecords,
  headerSizeBytes,
  headersOf,
  isControl,
  isCrcValid,
  readHeader,
  stampAppendTime,
} from '../protocol/record-batch.ts';
import { decompress } from '../protocol/compression.ts';
import type { Uuid } from '../protocol/types.ts';
import { LeaderEpochs } from './leader-epochs.ts';
import { type AbortedTxn, ProducerStates } from './producer-states.ts';
import { offsetName, Segment } from './segment.ts';
import type { PartitionTail, TailCache } from './tail-cache.ts';
import { validateClientBatch } from './validation.ts';

export type AppendInfo = {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly maxTimestamp: number;
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  readonly recordCount: number;
  readonly sizeBytes: number;
  readonly isDuplicate: boolean;
  readonly lastLeaderEpoch: number;
};

export type LogRead = {
  readonly slices: Buffer[];
  readonly sizeBytes: number;
  readonly nextOffset: number;
};

export type ReadOptions = {
  readonly maxBytes: number;
  readonly upperOffset: number;
  readonly minOneBatch: boolean;
};

export type PartitionLogOptions = {
  readonly dir: string;
  readonly topic: string;
  readonly partition: number;
  readonly topicId: Uuid;
  readonly config: TopicConfig;
  readonly broker: BrokerConfig;
  readonly cache: TailCache;
  readonly recoveryPoint: number;
  readonly logStartOffset: number;
  readonly isCleanShutdown: boolean;
};

const warmReadBytes = 1024 * 1024;

export class PartitionLog {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: Uuid;
  dir: string;
  config: TopicConfig;
  highWatermark: number;
  recoveryPoint: number;
  private readonly env: Env;
  private readonly broker: BrokerConfig;
  private readonly tail: PartitionTail;
  private readonly epochs: LeaderEpochs;
  private readonly producers = new ProducerStates();
  private segments: Segment[] = [];
  private aborted: AbortedTxn[] = [];
  private startOffset: number;
  private endOffset = 0;

  static open(env: Env, options: PartitionLogOptions): PartitionLog {
    return new PartitionLog(env, options);
  }

  private constructor(env: Env, options: PartitionLogOptions) {
    this.env = env;
    this.topic = options.topic;
    this.partition = options.partition;
    this.topicId = options.topicId;
    this.dir = options.dir;
    this.config = options.config;
    this.broker = options.broker;
    this.tail = options.cache.tail();
    this.startOffset = options.logStartOffset;
    this.recoveryPoint = options.recoveryPoint;
    env.disk.makeDirectory(this.dir);
    this.epochs = new LeaderEpochs(env.disk, `${this.dir}/leader-epoch-checkpoint`);
    this.load(options.isCleanShutdown);
    this.highWatermark = this.startOffset;
  }

  get logStartOffset(): number {
    return this.startOffset;
  }

  get logEndOffset(): number {
    return this.endOffset;
  }

  get latestEpoch(): number {
    return this.epochs.latest;
  }

  get sizeBytes(): number {
    let sizeBytes = 0;
    for (const segment of this.segments) sizeBytes += segment.sizeBytes;
    return sizeBytes;
  }

  /** Never above the log end; it may fall with a truncation. */
  setHighWatermark(offset: number): void {
    this.highWatermark = Math.max(this.startOffset, Math.min(offset, this.endOffset));
  }

  firstUnstableOffset(): number | undefined {
    return this.producers.firstUnstableOffset();
  }

  lastStableOffset(): number {
    return Math.min(this.highWatermark, this.producers.firstUnstableOffset() ?? this.highWatermark);
  }

  appendAsLeader(
    batches: Buffer,
    leaderEpoch: number,
    origin: 'client' | 'coordinator' | 'raft',
  ): AppendInfo {
    const headers = origin === 'client' ? [this.admit(batches)] : [...headersOf(batches)];
    const first = headers[0];
    if (!first) throw new KafkaError(errors.invalidRecord, 'no whole batch was given');
    if (first.producerId >= 0) {
      const known = this.producers.findDuplicate(first);
      if (known) return this.duplicateInfo(known.firstOffset, known.lastOffset, known.timestampMs);
      this.producers.check(first);
    }
    const isAppendTime =
      this.config.messageTimestampType === 'LogAppendTime' && origin === 'client';
    const nowMs = isAppendTime ? this.env.clock.nowMs() : -1;
    let nextOffset = this.endOffset;
    const assigned = headers.map((header) => {
      assignOffsetAndEpoch(batches, header.position, nextOffset, leaderEpoch);
      if (isAppendTime) stampAppendTime(batches, header, nowMs);
      nextOffset += header.lastOffset - header.baseOffset + 1;
      return readHeader(batches, header.position);
    });
    return this.write(batches, assigned, nowMs);
  }

  appendAsFollower(batches: Buffer): AppendInfo {
    const headers = [...headersOf(batches)];
    let expected = this.endOffset;
    for (const header of headers) {
      if (!isCrcValid(batches, header)) throw new KafkaError(errors.corruptMessage);
      if (header.baseOffset < expected)
        throw new Error(`${this.name}: offset ${header.baseOffset} below ${expected}`);
      expected = header.lastOffset + 1;
    }
    const last = headers.at(-1);
    if (!last) throw new KafkaError(errors.corruptMessage, 'no whole batch was fetched');
    return this.write(batches.subarray(0, last.position + last.sizeBytes), headers, -1);
  }

  read(fromOffset: number, options: ReadOptions): LogRead | Promise<LogRead> {
    if (fromOffset < this.startOffset || fromOffset > this.endOffset)
      throw new KafkaError(errors.offsetOutOfRange);
    if (fromOffset >= Math.min(options.upperOffset, this.endOffset)) {
      return { slices: [], sizeBytes: 0, nextOffset: fromOffset };
    }
    return this.tail.has(fromOffset)
      ? this.readCached(fromOffset, options)
      : this.readFile(fromOffset, options);
  }

  abortedTransactions(
    fromOffset: number,
    toOffset: number,
  ): { producerId: number; firstOffset: number }[] {
    return this.aborted
      .filter((entry) => entry.lastOffset >= fromOffset && entry.firstOffset < toOffset)
      .sort((a, b) => a.firstOffset - b.firstOffset)
      .map(({ producerId, firstOffset }) => ({ producerId, firstOffset }));
  }

  endOffsetForEpoch(epoch: number): { epoch: number; endOffset: number } {
    return this.epochs.endOffsetFor(epoch, this.endOffset);
  }

  epochStart(epoch: number): number | undefined {
    return this.epochs.startOf(epoch);
  }

  assignEpochStart(epoch: number, offset: number): void {
    this.epochs.assign(epoch, offset);
  }

  epochForOffset(offset: number): number {
    return this.epochs.epochAt(offset);
  }

  async offsetForTimestamp(
    target: number,
    upperOffset: number,
  ): Promise<{ offset: number; timestampMs: number; leaderEpoch: number } | undefined> {
    let best: { offset: number; timestampMs: number; leaderEpoch: number } | undefined;
    for (const segment of this.segments) {
      if (target >= 0 && segment.largestTimestampMs < target) continue;
      const startAt = target >= 0 ? segment.index.time.offsetBefore(target) : segment.baseOffset;
      let position =
        segment.find(Math.max(startAt, this.startOffset))?.position ?? segment.sizeBytes;
      while (position < segment.sizeBytes) {
        const header = segment.scanHeaders(position, (candidate) =>
          target >= 0
            ? candidate.maxTimestamp >= target
            : candidate.maxTimestamp > (best?.timestampMs ?? -1),
        );
        if (!header || header.baseOffset >= upperOffset) break;
        const found = this.recordsAt(segment, header)
          .filter((record) => record.offset >= this.startOffset && record.offset < upperOffset)
          .filter((record) =>
            target >= 0 ? record.timestampMs >= target : record.timestampMs === header.maxTimestamp,
          )[0];
        if (found) {
          best = {
            offset: found.offset,
            timestampMs: found.timestampMs,
            leaderEpoch: header.leaderEpoch,
          };
          if (target >= 0) return best;
        }
        position = header.position + header.sizeBytes;
      }
    }
    return best;
  }

  truncateTo(offset: number): void {
    if (offset >= this.endOffset) {
      // A leader that appended nothing has noted its epoch at the end; nobody else knows it.
      this.epochs.truncateEnd(this.endOffset);
      return;
    }
    if (offset < this.startOffset) return this.truncateFullyAndStartAt(offset);
    while (this.segments.length > 1 && this.active.baseOffset >= offset)
      this.segments.pop()?.remove();
    this.active.truncateTo(offset);
    this.endOffset = offset;
    this.afterTruncation();
  }

  truncateFullyAndStartAt(offset: number): void {
    for (const segment of this.segments) segment.remove();
    this.segments = [new Segment(this.env, this.dir, offset)];
    this.startOffset = offset;
    this.endOffset = offset;
    this.epochs.clear();
    this.afterTruncation();
  }

  private afterTruncation(): void {
    this.tail.clear();
    this.epochs.truncateEnd(this.endOffset);
    this.highWatermark = Math.min(this.highWatermark, this.endOffset);
    this.recoveryPoint = Math.min(this.recoveryPoint, this.endOffset);
    this.aborted = this.aborted.filter((entry) => entry.lastOffset < this.endOffset);
    this.rebuildProducers();
  }

  incrementLogStartOffset(offset: number): void {
    if (offset <= this.startOffset) return;
    this.startOffset = offset;
    this.epochs.truncateStart(offset);
    if (this.highWatermark < offset) this.highWatermark = offset;
    this.deleteSegments(
      (segment, next) =>
        next !== undefined && next.baseOffset <= this.startOffset && segment !== this.active,
    );
  }

  updateConfig(config: TopicConfig): void {
    this.config = config;
  }

  async flush(): Promise<void> {
    const end = this.endOffset;
    await Promise.all(
      this.segments
        .filter((segment, index) => this.endOf(index) > this.recoveryPoint)
        .map((segment) => segment.flush()),
    );
    this.recoveryPoint = Math.max(this.recoveryPoint, Math.min(end, this.endOffset));
  }

  close(isClean: boolean): void {
    if (isClean) {
      for (const segment of this.segments) segment.flushNow();
      this.active.seal();
      this.writeSnapshot();
      this.recoveryPoint = this.endOffset;
    }
    for (const segment of this.segments) segment.close();
    this.tail.clear();
  }

  applyRetention(nowMs: number): number {
    if (!this.config.cleanupPolicy.includes('delete')) return 0;
    const { retentionMs, retentionBytes } = this.config;
    let count = 0;
    if (retentionMs >= 0) {
      count += this.deleteSegments((segment) => {
        const youngest =
          segment.largestTimestampMs >= 0 ? segment.largestTimestampMs : segment.modifiedMs;
        return nowMs - youngest > retentionMs;
      });
    }
    if (retentionBytes >= 0) {
      let excess = this.sizeBytes - retentionBytes;
      count += this.deleteSegments((segment) => {
        if (excess < segment.sizeBytes) return false;
        excess -= segment.sizeBytes;
        return true;
      });
    }
    return count;
  }

  expireProducers(nowMs: number): void {
    this.producers.expire(nowMs, this.broker.producerIdExpirationMs);
  }

  activeProducers(): ReturnType<ProducerStates['values']> {
    return this.producers.values();
  }

  private get name(): string {
    return `${this.topic}-${this.partition}`;
  }

  private get active(): Segment {
    return this.segments[this.segments.length - 1];
  }

  private admit(bytes: Buffer): BatchHeader {
    return validateClientBatch(bytes, this.config, this.env.clock.nowMs());
  }

  private duplicateInfo(firstOffset: number, lastOffset: number, timestampMs: number): AppendInfo {
    return {
      firstOffset,
      lastOffset,
      maxTimestamp: timestampMs,
      logAppendTimeMs: this.config.messageTimestampType === 'LogAppendTime' ? timestampMs : -1,
      logStartOffset: this.startOffset,
      recordCount: lastOffset - firstOffset + 1,
      sizeBytes: 0,
      isDuplicate: true,
      lastLeaderEpoch: this.latestEpoch,
    };
  }

  private write(
    batches: Buffer,
    headers: readonly BatchHeader[],
    logAppendTimeMs: number,
  ): AppendInfo {
    let recordCount = 0;
    for (const header of headers) {
      this.rollIfNeeded(header);
      const bytes = batches.subarray(header.position, header.position + header.sizeBytes);
      this.active.append(
        [bytes],
        header.sizeBytes,
        header,
        header.lastOffset,
        this.config.indexIntervalBytes,
      );
      this.tail.add(header.baseOffset, header.lastOffset, bytes);
      if (header.leaderEpoch > this.epochs.latest)
        this.epochs.assign(header.leaderEpoch, header.baseOffset);
      this.takeUpProducer(header, bytes);
      this.endOffset = header.lastOffset + 1;
      recordCount += header.recordCount;
    }
    const last = headers[headers.length - 1];
    return {
      firstOffset: headers[0].baseOffset,
      lastOffset: last.lastOffset,
      maxTimestamp: last.maxTimestamp,
      logAppendTimeMs,
      logStartOffset: this.startOffset,
      recordCount,
      sizeBytes: batches.length,
      isDuplicate: false,
      lastLeaderEpoch: last.leaderEpoch,
    };
  }

  private takeUpProducer(header: BatchHeader, bytes: Buffer): void {
    if (header.producerId < 0) return;
    this.producers.record(header);
    if (!isControl(header.attributes)) return;
    const [marker] = decodeRecords(bytes, { ...header, position: 0 });
    if (!marker?.key || !marker.value) return;
    const isCommit = marker.key.readInt16BE(2) === 1;
    const aborted = this.producers.endTransaction(header, isCommit, marker.value.readInt32BE(2));
    if (aborted) this.aborted.push(aborted);
  }

  private rollIfNeeded(header: BatchHeader): void {
    const { active } = this;
    if (active.sizeBytes === 0) return;
    const isFull = active.sizeBytes + header.sizeBytes > this.config.segmentBytes;
    const isOld =
      header.maxTimestamp >= 0 && header.maxTimestamp - active.createdMs > this.config.segmentMs;
    const isFar = header.lastOffset - active.baseOffset > 0x7fffffff;
    const isIndexFull = active.index.offset.sizeBytes + 8 > this.config.segmentIndexBytes;
    if (isFull || isOld || isFar || isIndexFull) this.roll(header.baseOffset);
  }

  private roll(baseOffset: number): void {
    const sealed = this.active;
    sealed.seal();
    this.endOffset = baseOffset;
    this.writeSnapshot();
    this.segments.push(new Segment(this.env, this.dir, baseOffset));
    void sealed.flush().then(
      () => {
        this.recoveryPoint = Math.max(this.recoveryPoint, Math.min(baseOffset, this.endOffset));
      },
      () => undefined,
    );
  }

  private readCached(
    fromOffset: number,
    { maxBytes, upperOffset, minOneBatch }: ReadOptions,
  ): LogRead {
    const slices: Buffer[] = [];
    let sizeBytes = 0;
    let nextOffset = fromOffset;
    for (const batch of this.tail.from(fromOffset)) {
      if (batch.lastOffset >= upperOffset) break;
      if (sizeBytes + batch.bytes.length > maxBytes && !(minOneBatch && slices.length === 0)) break;
      slices.push(batch.bytes);
      sizeBytes += batch.bytes.length;
      nextOffset = batch.lastOffset + 1;
    }
    return { slices, sizeBytes, nextOffset };
  }

  private readFile(fromOffset: number, options: ReadOptions): LogRead | Promise<LogRead> {
    const index = this.segments.findLastIndex((segment) => segment.baseOffset <= fromOffset);
    for (let at = Math.max(index, 0); at < this.segments.length; at++) {
      const segment = this.segments[at];
      const header = segment.find(fromOffset);
      if (!header) continue;
      const wantedBytes = Math.min(
        segment.sizeBytes - header.position,
        options.minOneBatch ? Math.max(options.maxBytes, header.sizeBytes) : options.maxBytes,
      );
      const target = Buffer.allocUnsafe(wantedBytes);
      if (wantedBytes <= warmReadBytes) {
        return this.cutToBatches(
          target.subarray(0, segment.read(target, header.position)),
          fromOffset,
          options,
        );
      }
      return segment
        .readAsync(target, header.position)
        .then((count) => this.cutToBatches(target.subarray(0, count), fromOffset, options));
    }
    return { slices: [], sizeBytes: 0, nextOffset: fromOffset };
  }

  private cutToBatches(bytes: Buffer, fromOffset: number, { upperOffset }: ReadOptions): LogRead {
    let end = 0;
    let nextOffset = fromOffset;
    for (const header of headersOf(bytes)) {
      if (header.lastOffset >= upperOffset) break;
      end = header.position + header.sizeBytes;
      nextOffset = header.lastOffset + 1;
    }
    return { slices: end > 0 ? [bytes.subarray(0, end)] : [], sizeBytes: end, nextOffset };
  }

  private recordsAt(segment: Segment, header: BatchHeader): ReturnType<typeof decodeRecords> {
    const bytes = Buffer.allocUnsafe(header.sizeBytes);
    segment.read(bytes, header.position);
    const codec = codecOf(header.attributes);
    const body = codec === 0 ? undefined : decompress(codec, bytes.subarray(at.records));
    return decodeRecords(bytes, { ...header, position: 0 }, body);
  }

  private endOf(index: number): number {
    return this.segments[index + 1]?.baseOffset ?? this.endOffset;
  }

  /** Whole segments from the oldest on, never the active one, never past the high watermark. */
  private deleteSegments(isDue: (segment: Segment, next: Segment | undefined) => boolean): number {
    let count = 0;
    while (this.segments.length > 1) {
      const [segment, next] = this.segments;
      if (next.baseOffset > this.highWatermark || !isDue(segment, next)) break;
      segment.remove();
      this.segments.shift();
      count++;
    }
    if (count > 0 && this.segments[0].baseOffset > this.startOffset) {
      this.startOffset = this.segments[0].baseOffset;
      this.epochs.truncateStart(this.startOffset);
    }
    return count;
  }

  private load(isCleanShutdown: boolean): void {
    const names = this.env.disk.list(this.dir);
    for (const name of names) {
      if (name.endsWith('.deleted') || name.endsWith('.cleaned') || name.endsWith('.tmp')) {
        this.env.disk.remove(`${this.dir}/${name}`);
      }
    }
    this.segments = names
      .filter((name) => /^\d{20}\.log$/.test(name))
      .map((name) => new Segment(this.env, this.dir, Number.parseInt(name, 10)));
    if (this.segments.length === 0)
      this.segments = [new Segment(this.env, this.dir, this.startOffset)];
    this.startOffset = Math.max(this.startOffset, this.segments[0].baseOffset);
    this.recover(isCleanShutdown);
    const last = this.active.scanHeaders(
      this.active.index.offset.positionFor(Number.MAX_SAFE_INTEGER),
      () => false,
    );
    void last;
    this.endOffset = Math.max(this.findEndOffset(), this.startOffset);
    this.epochs.truncateEnd(this.endOffset);
    this.rebuildProducers();
  }

  private findEndOffset(): number {
    let endOffset = this.active.baseOffset;
    const from = this.active.index.offset.positionFor(Number.MAX_SAFE_INTEGER);
    this.active.scanHeaders(from, (header) => {
      endOffset = header.lastOffset + 1;
      this.active.note(header.maxTimestamp, header.lastOffset);
      return false;
    });
    return endOffset;
  }

  /** After an unclean end, checks what was not flushed; rebuilds indexes that are missing or wrong. */
  private recover(isCleanShutdown: boolean): void {
    for (let index = 0; index < this.segments.length; index++) {
      const segment = this.segments[index];
      const nextOffset = this.segments[index + 1]?.baseOffset ?? Number.MAX_SAFE_INTEGER;
      const isDoubtful = !isCleanShutdown && nextOffset > this.recoveryPoint;
      if (!isDoubtful && segment.hasSaneIndexes()) continue;
      const cutBytes = segment.recover(this.config.indexIntervalBytes, (header) => {
        if (header.leaderEpoch > this.epochs.latest)
          this.epochs.assign(header.leaderEpoch, header.baseOffset);
      });
      segment.index.offset.flush();
      segment.index.time.flush();
      if (cutBytes === 0) continue;
      this.env.logger.warn(
        'log',
        `${this.name}: cut ${cutBytes} damaged bytes at the end of segment ${segment.baseOffset}`,
      );
      for (const later of this.segments.splice(index + 1)) later.remove();
    }
  }

  /** From the newest snapshot at or below the end, then from the batches behind it. */
  private rebuildProducers(): void {
    this.producers.clear();
    const offsets = this.env.disk
      .list(this.dir)
      .filter((name) => name.endsWith('.snapshot'))
      .map((name) => Number.parseInt(name, 10))
      .sort((a, b) => b - a);
    let from = this.startOffset;
    for (const offset of offsets) {
      const path = `${this.dir}/${offsetName(offset)}.snapshot`;
      const bytes =
        offset <= this.endOffset && offset >= this.startOffset
          ? this.env.disk.readFile(path)
          : undefined;
      if (bytes && this.producers.load(bytes)) {
        from = offset;
        break;
      }
      this.env.disk.remove(path);
    }
    if (from < this.endOffset) this.replayProducers(from);
  }

  private replayProducers(from: number): void {
    for (const [index, segment] of this.segments.entries()) {
      if (this.endOf(index) <= from) continue;
      segment.scanHeaders(segment.find(from)?.position ?? segment.sizeBytes, (header) => {
        if (header.producerId >= 0) this.takeUpProducer(header, this.bytesOf(segment, header));
        return false;
      });
    }
  }

  private bytesOf(segment: Segment, header: BatchHeader): Buffer {
    if (!isControl(header.attributes)) return Buffer.alloc(0);
    const bytes = Buffer.allocUnsafe(header.sizeBytes);
    segment.read(bytes, header.position);
    return bytes;
  }

  private writeSnapshot(): void {
    const path = `${this.dir}/${offsetName(this.endOffset)}.snapshot`;
    const file = this.env.disk.open(path, { create: true });
    const bytes = this.producers.encode();
    file.truncate(0);
    file.append([bytes]);
    file.close();
    const kept = new Set([this.endOffset, ...this.segments.map((segment) => segment.baseOffset)]);
    for (const name of this.env.disk.list(this.dir)) {
      if (name.endsWith('.snapshot') && !kept.has(Number.parseInt(name, 10)))
        this.env.disk.remove(`${this.dir}/${name}`);
    }
  }
}
void batchSizeBytes;
void headerSizeBytes;
