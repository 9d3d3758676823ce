/**
 * How far a log has reached the device. The offset moves with rolls, with what flush.messages and
 * flush.ms ask for, and in the background whenever much has gathered, so that a power loss leaves
 * little to be checked. Between, indexes and producers are written out without a sync: what a
 * start after a kill has to walk through stays small as well.
 */
import type { TopicConfig } from '../config.ts';
import { DiskError, type Env } from '../env/env.ts';
import type { LeaderEpochs } from './leader-epochs.ts';
import type { LogProducers } from './log-producers.ts';
import { syncPartitionFolder, syncPartitionFolderNow } from './partition-folder.ts';
import type { SegmentList } from './segment-list.ts';

export type FlushedParts = {
  readonly segments: SegmentList;
  readonly epochs: LeaderEpochs;
  readonly producers: LogProducers;
  /** The log itself. */
  readonly log: { readonly logEndOffset: number; readonly config: TopicConfig };
};

export type FlushOptions = {
  /** The log's folder. */
  readonly dir: string;
  readonly recoveryPoint: number;
  /** Unsynced bytes that are brought to the device in the background. */
  readonly flushBytes: number;
  readonly onFailure: (error: DiskError) => void;
  /** The recovery point has moved; its checkpoint must follow, at once when it was lowered. */
  readonly onRecoveryPoint: (direction: 'raised' | 'lowered') => void;
};

/** Indexes and producers are written out this many times between two flushes in the background. */
const savesPerFlush = 32;

export class LogFlush {
  private readonly env: Env;
  private readonly parts: FlushedParts;
  private readonly options: FlushOptions;
  private flushedOffset: number;
  private flushedAtMs: number;
  private bytesSinceSnapshot = 0;
  private isRunning = false;
  private isFolderSynced = false;
  private isClosed = false;
  /** Grows with every cut. */
  cutCount = 0;

  constructor(env: Env, parts: FlushedParts, options: FlushOptions) {
    this.env = env;
    this.parts = parts;
    this.options = options;
    this.flushedOffset = options.recoveryPoint;
    this.flushedAtMs = env.clock.nowMs();
  }

  /**
   * Below it nothing has to be recovered. A segment whose indexes may be lost in a crash has to be,
   * so it stays within the segment as long as that can be.
   */
  get recoveryPoint(): number {
    const { flushedOffset } = this;
    const { segments } = this.parts;
    const last = segments.all[segments.indexOf(flushedOffset - 1)];
    const isBehind = flushedOffset <= last.baseOffset || last.isSettled || !last.isReadOnly;
    return isBehind ? flushedOffset : flushedOffset - 1;
  }

  get isDirty(): boolean {
    return !this.isClosed && this.parts.log.logEndOffset > this.flushedOffset;
  }

  /** Whether flush.ms asks for a flush now. */
  isDue(nowMs: number): boolean {
    return this.isDirty && nowMs - this.flushedAtMs >= this.parts.log.config.flushMs;
  }

  /** Flushes and saves what is due after an append. */
  appended(): void {
    const { log, segments } = this.parts;
    const { active } = segments;
    const { flushBytes } = this.options;
    if (log.logEndOffset - this.flushedOffset >= log.config.flushMessages) this.now();
    else if (active.unsyncedBytes >= flushBytes) this.inBackground();
    if (active.unindexedTailBytes * savesPerFlush >= flushBytes) this.save();
  }

  /** Brings everything appended before the call to the device. Rejects with DiskError. */
  async all(): Promise<void> {
    const { log, segments, epochs } = this.parts;
    const { logEndOffset: endOffset } = log;
    const { cutCount, flushedOffset } = this;
    this.flushedAtMs = this.env.clock.nowMs();
    try {
      const due = segments.all
        .slice(segments.indexOf(flushedOffset - 1))
        .filter(({ baseOffset }) => baseOffset < endOffset);
      if (!this.isFolderSynced) await syncPartitionFolder(this.env.disk, this.options.dir);
      this.isFolderSynced = true;
      await epochs.sync();
      await Promise.all(due.map((segment) => segment.flush()));
    } catch (error) {
      // The folder of a deleted log is gone.
      if (this.isClosed) return;
      if (error instanceof DiskError) this.options.onFailure(error);
      throw error;
    }
    // What was cut and written again meanwhile is not covered.
    if (cutCount === this.cutCount) this.flushedOffset = Math.max(this.flushedOffset, endOffset);
  }

  /** The same, waiting for it. */
  now(): void {
    const { log, segments } = this.parts;
    // Nothing was ever written: an orderly stop with a thousand idle partitions waits for no device.
    if (log.logEndOffset === 0 && this.cutCount === 0) return;
    if (!this.isFolderSynced && this.isDirty)
      syncPartitionFolderNow(this.env.disk, this.options.dir);
    this.isFolderSynced ||= this.isDirty;
    for (let at = segments.indexOf(this.flushedOffset - 1); at < segments.all.length; at++)
      segments.all[at].flushNow();
    this.flushedOffset = log.logEndOffset;
  }

  /** What follows the new end is not on the device; nor may the checkpoint of this point say so. */
  cut(): void {
    const { logEndOffset } = this.parts.log;
    this.cutCount++;
    if (this.flushedOffset <= logEndOffset) return;
    this.flushedOffset = logEndOffset;
    this.options.onRecoveryPoint('lowered');
  }

  close(): void {
    this.isClosed = true;
  }

  private inBackground(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.save();
    this.parts.producers.keepSnapshot();
    this.all()
      .then(
        () => this.isClosed || this.options.onRecoveryPoint('raised'),
        // It has been told.
        () => undefined,
      )
      .finally(() => {
        this.isRunning = false;
      });
  }

  private save(): void {
    const { log, segments, producers } = this.parts;
    this.bytesSinceSnapshot += segments.active.unindexedTailBytes;
    const isTaken = producers.takeProgressSnapshot(log.logEndOffset, this.bytesSinceSnapshot);
    if (isTaken) this.bytesSinceSnapshot = 0;
    segments.active.saveIndexes();
  }
}
