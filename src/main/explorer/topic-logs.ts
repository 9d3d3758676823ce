/** The logs of one topic: from our own brokers file by file, from others their age and size. */
import type { LogView } from '../../broker/control.ts';
import type { PartitionAge, ReplicaLog, TopicLogs } from '../contract/topic-logs.ts';
import type { KafkaLink } from './kafka-link.ts';
import { logDirsOf } from './log-dirs.ts';
import { type TopicMetadata, topicOf } from './metadata.ts';
import { partitionKey } from './offsets.ts';
import { newestTimes, oldestTimes } from './topic-times.ts';

/** Asks one of our own brokers for its files; null while it does not answer. */
export type AskFiles = (brokerId: number, topic: string) => Promise<readonly LogView[] | null>;

/** `ask` is null for brokers that are not ours. */
export async function topicLogs(
  link: KafkaLink,
  name: string,
  ask: AskFiles | null,
): Promise<TopicLogs> {
  const topic = topicOf(await link.metadata({ isFresh: true }), name);
  const [logs, partitions] = await Promise.all([
    ask ? filesOf(topic, ask) : null,
    agesOf(link, topic, ask === null),
  ]);
  return { logs, partitions };
}

async function filesOf(topic: TopicMetadata, ask: AskFiles): Promise<TopicLogs['logs']> {
  const brokers = new Set(topic.partitions.flatMap(({ replicas }) => replicas));
  const logs: [string, ReplicaLog][] = [];
  await Promise.all(
    [...brokers].map(async (brokerId) => {
      for (const log of (await ask(brokerId, topic.name)) ?? []) {
        const key = `${log.partition}/${brokerId}${log.isFuture ? '/future' : ''}`;
        logs.push([key, { ...log, brokerId }]);
      }
    }),
  );
  return Object.fromEntries(logs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function agesOf(
  link: KafkaLink,
  topic: TopicMetadata,
  isSizeAsked: boolean,
): Promise<TopicLogs['partitions']> {
  const names = topic.partitions.map(({ partition }) => ({ topic: topic.name, partition }));
  const [oldest, newest, sizes] = await Promise.all([
    oldestTimes(link, names),
    newestTimes(link, names),
    isSizeAsked ? leaderSizes(link, topic) : new Map<number, number>(),
  ]);
  const rows = topic.partitions.map(({ partition, leader }): [string, PartitionAge] => {
    const key = partitionKey({ topic: topic.name, partition });
    return [
      String(partition),
      {
        leader,
        oldestMs: oldest.get(key)?.timestampMs ?? null,
        newestMs: newest.get(key)?.timestampMs ?? null,
        sizeBytes: sizes.get(partition) ?? null,
      },
    ];
  });
  return Object.fromEntries(rows);
}

async function leaderSizes(
  link: KafkaLink,
  topic: TopicMetadata,
): Promise<ReadonlyMap<number, number>> {
  const sizes = new Map<number, number>();
  const byLeader = Map.groupBy(topic.partitions, ({ leader }) => leader);
  await Promise.all(
    [...byLeader].map(async ([leader, rows]) => {
      if (leader < 0) return;
      const partitions = rows.map(({ partition }) => partition);
      const dirs = await logDirsOf(link, leader, [{ name: topic.name, partitions }]);
      for (const { replicas } of dirs ?? []) {
        for (const { partition, sizeBytes, isFuture } of replicas) {
          if (!isFuture) sizes.set(partition, sizeBytes);
        }
      }
    }),
  );
  return sizes;
}
