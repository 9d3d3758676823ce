/**
 * Looks for damage: now and then reads every closed segment in the background, at a bounded rate,
 * and checks each batch against its checksum; at once where a reader met something. What it finds
 * is told once; the repair is others' business.
 */
import type { BrokerConfig } from '../../config.ts';
import { DiskError, type Env, type Timer } from '../../env/env.ts';
import { DamagedSegmentError, type ReadBuffer, visitBatches } from '../cleaner/segment-batches.ts';
import { CleaningAbortedError, Turns } from '../cleaner/turns.ts';
import type { BatchHeader } from '../../protocol/record-batch.ts';
import type { PartitionLog } from '../partition-log.ts';
import type { Segment } from '../segment.ts';

/** A batch that is not what was written. */
export type Damage = {
  readonly log: PartitionLog;
  readonly segment: Segment;
  /** The first record that cannot be relied on. */
  readonly offset: number;
  readonly file: string;
};

export type ScrubberOptions = {
  /** Of all partitions in working folders. */
  readonly logs: () => readonly PartitionLog[];
  readonly config: () => BrokerConfig;
  /** Called once for each damaged segment, until it has been replaced. */
  readonly onDamage: (damage: Damage) => void;
  /** The disk refuses to read. */
  readonly onFailure: (error: DiskError, log: PartitionLog) => void;
};

const readBytes = 256 * 1024;
/** The first round of a run comes sooner than the others: a run may be shorter than the interval. */
const firstShare = 24;
/** Longer waits mean never. */
const timerMaxMs = 0x7fffffff;

export class LogScrubber {
  private readonly env: Env;
  private readonly options: ScrubberOptions;
  private readonly known = new WeakSet<Segment>();
  private readonly suspects = new Map<PartitionLog, Segment>();
  private buffer: ReadBuffer | undefined;
  private timer: Timer | undefined;
  private isRunning = false;
  private isRoundDue = false;
  private isClosed = false;

  constructor(env: Env, options: ScrubberOptions) {
    this.env = env;
    this.options = options;
  }

  start(): void {
    this.plan(this.options.config().rivuletLogScrubIntervalMs / firstShare);
  }

  /** A reader met something odd at `offset`: its segment is checked now. */
  suspect(log: PartitionLog, offset: number): void {
    const { segments, isClosed } = log.contents;
    if (this.isClosed || isClosed) return;
    const segment = segments.all[segments.indexOf(offset)];
    if (this.known.has(segment) || this.suspects.has(log)) return;
    this.suspects.set(log, segment);
    this.run();
  }

  /** The disk refused to read or write a log that is checked or repaired. */
  refused(error: DiskError, log: PartitionLog): void {
    this.options.onFailure(error, log);
  }

  close(): void {
    this.isClosed = true;
    this.timer?.cancel();
  }

  private plan(delayMs: number): void {
    if (this.options.config().rivuletLogScrubIntervalMs < 0 || delayMs > timerMaxMs) return;
    this.timer = this.env.clock.setTimer(delayMs, () => {
      this.isRoundDue = true;
      this.run();
    });
  }

  private run(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    void this.work().finally(() => {
      this.isRunning = false;
      this.buffer = undefined;
      if (!this.isClosed && (this.suspects.size > 0 || this.isRoundDue)) this.run();
    });
  }

  private async work(): Promise<void> {
    await this.checkSuspects();
    if (!this.isRoundDue || this.isClosed) return;
    this.isRoundDue = false;
    for (const log of this.options.logs()) {
      const { segments } = log.contents;
      for (const segment of segments.all.slice(0, -1)) {
        await this.check(log, segment, this.options.config().rivuletLogScrubBytesPerSecond);
        await this.checkSuspects();
      }
    }
    if (!this.isClosed) this.plan(this.options.config().rivuletLogScrubIntervalMs);
  }

  private async checkSuspects(): Promise<void> {
    for (const [log, segment] of this.suspects) {
      await this.check(log, segment, Number.MAX_SAFE_INTEGER);
      this.suspects.delete(log);
    }
  }

  private async check(log: PartitionLog, segment: Segment, bytesPerSecond: number): Promise<void> {
    const { version } = log.contents;
    const turns = new Turns(this.env.clock, bytesPerSecond, () => {
      const { isClosed, version: current } = log.contents;
      return this.isClosed || isClosed || segment.isGone || version !== current;
    });
    const progress = new Progress(segment);
    this.buffer ??= { bytes: Buffer.allocUnsafeSlow(readBytes) };
    try {
      await visitBatches(segment, 0, this.buffer, turns, progress);
    } catch (error) {
      if (error instanceof CleaningAbortedError || log.contents.isClosed || segment.isGone) return;
      if (error instanceof DamagedSegmentError) this.found(log, segment, progress.nextOffset);
      else if (error instanceof DiskError) this.refused(error, log);
      else throw error;
    }
  }

  private found(log: PartitionLog, segment: Segment, offset: number): void {
    if (this.known.has(segment)) return;
    this.known.add(segment);
    this.options.onDamage({ log, segment, offset, file: segment.file });
  }
}

/** How far sound batches reach, in their order. */
class Progress {
  nextOffset: number;
  private readonly segment: Segment;

  constructor(segment: Segment) {
    this.segment = segment;
    this.nextOffset = segment.baseOffset;
  }

  /** The base offset is outside of what the checksum covers. */
  onBatch(_bytes: Buffer, { baseOffset, lastOffset, position }: BatchHeader): number {
    if (baseOffset < this.nextOffset || lastOffset < baseOffset)
      throw new DamagedSegmentError(this.segment, position);
    this.nextOffset = lastOffset + 1;
    return 0;
  }
}
