/** The segments of a log in order: the last one is written to, whole ones go from either end. */
import type { TopicConfig } from '../config.ts';
import type { Env } from '../env/env.ts';
import type { BatchHeader } from '../protocol/record-batch.ts';
import type { LogFiles } from './log-files.ts';
import { offsetInName, offsetName } from './names.ts';
import { Segment } from './segment.ts';

const relativeOffsetMax = 0x7fffffff;
const leftover = /\.(deleted|cleaned|swap|tmp)$/;

export class SegmentList {
  private readonly env: Env;
  private readonly files: LogFiles;
  private readonly dir: string;
  private segments: Segment[] = [];
  /** Share of segment.jitter.ms that the active segment rolls earlier by. */
  private jitter = 0;

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
   * Takes up the segments in the folder and removes what an interrupted change left. Returns the
   * names of all files.
   */
  load(): ReadonlySet<string> {
    const { disk } = this.env;
    const names = disk.list(this.dir);
    for (const name of names) if (leftover.test(name)) disk.remove(`${this.dir}/${name}`);
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
    const jitterMs = Math.floor(this.jitter * Math.min(config.segmentJitterMs, config.segmentMs));
    return active.ageMs(header.maxTimestamp) > config.segmentMs - jitterMs;
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

  removeFirst(): void {
    this.segments.shift()?.remove();
  }

  removeAll(): void {
    for (const segment of this.segments) segment.remove();
    this.segments = [];
  }
}
