/** One segment: the log file and its indexes, named by the offset of its first record. */
import type { Env } from '../env/env.ts';
import { type BatchHeader, currentMagic } from '../protocol/record-batch.ts';
import { LogFile, type LogFiles } from './log-files.ts';
import { cleanedSuffix, SegmentFiles, swapSuffix } from './segment-files.ts';
import { headerAt, isRowOf, isSoundBatch, keepRows } from './index-check.ts';
import { type IndexPoint, OffsetIndex, syncFile, syncFileNow, TimeIndex } from './segment-index.ts';
import { scanBatches, scanHeaders, walkBatches } from './segment-scan.ts';

export type SegmentIndexes = { readonly offset: OffsetIndex; readonly time: TimeIndex };

/** A point in time and the last offset of the batch that reaches it. */
export type TimestampPoint = { readonly timestampMs: number; readonly offset: number };

export type RecoverOptions = {
  readonly indexIntervalBytes: number;
  /** Index rows below it are trusted. */
  readonly from?: number;
  readonly visit?: (header: BatchHeader) => void;
};

export class Segment {
  readonly baseOffset: number;
  readonly files: LogFiles;
  private readonly env: Env;
  private readonly paths: SegmentFiles;
  private readonly log: LogFile;
  private indexes: SegmentIndexes | undefined;
  private isSealed: boolean;
  private isClosed = false;
  private areIndexesSynced: boolean;
  /** Everything before this position is on the device. */
  private syncedBytes = 0;
  /** Up to where the index files tell what the log holds. */
  private indexedBytes: number;
  private areIndexesRebuilt = false;
  private cutCount = 0;
  /** Bytes since the last index entry. */
  private unindexedBytes = 0;
  /** The youngest batch; read from the time index when first asked for. */
  private youngest: { timestampMs: number; offset: number } | undefined;
  private firstTimestampMs: number | undefined;
  private readonly createdMs: number;

  constructor(
    env: Env,
    files: LogFiles,
    o: {
      readonly dir: string;
      readonly baseOffset: number;
      readonly sizeBytes: number;
      readonly isSealed: boolean;
      readonly suffix?: string;
    },
  ) {
    const { dir, baseOffset, sizeBytes, isSealed, suffix = '' } = o;
    this.env = env;
    this.files = files;
    this.paths = new SegmentFiles(env, dir, baseOffset, { suffix, isNew: sizeBytes === 0 });
    this.baseOffset = baseOffset;
    this.isSealed = isSealed;
    this.areIndexesSynced = isSealed;
    this.indexedBytes = sizeBytes;
    this.createdMs = env.clock.nowMs();
    this.log = new LogFile(files, this.paths.path('.log'), sizeBytes, () => this.forgetIndexes());
    if (sizeBytes === 0) this.youngest = { timestampMs: -1, offset: -1 };
  }

  /** An empty segment that the cleaner fills; what an earlier attempt left is overwritten. */
  static createCleaned(env: Env, files: LogFiles, dir: string, baseOffset: number): Segment {
    return Segment.createBeside(env, files, dir, baseOffset, cleanedSuffix);
  }

  /** The same for others who make a segment that is to take another's place. */
  static createBeside(
    env: Env,
    files: LogFiles,
    dir: string,
    baseOffset: number,
    suffix: string,
  ): Segment {
    const o = { dir, baseOffset, sizeBytes: 0, isSealed: false, suffix };
    const segment = new Segment(env, files, o);
    env.disk.remove(segment.paths.path('.txnindex'));
    segment.create();
    return segment;
  }

  get sizeBytes(): number {
    return this.log.sizeBytes;
  }

  /** Path of the log file. */
  get file(): string {
    return this.log.path;
  }

  get isReadOnly(): boolean {
    return this.isSealed;
  }

  get unsyncedBytes(): number {
    return this.sizeBytes - this.syncedBytes;
  }

  /** What a start after a kill has to walk through. */
  get unindexedTailBytes(): number {
    return this.sizeBytes - this.indexedBytes;
  }

  /** It was removed or its log closed: to read it now would make its file again. */
  get isGone(): boolean {
    return this.isClosed;
  }

  /** Nothing of it will change, and its indexes are on the device. */
  get isSettled(): boolean {
    return this.isSealed && this.areIndexesSynced;
  }

  /** Largest timestamp and the last offset of its batch; -1 when no record has one. */
  get largest(): TimestampPoint {
    this.youngest ??= { ...this.index.time.last() };
    return this.youngest;
  }

