/** CreatePartitions, AlterPartition and ListPartitionReassignments. */
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { createPartitionsApi } from '../../protocol/messages/37-create-partitions.ts';
import type { PartitionImage } from '../image.ts';
import type { NewRecord } from '../records.ts';
import { partitionRecord } from '../snapshot-records.ts';
import type { ControllerContext, Outcome } from './context.ts';
import { assignedPartition, placedPartitions } from './new-partitions.ts';

type CreateRequest = RequestOf<typeof createPartitionsApi>;
type GrownTopic = CreateRequest['topics'][number];
type CreateResponse = ResponseOf<typeof createPartitionsApi>;

const refuse = (code: number, message?: string): KafkaError => new KafkaError(code, message);

export function createPartitions(
  context: ControllerContext,
  request: CreateRequest,
): Outcome<CreateResponse> {
  const records: NewRecord[] = [];
  const names = request.topics.map(({ name }) => name);
  const duplicates = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const repeated = [...duplicates].map((name) => ({
    name,
    errorCode: errors.invalidRequest,
    errorMessage: 'Duplicate topic name.',
  }));
  const results = request.topics
    .filter(({ name }) => !duplicates.has(name))
    .map((topic) => {
      try {
        records.push(...additionalPartitions(context, topic));
        return { name: topic.name, errorCode: errors.none, errorMessage: null };
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error;
        return { name: topic.name, errorCode: error.code, errorMessage: error.message };
      }
    });
  const response = { results: [...repeated, ...results] };
  return { records: request.validateOnly ? [] : records, response };
}

function additionalPartitions(context: ControllerContext, wanted: GrownTopic): NewRecord[] {
  const topic = context.image.topicsByName.get(wanted.name);
  if (!topic) {
    const message = 'This server does not host this topic-partition.';
    throw refuse(errors.unknownTopicOrPartition, message);
  }
  const presentCount = topic.partitions.length;
  const { count, assignments } = wanted;
  if (count === presentCount) {
    throw refuse(errors.invalidPartitions, `Topic already has ${presentCount} partition(s).`);
  }
  if (count < presentCount) {
    throw refuse(
      errors.invalidPartitions,
      `The topic ${wanted.name} currently has ${presentCount} partition(s); ` +
        `${count} would not be an increase.`,
    );
  }
  if (topic.partitions.some(isBeingReassigned)) throw refuse(errors.reassignmentInProgress);
  const addedCount = count - presentCount;
  if (assignments !== null && assignments.length !== addedCount) {
    throw refuse(
      errors.invalidReplicaAssignment,
      `Attempted to add ${addedCount} additional partition(s), but only ` +
        `${assignments.length} assignment(s) were specified.`,
    );
  }
  const replicationFactor = topic.partitions[0].replicas.length;
  const partitions = assignments
    ? assignments.map(({ brokerIds }, index) =>
        assignedPartition(context, presentCount + index, brokerIds, replicationFactor),
      )
    : placedPartitions(context, addedCount, replicationFactor);
  return partitions.map((partition, index) =>
    partitionRecord(topic.id, presentCount + index, partition),
  );
}

const isBeingReassigned = ({ addingReplicas, removingReplicas }: PartitionImage): boolean =>
  addingReplicas.length > 0 || removingReplicas.length > 0;
