/** OffsetDelete v0: single offsets of a group, for topics it does not subscribe to. */
import type { RequestOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import { offsetDeleteApi } from '../protocol/messages/47-offset-delete.ts';
import { handler } from './handler.ts';

type Topic = RequestOf<typeof offsetDeleteApi>['topics'][number];

export const offsetDelete = handler(offsetDeleteApi, async ({ services }, request) => {
  const image = services.metadata.image();
  const known = ({ name, partitions }: Topic) => ({
    name,
    partitions: partitions.filter(
      ({ partitionIndex }) => image.topicsByName.get(name)?.partitions[partitionIndex],
    ),
  });
  const topics = request.topics.map(known).filter(({ partitions }) => partitions.length > 0);
  const response = await services.groups.deleteOffsets({ ...request, topics });
  if (response.errorCode !== errors.none) return response;
  const codeOf = (name: string, index: number) =>
    response.topics
      .find((topic) => topic.name === name)
      ?.partitions.find(({ partitionIndex }) => partitionIndex === index)?.errorCode;
  return {
    errorCode: errors.none,
    topics: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: codeOf(name, partitionIndex) ?? errors.unknownTopicOrPartition,
      })),
    })),
  };
});
