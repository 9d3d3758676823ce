/** `__consumer_offsets`: who leads which part of it, and its creation on first use. */
import type { ToController } from '../../client/to-controller.ts';
import type { BrokerConfig } from '../../config.ts';
import type { Env } from '../../env/env.ts';
import type { MetadataImage } from '../../metadata/image.ts';
import type { MetadataCache } from '../../metadata/metadata-cache.ts';
import { errors, errorName, KafkaError } from '../../protocol/errors.ts';
import { coordinatorPartition } from '../../protocol/hash.ts';
import { endpointOf } from '../../protocol/listeners.ts';
import { createTopicsApi } from '../../protocol/messages/19-create-topics.ts';

export const offsetsTopicName = '__consumer_offsets';

export type CoordinatorAddress = {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
};

export type OffsetsTopicOptions = {
  readonly config: BrokerConfig;
  readonly metadata: Pick<MetadataCache, 'image' | 'waitFor'>;
  readonly toController: ToController;
};

const createTopicsVersion = 7;
const createTimeoutMs = 5000;
/** How long a client may wait for the topic before it is told to come again. */
const visibleTimeoutMs = 2000;

export class OffsetsTopic {
  private readonly env: Env;
  private readonly options: OffsetsTopicOptions;
  private creating: Promise<void> | undefined;

  constructor(env: Env, options: OffsetsTopicOptions) {
    this.env = env;
    this.options = options;
  }

  /** 0 while there is no such topic. */
  partitionCount(): number {
    return this.topic()?.partitions.length ?? 0;
  }

  /** Rejects with KafkaError COORDINATOR_NOT_AVAILABLE when nobody leads the partition (yet). */
  async coordinatorOf(groupId: string, listenerName?: string): Promise<CoordinatorAddress> {
    const { metadata } = this.options;
    if (!this.topic()) {
      await this.createOnce();
      await metadata.waitFor(
        (image) => leaderOf(image, groupId, listenerName) !== undefined,
        visibleTimeoutMs,
      );
    }
    const address = leaderOf(metadata.image(), groupId, listenerName);
    if (!address) throw new KafkaError(errors.coordinatorNotAvailable);
    return address;
  }

  private topic() {
    return this.options.metadata.image().topicsByName.get(offsetsTopicName);
  }

  /** One request at a time, however many clients ask. */
  private createOnce(): Promise<void> {
    this.creating ??= this.create().finally(() => {
      this.creating = undefined;
    });
    return this.creating;
  }

  private async create(): Promise<void> {
    const { config, toController } = this.options;
    try {
      const response = await toController(
        createTopicsApi,
        createTopicsVersion,
        { topics: [offsetsTopicRequest(config)], timeoutMs: createTimeoutMs },
        createTimeoutMs,
      );
      const { errorCode } = response.topics[0];
      if (errorCode === errors.none || errorCode === errors.topicAlreadyExists) return;
      this.refused(errorName(errorCode));
    } catch (error) {
      // Environment fault: there is no controller at the moment.
      this.refused((error as Error).message);
    }
  }

  private refused(reason: string): void {
    this.env.logger.warn('groups', `${offsetsTopicName} was not created: ${reason}`);
  }
}

/**
 * As Kafka makes it. With fewer brokers alive than replicas wanted the controller refuses, and
 * clients try again: a cluster that is just starting must not settle for one replica. A cluster
 * that is smaller on purpose takes as many as it has.
 */
function offsetsTopicRequest(config: BrokerConfig) {
  const clusterSize = config.controllerQuorumVoters.length || config.offsetsTopicReplicationFactor;
  return {
    name: offsetsTopicName,
    numPartitions: config.offsetsTopicNumPartitions,
    replicationFactor: Math.min(config.offsetsTopicReplicationFactor, clusterSize),
    assignments: [],
    configs: [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'compression.type', value: 'producer' },
      { name: 'segment.bytes', value: String(config.offsetsTopicSegmentBytes) },
    ],
  };
}

function leaderOf(
  image: MetadataImage,
  groupId: string,
  listenerName: string | undefined,
): CoordinatorAddress | undefined {
  const topic = image.topicsByName.get(offsetsTopicName);
  if (!topic) return undefined;
  const partition = topic.partitions[coordinatorPartition(groupId, topic.partitions.length)];
  const broker = image.brokers.get(partition.leader);
  const endpoint = broker && endpointOf(broker.endpoints, listenerName);
  if (!broker || broker.isFenced || !endpoint) return undefined;
  return { nodeId: broker.id, host: endpoint.host, port: endpoint.port };
}
