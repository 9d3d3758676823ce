/**
 * OffsetCommit v2-10: stores offsets of a group, answered once they are committed in
 * `__consumer_offsets`. Topics and partitions that do not exist are refused one by one.
 *
 * v9: the generation may be a member epoch (KIP-848); for classic groups it is the generation.
 * v10: topics by id (KIP-848).
 */
import type { MetadataImage } from '../metadata/image.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import { offsetCommitApi } from '../protocol/messages/08-offset-commit.ts';
import { handler } from './handler.ts';
import { namedTopic } from './named-topic.ts';

const topicIdVersion = 10;

type Topic = RequestOf<typeof offsetCommitApi>['topics'][number];
type TopicResult = ResponseOf<typeof offsetCommitApi>['topics'][number];

export const offsetCommit = handler(offsetCommitApi, async (context, request) => {
  const { apiVersion, services } = context;
  const image = services.metadata.image();
  const checked = request.topics.map((topic) => check(image, topic, apiVersion >= topicIdVersion));
  const topics = checked.map(({ accepted }) => accepted).filter((it) => it.partitions.length > 0);
  const committed =
    topics.length === 0
      ? []
      : (await services.groups.commitOffsets(context, { ...request, topics })).topics;
  return { topics: checked.map((topic) => merge(topic, committed)) };
});

type Checked = { readonly asked: Topic; readonly accepted: Topic; readonly unknownCode: number };

function check(image: MetadataImage, asked: Topic, isById: boolean): Checked {
  const topic = namedTopic(image, asked, isById);
  const partitionCount = topic?.partitions.length ?? 0;
  const partitions = asked.partitions.filter(
    ({ partitionIndex }) => partitionIndex >= 0 && partitionIndex < partitionCount,
  );
  const name = topic?.name ?? asked.name;
  // The id is stored with the offset: one of a deleted topic says nothing about its successor.
  const topicId = topic?.id ?? asked.topicId;
  return {
    asked,
    accepted: { name, topicId, partitions },
    unknownCode: isById && !topic ? errors.unknownTopicId : errors.unknownTopicOrPartition,
  };
}

/** One result per partition asked for, in that order. */
function merge(
  { asked, accepted, unknownCode }: Checked,
  committed: readonly TopicResult[],
): TopicResult {
  const results = committed.find(({ name }) => name === accepted.name)?.partitions ?? [];
  const codes = new Map(results.map((result) => [result.partitionIndex, result.errorCode]));
  return {
    name: asked.name,
    topicId: asked.topicId,
    partitions: asked.partitions.map(({ partitionIndex }) => ({
      partitionIndex,
      errorCode: codes.get(partitionIndex) ?? unknownCode,
    })),
  };
}
