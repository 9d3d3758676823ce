/** ListOffsets over many partitions at once. */
import type { ContractError } from '../contract/errors.ts';
import { isRetriable, kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import type { Metadata } from './metadata.ts';

/** Kafka's special timestamps. */
export const latestTimestamp = -1n;
export const earliestTimestamp = -2n;

export type TopicPartitionName = { readonly topic: string; readonly partition: number };

/** `topic-partition`. */
export function partitionKey({ topic, partition }: TopicPartitionName): string {
  return `${topic}-${partition}`;
}

/**
 * The offset at a timestamp (or a special one) of each partition, by `topic-partition`. A
 * partition whose leader does not answer is missing.
 */
export async function listOffsets(
  link: KafkaLink,
  partitions: readonly TopicPartitionName[],
  timestamp: bigint,
): Promise<ReadonlyMap<string, number>> {
  const metadata = await link.metadata();
  const offsets = new Map<string, number>();
  const byLeader = groupByLeader(metadata, partitions);
  await Promise.all(
    [...byLeader].map(async ([leader, names]) => {
      try {
        const topics = requestTopics(metadata, names, timestamp);
        const { response } = await link.callPartly(leader, 'listOffsets', -1, 0, topics);
        for (const topic of response.topics) {
          for (const { partitionIndex, errorCode, offset } of topic.partitions) {
            if (errorCode !== 0) continue;
            const key = partitionKey({ topic: topic.name, partition: partitionIndex });
            offsets.set(key, Number(offset));
          }
        }
      } catch (error) {
        // An environment fault: this leader's partitions stay unknown, the others are told.
        if (!isRetriable(error)) throw error;
      }
    }),
  );
  return offsets;
}

/** As `listOffsets`, but every partition must be told: reads metadata anew and tries again. */
export async function listAllOffsets(
  link: KafkaLink,
  partitions: readonly TopicPartitionName[],
  timestamp: bigint,
): Promise<ReadonlyMap<string, number>> {
  let missing: TopicPartitionName | undefined;
  for (let attempt = 0; attempt < retryCount; attempt += 1) {
    const offsets = await listOffsets(link, partitions, timestamp);
    missing = partitions.find((name) => !offsets.has(partitionKey(name)));
    if (!missing) return offsets;
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
    await link.metadata({ isFresh: true });
  }
  throw leaderMissing(missing as TopicPartitionName);
}

/** Partitions by the broker that leads them; those without a leader are left out. */
export function groupByLeader<Name extends TopicPartitionName>(
  metadata: Metadata,
  partitions: readonly Name[],
): ReadonlyMap<number, readonly Name[]> {
  const byLeader = new Map<number, Name[]>();
  for (const name of partitions) {
    const leader = metadata.topics.get(name.topic)?.partitions[name.partition]?.leader ?? -1;
    if (leader < 0) continue;
    const names = byLeader.get(leader) ?? [];
    names.push(name);
    byLeader.set(leader, names);
  }
  return byLeader;
}

/** LEADER_NOT_AVAILABLE, naming the partition. */
export function leaderMissing({ topic, partition }: TopicPartitionName): ContractError {
  return kafkaError(5, `Partition ${partition} of ${topic} has no leader right now.`);
}

const retryCount = 10;
const retryDelayMs = 200;

function requestTopics(
  metadata: Metadata,
  names: readonly TopicPartitionName[],
  timestamp: bigint,
) {
  const byTopic = new Map<string, number[]>();
  for (const { topic, partition } of names) {
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), partition]);
  }
  return [...byTopic].map(([name, indexes]) => ({
    name,
    partitions: indexes.map((partitionIndex) => ({
      partitionIndex,
      currentLeaderEpoch: metadata.topics.get(name)?.partitions[partitionIndex]?.leaderEpoch ?? -1,
      timestamp,
    })),
  }));
}
