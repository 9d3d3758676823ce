/** CreatePartitions: a topic grows, also while its partitions move. */
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { createPartitionsApi } from '../../protocol/messages/37-create-partitions.ts';
import type { NewRecord } from '../records.ts';
import { partitionRecord } from '../snapshot-records.ts';
import { type ControllerContext, duplicatesIn, type Outcome, recordCountMax } from './context.ts';
import { assignedPartition, placedPartitions } from './new-partitions.ts';

type CreateRequest = RequestOf<typeof createPartitionsApi>;
type GrownTopic = CreateRequest['topics'][number];
type CreateResponse = ResponseOf<typeof createPartitionsApi>;

/** What Kafka answers to too many partitions: it does not tell why. */
const unexplained = errors.unknownServerError;
const refuse = (code: number, message?: string): KafkaError => new KafkaError(code, message);

export function createPartitions(
  context: ControllerContext,
  request: CreateRequest,
): Outcome<CreateResponse> {
  const records: NewRecord[] = [];
  const duplicates = duplicatesIn(request.topics.map(({ name }) => name));
  const repeated = [...duplicates].map((name) => ({
    name,
    errorCode: errors.invalidRequest,
    errorMessage: 'Duplicate topic name.',
  }));
  const results = request.topics
    .filter(({ name }) => !duplicates.has(name))
    .map((topic) => {
      try {
        const added = additionalPartitions(context, topic);
        if (records.length + added.length > recordCountMax) throw refuse(unexplained);
        records.push(...added);
        return { name: topic.name, errorCode: errors.none, errorMessage: null };
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error;
        const { code, message } = error;
        const isBare = code === errors.unknownTopicOrPartition || code === unexplained;
        return { name: topic.name, errorCode: code, errorMessage: isBare ? null : message };
      }
    });
  const response = { results: [...repeated, ...results] };
  return { records: request.validateOnly ? [] : records, response };
}

function additionalPartitions(context: ControllerContext, wanted: GrownTopic): NewRecord[] {
  const topic = context.image.topicsByName.get(wanted.name);
  if (!topic) throw refuse(errors.unknownTopicOrPartition);
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
  const addedCount = count - presentCount;
  if (addedCount > recordCountMax) throw refuse(unexplained);
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
