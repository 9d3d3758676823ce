/**
 * What is said of replicas four times a second: only those that moved since the last time, so
 * that a broker with thousands of idle partitions says nothing.
 */
import type { ReplicaChanges, ReplicaStats } from '../control.ts';

/** The parts of a partition that are told. */
export type ReportedReplica = {
  readonly topic: string;
  readonly partition: number;
  readonly isLeader: boolean;
  readonly leaderEpoch: number;
  readonly log: {
    readonly logStartOffset: number;
    readonly logEndOffset: number;
    readonly highWatermark: number;
    readonly sizeBytes: number;
  };
};

export class ReplicaReport {
  private told = new Map<ReportedReplica, ReplicaStats>();

  /** `isWhole`: all replicas, because who listens knows nothing yet. */
  take(all: () => Iterable<ReportedReplica>, isWhole: boolean): ReplicaChanges {
    if (isWhole) this.told = new Map();
    const replicas: ReplicaStats[] = [];
    let presentCount = 0;
    for (const replica of all()) {
      presentCount += 1;
      const before = this.told.get(replica);
      if (before !== undefined && isSame(before, replica)) continue;
      const stats = statsOf(replica);
      this.told.set(replica, stats);
      replicas.push(stats);
    }
    const isAnyGone = presentCount < this.told.size;
    return { isWhole, replicas, gone: isAnyGone ? this.forgetGone(all()) : [] };
  }

  private forgetGone(all: Iterable<ReportedReplica>): ReplicaChanges['gone'] {
    const present = new Set(all);
    const names = new Set([...present].map(({ topic, partition }) => `${topic}/${partition}`));
    const gone: { topic: string; partition: number }[] = [];
    for (const [replica, { topic, partition }] of this.told) {
      if (present.has(replica)) continue;
      this.told.delete(replica);
      // A topic that was deleted and made anew is told already, by its new partitions.
      if (!names.has(`${topic}/${partition}`)) gone.push({ topic, partition });
    }
    return gone;
  }
}

function isSame(before: ReplicaStats, { isLeader, leaderEpoch, log }: ReportedReplica): boolean {
  return (
    before.logEndOffset === log.logEndOffset &&
    before.highWatermark === log.highWatermark &&
    before.isLeader === isLeader &&
    before.leaderEpoch === leaderEpoch &&
    before.logStartOffset === log.logStartOffset &&
    before.sizeBytes === log.sizeBytes
  );
}

function statsOf({ topic, partition, isLeader, leaderEpoch, log }: ReportedReplica): ReplicaStats {
  const { logStartOffset, logEndOffset, highWatermark, sizeBytes } = log;
  const positions = { logStartOffset, logEndOffset, highWatermark, sizeBytes };
  return { topic, partition, isLeader, leaderEpoch, ...positions };
}
