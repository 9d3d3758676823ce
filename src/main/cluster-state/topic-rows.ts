/** Rows of the topic list from what is known already: metadata, statistics, the last rates. */
import type { TopicOffsets } from '../contract/replicas.ts';
import type { ThroughputPoint } from '../contract/throughput.ts';
import type { TopicSummary, TopicsState } from '../contract/topics.ts';
import type { Metadata, TopicMetadata } from '../explorer/metadata.ts';
import { summaryOf } from '../explorer/topic-list.ts';

type Sums = { readonly recordCount: number; readonly sizeBytes: number };

/** A topic that neither changed nor moved is not summed up again. */
const summed = new WeakMap<TopicOffsets, { readonly topic: TopicMetadata; readonly sums: Sums }>();

/** Counts are those of the leaders. */
export function topicRows(
  metadata: Metadata,
  offsets: { readonly [topic: string]: TopicOffsets },
  point: ThroughputPoint | undefined,
): TopicsState {
  const topics: { [topic: string]: TopicSummary } = {};
  for (const topic of metadata.topics.values()) {
    const own = offsets[topic.name];
    const sums = own ? sumsOf(topic, own) : {};
    topics[topic.name] = { ...summaryOf(topic), ...sums, ...ratesOf(point, topic.name) };
  }
  return { topics };
}

function sumsOf(topic: TopicMetadata, offsets: TopicOffsets): Sums {
  const before = summed.get(offsets);
  if (before?.topic === topic) return before.sums;
  let recordCount = 0;
  let sizeBytes = 0;
  for (const { partition, leader } of topic.partitions) {
    const position = offsets[partition]?.[leader];
    if (!position) continue;
    recordCount += Math.max(0, (position.highWatermark ?? 0) - (position.logStartOffset ?? 0));
    sizeBytes += position.sizeBytes ?? 0;
  }
  const sums = { recordCount, sizeBytes };
  summed.set(offsets, { topic, sums });
  return sums;
}

function ratesOf(
  point: ThroughputPoint | undefined,
  topic: string,
): Pick<TopicSummary, 'recordsInPerS' | 'recordsOutPerS'> {
  const rates = point?.topics[topic];
  return { recordsInPerS: rates?.recordsIn ?? 0, recordsOutPerS: rates?.recordsOut ?? 0 };
}