  /** The same for a look at many segments: indexes read for it are not kept. */
  peekLargest(): TimestampPoint {
    const before = this.indexes;
    const { largest } = this;
    if (!before && this.isSealed) this.indexes = undefined;
    return largest;
  }

  /** For retention: the largest timestamp, else the time of the last change. */
  ageTimestampMs(): number {
    const { timestampMs } = this.largest;
    if (timestampMs >= 0) return timestampMs;
    return this.env.disk.stat(this.log.path)?.modifiedMs ?? this.createdMs;
  }

  /** Takes over the time of the last change, by which retention goes where records have no time. */
  keepAge(from: Segment): void {
    const modifiedMs = this.env.disk.stat(from.log.path)?.modifiedMs;
    if (modifiedMs !== undefined) this.env.disk.setModified(this.log.path, modifiedMs);
  }

  /** Timestamp of the first batch; -1 when it has none or there is none. */
  firstBatchTimestampMs(): number {
    if (this.firstTimestampMs === undefined && this.sizeBytes > 0) {
      this.firstTimestampMs = scanHeaders(this, 0, () => true)?.maxTimestamp ?? -1;
    }
    return this.firstTimestampMs ?? -1;
  }

  /** How long the segment has been written to, for segment.ms. */
  ageMs(batchTimestampMs: number): number {
    const firstMs = this.firstBatchTimestampMs();
    if (firstMs >= 0) return batchTimestampMs - firstMs;
    return this.env.clock.nowMs() - this.createdMs;
  }

  /** Loaded, and built again when missing or damaged, at first use. */
  get index(): SegmentIndexes {
    this.indexes ??= this.loadIndexes();
    return this.indexes;
  }

  /** Appends consecutive batches, `headers[from]` to before `headers[to]`, with one write. */
  append(
    bytes: Buffer,
    headers: readonly BatchHeader[],
    from: number,
    to: number,
    indexIntervalBytes: number,
  ): void {
    let position = this.log.sizeBytes;
    if (position === 0) this.indexes ??= this.openIndexes(true);
    this.log.append(bytes);
    for (let at = from; at < to; at++) {
      this.note(headers[at], position, indexIntervalBytes);
      position += headers[at].sizeBytes;
    }
  }

  /** Takes a batch that stands at `position` into the indexes. */
  note(header: BatchHeader, position: number, indexIntervalBytes: number): void {
    const { lastOffset, maxTimestamp, sizeBytes } = header;
    if (position === 0) this.firstTimestampMs = maxTimestamp;
    this.noteTimestamp(maxTimestamp, lastOffset);
    if (this.unindexedBytes > indexIntervalBytes) {
      const { index } = this;
      const { timestampMs, offset } = this.largest;
      index.offset.append(lastOffset, position);
      index.time.maybeAppend(timestampMs, offset);
      this.unindexedBytes = 0;
    }
    this.unindexedBytes += sizeBytes;
  }

  /** Takes up what stands behind the last index entries; returns the offset after the last batch. */
  noteEnd(): number {
    let endOffset = this.baseOffset;
    const last = this.index.offset.last();
    const header = last.position > 0 ? headerAt(this, last.position) : undefined;
    if (header && !isRowOf(last, header)) this.rebuildIndexes();
    scanHeaders(this, this.index.offset.last().position, (header) => {
      endOffset = header.lastOffset + 1;
      this.noteTimestamp(header.maxTimestamp, header.lastOffset);
      return false;
    });
    return endOffset;
  }

  read(target: Buffer, position: number): number {
    return this.log.readSync(target, position);
  }

  readAsync(target: Buffer, position: number): Promise<number> {
    return this.log.read(target, position);
  }

  /** Header of the batch that holds `offset`, or of the next one; undefined at the end. */
  find(offset: number): BatchHeader | undefined {
    const row = this.index.offset.floor(offset);
    let isFirst = true;
    let isWrongRow = row.position > 0;
    const found = scanHeaders(this, row.position, (header) => {
      if (isFirst && isWrongRow) isWrongRow = !isRowOf(row, header);
      isFirst = false;
      return isWrongRow || header.magic !== currentMagic || header.lastOffset >= offset;
    });
    if (!isWrongRow || this.areIndexesRebuilt)
      return found?.magic === currentMagic && found.lastOffset >= offset ? found : undefined;
    this.rebuildIndexes();
    return this.find(offset);
  }

