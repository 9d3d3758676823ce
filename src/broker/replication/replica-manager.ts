/**
 * The replicas this broker hosts: makes leaders and followers as the metadata log says, appends
 * for clients and coordinators, answers fetches of consumers and followers, and keeps the
 * in-sync sets. This class only connects the parts and is what the others see of them.
 *
 * Calls run to their end without interleaving; what has to wait is an entry in `deadlines`.
 */
import type { NodeClient } from '../client/node-client.ts';
import type { ToController } from '../client/to-controller.ts';
import type { BrokerConfig, TopicConfig } from '../config.ts';
import type { ProducerStats, ReplicaStats, TopicCounters } from '../control.ts';
import type { Env } from '../env/env.ts';
import type { LogManager } from '../log/log-manager.ts';
import type { AppendInfo, PartitionLog } from '../log/partition-log.ts';
import type { BrokerImage, MetadataDelta, MetadataImage } from '../metadata/image.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import type { listOffsetsApi } from '../protocol/messages/02-list-offsets.ts';
import type { deleteRecordsApi } from '../protocol/messages/21-delete-records.ts';
import type { offsetForLeaderEpochApi } from '../protocol/messages/23-offset-for-leader-epoch.ts';
import type { describeLogDirsApi } from '../protocol/messages/35-describe-log-dirs.ts';
import { AlterPartitionManager } from './alter-partition-manager.ts';
import type { AppendRequest, Caller, HostedPartition, LeadershipChange } from './api.ts';
import { Deadlines, type Waiting } from './deadlines.ts';
import { DeleteRecordsService } from './delete-records.ts';
import type { FetchResponse } from './fetch-read.ts';
import { FetchService } from './fetch-service.ts';
import type { FetchRequest } from './fetch-session.ts';
import { FetcherSet } from './fetcher-set.ts';
import { Leaders } from './leaders.ts';
import { describeLogDirs } from './log-dirs.ts';
import { MetadataChanges } from './metadata-changes.ts';
import { OffsetQueries } from './offset-queries.ts';
import type { FollowerView } from './partition-state.ts';
import { PartitionTable } from './partition-table.ts';
import type { PartitionHost } from './partition.ts';
import { type ProduceRequest, type ProduceResponse, ProduceService } from './produce-service.ts';
import { Traffic } from './traffic.ts';

export type { AppendRequest, Caller, HostedPartition, LeadershipChange };

export type ReplicaManagerOptions = {
  readonly nodeId: number;
  readonly config: BrokerConfig;
  readonly logs: LogManager;
  /** The newest published image. */
  readonly metadata: { image(): MetadataImage };
  /** What a topic's partitions run with on this broker. */
  readonly topicConfig: (image: MetadataImage, topic: string) => TopicConfig;
  readonly brokerEpoch: () => number;
  readonly toController: ToController;
  readonly connect: (broker: BrokerImage) => NodeClient;
};

export class ReplicaManager {
  private readonly env: Env;
  private readonly options: ReplicaManagerOptions;
  private readonly deadlines: Deadlines;
  private readonly table = new PartitionTable();
  private readonly traffic: Traffic;
  private readonly isrChanges: AlterPartitionManager;
  private readonly fetchers: FetcherSet;
  private readonly changes: MetadataChanges;
  private readonly producing: ProduceService;
  private readonly fetching: FetchService;
  private readonly deleting: DeleteRecordsService;
  private readonly queries: OffsetQueries;
  private readonly leadershipListeners: ((change: LeadershipChange) => void)[] = [];
  private isClosed = false;

  constructor(env: Env, options: ReplicaManagerOptions) {
    this.env = env;
    this.options = options;
    const { nodeId, config, logs, brokerEpoch, toController, connect, topicConfig } = options;
    const { table } = this;
    const deadlines = new Deadlines(env.clock);
    const traffic = new Traffic(env.clock);
    const leaders = new Leaders(() => options.metadata.image());
    this.deadlines = deadlines;
    this.traffic = traffic;
    this.isrChanges = new AlterPartitionManager(env, {
      nodeId,
      brokerEpoch,
      toController,
      deadlines,
    });
    this.fetchers = new FetcherSet(env, {
      nodeId,
      config,
      table,
      deadlines,
      brokerEpoch,
      connect,
    });
    const { fetchers } = this;
    const host = this.createHost();
    this.changes = new MetadataChanges({ host, table, logs, fetchers, traffic, topicConfig });
    this.producing = new ProduceService({ table, leaders, deadlines, traffic });
    this.fetching = new FetchService(env, { config, table, leaders, deadlines });
    const isAlive = (id: number) => options.metadata.image().brokers.get(id)?.isFenced === false;
    this.deleting = new DeleteRecordsService({ table, leaders, deadlines, isAlive });
    this.queries = new OffsetQueries(table, leaders);
    this.watchLag();
  }

