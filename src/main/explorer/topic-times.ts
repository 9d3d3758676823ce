/** When the oldest and the newest record of partitions were written, by ListOffsets alone. */
import { isRetriable } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import { groupByLeader, partitionKey, type TopicPartitionName } from './offsets.ts';

export type TimedOffset = { readonly offset: number; readonly timestampMs: number };

/** The first record that has any time, and the one with the largest (KIP-734). */
const anyTime = 0n;
const maxTimestamp = -3n;
const maxTimestampVersion = 7;

/** By `topic-partition`; a partition without records, or whose leader is silent, is missing. */
export function oldestTimes(link: KafkaLink, partitions: readonly TopicPartitionName[]) {
  return timesAt(link, partitions, anyTime);
}

/** The same for the newest; nothing where the cluster is too old to tell. */
export async function newestTimes(link: KafkaLink, partitions: readonly TopicPartitionName[]) {
  const version = await link.versionOf('listOffsets');
  if (version < maxTimestampVersion) return new Map<string, TimedOffset>();
  return timesAt(link, partitions, maxTimestamp);
}

async function timesAt(
  link: KafkaLink,
  partitions: readonly TopicPartitionName[],
  timestamp: bigint,
): Promise<ReadonlyMap<string, TimedOffset>> {
  const metadata = await link.metadata();
  const times = new Map<string, TimedOffset>();
  await Promise.all(
    [...groupByLeader(metadata, partitions)].map(async ([leader, names]) => {
      const byTopic = Map.groupBy(names, ({ topic }) => topic);
      const topics = [...byTopic].map(([name, items]) => ({
        name,
        partitions: items.map(({ partition }) => ({
          partitionIndex: partition,
          currentLeaderEpoch: -1,
          timestamp,
        })),
      }));
      try {
        const { response } = await link.callPartly(leader, 'listOffsets', -1, 0, topics);
        for (const { name, partitions: answers } of response.topics) {
          for (const answer of answers) {
            if (answer.errorCode !== 0 || answer.offset < 0n || answer.timestamp < 0n) continue;
            times.set(partitionKey({ topic: name, partition: answer.partitionIndex }), {
              offset: Number(answer.offset),
              timestampMs: Number(answer.timestamp),
            });
          }
        }
      } catch (error) {
        // An environment fault: this leader's partitions stay unknown, the others are told.
        if (!isRetriable(error)) throw error;
      }
    }),
  );
  return times;
}
