/** The metadata quorum as DescribeQuorum tells it, and the eligible leader replicas (KIP-966). */
import type { QuorumReplica, QuorumState } from '../contract/cluster.ts';
import { isUnsupported, kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';

/** Null where there is no such quorum (ZooKeeper's clusters, Redpanda); rejects while it elects. */
export async function readQuorum(link: KafkaLink): Promise<QuorumState | null> {
  const topics = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }];
  const partition = await link.callPartly('any', 'describeQuorum', topics).then(
    ({ response }) => response.topics[0]?.partitions[0],
    (error: unknown) => {
      if (isUnsupported(error)) return null;
      throw error;
    },
  );
  if (!partition) return null;
  if (partition.errorCode !== 0) throw kafkaError(partition.errorCode, partition.errorMessage);
  const { leaderId, leaderEpoch, highWatermark, currentVoters, observers } = partition;
  const leader = currentVoters.find(({ replicaId }) => replicaId === leaderId);
  const end = Number(leader?.logEndOffset ?? highWatermark);
  return {
    leaderId,
    epoch: leaderEpoch,
    highWatermark: Number(highWatermark),
    voters: byNode(currentVoters, leaderId, end),
    observers: byNode(observers, leaderId, end),
  };
}

type Told = {
  readonly replicaId: number;
  readonly logEndOffset: bigint;
  readonly lastFetchTimestamp?: bigint;
  readonly lastCaughtUpTimestamp?: bigint;
};

function byNode(
  told: readonly Told[],
  leaderId: number,
  end: number,
): { readonly [nodeId: string]: QuorumReplica } {
  return Object.fromEntries(
    told.map((replica): [string, QuorumReplica] => {
      const logEndOffset = Number(replica.logEndOffset);
      const isLeader = replica.replicaId === leaderId;
      // -1: the leader has not heard of it since it leads.
      const isKnown = logEndOffset >= 0;
      return [
        String(replica.replicaId),
        {
          logEndOffset,
          lag: isKnown ? Math.max(0, end - logEndOffset) : end,
          lastFetchMs: isLeader ? null : timeOf(replica.lastFetchTimestamp),
          lastCaughtUpMs: isLeader ? null : timeOf(replica.lastCaughtUpTimestamp),
        },
      ];
    }),
  );
}

function timeOf(timestamp: bigint | undefined): number | null {
  return timestamp === undefined || timestamp < 0n ? null : Number(timestamp);
}
