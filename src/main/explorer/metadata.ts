/** Kafka's Metadata response as the explorer keeps it. */
import type { metadataV12 } from '@platformatic/kafka';
import { ContractError } from '../contract/errors.ts';

export type Node = { readonly host: string; readonly port: number };

export type PartitionMetadata = {
  readonly partition: number;
  /** -1: no leader. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
};

export type TopicMetadata = {
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  /** By partition index, without holes. */
  readonly partitions: readonly PartitionMetadata[];
};

export type Metadata = {
  readonly clusterId: string;
  readonly controllerId: number;
  readonly brokers: ReadonlyMap<number, Node>;
  readonly topics: ReadonlyMap<string, TopicMetadata>;
};

/** Reads a response; a partition without a leader is no error here. */
export function readMetadata(response: metadataV12.MetadataResponse): Metadata {
  const topics = response.topics.flatMap((topic): TopicMetadata[] => {
    // Errors of partitions (no leader) are told by the leader; a topic's own error hides it.
    if (!topic.name || topic.partitions.length === 0) return [];
    const partitions = topic.partitions.map((partition) => ({
      partition: partition.partitionIndex,
      leader: partition.leaderId,
      leaderEpoch: partition.leaderEpoch,
      replicas: partition.replicaNodes,
      isr: partition.isrNodes,
    }));
    partitions.sort((left, right) => left.partition - right.partition);
    const { topicId, isInternal } = topic;
    return [{ name: topic.name, topicId, isInternal, partitions }];
  });
  topics.sort((left, right) => (left.name < right.name ? -1 : 1));
  return {
    clusterId: response.clusterId ?? '',
    controllerId: response.controllerId,
    brokers: new Map(response.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }])),
    topics: new Map(topics.map((topic) => [topic.name, topic])),
  };
}

/** The topic, or `topic-not-found`. */
export function topicOf(metadata: Metadata, topic: string): TopicMetadata {
  const found = metadata.topics.get(topic);
  if (found) return found;
  throw topicNotFound(topic);
}

/** The partitions asked for, all when none are; `partition-not-found` for a wrong one. */
export function partitionsOf(
  topic: TopicMetadata,
  partitions: readonly number[] | undefined,
): readonly PartitionMetadata[] {
  if (partitions === undefined || partitions.length === 0) return topic.partitions;
  return [...new Set(partitions)].map((partition) => {
    const found = topic.partitions[partition];
    if (found) return found;
    throw new ContractError(
      'partition-not-found',
      { topic: topic.name, partition },
      `Topic ${topic.name} has no partition ${partition}; it has ${topic.partitions.length}.`,
    );
  });
}

/** The contract's error for a topic that is not there. */
export function topicNotFound(topic: string) {
  return new ContractError('topic-not-found', { topic }, `There is no topic ${topic}.`);
}
