/** Topics that come into being because someone asked for them (auto.create.topics.enable). */
import { PeerError } from '../client/node-client.ts';
import type { BrokerConfig } from '../config.ts';
import { errorName, errors } from '../protocol/errors.ts';
import { createTopicsApi } from '../protocol/messages/19-create-topics.ts';
import type { Services } from './services.ts';

/** A client waits for its metadata meanwhile; later it asks again by itself. */
const createTimeoutMs = 1500;
const visibilityTimeoutMs = 1000;

/** Resolves once this broker's image shows the topics, or when it does not get them in time. */
export async function createMissingTopics(
  services: Services,
  names: readonly string[],
): Promise<void> {
  const topics = names.map((name) => newTopic(services.config, name));
  try {
    const request = { topics, timeoutMs: createTimeoutMs };
    const response = await services.toController(createTopicsApi, 7, request, createTimeoutMs);
    const made = response.topics.filter(({ name, errorCode, errorMessage }) => {
      if (errorCode === errors.none || errorCode === errors.topicAlreadyExists) return true;
      const why = errorMessage ?? errorName(errorCode);
      services.env.logger.warn('auto-create', `topic '${name}' was not created: ${why}`);
      return false;
    });
    await services.metadata.waitFor(
      ({ topicsByName }) => made.every(({ name }) => topicsByName.has(name)),
      visibilityTimeoutMs,
    );
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
  }
}

/** The brokers' own topics are made as their coordinators need them. */
function newTopic(config: BrokerConfig, name: string) {
  const compacted = (segmentBytes: number) => [
    { name: 'cleanup.policy', value: 'compact' },
    { name: 'compression.type', value: 'producer' },
    { name: 'segment.bytes', value: String(segmentBytes) },
  ];
  const plain = { name, numPartitions: -1, replicationFactor: -1, assignments: [], configs: [] };
  switch (name) {
    case '__consumer_offsets':
      return {
        ...plain,
        numPartitions: config.offsetsTopicNumPartitions,
        replicationFactor: config.offsetsTopicReplicationFactor,
        configs: compacted(config.offsetsTopicSegmentBytes),
      };
    case '__transaction_state':
      return {
        ...plain,
        numPartitions: config.transactionStateLogNumPartitions,
        replicationFactor: config.transactionStateLogReplicationFactor,
        configs: [
          { name: 'cleanup.policy', value: 'compact' },
          { name: 'compression.type', value: 'uncompressed' },
          { name: 'min.insync.replicas', value: String(config.transactionStateLogMinIsr) },
          { name: 'segment.bytes', value: String(config.transactionStateLogSegmentBytes) },
          { name: 'unclean.leader.election.enable', value: 'false' },
        ],
      };
    default:
      return plain;
  }
}