  /**
   * Makes leaders and followers, creates and deletes logs, moves fetchers. The first call brings
   * the whole image; logs on disk that it does not know are deleted then.
   */
  applyMetadata(image: MetadataImage, delta: MetadataDelta, previous: MetadataImage): void {
    if (this.isClosed) return;
    for (const change of this.changes.apply(image, delta, previous)) {
      for (const listener of this.leadershipListeners) listener(change);
    }
  }

  /**
   * For coordinators. Throws or rejects with KafkaError: 3 or 6 (not hosted, not the leader), 19,
   * 20, 7, or what the log says. The log has grown when this returns; a promise settles when the
   * append is committed (acks=all) and is only given when it has to wait for that.
   */
  appendRecords(request: AppendRequest): AppendInfo | Promise<AppendInfo> {
    return this.producing.appendRecords(request);
  }

  /** undefined: acks=0 went well; 'failed': acks=0 and an error, the connection is to be closed. */
  produce(
    caller: Caller,
    request: ProduceRequest,
  ): ProduceResponse | undefined | 'failed' | Promise<ProduceResponse> {
    return this.producing.produce(caller, request);
  }

  fetch(caller: Caller, request: FetchRequest): FetchResponse | Promise<FetchResponse> {
    return this.fetching.fetch(caller, request);
  }

  listOffsets(
    caller: Pick<Caller, 'apiVersion'>,
    request: RequestOf<typeof listOffsetsApi>,
  ): Promise<ResponseOf<typeof listOffsetsApi>> {
    return this.queries.listOffsets(caller.apiVersion, request);
  }

  offsetsForLeaderEpoch(
    request: RequestOf<typeof offsetForLeaderEpochApi>,
  ): ResponseOf<typeof offsetForLeaderEpochApi> {
    return this.queries.offsetsForLeaderEpoch(request);
  }

  deleteRecords(
    request: RequestOf<typeof deleteRecordsApi>,
  ): ResponseOf<typeof deleteRecordsApi> | Promise<ResponseOf<typeof deleteRecordsApi>> {
    return this.deleting.deleteRecords(request);
  }

  describeLogDirs(
    request: RequestOf<typeof describeLogDirsApi>,
  ): ResponseOf<typeof describeLogDirsApi> {
    const { logDir, logDirs } = this.options.config;
    const [path] = logDirs ?? logDir;
    const usableBytes = this.env.disk.freeBytes(path);
    return describeLogDirs(request, { table: this.table, logDir: path, usableBytes });
  }

  /** The log, when this broker leads the partition. */
  leaderLog(topic: string, partition: number): PartitionLog | undefined {
    const hosted = this.table.get(topic, partition);
    return hosted?.isLeader ? hosted.log : undefined;
  }

  partition(topic: string, partition: number): HostedPartition | undefined {
    return this.table.get(topic, partition);
  }

  hosted(): Iterable<HostedPartition> {
    return this.table.all();
  }

  /** Called after the local change is done; several listeners, in the order of registration. */
  onLeadership(listener: (change: LeadershipChange) => void): void {
    this.leadershipListeners.push(listener);
  }

  topicCounters(): TopicCounters[] {
    return this.traffic.topicCounters();
  }

  replicaStats(): ReplicaStats[] {
    const stats: ReplicaStats[] = [];
    for (const { topic, partition, isLeader, leaderEpoch, log } of this.table.all()) {
      const { logStartOffset, logEndOffset, highWatermark, sizeBytes } = log;
      stats.push({
        topic,
        partition,
        isLeader,
        leaderEpoch,
        logStartOffset,
        logEndOffset,
        highWatermark,
        sizeBytes,
      });
    }
    return stats;
  }

  /** Client ids that produced within the last minute. */
  producerStats(): ProducerStats[] {
    return this.traffic.producerStats();
  }

  /** Stops fetching and fails what waits; the logs stay open (LogManager closes them). */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.fetchers.close();
    this.isrChanges.close();
    for (const partition of this.table.all()) partition.close();
    this.fetching.close();
    this.deadlines.close();
  }

  private createHost(): PartitionHost {
    const { nodeId, config, metadata } = this.options;
    return {
      nodeId,
      clock: this.env.clock,
      lagMaxMs: config.replicaLagTimeMaxMs,
      isEligible: (follower: FollowerView) => {
        const broker = metadata.image().brokers.get(follower.id);
        if (!broker || broker.isFenced || broker.inControlledShutdown) return false;
        return follower.brokerEpoch < 0 || follower.brokerEpoch === broker.epoch;
      },
      proposeIsr: (partition) => this.isrChanges.submit(partition),
    };
  }

  /** Looks for lagging followers every half of replica.lag.time.max.ms, as Kafka does. */
  private watchLag(): void {
    const intervalMs = this.options.config.replicaLagTimeMaxMs / 2;
    const check: Waiting = {
      deadlineMs: 0,
      deadlineOrder: 0,
      heapIndex: -1,
      expire: () => {
        for (const partition of this.table.all()) {
          partition.maybeShrinkIsr();
          partition.reconsider();
        }
        this.deadlines.add(check, intervalMs);
      },
    };
    this.deadlines.add(check, intervalMs);
  }
}