  /** Whether the batches from the one before `offset` on reach the end of the file. */
  isWholeBehind(offset: number): boolean {
    const { position } = this.index.offset.floor(offset);
    return walkBatches(this, () => undefined, position) === this.sizeBytes;
  }

  /**
   * Checks every batch from the last index row below `from` on and builds the indexes again from
   * there. A torn or damaged tail is removed; returns how many bytes it has.
   */
  recover(o: RecoverOptions): number {
    const start = this.keepIndexes(o.from ?? 0);
    const visit = this.taker(start, o);
    const damagedBytes = this.sizeBytes - scanBatches(this, visit, start.position);
    if (damagedBytes > 0) this.cut(this.sizeBytes - damagedBytes);
    if (this.isSealed) this.closeTimes();
    this.writeIndexes();
    return damagedBytes;
  }

  /**
   * Takes up what stands behind the index files of the last run, of which nothing was lost: by
   * headers, but for the last batch, which a kill may have torn. Returns how many bytes were.
   */
  resume(o: RecoverOptions): number {
    const start = this.keepIndexes(Number.MAX_SAFE_INTEGER);
    let last: BatchHeader | undefined;
    const take = this.taker(start, o);
    const visit = (header: BatchHeader, position: number): void => {
      take(header, position);
      last = header;
    };
    const end = walkBatches(this, visit, start.position);
    this.indexedBytes = start.position;
    if (end !== this.sizeBytes) return this.recover({ ...o, from: Number.MAX_SAFE_INTEGER });
    return !last || isSoundBatch(this, last)
      ? 0
      : this.recover({ ...o, from: Number.MAX_SAFE_INTEGER });
  }

  /** Removes every batch that reaches `offset`; returns the offset after the last one left. */
  truncateTo(offset: number): number {
    this.reopen();
    const header = this.find(offset);
    if (!header) return offset;
    const { index } = this;
    index.offset.truncateTo(header.baseOffset);
    index.time.truncateTo(header.baseOffset);
    // Before the log: rows of what is written next must not meet those of what was cut.
    if (this.indexedBytes > header.position) this.writeIndexes();
    this.cut(header.position);
    this.unindexedBytes = 0;
    if (header.position === 0) this.firstTimestampMs = undefined;
    this.youngest = { ...index.time.last() };
    this.noteEnd();
    return Math.min(offset, header.baseOffset);
  }

  /** Closes the segment for writing: the last time entry is due, and the indexes go to their files. */
  seal(): void {
    this.closeTimes();
    this.writeIndexes();
    this.isSealed = true;
  }

  /** What has been appended so far is in the index files too, though not on the device. */
  saveIndexes(): void {
    if (!this.isSealed) this.writeIndexes();
  }

  /** It is written to again: those behind it are gone. */
  reopen(): void {
    this.isSealed = false;
  }

  /** Brings batches, and the indexes of a sealed segment, to the device. */
  async flush(): Promise<void> {
    const { sizeBytes, cutCount } = this;
    if (this.isClosed) return;
    if (sizeBytes > this.syncedBytes) {
      await this.log.sync();
      if (cutCount === this.cutCount) this.syncedBytes = Math.max(this.syncedBytes, sizeBytes);
    }
    if (!this.isClosed) await this.paths.syncNames();
    if (this.isSettled) return;
    const { isSealed } = this;
    for (const path of this.paths.indexes(isSealed))
      if (!this.isClosed) await syncFile(this.env.disk, path);
    this.areIndexesSynced = isSealed && this.isSealed;
  }

  /** The same, waiting for it. */
  flushNow(): void {
    if (this.sizeBytes > this.syncedBytes) {
      this.log.syncNow();
      this.syncedBytes = this.sizeBytes;
    }
    this.paths.syncNamesNow();
    if (this.isSettled) return;
    for (const path of this.paths.indexes(this.isSealed)) syncFileNow(this.env.disk, path);
    this.areIndexesSynced = this.isSealed;
  }

  /** Makes the file, so that the log still begins here after a restart. */
  create(): void {
    this.log.create();
  }

  /** Sizes of the index files; those of a closed segment are whole. */
  indexSizes(): { readonly offsetBytes: number; readonly timeBytes: number } {
    return { offsetBytes: this.paths.sizeOf('.index'), timeBytes: this.paths.sizeOf('.timeindex') };
  }

