/** One segment: the log file and its indexes, named by the offset of its first record. */
import type { Env } from '../env/env.ts';
import type { BatchHeader } from '../protocol/record-batch.ts';
import { LogFile, type LogFiles } from './log-files.ts';
import { offsetName } from './names.ts';
import { OffsetIndex, syncFile, syncFileNow, TimeIndex } from './segment-index.ts';
import { scanBatches, scanHeaders } from './segment-scan.ts';

export type SegmentIndexes = { readonly offset: OffsetIndex; readonly time: TimeIndex };

/** A point in time and the last offset of the batch that reaches it. */
export type TimestampPoint = { readonly timestampMs: number; readonly offset: number };

export class Segment {
  readonly baseOffset: number;
  readonly files: LogFiles;
  private readonly env: Env;
  private readonly dir: string;
  private readonly log: LogFile;
  private indexes: SegmentIndexes | undefined;
  private isSealed: boolean;
  private isClosed = false;
  private areIndexesSynced: boolean;
  /** Everything before this position is on the device. */
  private syncedBytes = 0;
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
    },
  ) {
    const { dir, baseOffset, sizeBytes, isSealed } = o;
    this.env = env;
    this.files = files;
    this.dir = dir;
    this.baseOffset = baseOffset;
    this.isSealed = isSealed;
    this.areIndexesSynced = isSealed;
    this.createdMs = env.clock.nowMs();
    this.log = new LogFile(files, this.path('.log'), sizeBytes, () => this.forgetIndexes());
    if (sizeBytes === 0) this.youngest = { timestampMs: -1, offset: -1 };
  }

  get sizeBytes(): number {
    return this.log.sizeBytes;
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

  /** For retention: the largest timestamp, else the time of the last change. */
  ageTimestampMs(): number {
    const { timestampMs } = this.largest;
    if (timestampMs >= 0) return timestampMs;
    return this.env.disk.stat(this.log.path)?.modifiedMs ?? this.createdMs;
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
    if (firstMs >= 0 && batchTimestampMs >= 0) return batchTimestampMs - firstMs;
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
    const from = this.index.offset.positionFor(Number.MAX_SAFE_INTEGER);
    scanHeaders(this, from, (header) => {
      endOffset = header.lastOffset + 1;
      this.noteTimestamp(header.maxTimestamp, header.lastOffset);
      return false;
    });
    return endOffset;
  }

  /**
   * Whether the last rows of the indexes fit the end of the file, as an orderly close leaves them.
   * They are not synced then, so a power loss right after it may take them.
   */
  hasSoundEnd(): boolean {
    const { offset, time } = this.index;
    const lastRow = offset.last();
    const { timestampMs } = time.last();
    let isSound = true;
    let endPosition = lastRow.position;
    scanHeaders(this, lastRow.position, (header) => {
      const isNamed = header.position > lastRow.position || header.lastOffset === lastRow.offset;
      isSound &&= (isNamed || offset.count === 0) && header.maxTimestamp <= timestampMs;
      endPosition = header.position + header.sizeBytes;
      return !isSound;
    });
    return isSound && endPosition === this.sizeBytes;
  }

  read(target: Buffer, position: number): number {
    return this.log.readSync(target, position);
  }

  readAsync(target: Buffer, position: number): Promise<number> {
    return this.log.read(target, position);
  }

  /** Header of the batch that holds `offset`, or of the next one; undefined at the end. */
  find(offset: number): BatchHeader | undefined {
    const from = this.index.offset.positionFor(offset);
    return scanHeaders(this, from, (header) => header.lastOffset >= offset);
  }

  /**
   * Checks every batch and builds both indexes again. With `cut` set a torn or damaged tail is
   * removed; returns how many bytes it has.
   */
  recover(
    indexIntervalBytes: number,
    o: { readonly cut: boolean; readonly visit?: (header: BatchHeader) => void },
  ): number {
    this.indexes = this.openIndexes(true);
    this.youngest = { timestampMs: -1, offset: -1 };
    this.unindexedBytes = 0;
    const validBytes = scanBatches(this, (header, position) => {
      this.note(header, position, indexIntervalBytes);
      o.visit?.(header);
    });
    const damagedBytes = this.sizeBytes - validBytes;
    if (o.cut && damagedBytes > 0) this.cut(validBytes);
    if (this.isSealed) this.closeTimes();
    this.writeIndexes();
    return damagedBytes;
  }

  /** Removes every batch that reaches `offset`; returns the offset after the last one left. */
  truncateTo(offset: number): number {
    this.reopen();
    const header = this.find(offset);
    if (!header) return offset;
    this.cut(header.position);
    const { index } = this;
    index.offset.truncateTo(header.baseOffset);
    index.time.truncateTo(header.baseOffset);
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
    if (this.isSettled || !this.isSealed) return;
    await this.syncIndexes();
    this.areIndexesSynced = this.isSealed;
  }

  /** The same, waiting for it. */
  flushNow(): void {
    if (this.sizeBytes > this.syncedBytes) {
      this.log.syncNow();
      this.syncedBytes = this.sizeBytes;
    }
    if (this.isSettled || !this.isSealed) return;
    for (const path of this.indexPaths()) syncFileNow(this.env.disk, path);
    this.areIndexesSynced = true;
  }

  /** Makes the file, so that the log still begins here after a restart. */
  create(): void {
    this.log.create();
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
  remove(): void {
    const { disk } = this.env;
    this.close();
    for (const suffix of ['.log', '.index', '.timeindex', '.txnindex', '.snapshot']) {
      const path = this.path(suffix);
      if (!disk.stat(path)) continue;
      disk.rename(path, `${path}.deleted`);
      disk.remove(`${path}.deleted`);
    }
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
    if (this.sizeBytes === 0 || isSane) return indexes;
    this.env.logger.warn('log', `building the indexes of ${this.log.path} again`);
    this.recover(rebuildIntervalBytes, { cut: false });
    return this.index;
  }

  private openIndexes(isNew: boolean): SegmentIndexes {
    const { baseOffset, env } = this;
    return {
      offset: new OffsetIndex(env.disk, this.path('.index'), baseOffset, isNew),
      time: new TimeIndex(env.disk, this.path('.timeindex'), baseOffset, isNew),
    };
  }

  private writeIndexes(): void {
    this.areIndexesSynced = false;
    this.index.offset.write();
    this.index.time.write();
  }

  private async syncIndexes(): Promise<void> {
    for (const path of this.indexPaths()) if (!this.isClosed) await syncFile(this.env.disk, path);
  }

  private indexPaths(): string[] {
    return ['.index', '.timeindex', '.txnindex']
      .map((suffix) => this.path(suffix))
      .filter((path) => this.env.disk.stat(path) !== undefined);
  }

  /** Those of a segment that is still written to are nowhere else. */
  private forgetIndexes(): void {
    if (this.isSealed) this.indexes = undefined;
  }

  private cut(sizeBytes: number): void {
    this.log.truncate(sizeBytes);
    this.cutCount++;
    this.syncedBytes = Math.min(this.syncedBytes, sizeBytes);
  }

  private path(suffix: string): string {
    return `${this.dir}/${offsetName(this.baseOffset)}${suffix}`;
  }
}

/** Spacing of index entries built again for a closed segment: Kafka's default. */
const rebuildIntervalBytes = 4096;
