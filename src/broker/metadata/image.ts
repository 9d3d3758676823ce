/**
 * What the metadata log says, as immutable values. Every node builds the same image by replaying
 * the same records (see replay.ts); nothing in an image is ever changed in place.
 */
import type { Uuid } from '../protocol/types.ts';

export type PartitionImage = {
  /** Assignment in order; the first is the preferred leader. */
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** -1: no leader. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  /** 0 recovered, 1 recovering after an unclean election. */
  readonly leaderRecoveryState: number;
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly directories: readonly Uuid[];
  /** Eligible leader replicas (KIP-966). */
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
};

export type TopicImage = {
  readonly name: string;
  readonly id: Uuid;
  /** Index is the partition. */
  readonly partitions: readonly PartitionImage[];
};

export type Endpoint = {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** 0 is PLAINTEXT. */
  readonly securityProtocol: number;
};

/** Levels of a feature a node can work with (KIP-584). */
export type SupportedFeature = {
  readonly name: string;
  readonly min: number;
  readonly max: number;
};

export type BrokerImage = {
  readonly id: number;
  /** Offset of its registration record. */
  readonly epoch: number;
  readonly incarnationId: Uuid;
  readonly endpoints: readonly Endpoint[];
  readonly rack: string | null;
  readonly isFenced: boolean;
  readonly inControlledShutdown: boolean;
  readonly logDirs: readonly Uuid[];
  readonly features: readonly SupportedFeature[];
};

export type ControllerImage = {
  readonly id: number;
  readonly incarnationId: Uuid;
  readonly endpoints: readonly Endpoint[];
  readonly features: readonly SupportedFeature[];
};

/** `2:orders` for a topic, `4:1` for a broker, `4:` for the default of all brokers. */
export type ConfigResourceKey = string;
export const configResource = {
  topic: 2,
  broker: 4,
  brokerLogger: 8,
  clientMetrics: 16,
  group: 32,
} as const;
export const configResourceKey = (type: number, name: string): ConfigResourceKey =>
  `${type}:${name}`;

export type MetadataImage = {
  /** Last record applied; -1 before the first. */
  readonly offset: number;
  /** Leader epoch of that record. */
  readonly epoch: number;
  readonly topicsByName: ReadonlyMap<string, TopicImage>;
  readonly topicsById: ReadonlyMap<Uuid, TopicImage>;
  readonly brokers: ReadonlyMap<number, BrokerImage>;
  readonly controllers: ReadonlyMap<number, ControllerImage>;
  /** Only what was set dynamically. */
  readonly configs: ReadonlyMap<ConfigResourceKey, ReadonlyMap<string, string>>;
  readonly features: ReadonlyMap<string, number>;
  readonly nextProducerId: number;
};

/** What one batch of records changed. */
export type MetadataDelta = {
  readonly changedTopicIds: ReadonlySet<Uuid>;
  readonly deletedTopics: readonly TopicImage[];
  /** Registered, changed or unregistered. */
  readonly changedBrokerIds: ReadonlySet<number>;
  readonly changedConfigs: ReadonlySet<ConfigResourceKey>;
};

export const emptyImage: MetadataImage = {
  offset: -1,
  epoch: -1,
  topicsByName: new Map(),
  topicsById: new Map(),
  brokers: new Map(),
  controllers: new Map(),
  configs: new Map(),
  features: new Map(),
  nextProducerId: 0,
};
