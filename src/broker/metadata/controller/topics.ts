/** CreateTopics and DeleteTopics: request and image -> records and response. */
import { topicConfigEntries } from '../describe-configs.ts';
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { createTopicsApi } from '../../protocol/messages/19-create-topics.ts';
import type { deleteTopicsApi } from '../../protocol/messages/20-delete-topics.ts';
import { zeroUuid } from '../../protocol/types.ts';
import { type BrokerConfig, type ConfigValues, validateTopicConfigs } from '../../config.ts';
import { brokerConfigOf } from '../effective-configs.ts';
import { configResource, type PartitionImage, type TopicImage } from '../image.ts';
import type { NewRecord } from '../records.ts';
import { partitionRecord } from '../snapshot-records.ts';
import {
  collisionForm,
  hasCollisionCharacters,
  metadataTopic,
  topicNameProblem,
} from '../../protocol/topic-names.ts';
import {
  type ControllerContext,
  duplicatesIn,
  type Outcome,
  recordCountMax,
  tooMany,
} from './context.ts';
import { assignedPartition, placedPartitions } from './new-partitions.ts';

type CreateRequest = RequestOf<typeof createTopicsApi>;
type NewTopic = CreateRequest['topics'][number];
type CreateResponse = ResponseOf<typeof createTopicsApi>;
type CreateResult = CreateResponse['topics'][number];
type DeleteRequest = RequestOf<typeof deleteTopicsApi>;
type DeleteResult = ResponseOf<typeof deleteTopicsApi>['responses'][number];

const refuse = (code: number, message?: string): KafkaError => new KafkaError(code, message);

export function createTopics(
  context: ControllerContext,
  request: CreateRequest,
): Outcome<CreateResponse> {
  if (partitionCount(request, context.config) > recordCountMax) return refuseAll(request);
  const records: NewRecord[] = [];
  const duplicates = duplicatesIn(request.topics.map(({ name }) => name));
  const taken = new Map<string, string>();
  for (const name of context.image.topicsByName.keys()) {
    if (hasCollisionCharacters(name)) taken.set(collisionForm(name), name);
  }
  const repeated = [...duplicates].map((name) =>
    refusedTopic(name, errors.invalidRequest, 'Duplicate topic name.'),
  );
  const results = request.topics
    .filter(({ name }) => !duplicates.has(name))
    .map((topic): CreateResult => {
      try {
        requireFreeName(context, topic.name, taken);
        const created = createTopic(context, topic);
        records.push(...created.records);
        if (!request.validateOnly) return created.response;
        return { ...created.response, topicId: zeroUuid };
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error;
        return refusedTopic(topic.name, error.code, error.message);
      }
    });
  // Together they would be too large a batch.
  if (records.length > recordCountMax) throw tooMany();
  const response = { topics: [...results, ...repeated] };
  return { records: request.validateOnly ? [] : records, response };
}

const refusedTopic = (name: string, errorCode: number, errorMessage: string): CreateResult => ({
  name,
  errorCode,
  errorMessage,
  configs: [],
});

/** Partitions that would be made if nothing were wrong. */
function partitionCount({ topics }: CreateRequest, config: BrokerConfig): number {
  return topics.reduce((sum, { assignments, numPartitions }) => {
    const asked = numPartitions === -1 ? config.numPartitions : Math.max(0, numPartitions);
    return sum + (assignments.length > 0 ? assignments.length : asked);
  }, 0);
}

function refuseAll(request: CreateRequest): Outcome<CreateResponse> {
  const message = 'Excessively large number of partitions per request.';
  const topics = request.topics.map(({ name }) =>
    refusedTopic(name, errors.policyViolation, message),
  );
  return { records: [], response: { topics } };
}

function requireFreeName(
  { image }: ControllerContext,
  name: string,
  taken: ReadonlyMap<string, string>,
): void {
  if (name === metadataTopic) {
    throw refuse(
      errors.invalidRequest,
      `Creation of internal topic ${metadataTopic} is prohibited.`,
    );
  }
  const problem = topicNameProblem(name);
  if (problem !== undefined) throw refuse(errors.invalidTopicException, problem);
  if (image.topicsByName.has(name)) {
    throw refuse(errors.topicAlreadyExists, `Topic '${name}' already exists.`);
  }
  if (!hasCollisionCharacters(name)) return;
  const other = taken.get(collisionForm(name));
  if (other !== undefined) {
    throw refuse(
      errors.invalidTopicException,
      `Topic '${name}' collides with existing topic: ${other}`,
    );
  }
}

