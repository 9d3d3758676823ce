/**
 * The replicas this broker hosts: makes leaders and followers as the metadata log says, appends
 * for clients and coordinators, answers fetches of consumers and followers, and keeps the
 * in-sync sets. All public calls run to their end without interleaving.
 */
import type { NodeClient } from '../client/node-client.ts';
import type { ToController } from '../client/to-controller.ts';
import type { BrokerConfig } from '../config.ts';
import type { ProducerStats, ReplicaStats, TopicCounters } from '../control.ts';
import type { Env } from '../env/env.ts';
import type { LogManager } from '../log/log-manager.ts';
import type { AppendInfo, PartitionLog } from '../log/partition-log.ts';
import type { BrokerImage, MetadataDelta, MetadataImage } from '../metadata/image.ts';
import type { MetadataCache } from '../metadata/metadata-cache.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import type { deleteRecordsApi } from '../protocol/messages/21-delete-records.ts';
import type { describeLogDirsApi } from '../protocol/messages/35-describe-log-dirs.ts';
import type { fetchApi } from '../protocol/messages/01-fetch.ts';
import type { listOffsetsApi } from '../protocol/messages/02-list-offsets.ts';
import type { offsetForLeaderEpochApi } from '../protocol/messages/23-offset-for-leader-epoch.ts';
import type { produceApi } from '../protocol/messages/00-produce.ts';

export type ReplicaManagerOptions = {
  readonly nodeId: number;
  readonly config: BrokerConfig;
  readonly logs: LogManager;
  readonly metadata: MetadataCache;
  readonly brokerEpoch: () => number;
  readonly toController: ToController;
  readonly connect: (broker: BrokerImage) => NodeClient;
};

/** Who calls; a part of the handlers' RequestContext. */
export type Caller = {
  readonly apiVersion: number;
  readonly clientId: string;
  readonly clientHost: string;
};

export type LeadershipChange = {
  readonly topic: string;
  readonly partition: number;
  readonly leaderEpoch: number;
  /** False: another broker leads now, or the replica is gone. */
  readonly isLeader: boolean;
};

export type AppendRequest = {
  readonly topic: string;
  readonly partition: number;
  /** Batches as encodeBatch makes them; base offset and leader epoch are set in place. */
  readonly batches: Buffer;
  readonly origin: 'client' | 'coordinator';
  readonly requiredAcks: 0 | 1 | -1;
  readonly timeoutMs: number;
};

/** What others may know of a hosted replica; live, not a copy. */
export interface HostedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly isLeader: boolean;
  readonly leaderEpoch: number;
  readonly log: PartitionLog;
  readonly highWatermark: number;
  readonly isr: readonly number[];
  /** Of a leader: what it knows of its followers (-1 before their first fetch); else empty. */
  followerEndOffsets(): { readonly id: number; readonly logEndOffset: number }[];
}

export interface ReplicaManagerShape {
  /**
   * Takes up the image this broker has replayed so far, as one change; stray logs are deleted.
   * Before it `applyMetadata` does nothing, so that a starting broker does not live through the
   * history of the metadata log.
   */
  start(image: MetadataImage): void;
  /** Makes leaders and followers, creates and deletes logs, moves fetchers. */
  applyMetadata(image: MetadataImage, delta: MetadataDelta, previous: MetadataImage): void;
  /** Throws or rejects with KafkaError (6, 3, 19, 20, 7 or what the log says). Sync for acks 0 and 1. */
  appendRecords(request: AppendRequest): AppendInfo | Promise<AppendInfo>;
  /** undefined: acks=0 went well; 'failed': acks=0 and an error, the connection is to be closed. */
  produce(
    caller: Caller,
    request: RequestOf<typeof produceApi>,
  ):
    | ResponseOf<typeof produceApi>
    | undefined
    | 'failed'
    | Promise<ResponseOf<typeof produceApi>>;
  fetch(
    caller: Caller,
    request: RequestOf<typeof fetchApi>,
  ): ResponseOf<typeof fetchApi> | Promise<ResponseOf<typeof fetchApi>>;
  listOffsets(
    caller: Caller,
    request: RequestOf<typeof listOffsetsApi>,
  ): Promise<ResponseOf<typeof listOffsetsApi>>;
  offsetsForLeaderEpoch(
    request: RequestOf<typeof offsetForLeaderEpochApi>,
  ): ResponseOf<typeof offsetForLeaderEpochApi>;
  deleteRecords(
    request: RequestOf<typeof deleteRecordsApi>,
  ): ResponseOf<typeof deleteRecordsApi> | Promise<ResponseOf<typeof deleteRecordsApi>>;
  describeLogDirs(
    request: RequestOf<typeof describeLogDirsApi>,
  ): ResponseOf<typeof describeLogDirsApi>;
  /** The log, when this broker leads the partition. */
  leaderLog(topic: string, partition: number): PartitionLog | undefined;
  partition(topic: string, partition: number): HostedPartition | undefined;
  hosted(): Iterable<HostedPartition>;
  /** Called after the local change is done; several listeners, in the order of registration. */
  onLeadership(listener: (change: LeadershipChange) => void): void;
  topicCounters(): TopicCounters[];
  replicaStats(): ReplicaStats[];
  /** Client ids that produced within the last minute. */
  producerStats(): ProducerStats[];
  /** The broker `nodeId` ended: its fetcher stops waiting for it. */
  peerExited(nodeId: number): void;
  /** Stops fetchers and timers and fails what waits; the logs stay open (LogManager closes them). */
  close(): void;
}

export declare class ReplicaManager implements ReplicaManagerShape {
  constructor(env: Env, options: ReplicaManagerOptions);
  start: ReplicaManagerShape['start'];
  applyMetadata: ReplicaManagerShape['applyMetadata'];
  appendRecords: ReplicaManagerShape['appendRecords'];
  produce: ReplicaManagerShape['produce'];
  fetch: ReplicaManagerShape['fetch'];
  listOffsets: ReplicaManagerShape['listOffsets'];
  offsetsForLeaderEpoch: ReplicaManagerShape['offsetsForLeaderEpoch'];
  deleteRecords: ReplicaManagerShape['deleteRecords'];
  describeLogDirs: ReplicaManagerShape['describeLogDirs'];
  leaderLog: ReplicaManagerShape['leaderLog'];
  partition: ReplicaManagerShape['partition'];
  hosted: ReplicaManagerShape['hosted'];
  onLeadership: ReplicaManagerShape['onLeadership'];
  topicCounters: ReplicaManagerShape['topicCounters'];
  replicaStats: ReplicaManagerShape['replicaStats'];
  producerStats: ReplicaManagerShape['producerStats'];
  peerExited: ReplicaManagerShape['peerExited'];
  close: ReplicaManagerShape['close'];
}
