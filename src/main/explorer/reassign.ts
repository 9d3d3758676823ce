/** Moves replicas between brokers (KIP-455): says what a move would do, does it, takes it back. */
import type {
  PartitionName,
  Reassignment,
  ReassignPlan,
  ReassignStep,
  ReplicaTarget,
} from '../contract/replicas.ts';
import { partitionsByTopic } from './elect.ts';
import { kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import { type Metadata, partitionsOf, type PartitionMetadata, topicOf } from './metadata.ts';

const timeoutMs = 10_000;

/** Bytes of a partition's log at its leader; null where nobody tells. */
export type SizeOf = (name: PartitionName) => number | null;

/** What the moves would do. Pure but for the metadata it is given. */
export function planReassign(
  metadata: Metadata,
  targets: readonly ReplicaTarget[],
  sizeOf: SizeOf,
): ReassignPlan {
  const partitions = targets.map((target) => planStep(metadata, target, sizeOf));
  const sizes = partitions.map(({ copyBytes }) => copyBytes);
  const isTold = sizes.every((size) => size !== null);
  return {
    partitions,
    copyBytes: isTold ? sizes.reduce((sum, size) => sum + (size ?? 0), 0) : null,
  };
}

function planStep(metadata: Metadata, target: ReplicaTarget, sizeOf: SizeOf): ReassignStep {
  const { topic, partition, replicas } = target;
  const now = find(metadata, target);
  const adding = replicas.filter((id) => !now.replicas.includes(id));
  const removing = now.replicas.filter((id) => !replicas.includes(id));
  const sizeBytes = adding.length === 0 ? 0 : sizeOf({ topic, partition });
  return {
    topic,
    partition,
    replicas,
    before: now.replicas,
    leader: now.leader,
    adding,
    removing,
    copyBytes: sizeBytes === null ? null : sizeBytes * adding.length,
    isLeaderMoved: removing.includes(now.leader),
  };
}

/**
 * A place for every replica of the broker: the live broker that has the fewest replicas of all
 * and none of this partition. Rejects when some partition has nowhere to go.
 */
export function drainTargets(metadata: Metadata, brokerId: number): readonly ReplicaTarget[] {
  const others = [...metadata.brokers.keys()].filter((id) => id !== brokerId);
  const counts = new Map(others.map((id) => [id, 0]));
  const all = [...metadata.topics.values()].flatMap(({ name, partitions }) =>
    partitions.map((partition) => ({ topic: name, ...partition })),
  );
  for (const { replicas } of all) {
    for (const id of replicas) if (counts.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return all
    .filter(({ replicas }) => replicas.includes(brokerId))
    .map(({ topic, partition, replicas }) => {
      const [instead] = others
        .filter((id) => !replicas.includes(id))
        .sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0) || a - b);
      if (instead === undefined) {
        const why = `Partition ${partition} of ${topic} has a replica on every broker.`;
        throw kafkaError(invalidReplicaAssignment, why);
      }
      counts.set(instead, (counts.get(instead) ?? 0) + 1);
      return { topic, partition, replicas: replicas.map((id) => (id === brokerId ? instead : id)) };
    });
}

const invalidReplicaAssignment = 39;

export async function reassign(link: KafkaLink, targets: readonly ReplicaTarget[]): Promise<void> {
  await alter(
    link,
    targets.map(({ topic, partition, replicas }) => ({ topic, partition, replicas })),
  );
}

export async function cancelReassignments(
  link: KafkaLink,
  partitions: readonly PartitionName[],
): Promise<void> {
  await alter(
    link,
    partitions.map(({ topic, partition }) => ({ topic, partition, replicas: null })),
  );
}

/** All partitions that are on their way. */
export async function listReassignments(link: KafkaLink): Promise<readonly Reassignment[]> {
  // Null asks for all; the library writes it so, though its type does not say it.
  const all = null as unknown as [];
  const response = await link.call('any', 'listPartitionReassignments', timeoutMs, all);
  return response.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, replicas, addingReplicas, removingReplicas }) => ({
      topic: name,
      partition: partitionIndex,
      replicas,
      adding: addingReplicas,
      removing: removingReplicas,
    })),
  );
}

type Altered = PartitionName & { readonly replicas: readonly number[] | null };

async function alter(link: KafkaLink, altered: readonly Altered[]): Promise<void> {
  const replicasOf = new Map(
    altered.map(({ topic, partition, replicas }) => [`${topic}/${partition}`, replicas]),
  );
  const topics = [...partitionsByTopic(altered)].map(([name, indexes]) => ({
    name,
    partitions: indexes.map((partitionIndex) => ({
      partitionIndex,
      replicas: (replicasOf.get(`${name}/${partitionIndex}`) ?? null) as number[],
    })),
  }));
  await link.call('any', 'alterPartitionReassignments', timeoutMs, true, topics);
}

function find(metadata: Metadata, { topic, partition }: PartitionName): PartitionMetadata {
  const [found] = partitionsOf(topicOf(metadata, topic), [partition]);
  return found as PartitionMetadata;
}
