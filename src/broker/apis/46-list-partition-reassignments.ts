/**
 * ListPartitionReassignments v0: replicas that are being added or removed. Reassignments cannot be
 * started here, but those of a log written by Apache Kafka show.
 */
import type { MetadataImage } from '../metadata/image.ts';
import { errors } from '../protocol/errors.ts';
import { listPartitionReassignmentsApi } from '../protocol/messages/46-list-partition-reassignments.ts';
import { handler } from './handler.ts';

type AskedTopic = { readonly name: string; readonly partitionIndexes: readonly number[] };

export const listPartitionReassignments = handler(
  listPartitionReassignmentsApi,
  ({ services }, { topics }) => {
    const image = services.metadata.image();
    return {
      errorCode: errors.none,
      errorMessage: null,
      topics: (topics ?? allPartitions(image))
        .map((asked) => ({ name: asked.name, partitions: runningOf(image, asked) }))
        .filter(({ partitions }) => partitions.length > 0),
    };
  },
  { listeners: ['broker', 'controller'] },
);

const allPartitions = (image: MetadataImage): AskedTopic[] =>
  [...image.topicsByName.values()].map(({ name, partitions }) => ({
    name,
    partitionIndexes: partitions.map((_, index) => index),
  }));

function runningOf(image: MetadataImage, { name, partitionIndexes }: AskedTopic) {
  return partitionIndexes.flatMap((partitionIndex) => {
    const partition = image.topicsByName.get(name)?.partitions[partitionIndex];
    if (!partition) return [];
    const { replicas, addingReplicas, removingReplicas } = partition;
    if (addingReplicas.length === 0 && removingReplicas.length === 0) return [];
    return [{ partitionIndex, replicas, addingReplicas, removingReplicas }];
  });
}
