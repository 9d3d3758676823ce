/** Rows of the topic list from what is known already: metadata, statistics, the last rates. */
import type { BrokerStats } from '../../broker/control.ts';
import type { ThroughputPoint } from '../contract/throughput.ts';
import type { TopicSummary, TopicsState } from '../contract/topics.ts';
import type { Metadata } from '../explorer/metadata.ts';
import { summaryOf } from '../explorer/topic-list.ts';

/** Counts are those of the leaders. */
export function topicRows(
  metadata: Metadata,
  stats: ReadonlyMap<number, BrokerStats>,
  point: ThroughputPoint | undefined,
): TopicsState {
  const leaders = new Map<string, { recordCount: number; sizeBytes: number }>();
  for (const { replicas } of stats.values()) {
    for (const { topic, isLeader, logStartOffset, highWatermark, sizeBytes } of replicas) {
      if (!isLeader) continue;
      const sum = leaders.get(topic) ?? { recordCount: 0, sizeBytes: 0 };
      sum.recordCount += Math.max(0, highWatermark - logStartOffset);
      sum.sizeBytes += sizeBytes;
      leaders.set(topic, sum);
    }
  }
  const rows = [...metadata.topics.values()].map((topic): [string, TopicSummary] => [
    topic.name,
    { ...summaryOf(topic), ...leaders.get(topic.name), ...ratesOf(point, topic.name) },
  ]);
  return { topics: Object.fromEntries(rows) };
}

/** The rates of a row. */
export function ratesOf(
  point: ThroughputPoint | undefined,
  topic: string,
): Pick<TopicSummary, 'recordsInPerS' | 'recordsOutPerS'> {
  const rates = point?.topics[topic];
  return { recordsInPerS: rates?.recordsIn ?? 0, recordsOutPerS: rates?.recordsOut ?? 0 };
}