function createTopic(context: ControllerContext, topic: NewTopic): Outcome<CreateResult> {
  const { name } = topic;
  const configs = requestedConfigs(topic);
  const broker = brokerConfigOf(context.image, context.config);
  validateTopicConfigs(configs, broker);
  const partitions = newPartitions(context, topic);
  const topicId = context.newUuid();
  const entries = topicConfigEntries(context.image, context.config, configs, { asGiven: true });
  const configRecords = Object.entries(configs).map(
    ([key, value]): NewRecord => ({
      type: 'config',
      value: { resourceType: configResource.topic, resourceName: name, name: key, value },
    }),
  );
  return {
    records: [
      { type: 'topic', value: { name, topicId } },
      ...configRecords,
      ...partitions.map((partition, index) => partitionRecord(topicId, index, partition)),
    ],
    response: {
      name,
      topicId,
      errorCode: errors.none,
      errorMessage: null,
      numPartitions: partitions.length,
      replicationFactor: partitions[0].replicas.length,
      configs: entries
        .map(({ name: key, value, configSource, isSensitive }) => ({
          name: key,
          value,
          readOnly: false,
          configSource,
          isSensitive,
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    },
  };
}

function requestedConfigs(topic: NewTopic): ConfigValues {
  const nulls = topic.configs.filter(({ value }) => value === null).map(({ name }) => name);
  if (nulls.length > 0) {
    throw refuse(
      errors.invalidConfig,
      `Null value not supported for topic configs: ${nulls.join(',')}`,
    );
  }
  return Object.fromEntries(topic.configs.map(({ name, value }) => [name, value as string]));
}

function newPartitions(context: ControllerContext, topic: NewTopic): PartitionImage[] {
  const { numPartitions, replicationFactor } = topic;
  if (topic.assignments.length > 0) return assignedPartitions(context, topic);
  if (replicationFactor < -1 || replicationFactor === 0) {
    throw refuse(
      errors.invalidReplicationFactor,
      'Replication factor must be larger than 0, or -1 to use the default value.',
    );
  }
  if (numPartitions < -1 || numPartitions === 0) {
    throw refuse(
      errors.invalidPartitions,
      'Number of partitions was set to an invalid non-positive value.',
    );
  }
  const { config } = context;
  return placedPartitions(
    context,
    numPartitions === -1 ? config.numPartitions : numPartitions,
    replicationFactor === -1 ? config.defaultReplicationFactor : replicationFactor,
  );
}

function assignedPartitions(context: ControllerContext, topic: NewTopic): PartitionImage[] {
  const prefix = 'A manual partition assignment was specified, but';
  if (topic.replicationFactor !== -1) {
    throw refuse(errors.invalidRequest, `${prefix} replication factor was not set to -1.`);
  }
  if (topic.numPartitions !== -1) {
    throw refuse(errors.invalidRequest, `${prefix} numPartitions was not set to -1.`);
  }
  const partitions = new Map<number, PartitionImage>();
  let replicationFactor: number | undefined;
  for (const { partitionIndex, brokerIds } of topic.assignments) {
    if (partitions.has(partitionIndex)) {
      throw refuse(
        errors.invalidReplicaAssignment,
        `Found multiple manual partition assignments for partition ${partitionIndex}`,
      );
    }
    const partition = assignedPartition(context, partitionIndex, brokerIds, replicationFactor);
    partitions.set(partitionIndex, partition);
    replicationFactor = brokerIds.length;
  }
  return Array.from({ length: partitions.size }, (_, index) => {
    const partition = partitions.get(index);
    if (partition) return partition;
    throw refuse(
      errors.invalidReplicaAssignment,
      'partitions should be a consecutive 0-based integer sequence',
    );
  });
}

export function deleteTopics(
  context: ControllerContext,
  request: DeleteRequest,
): Outcome<ResponseOf<typeof deleteTopicsApi>> {
  const records: NewRecord[] = [];
  const wanted = [
    ...request.topicNames.map((name) => ({ name, topicId: zeroUuid })),
    ...request.topics,
  ];
  const keys = wanted.map(({ name, topicId }) => name ?? topicId);
  const duplicates = duplicatesIn(keys);
  const responses = wanted.flatMap((entry, index): DeleteResult[] => {
    const isRepeated = duplicates.has(keys[index]);
    if (isRepeated && keys.indexOf(keys[index]) !== index) return [];
    try {
      if (!context.config.deleteTopicEnable) throw refuse(errors.topicDeletionDisabled);
      requireNameOrId(entry.name, entry.topicId);
      if (isRepeated) {
        const what = entry.name === null ? 'id' : 'name';
        throw refuse(errors.invalidRequest, `Duplicate topic ${what}.`);
      }
      const topic = requireTopic(context, entry.name, entry.topicId);
      records.push({ type: 'removeTopic', value: { topicId: topic.id } });
      return [{ name: topic.name, topicId: topic.id, errorCode: errors.none }];
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      return [{ ...entry, errorCode: error.code, errorMessage: error.message }];
    }
  });
  return { records, response: { responses } };
}

function requireNameOrId(name: string | null, topicId: string): void {
  const hasId = topicId !== zeroUuid;
  if (name === null && !hasId) {
    throw refuse(errors.invalidRequest, 'Neither topic name nor id were specified.');
  }
  if (name !== null && hasId) {
    throw refuse(errors.invalidRequest, 'You may not specify both topic name and topic id.');
  }
}

function requireTopic(
  { image }: ControllerContext,
  name: string | null,
  topicId: string,
): TopicImage {
  const topic = name === null ? image.topicsById.get(topicId) : image.topicsByName.get(name);
  if (topic) return topic;
  throw name === null
    ? refuse(errors.unknownTopicId, 'This server does not host this topic ID.')
    : refuse(errors.unknownTopicOrPartition, 'This server does not host this topic-partition.');
}
