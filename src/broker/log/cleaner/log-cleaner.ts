/**
 * Keeps compacted logs small: again and again cleans the dirtiest of those that are due, and applies
 * their retention. How far each log is cleaned lies in `cleaner-offset-checkpoint` of its folder.
 *
 * A log whose cleaning fails for a reason that will not pass is left alone until the next start, or
 * until the segment that was damaged has been replaced.
 */
import type { BrokerConfig } from '../../config.ts';
import { DiskError, type Env, type Timer } from '../../env/env.ts';
import { Checkpoint } from '../checkpoint.ts';
import type { PartitionLog } from '../partition-log.ts';
import type { Segment } from '../segment.ts';
import { cleanLog, type Cleaned, type CleaningLimits } from './clean-log.ts';
import { DamagedSegmentError } from './segment-batches.ts';
import { type CleaningPlan, dirtiest } from './selection.ts';
import { CleaningAbortedError } from './turns.ts';

const checkpointName = 'cleaner-offset-checkpoint';
const readBytesMin = 4096;

export type LogCleanerOptions = {
  /** Of all partitions in working folders, but the metadata log. */
  readonly logs: () => readonly PartitionLog[];
  readonly config: () => BrokerConfig;
  /** The folder of the log refuses. */
  readonly onFailure: (error: DiskError, log: PartitionLog) => void;
  /** A segment is not what was written. */
  readonly onDamage: (log: PartitionLog, segment: Segment) => void;
};

export type CleanerStats = {
  /** Since the start. */
  readonly cleanedLogs: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** `topic-partition` of those that are left alone. */
  readonly uncleanable: readonly string[];
};

/** How cleaning stands with one log. */
export type LogCleaning = {
  readonly isRunning: boolean;
  readonly isGivenUp: boolean;
  /** Since the start. */
  readonly last: {
    readonly atMs: number;
    readonly bytesRead: number;
    readonly bytesWritten: number;
  } | null;
};

export class LogCleaner {
  private readonly env: Env;
  private readonly options: LogCleanerOptions;
  private readonly checkpoints = new Map<string, Checkpoint>();
  private readonly running = new Set<PartitionLog>();
  /** With the damaged segment where that is the reason. */
  private readonly uncleanable = new Map<PartitionLog, Segment | undefined>();
  private readonly last = new WeakMap<PartitionLog, NonNullable<LogCleaning['last']>>();
  private timer: Timer | undefined;
  private isClosed = false;
  private cleanedLogs = 0;
  private bytesRead = 0;
  private bytesWritten = 0;

  /** Tells the logs that are there how far the last run has come with them. */
  constructor(env: Env, options: LogCleanerOptions) {
    this.env = env;
    this.options = options;
    const stored = new Map<string, Map<string, number>>();
    for (const log of options.logs()) {
      const folder = folderOf(log);
      let offsets = stored.get(folder);
      if (!offsets) stored.set(folder, (offsets = this.checkpointOf(folder).read()));
      log.cleanedOffset = offsets.get(nameOf(log)) ?? -1;
    }
  }

  start(): void {
    if (this.options.config().logCleanerEnable) this.plan();
  }

