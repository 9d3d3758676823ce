/** Deleting records of a topic: what would go, and all of them with the topic's offsets. */
import type { PurgePreview, PurgeTarget } from '../contract/topics.ts';
import { describeResource } from './configs.ts';
import type { KafkaLink } from './kafka-link.ts';
import { partitionsOf, topicOf } from './metadata.ts';
import {
  earliestTimestamp,
  latestTimestamp,
  listAllOffsets,
  listOffsets,
  partitionKey,
} from './offsets.ts';
import { createTopic, deleteTopic } from './topics.ts';

/** Nothing is changed by asking. */
export async function previewPurge(
  link: KafkaLink,
  params: {
    readonly topic: string;
    readonly target: PurgeTarget;
    readonly partitions?: readonly number[] | undefined;
  },
): Promise<PurgePreview> {
  const { topic: name, target } = params;
  const topic = topicOf(await link.metadata({ isFresh: true }), name);
  const names = partitionsOf(topic, params.partitions).map(({ partition }) => ({
    topic: name,
    partition,
  }));
  const [starts, ends, times] = await Promise.all([
    listAllOffsets(link, names, earliestTimestamp),
    listAllOffsets(link, names, latestTimestamp),
    target.to === 'time' ? listOffsets(link, names, BigInt(target.timestampMs)) : null,
  ]);
  const partitions = names.map((item) => {
    const key = partitionKey(item);
    const logStartOffset = starts.get(key) ?? 0;
    const highWatermark = ends.get(key) ?? 0;
    const wanted = wantedOffset(target, times?.get(key), highWatermark);
    const before = Math.min(Math.max(wanted, logStartOffset), highWatermark);
    const recordCount = before - logStartOffset;
    return { partition: item.partition, logStartOffset, highWatermark, before, recordCount };
  });
  const recordCount = partitions.reduce((sum, row) => sum + row.recordCount, 0);
  return { partitions, recordCount };
}

function wantedOffset(
  target: PurgeTarget,
  atTime: number | undefined,
  highWatermark: number,
): number {
  if (target.to === 'all') return highWatermark;
  if (target.to === 'offset') return target.offset;
  // Kafka answers -1 when no record is that young: then all are older.
  return atTime === undefined || atTime < 0 ? highWatermark : atTime;
}

/** The topic anew, with as many partitions and replicas and the configs that were set for it. */
export async function truncateTopic(link: KafkaLink, name: string): Promise<null> {
  const shape = await shapeOf(link, name);
  await deleteTopic(link, name);
  return createTopic(link, { topic: name, ...shape });
}

/** What a topic like this one is created with. */
export async function shapeOf(link: KafkaLink, name: string) {
  const topic = topicOf(await link.metadata({ isFresh: true }), name);
  const configs = await describeResource(link, { type: 'topic', name, subject: { topic: name } });
  const own = configs.filter(({ source, value }) => source === 'topic' && value !== null);
  return {
    partitionCount: topic.partitions.length,
    replicationFactor: topic.partitions[0]?.replicas.length ?? 1,
    configs: Object.fromEntries(own.map((config) => [config.name, config.value ?? ''])),
  };
}
