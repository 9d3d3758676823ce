/** The segments of a log in order: the last one is written to, whole ones go from either end. */
import type { TopicConfig } from '../config.ts';
import type { Env } from '../env/env.ts';
import type { BatchHeader } from '../protocol/record-batch.ts';
import type { LogFiles } from './log-files.ts';
import { finishInterrupted } from './interrupted-swaps.ts';
import { offsetInName, offsetName } from './names.ts';
import { Segment } from './segment.ts';

const relativeOffsetMax = 0x7fffffff;

export class SegmentList {
  private readonly env: Env;
  private readonly files: LogFiles;
  private readonly dir: string;
  private segments: Segment[] = [];
  /** Share of segment.jitter.ms that the active segment rolls earlier by; drawn when asked for. */
  private jitter: number | undefined;

  constructor(env: Env, files: LogFiles, dir: string) {
    this.env = env;
    this.files = files;
    this.dir = dir;
  }

  get all(): readonly Segment[] {
    return this.segments;
  }

  get active(): Segment {
    return this.segments[this.segments.length - 1];
  }

  get sizeBytes(): number {
    let sizeBytes = 0;
    for (const segment of this.segments) sizeBytes += segment.sizeBytes;
    return sizeBytes;
  }

  /**
   * Takes up the segments in the folder, after what an interrupted change left has been completed
   * or removed. Returns the names of all files.
   */
  load(): ReadonlySet<string> {
    const { disk } = this.env;
    const names = finishInterrupted(this.env, this.files, this.dir);
    const offsets = names
      .map((name) => offsetInName(name, '.log'))
      .filter((offset) => offset !== undefined);
    this.segments = offsets.map((baseOffset, index) => {
      const sizeBytes = disk.stat(`${this.dir}/${offsetName(baseOffset)}.log`)?.sizeBytes ?? 0;
      const isSealed = index < offsets.length - 1;
      return new Segment(this.env, this.files, { dir: this.dir, baseOffset, sizeBytes, isSealed });
    });
    return new Set(names);
  }

  /** A new, empty active segment. */
  add(baseOffset: number): Segment {
    const segment = new Segment(this.env, this.files, {
      dir: this.dir,
      baseOffset,
      sizeBytes: 0,
      isSealed: false,
    });
    this.segments.push(segment);
    this.jitter = this.env.random.next();
    return segment;
  }

  /** Offset where the segment at `index` ends. */
  endOf(index: number, logEndOffset: number): number {
    return this.segments[index + 1]?.baseOffset ?? logEndOffset;
  }

  /** Index of the segment that holds `offset`; 0 when it lies before them all. */
  indexOf(offset: number): number {
    let index = this.segments.length - 1;
    while (index > 0 && this.segments[index].baseOffset > offset) index--;
    return index;
  }

  /** Whether a batch has to begin a new segment, `pendingBytes` being about to be written. */
  mustRoll(header: BatchHeader, pendingBytes: number, config: TopicConfig): boolean {
    const { active } = this;
    const sizeBytes = active.sizeBytes + pendingBytes;
    if (header.lastOffset - active.baseOffset > relativeOffsetMax) return true;
    if (sizeBytes === 0) return false;
    if (sizeBytes + header.sizeBytes > config.segmentBytes) return true;
    const { offset, time } = active.index;
    if (offset.isFull(config.segmentIndexBytes) || time.isFull(config.segmentIndexBytes))
      return true;
    if (active.sizeBytes === 0) return false;
    const jitterMaxMs = Math.min(config.segmentJitterMs, config.segmentMs);
    if (jitterMaxMs > 0) this.jitter ??= this.env.random.next();
    const jitterMs = Math.floor((this.jitter ?? 0) * jitterMaxMs);
    // What is written to is not cleaned, so max.compaction.lag.ms closes a segment too.
    const maxAgeMs = config.cleanupPolicy.includes('compact')
      ? Math.min(config.segmentMs, config.maxCompactionLagMs)
      : config.segmentMs;
    return active.ageMs(header.maxTimestamp) > maxAgeMs - jitterMs;
  }

  /** Removes segments from the end that begin at `offset` or above, but for the first one. */
  removeFrom(offset: number): void {
    while (this.segments.length > 1 && this.active.baseOffset >= offset)
      this.segments.pop()?.remove();
  }

  /** Removes all segments behind the one at `index`. */
  removeAfter(index: number): void {
    for (const segment of this.segments.splice(index + 1)) segment.remove();
    this.active.reopen();
  }

  /** Whether these are still there, one after the other. */
  holds(run: readonly Segment[]): boolean {
    const from = this.segments.indexOf(run[0]);
    return from >= 0 && run.every((segment, index) => this.segments[from + index] === segment);
  }

  /**
   * Puts a cleaned segment, which is on the device, in the place of those it was made from. A crash
   * leaves either them or it: once it is marked, the next start completes the step.
   */
  replace(run: readonly Segment[], cleaned: Segment): void {
    cleaned.markSwap();
    for (const segment of run)
      segment.remove({ keepSnapshot: segment.baseOffset === cleaned.baseOffset });
    cleaned.finishSwap();
    this.segments.splice(this.segments.indexOf(run[0]), run.length, cleaned);
  }

  removeFirst(): void {
    this.segments.shift()?.remove();
  }

  removeAll(): void {
    for (const segment of this.segments) segment.remove();
    this.segments = [];
  }
}
