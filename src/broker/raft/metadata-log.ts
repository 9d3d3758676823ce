/**
 * The metadata log with its snapshots, in the terms of the quorum: a snapshot stands for all
 * records below its end, so the log may begin where the oldest snapshot ends.
 */
import type { Env } from '../env/env.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import { encodeBatch, controlKey, controlType } from '../protocol/record-batch.ts';
import { leaderChangeMessage } from '../protocol/records/control.ts';
import type { LogEnd } from './quorum-types.ts';
import { encodeSnapshot } from './snapshot-format.ts';
import { SnapshotStore } from './snapshot-store.ts';
import type { SnapshotId } from './types.ts';

export type RetentionLimits = { readonly maxBytes: number; readonly maxAgeMs: number };

/** What a leader answers to a fetch from some offset after a record of some epoch. */
export type FetchPosition =
  | { readonly kind: 'valid' }
  | { readonly kind: 'diverging'; readonly end: LogEnd }
  | { readonly kind: 'snapshot'; readonly id: SnapshotId };

export class MetadataLogFiles {
  readonly log: PartitionLog;
  readonly snapshots: SnapshotStore;
  private readonly env: Env;

  constructor(env: Env, log: PartitionLog, dir: string) {
    this.env = env;
    this.log = log;
    this.snapshots = new SnapshotStore(env.disk, dir);
    // A crash after a snapshot was taken over from the leader and before the log was cut.
    const latest = this.snapshots.latest();
    if (latest && latest.endOffset > log.logEndOffset) this.restartAt(latest);
    this.dropSnapshotsBelowLog();
  }

  end(): LogEnd {
    const { latestEpoch, logEndOffset } = this.log;
    if (latestEpoch >= 0) return { offset: logEndOffset, epoch: latestEpoch };
    return { offset: logEndOffset, epoch: this.snapshots.latest()?.epoch ?? 0 };
  }

  appendLeaderChange(
    epoch: number,
    o: { leaderId: number; voters: readonly number[]; grantingVoters: readonly number[] },
  ): void {
    const ids = (voters: readonly number[]) => voters.map((voterId) => ({ voterId }));
    const value = leaderChangeMessage.message.encode(0, {
      version: 0,
      leaderId: o.leaderId,
      voters: ids(o.voters),
      grantingVoters: ids(o.grantingVoters),
    });
    const key = controlKey(controlType.leaderChange);
    this.log.assignEpochStart(epoch, this.log.logEndOffset);
    this.appendBatch(epoch, [{ key, value }], true);
  }

  /** The offset of the last record. */
  appendValues(epoch: number, values: readonly Buffer[]): number {
    return this.appendBatch(
      epoch,
      values.map((value) => ({ key: null, value })),
      false,
    );
  }

  private appendBatch(
    epoch: number,
    records: readonly { key: Buffer | null; value: Buffer }[],
    isControl: boolean,
  ): number {
    const timestampMs = this.env.clock.nowMs();
    const batch = encodeBatch({ records, timestampMs, leaderEpoch: epoch, isControl });
    return this.log.appendAsLeader(batch, epoch, 'raft').lastOffset;
  }

  /** Whether a replica whose log ends at `fetch` can go on from there (KIP-595, KIP-630). */
  validate(fetch: LogEnd): FetchPosition {
    const latest = this.snapshots.latest();
    const oldest = this.snapshots.oldest();
    // For an empty log a snapshot is always the shorter way.
    if (latest && fetch.offset === 0) return { kind: 'snapshot', id: latest };
    if (fetch.offset === 0 && fetch.epoch === 0) return { kind: 'valid' };
    const { logStartOffset } = this.log;
    if (latest && oldest) {
      // Epochs before the oldest snapshot are forgotten, even where their records are still there.
      const isBefore = fetch.offset < logStartOffset || fetch.epoch < oldest.epoch;
      const isAtStart = fetch.offset === logStartOffset && logStartOffset > 0;
      const isElsewhere = isAtStart && fetch.epoch !== oldest.epoch && fetch.epoch !== 0;
      if (isBefore || isElsewhere) return { kind: 'snapshot', id: latest };
    }
    const end = this.endOfEpoch(fetch.epoch);
    const isSame = end.epoch === fetch.epoch && end.offset >= fetch.offset;
    return isSame ? { kind: 'valid' } : { kind: 'diverging', end };
  }

  /** End of the newest epoch that is not above `epoch`. */
  endOfEpoch(epoch: number): LogEnd {
    const found = this.log.endOffsetForEpoch(epoch);
    if (found.epoch < 0) return this.end();
    const oldest = this.snapshots.oldest();
    const isBelowLog = oldest && found.endOffset === oldest.endOffset && found.epoch === epoch;
    return { offset: found.endOffset, epoch: isBelowLog ? oldest.epoch : found.epoch };
  }

  /**
   * Cuts what the leader does not have; `diverging` is the end of an epoch in its log. A leader
   * has all that was committed: anything else would be a fault that must not destroy records.
   */
  truncateTo(diverging: LogEnd, committedOffset: number): void {
    const own = this.endOfEpoch(diverging.epoch);
    const isShared = own.epoch === diverging.epoch;
    const offset = isShared ? Math.min(own.offset, diverging.offset) : own.offset;
    if (offset < committedOffset)
      throw new Error(`the leader lacks committed records: ${offset} is below ${committedOffset}`);
    this.log.truncateTo(offset);
  }

  /** The log follows a snapshot that reaches beyond it. */
  restartAt({ endOffset }: SnapshotId): void {
    this.log.truncateFullyAndStartAt(endOffset);
    this.dropSnapshotsBelowLog();
  }

  /** The oldest snapshot that stays says which epoch the log begins in. */
  private dropSnapshotsBelowLog(): void {
    const { logStartOffset } = this.log;
    for (const one of this.snapshots.all())
      if (one.endOffset < logStartOffset) this.snapshots.remove(one);
  }

  writeSnapshot(id: SnapshotId, values: readonly Buffer[], lastContainedTimestampMs: number): void {
    const nowMs = this.env.clock.nowMs();
    this.snapshots.write(id, encodeSnapshot(id, values, { nowMs, lastContainedTimestampMs }));
  }

  /** Deletes old snapshots, and the log below the oldest that stays, beyond the limits. */
  applyRetention({ maxBytes, maxAgeMs }: RetentionLimits): void {
    const nowMs = this.env.clock.nowMs();
    for (;;) {
      const [oldest, next] = this.snapshots.all();
      if (!oldest) return;
      const sizeBytes = this.snapshots.all().reduce((sum, one) => sum + one.sizeBytes, 0);
      const isTooLarge = sizeBytes + this.log.sizeBytes > maxBytes;
      const isTooOld = nowMs - oldest.modifiedMs > maxAgeMs;
      if (!isTooLarge && !isTooOld) return;
      const kept = next ?? oldest;
      if (next) this.snapshots.remove(oldest);
      // Whole segments below go with it.
      this.log.incrementLogStartOffset(kept.endOffset);
      if (!next) return;
    }
  }
}
