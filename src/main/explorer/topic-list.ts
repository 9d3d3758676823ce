/** Rows of the topic list from metadata and offsets, for any cluster. */
import type { TopicSummary, TopicsState } from '../contract/topics.ts';
import type { KafkaLink } from './kafka-link.ts';
import type { TopicMetadata } from './metadata.ts';
import { earliestTimestamp, latestTimestamp, listOffsets, partitionKey } from './offsets.ts';

/** All topics; rates and sizes are unknown here. */
export async function listTopics(link: KafkaLink): Promise<TopicsState> {
  const metadata = await link.metadata({ isFresh: true });
  const topics = [...metadata.topics.values()];
  const names = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partition }) => ({ topic: name, partition })),
  );
  const [starts, ends] = await Promise.all([
    listOffsets(link, names, earliestTimestamp),
    listOffsets(link, names, latestTimestamp),
  ]);
  const rows = topics.map((topic): [string, TopicSummary] => {
    const recordCount = topic.partitions.reduce((sum, { partition }) => {
      const key = partitionKey({ topic: topic.name, partition });
      return sum + Math.max(0, (ends.get(key) ?? 0) - (starts.get(key) ?? 0));
    }, 0);
    return [topic.name, { ...summaryOf(topic), recordCount }];
  });
  return { topics: Object.fromEntries(rows) };
}

/** What metadata alone tells of a topic. */
export function summaryOf(topic: TopicMetadata): TopicSummary {
  const { partitions } = topic;
  return {
    isInternal: topic.isInternal,
    partitionCount: partitions.length,
    replicationFactor: Math.max(...partitions.map(({ replicas }) => replicas.length)),
    underReplicatedCount: partitions.filter(({ isr, replicas }) => isr.length < replicas.length)
      .length,
    offlineCount: partitions.filter(({ leader }) => leader < 0).length,
    recordCount: 0,
    sizeBytes: null,
    recordsInPerS: null,
    recordsOutPerS: null,
  };
}
