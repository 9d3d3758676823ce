/** AlterPartitionReassignments and ListPartitionReassignments (KIP-455). */
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { alterPartitionReassignmentsApi } from '../../protocol/messages/45-alter-partition-reassignments.ts';
import type { listPartitionReassignmentsApi } from '../../protocol/messages/46-list-partition-reassignments.ts';
import type { MetadataImage, PartitionImage, TopicImage } from '../image.ts';
import type { NewRecord } from '../records.ts';
import {
  type ControllerContext,
  type Outcome,
  recordCountMax,
  tooMany,
  topicRules,
} from './context.ts';
import { partitionChange } from './election.ts';
import { requireValidAssignment } from './new-partitions.ts';
import { partitionInput } from './partition-updates.ts';
import {
  isBeingReassigned,
  reassignmentTo,
  replicationFactorOf,
  reverted,
} from './reassignment.ts';

type AlterRequest = RequestOf<typeof alterPartitionReassignmentsApi>;
type Target = AlterRequest['topics'][number]['partitions'][number];
type AlterResponse = ResponseOf<typeof alterPartitionReassignmentsApi>;
type ListRequest = RequestOf<typeof listPartitionReassignmentsApi>;
type ListResponse = ResponseOf<typeof listPartitionReassignmentsApi>;
type ListedTopic = ListResponse['topics'][number];

/** Each partition is decided from the state before the request, also when it is named twice. */
export function alterReassignments(
  context: ControllerContext,
  request: AlterRequest,
): Outcome<AlterResponse> {
  const records: NewRecord[] = [];
  const mayChangeFactor = request.allowReplicationFactorChange;
  const responses = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map((target) => {
      const { partitionIndex } = target;
      try {
        const record = alterOne(context, name, target, mayChangeFactor);
        if (record && records.length >= recordCountMax) throw tooMany();
        if (record) records.push(record);
        return { partitionIndex, errorCode: errors.none, errorMessage: null };
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error;
        const { code, message } = error;
        const errorMessage = code === errors.noReassignmentInProgress ? null : message;
        return { partitionIndex, errorCode: code, errorMessage };
      }
    }),
  }));
  const response = {
    allowReplicationFactorChange: mayChangeFactor,
    errorCode: errors.none,
    errorMessage: null,
    responses,
  };
  return { records, response };
}

const refuse = (code: number, message?: string): KafkaError => new KafkaError(code, message);

function alterOne(
  context: ControllerContext,
  name: string,
  { partitionIndex, replicas }: Target,
  mayChangeFactor: boolean,
): NewRecord | undefined {
  const topic = context.image.topicsByName.get(name);
  if (!topic) {
    throw refuse(errors.unknownTopicOrPartition, `Unable to find a topic named ${name}.`);
  }
  const partition = topic.partitions[partitionIndex];
  if (!partition) {
    const message = `Unable to find partition ${name}:${partitionIndex}.`;
    throw refuse(errors.unknownTopicOrPartition, message);
  }
  if (replicas === null) return cancelled(context, topic, partitionIndex);
  requireValidAssignment(context, replicas, undefined);
  if (!mayChangeFactor) requireSameFactor(partition, replicas.length);
  const { assignment, isr } = reassignmentTo(partition, replicas);
  const input = partitionInput(context, topic, partitionIndex, 'online');
  // Nobody asked for data to be given up.
  return partitionChange({
    ...input,
    election: 'online',
    targetAssignment: assignment,
    targetIsr: isr,
  });
}

function requireSameFactor(partition: PartitionImage, wanted: number): void {
  const present = replicationFactorOf(partition);
  if (present === wanted) return;
  const message = `The replication factor is changed from ${present} to ${wanted}`;
  throw refuse(errors.invalidReplicationFactor, message);
}

function cancelled(
  context: ControllerContext,
  topic: TopicImage,
  partitionIndex: number,
): NewRecord | undefined {
  const partition = topic.partitions[partitionIndex];
  if (!isBeingReassigned(partition)) throw refuse(errors.noReassignmentInProgress);
  const { assignment, isr, isUnclean } = reverted(partition);
  if (assignment.replicas.length === 0) {
    throw refuse(
      errors.invalidReplicaAssignment,
      'Invalid replica assignment: addingReplicas contains all replicas.',
    );
  }
  if (isUnclean && !topicRules(context, topic).isUncleanElectionEnabled) {
    throw refuse(
      errors.invalidReplicaAssignment,
      `Unable to revert partition assignment for ${topic.name}:${partitionIndex} because it would ` +
        'require an unclean leader election.',
    );
  }
  return partitionChange({
    ...partitionInput(context, topic, partitionIndex, 'online'),
    targetAssignment: assignment,
    targetIsr: isr,
  });
}

/** Only what is moving; null asks for all topics. */
export function listReassignments(
  image: MetadataImage,
  topics: ListRequest['topics'],
): ListedTopic[] {
  const asked: Iterable<readonly [TopicImage, Iterable<number>]> =
    topics === null
      ? [...image.topicsById.values()].map((topic) => [topic, topic.partitions.keys()] as const)
      : topics.flatMap(({ name, partitionIndexes }) => {
          const topic = image.topicsByName.get(name);
          return topic ? [[topic, partitionIndexes] as const] : [];
        });
  const listed: ListedTopic[] = [];
  for (const [topic, indexes] of asked) {
    const partitions = listedPartitions(topic, indexes);
    if (partitions.length > 0) listed.push({ name: topic.name, partitions });
  }
  return listed;
}

function listedPartitions(topic: TopicImage, indexes: Iterable<number>): ListedTopic['partitions'] {
  const partitions = [];
  for (const partitionIndex of indexes) {
    const partition = topic.partitions[partitionIndex];
    if (!partition || !isBeingReassigned(partition)) continue;
    const { replicas, addingReplicas, removingReplicas } = partition;
    partitions.push({ partitionIndex, replicas, addingReplicas, removingReplicas });
  }
  return partitions;
}
