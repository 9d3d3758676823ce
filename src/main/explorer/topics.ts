/** The topic methods of the contract, for any cluster. */
import type {
  AlterConfigsParams,
  CreateTopicParams,
  DeleteRecordsParams,
  TopicDetail,
} from '../contract/topics.ts';
import { alterResource, describeResource } from './configs.ts';
import { kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import { partitionsOf, topicOf } from './metadata.ts';
import {
  earliestTimestamp,
  groupByLeader,
  latestTimestamp,
  listOffsets,
  partitionKey,
} from './offsets.ts';
import { readableId } from './topic-id.ts';

const timeoutMs = 10_000;

/** Partitions with their offsets, and all configs. */
export async function describeTopic(link: KafkaLink, name: string): Promise<TopicDetail> {
  const topic = topicOf(await link.metadata({ isFresh: true }), name);
  const names = topic.partitions.map(({ partition }) => ({ topic: name, partition }));
  const [starts, ends, configs] = await Promise.all([
    listOffsets(link, names, earliestTimestamp),
    listOffsets(link, names, latestTimestamp),
    describeResource(link, topicOfConfigs(name)),
  ]);
  return {
    topic: name,
    topicId: readableId(topic.topicId),
    isInternal: topic.isInternal,
    partitions: topic.partitions.map((partition) => {
      const key = partitionKey({ topic: name, partition: partition.partition });
      return {
        ...partition,
        logStartOffset: starts.get(key) ?? -1,
        highWatermark: ends.get(key) ?? -1,
      };
    }),
    configs,
  };
}

/** Resolves when the cluster's metadata knows the topic. */
export async function createTopic(link: KafkaLink, params: CreateTopicParams): Promise<null> {
  const { topic, partitionCount = -1, replicationFactor = -1, configs = {} } = params;
  const request = {
    name: topic,
    numPartitions: partitionCount,
    replicationFactor,
    assignments: [],
    configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
  };
  const { response } = await link.callPartly('any', 'createTopics', [request], timeoutMs, false);
  for (const { errorCode, errorMessage } of response.topics) {
    if (errorCode !== 0) throw kafkaError(errorCode, errorMessage, params);
  }
  await untilKnown(link, (names) => names.has(topic));
  return null;
}

/** Resolves when the cluster's metadata no longer knows the topic. */
export async function deleteTopic(link: KafkaLink, topic: string): Promise<null> {
  const request = [{ name: topic }];
  const { response } = await link.callPartly('any', 'deleteTopics', request, timeoutMs);
  for (const { errorCode, errorMessage } of response.responses) {
    if (errorCode !== 0) throw kafkaError(errorCode, errorMessage, { topic });
  }
  await untilKnown(link, (names) => !names.has(topic));
  return null;
}

/** Raises the number of partitions. */
export async function addPartitions(
  link: KafkaLink,
  params: { readonly topic: string; readonly partitionCount: number },
): Promise<null> {
  const { topic, partitionCount } = params;
  const request = [{ name: topic, count: partitionCount, assignments: null }];
  const { response } = await link.callPartly('any', 'createPartitions', request, timeoutMs, false);
  for (const { errorCode, errorMessage } of response.results) {
    if (errorCode !== 0) throw kafkaError(errorCode, errorMessage, params);
  }
  await link.metadata({ isFresh: true });
  return null;
}

/** Sets some configs and puts others back to what lies beneath. */
export async function alterConfigs(
  link: KafkaLink,
  { topic, ...changes }: AlterConfigsParams,
): Promise<null> {
  return alterResource(link, topicOfConfigs(topic), changes);
}

/** Moves the log start; answers the new one of each partition. */
export async function deleteRecords(
  link: KafkaLink,
  { topic: name, before }: DeleteRecordsParams,
): Promise<{ readonly logStartOffsets: { readonly [partition: string]: number } }> {
  const metadata = await link.metadata({ isFresh: true });
  const topic = topicOf(metadata, name);
  const wanted = Object.entries(before).map(([partition, offset]) => ({
    topic: name,
    partition: Number(partition),
    offset,
  }));
  partitionsOf(
    topic,
    wanted.map(({ partition }) => partition),
  );
  const logStartOffsets: Record<string, number> = {};
  for (const [leader, items] of groupByLeader(metadata, wanted)) {
    const partitions = items.map(({ partition, offset }) => ({
      partitionIndex: partition,
      offset: BigInt(offset),
    }));
    const request = [{ name, partitions }];
    const { response } = await link.callPartly(leader, 'deleteRecords', request, timeoutMs);
    for (const answer of response.topics.flatMap((answered) => answered.partitions)) {
      const subject = { topic: name, partition: answer.partitionIndex };
      if (answer.errorCode !== 0) throw kafkaError(answer.errorCode, null, subject);
      logStartOffsets[answer.partitionIndex] = Number(answer.lowWatermark);
    }
  }
  return { logStartOffsets };
}

function topicOfConfigs(topic: string) {
  return { type: 'topic', name: topic, subject: { topic } } as const;
}

/** Metadata follows the controller's answer a moment later. */
async function untilKnown(
  link: KafkaLink,
  isSettled: (names: ReadonlySet<string>) => boolean,
): Promise<void> {
  const deadlineMs = Date.now() + timeoutMs;
  while (Date.now() < deadlineMs) {
    const { topics } = await link.metadata({ isFresh: true });
    if (isSettled(new Set(topics.keys()))) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
