/** Metadata of which nothing is new but what changed: topics that are as before are the same objects. */
import type { Metadata, PartitionMetadata, TopicMetadata } from '../explorer/metadata.ts';

export function shareMetadata(before: Metadata | null, after: Metadata): Metadata {
  if (!before) return after;
  let isSame = before.topics.size === after.topics.size;
  const topics = new Map<string, TopicMetadata>();
  for (const [name, now] of after.topics) {
    const old = before.topics.get(name);
    const kept = old && isSameTopic(old, now) ? old : now;
    if (kept !== old) isSame = false;
    topics.set(name, kept);
  }
  return { ...after, topics: isSame ? before.topics : topics };
}

function isSameTopic(left: TopicMetadata, right: TopicMetadata): boolean {
  return (
    left.topicId === right.topicId &&
    left.isInternal === right.isInternal &&
    left.partitions.length === right.partitions.length &&
    left.partitions.every((one, index) =>
      isSamePartition(one, right.partitions[index] as PartitionMetadata),
    )
  );
}

function isSamePartition(left: PartitionMetadata, right: PartitionMetadata): boolean {
  return (
    left.leader === right.leader &&
    left.leaderEpoch === right.leaderEpoch &&
    isSameList(left.isr, right.isr) &&
    isSameList(left.replicas, right.replicas)
  );
}

function isSameList(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index]);
}
