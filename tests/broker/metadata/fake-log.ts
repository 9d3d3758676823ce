/** A metadata log in memory: what is appended is committed when the test says so. */
import { errors, KafkaError } from '../../../src/broker/protocol/errors.ts';
import type {
  CommittedBatch,
  LeaderChange,
  LoadedSnapshot,
  MetadataLog,
} from '../../../src/broker/metadata/metadata-log.ts';
import { encodeRecord, type NewRecord } from '../../../src/broker/metadata/records.ts';

export class FakeLog implements MetadataLog {
  leaderId = -1;
  highWatermark = 0;
  bytesSinceSnapshot = 0;
  readonly snapshots: { values: readonly Buffer[]; lastOffset: number; epoch: number }[] = [];
  private epoch = 0;
  private isLeader = false;
  private endOffset = 0;
  private readonly uncommitted: CommittedBatch[] = [];
  private readonly commitListeners: ((batch: CommittedBatch) => void)[] = [];
  private readonly leaderListeners: ((change: LeaderChange) => void)[] = [];
  private readonly snapshotListeners: ((snapshot: LoadedSnapshot) => void)[] = [];

  append(values: readonly Buffer[]): number {
    if (!this.isLeader) throw new KafkaError(errors.notController);
    this.put(values, false);
    return this.endOffset - 1;
  }

  onCommit(listener: (batch: CommittedBatch) => void): void {
    this.commitListeners.push(listener);
  }

  onLeaderChange(listener: (change: LeaderChange) => void): void {
    this.leaderListeners.push(listener);
  }

  onLoadSnapshot(listener: (snapshot: LoadedSnapshot) => void): void {
    this.snapshotListeners.push(listener);
  }

  writeSnapshot(values: readonly Buffer[], lastOffset: number, epoch: number): void {
    this.snapshots.push({ values, lastOffset, epoch });
    this.bytesSinceSnapshot = 0;
  }

  /** Records another leader wrote. */
  write(...records: NewRecord[]): void {
    this.put(records.map(encodeRecord), false);
  }

  /** Everything that waits, one batch after the other. */
  commit(): void {
    this.highWatermark = this.endOffset;
    for (const batch of this.uncommitted.splice(0)) {
      for (const { value } of batch.records) this.bytesSinceSnapshot += value.length;
      for (const listener of this.commitListeners) listener(batch);
    }
  }

  /** This node becomes the leader: its first record is committed before anyone hears of it. */
  lead(nodeId: number): void {
    this.epoch++;
    this.put([Buffer.from('leader change')], true);
    this.commit();
    this.isLeader = true;
    this.tellLeader(nodeId);
  }

  /** Another node leads; what was not committed is gone. */
  follow(leaderId: number): void {
    this.epoch++;
    this.isLeader = false;
    this.uncommitted.splice(0);
    this.endOffset = this.highWatermark;
    this.tellLeader(leaderId);
  }

  /** Stops leading without anyone having heard of it yet. */
  loseLeadership(): void {
    this.isLeader = false;
  }

  load(snapshot: LoadedSnapshot): void {
    this.endOffset = snapshot.lastOffset + 1;
    this.highWatermark = this.endOffset;
    for (const listener of this.snapshotListeners) listener(snapshot);
  }

  private tellLeader(leaderId: number): void {
    this.leaderId = leaderId;
    const change = { leaderId, epoch: this.epoch, isLeader: this.isLeader };
    for (const listener of this.leaderListeners) listener(change);
  }

  private put(values: readonly Buffer[], isControl: boolean): void {
    const baseOffset = this.endOffset;
    const records = values.map((value, index) => ({ offset: baseOffset + index, value }));
    this.endOffset += values.length;
    this.uncommitted.push({ baseOffset, epoch: this.epoch, timestampMs: 0, records, isControl });
  }
}
