/** What a log keeps about its producers: states in memory, snapshots and aborted transactions on disk. */
import type { Env } from '../env/env.ts';
import { type BatchHeader, isControl } from '../protocol/record-batch.ts';
import { snapshotBytes } from './producer-snapshot.ts';
import { ProducerSnapshots, type RebuildRange } from './producer-recovery.ts';
import { ProducerStates, readMarker } from './producer-states.ts';
import type { SegmentList } from './segment-list.ts';
import { TxnIndex } from './txn-index.ts';

/** A snapshot between two rolls may cost one part in so many of what is written. */
const progressShare = 100;

export type LogBounds = { readonly logStartOffset: number; readonly logEndOffset: number };

export class LogProducers {
  readonly states = new ProducerStates();
  readonly aborted: TxnIndex;
  private readonly env: Env;
  private readonly dir: string;
  private readonly segments: SegmentList;
  private readonly snapshots: ProducerSnapshots;
  private readonly expirationMs: number;

  constructor(env: Env, dir: string, segments: SegmentList, expirationMs: number) {
    this.env = env;
    this.dir = dir;
    this.segments = segments;
    this.expirationMs = expirationMs;
    this.snapshots = new ProducerSnapshots(env.disk, dir);
    this.aborted = new TxnIndex(env.disk);
  }

  /** Takes up a producer's batch that was appended to the active segment. */
  record(bytes: Buffer, header: BatchHeader): void {
    if (!isControl(header.attributes)) return this.states.record(header);
    const marker = readMarker(bytes, header);
    // One that compaction left empty says nothing: its transaction is gone.
    if (!marker) return;
    const aborted = this.states.endTransaction(header, marker);
    if (aborted) this.aborted.append(this.dir, this.segments.active.baseOffset, aborted);
  }

  takeSnapshot(offset: number): void {
    this.snapshots.take(this.states, offset, this.segments.all);
  }

  /** The same, unless it would be large beside the `newBytes` of the log that it saves reading. */
  takeProgressSnapshot(offset: number, newBytes: number): boolean {
    const isDue = snapshotBytes(this.states.size) * progressShare <= newBytes;
    if (isDue) this.takeSnapshot(offset);
    return isDue;
  }

  /** What the newest snapshot was taken from is about to reach the device. */
  keepSnapshot(): void {
    this.snapshots.keepNewest(this.segments.all);
  }

  expire(nowMs: number, expirationMs: number = this.expirationMs): void {
    this.states.expire(nowMs, expirationMs);
  }

  /** After opening. Aborted transactions are known up to `trustedOffset`. */
  load(bounds: LogBounds, trustedOffset: number, isCleanShutdown: boolean): void {
    this.rebuild(bounds, trustedOffset, isCleanShutdown ? 'unless-none' : 'always');
  }

  /** After a truncation to the end in `bounds`. */
  truncate(bounds: LogBounds): void {
    const { logEndOffset } = bounds;
    this.aborted.truncateTo(logEndOffset, this.dir, this.segments.active.baseOffset);
    this.rebuild(bounds, logEndOffset, this.states.size > 0 ? 'always' : 'never');
  }

  private rebuild(bounds: LogBounds, trustedOffset: number, replay: RebuildRange['replay']): void {
    const { segments, expirationMs } = this;
    const { logStartOffset, logEndOffset } = bounds;
    this.states.clear();
    const range = {
      logStartOffset,
      logEndOffset,
      segments: segments.all,
      newestSnapshot: trustedOffset,
      replay,
      nowMs: this.env.clock.nowMs(),
      expirationMs,
    };
    this.snapshots.rebuild(this.states, range, (row) => {
      if (row.lastOffset <= this.aborted.lastMarker) return;
      const segment = segments.all[segments.indexOf(row.lastOffset)];
      this.aborted.append(this.dir, segment.baseOffset, row);
    });
  }
}