  /** What is under way is given up; what was cleaned is noted at once. */
  close({ isClean }: { readonly isClean: boolean }): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.timer?.cancel();
    if (!isClean) return;
    for (const [folder, entries] of this.entriesByFolder())
      this.checkpointOf(folder).writeNow(entries);
  }

  stats(): CleanerStats {
    const { cleanedLogs, bytesRead, bytesWritten } = this;
    return {
      cleanedLogs,
      bytesRead,
      bytesWritten,
      uncleanable: [...this.uncleanable.keys()].map(nameOf),
    };
  }

  stateOf(log: PartitionLog): LogCleaning {
    return {
      isRunning: this.running.has(log),
      isGivenUp: this.uncleanable.has(log),
      last: this.last.get(log) ?? null,
    };
  }

  /** Notes in the background how far the logs are cleaned; also to be called after truncations. */
  checkpoint(): void {
    for (const [folder, entries] of this.entriesByFolder()) {
      this.checkpointOf(folder)
        .write(entries)
        .catch((error: unknown) => this.failed(error, this.logIn(folder)));
    }
  }

  private plan(): void {
    this.timer = this.env.clock.setTimer(this.options.config().logCleanerBackoffMs, () => {
      this.timer = undefined;
      this.turn();
    });
  }

  /** Begins as many cleanings as there are threads, and comes back later when there are none. */
  private turn(): void {
    if (this.isClosed) return;
    const nowMs = this.env.clock.nowMs();
    const { logCleanerThreads } = this.options.config();
    this.forgetMended();
    const compacted = this.options
      .logs()
      .filter((log) => log.config.cleanupPolicy.includes('compact') && this.isFree(log));
    this.applyRetention(compacted, nowMs);
    while (this.running.size < logCleanerThreads) {
      const plan = dirtiest(
        compacted.filter((log) => this.isFree(log)),
        nowMs,
      );
      if (!plan) break;
      this.running.add(plan.log);
      void this.clean(plan);
    }
    if (this.running.size === 0 && !this.timer) this.plan();
  }

  private forgetMended(): void {
    for (const [log, segment] of this.uncleanable)
      if (segment?.isGone || log.contents.isClosed) this.uncleanable.delete(log);
  }

  private isFree(log: PartitionLog): boolean {
    return !this.running.has(log) && !this.uncleanable.has(log) && !log.contents.isClosed;
  }

  private applyRetention(logs: readonly PartitionLog[], nowMs: number): void {
    for (const log of logs) {
      try {
        log.applyRetention(nowMs);
      } catch (error) {
        this.failed(error, log);
      }
    }
  }

  private async clean(plan: CleaningPlan): Promise<void> {
    const { log } = plan;
    let isDone = false;
    try {
      const limits = limitsOf(this.options.config());
      const cleaned = await cleanLog(this.env, plan, limits, () => this.isClosed);
      log.cleanedOffset = cleaned.endOffset;
      this.note(plan, cleaned);
      this.checkpoint();
      isDone = true;
    } catch (error) {
      this.failed(error, log);
    }
    this.running.delete(log);
    if (isDone) this.env.clock.defer(() => this.turn());
    else if (!this.isClosed && this.running.size === 0 && !this.timer) this.plan();
  }

  private note({ log, firstDirtyOffset }: CleaningPlan, cleaned: Cleaned): void {
    const { endOffset, bytesRead, bytesWritten } = cleaned;
    this.cleanedLogs++;
    this.last.set(log, { atMs: this.env.clock.nowMs(), bytesRead, bytesWritten });
    this.bytesRead += bytesRead;
    this.bytesWritten += bytesWritten;
    this.env.logger.info(
      'cleaner',
      `${nameOf(log)}: cleaned from ${firstDirtyOffset} to ${endOffset}, ` +
        `${bytesRead} bytes became ${bytesWritten}`,
    );
  }

  /** Gone or changed logs come again by themselves; a disk that refuses fails its folder. */
  private failed(error: unknown, log: PartitionLog | undefined): void {
    const isOver = this.isClosed || log === undefined || log.contents.isClosed;
    if (isOver || error instanceof CleaningAbortedError) return;
    if (error instanceof DiskError) return this.options.onFailure(error, log);
    const damaged = error instanceof DamagedSegmentError ? error.segment : undefined;
    this.uncleanable.set(log, damaged);
    const reason = error instanceof Error ? error.message : String(error);
    this.env.logger.error(
      'cleaner',
      `${nameOf(log)} in ${log.dir} is not cleaned any more: ${reason}`,
      error,
    );
    if (damaged) this.options.onDamage(log, damaged);
  }

  private entriesByFolder(): Map<string, { topic: string; partition: number; offset: number }[]> {
    const folders = new Map<string, { topic: string; partition: number; offset: number }[]>();
    for (const folder of this.checkpoints.keys()) folders.set(folder, []);
    for (const log of this.options.logs()) {
      const { topic, partition, cleanedOffset: offset } = log;
      if (offset < 0) continue;
      const folder = folderOf(log);
      const entries = folders.get(folder);
      if (entries) entries.push({ topic, partition, offset });
      else folders.set(folder, [{ topic, partition, offset }]);
    }
    return folders;
  }

  private checkpointOf(folder: string): Checkpoint {
    let checkpoint = this.checkpoints.get(folder);
    if (!checkpoint) {
      checkpoint = new Checkpoint(this.env.disk, `${folder}/${checkpointName}`);
      this.checkpoints.set(folder, checkpoint);
    }
    return checkpoint;
  }

  private logIn(folder: string): PartitionLog | undefined {
    return this.options.logs().find((log) => folderOf(log) === folder);
  }
}

/** Each thread has its share of the memory. */
function limitsOf(config: BrokerConfig): CleaningLimits {
  const threads = Math.max(1, config.logCleanerThreads);
  return {
    mapBytes: config.logCleanerDedupeBufferSize / threads,
    mapLoadFactor: config.logCleanerIoBufferLoadFactor,
    readBytes: Math.max(readBytesMin, Math.floor(config.logCleanerIoBufferSize / threads / 2)),
    bytesPerSecond: config.logCleanerIoMaxBytesPerSecond,
  };
}

const nameOf = ({ topic, partition }: PartitionLog): string => `${topic}-${partition}`;
/** The data folder that the folder of the log lies in. */
const folderOf = ({ dir }: PartitionLog): string => dir.slice(0, dir.lastIndexOf('/'));