  /** From now on a start after a crash puts the segment in the place of what it spans. */
  markSwap(): void {
    this.rename(swapSuffix);
  }

  /** Those it replaces are gone. The log goes first: with it the swap is done. */
  finishSwap(): void {
    this.rename('');
  }

  /** Its files are no longer wanted; it has never been part of a log. */
  discard(): void {
    this.close();
    this.paths.discard();
  }

  close(): void {
    this.isClosed = true;
    this.log.close();
    this.indexes = undefined;
  }

  /**
   * Marks the files deleted, closes them and unlinks them: in this order it works on Windows too.
   * Reads under way keep their descriptor, so there is nothing to wait for.
   */
  remove({ keepSnapshot }: { readonly keepSnapshot: boolean } = { keepSnapshot: false }): void {
    this.close();
    this.paths.remove({ keepSnapshot });
  }

  private closeTimes(): void {
    const { timestampMs, offset } = this.largest;
    this.index.time.maybeAppend(timestampMs, offset);
  }

  private noteTimestamp(timestampMs: number, offset: number): void {
    const youngest = this.largest;
    if (timestampMs > youngest.timestampMs) this.youngest = { timestampMs, offset };
  }

  private loadIndexes(): SegmentIndexes {
    const indexes = this.openIndexes(this.sizeBytes === 0);
    const isSane = indexes.offset.isSane(this.sizeBytes) && indexes.time.isSane();
    return this.sizeBytes === 0 || isSane ? indexes : this.rebuildIndexes();
  }

  /** The log tells what they have to hold; damage in it is not looked for. */
  private rebuildIndexes(): SegmentIndexes {
    this.env.logger.warn('log', `building the indexes of ${this.log.path} again`);
    this.areIndexesRebuilt = true;
    const start = this.keepIndexes(0);
    walkBatches(this, this.taker(start, { indexIntervalBytes: rebuildIntervalBytes }));
    if (this.isSealed) this.closeTimes();
    this.writeIndexes();
    return this.index;
  }

  /** Loads the rows below `below` that fit the log; returns the last of them. */
  private keepIndexes(below: number): IndexPoint {
    this.indexes = this.openIndexes(below <= this.baseOffset);
    const last = keepRows(this, this.indexes, below);
    if (!last) this.indexes = this.openIndexes(true);
    this.youngest = { ...this.indexes.time.last() };
    this.unindexedBytes = 0;
    return last ?? this.indexes.offset.last();
  }

  /** Takes batches into the indexes, the first being the one that the row `start` stands for. */
  private taker(
    start: IndexPoint,
    { indexIntervalBytes, visit }: RecoverOptions,
  ): (header: BatchHeader, position: number) => void {
    return (header, position) => {
      const isKnown = position === start.position && position > 0;
      if (isKnown) this.noteTimestamp(header.maxTimestamp, header.lastOffset);
      else this.note(header, position, indexIntervalBytes);
      if (isKnown) this.unindexedBytes = header.sizeBytes;
      visit?.(header);
    };
  }

  private openIndexes(isNew: boolean): SegmentIndexes {
    const { baseOffset, env } = this;
    return {
      offset: new OffsetIndex(env.disk, this.paths.path('.index'), baseOffset, isNew),
      time: new TimeIndex(env.disk, this.paths.path('.timeindex'), baseOffset, isNew),
    };
  }

  private writeIndexes(): void {
    this.areIndexesSynced = false;
    // The offsets last: what stands behind their last row is looked at again.
    this.index.time.write();
    this.index.offset.write();
    this.indexedBytes = this.sizeBytes;
  }

  /** Those of a segment that is still written to are nowhere else. */
  private forgetIndexes(): void {
    if (this.isSealed) this.indexes = undefined;
  }

  private cut(sizeBytes: number): void {
    this.log.truncate(sizeBytes);
    this.cutCount++;
    this.syncedBytes = Math.min(this.syncedBytes, sizeBytes);
    this.indexedBytes = Math.min(this.indexedBytes, sizeBytes);
  }

  /** The indexes are read again under their new names when they are wanted. */
  private rename(suffix: string): void {
    this.paths.rename(suffix);
    this.log.close();
    this.log.path = this.paths.path('.log');
    this.indexes = undefined;
  }
}

/** Spacing of index entries built again for a closed segment: Kafka's default. */
const rebuildIntervalBytes = 4096;
