/**
 * DescribeTopicPartitions v0: topics in the order of their names, page by page, with eligible
 * leader replicas (KIP-966).
 */
import type { MetadataImage, TopicImage } from '../metadata/image.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import { describeTopicPartitionsApi } from '../protocol/messages/75-describe-topic-partitions.ts';
import { isInternalTopic, topicNameProblem } from '../protocol/topic-names.ts';
import { zeroUuid } from '../protocol/types.ts';
import { handler } from './handler.ts';
import { operationsNotAsked, partitionView, topicOperations } from './topic-views.ts';

type Cursor = RequestOf<typeof describeTopicPartitionsApi>['cursor'];
type Response = ResponseOf<typeof describeTopicPartitionsApi>;
type TopicResult = Response['topics'][number];

export const describeTopicPartitions = handler(
  describeTopicPartitionsApi,
  ({ services, listenerName }, request) => {
    const image = services.metadata.image();
    const { cursor, responsePartitionLimit } = request;
    const asked = request.topics.map(({ name }) => name);
    const isAll = asked.length === 0;
    if (cursor && isMisplaced(cursor, isAll ? null : asked)) {
      return {
        topics: asked.map((name) => ({
          ...missing(name),
          errorCode: errors.invalidRequest,
          isInternal: false,
          topicAuthorizedOperations: operationsNotAsked,
        })),
        nextCursor: null,
      };
    }
    const names = [...new Set(isAll ? image.topicsByName.keys() : asked)]
      .filter((name) => cursor === null || name >= cursor.topicName)
      .sort();
    const limit = Math.max(
      1,
      Math.min(services.config.maxRequestPartitionSizeLimit, responsePartitionLimit),
    );
    return page({ image, listenerName }, names, cursor, limit);
  },
);

/** A cursor names one of the topics asked for, and a partition that can be. */
const isMisplaced = (cursor: NonNullable<Cursor>, asked: readonly string[] | null): boolean =>
  cursor.partitionIndex < 0 || (asked !== null && !asked.includes(cursor.topicName));

/** What is known, and the listener through which it is asked for. */
type Source = { readonly image: MetadataImage; readonly listenerName: string | undefined };

function page(source: Source, names: readonly string[], cursor: Cursor, limit: number): Response {
  const topics: TopicResult[] = [];
  let remaining = limit;
  for (const topicName of names) {
    const first = cursor?.topicName === topicName ? cursor.partitionIndex : 0;
    if (remaining === 0) return { topics, nextCursor: { topicName, partitionIndex: first } };
    const topic = source.image.topicsByName.get(topicName);
    if (!topic) {
      topics.push(missing(topicName));
      continue;
    }
    const end = Math.min(topic.partitions.length, first + remaining);
    topics.push(found(source, topic, first, end));
    remaining -= Math.max(0, end - first);
    if (end < topic.partitions.length) {
      return { topics, nextCursor: { topicName, partitionIndex: end } };
    }
  }
  return { topics, nextCursor: null };
}

const missing = (name: string): TopicResult => ({
  errorCode:
    topicNameProblem(name) === undefined
      ? errors.unknownTopicOrPartition
      : errors.invalidTopicException,
  name,
  topicId: zeroUuid,
  isInternal: isInternalTopic(name),
  partitions: [],
  topicAuthorizedOperations: topicOperations,
});

function found(source: Source, topic: TopicImage, first: number, end: number): TopicResult {
  const { image, listenerName } = source;
  return {
    errorCode: errors.none,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    partitions: topic.partitions.slice(first, end).map((partition, index) => ({
      ...partitionView(image, first + index, partition, listenerName),
      eligibleLeaderReplicas: partition.elr,
      lastKnownElr: partition.lastKnownElr,
    })),
    topicAuthorizedOperations: topicOperations,
  };
}
