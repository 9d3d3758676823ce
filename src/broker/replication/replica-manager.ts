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
import type {
  DamageReport,
  PartitionTraffic,
  ProducerStats,
  ReplicaChanges,
  TopicCounters,
} from '../control.ts';
import { replicationQuota } from '../config/quota-keys.ts';
import type { Env } from '../env/env.ts';
import type { LogManager } from '../log/log-manager.ts';
import type { AppendInfo, PartitionLog } from '../log/partition-log.ts';
import type { BrokerImage, MetadataDelta, MetadataImage } from '../metadata/image.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { isOnlineDirectory, migratingDirectory } from '../protocol/directories.ts';
import type { listOffsetsApi } from '../protocol/messages/02-list-offsets.ts';
import type { deleteRecordsApi } from '../protocol/messages/21-delete-records.ts';
import type { offsetForLeaderEpochApi } from '../protocol/messages/23-offset-for-leader-epoch.ts';
import type { alterReplicaLogDirsApi } from '../protocol/messages/34-alter-replica-log-dirs.ts';
import type { describeLogDirsApi } from '../protocol/messages/35-describe-log-dirs.ts';
import { AlterPartitionManager } from './alter-partition-manager.ts';
import type {
  AppendRequest,
  Caller,
  FetchCaller,
  HostedPartition,
  LeadershipChange,
  ProduceCaller,
} from './api.ts';
import { Deadlines, type Waiting } from './deadlines.ts';
import { DeleteRecordsService } from './delete-records.ts';
import { DirectoryAssignments } from './directory-assignments.ts';
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
import type { Partition, PartitionHost } from './partition.ts';
import { type ProduceRequest, type ProduceResponse, ProduceService } from './produce-service.ts';
import type { Software } from './producer-traffic.ts';
import { moveBytesPerSecond, ReplicaMoves } from './replica-moves.ts';
import { ReplicaReport } from './replica-report.ts';
import { ReplicaRepairs } from './repair.ts';
import { takePartitionTraffic } from './partition-traffic.ts';
import { ReplicationThrottle } from './replication-throttle.ts';
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
  /** A replica was damaged on its disk, and what became of that. */
  readonly onDamage?: (report: DamageReport) => void;
};

export class ReplicaManager {
  private readonly env: Env;
  private readonly options: ReplicaManagerOptions;
  private readonly deadlines: Deadlines;
  private readonly table = new PartitionTable();
  private readonly report = new ReplicaReport();
  private readonly traffic: Traffic;
  private readonly throttle: ReplicationThrottle;
  private readonly isrChanges: AlterPartitionManager;
  private readonly fetchers: FetcherSet;
  private readonly directories: DirectoryAssignments;
  private readonly moves: ReplicaMoves;
  private readonly changes: MetadataChanges;
  private readonly producing: ProduceService;
  private readonly fetching: FetchService;
  private readonly deleting: DeleteRecordsService;
  private readonly queries: OffsetQueries;
  private readonly repairs: ReplicaRepairs;
  private readonly leadershipListeners: ((change: LeadershipChange) => void)[] = [];
  private isClosed = false;

  constructor(env: Env, options: ReplicaManagerOptions) {
    this.env = env;
    this.options = options;
    const { nodeId, config, logs, brokerEpoch, toController, connect, topicConfig } = options;
    const { table } = this;
    const deadlines = new Deadlines(env.clock);
    const traffic = new Traffic(env.clock);
    const image = () => options.metadata.image();
    const leaders = new Leaders(image, (topicId, index) => table.isOffline(topicId, index));
    this.deadlines = deadlines;
    this.traffic = traffic;
    this.isrChanges = new AlterPartitionManager(env, {
      nodeId,
      brokerEpoch,
      toController,
      deadlines,
    });
    const throttle = new ReplicationThrottle(env.clock, config, () => ({
      leader: replicationQuota(image(), nodeId, 'leader.replication.throttled.rate'),
      follower: replicationQuota(image(), nodeId, 'follower.replication.throttled.rate'),
    }));
    this.throttle = throttle;
    this.fetchers = new FetcherSet(env, {
      nodeId,
      config,
      table,
      deadlines,
      throttle,
      brokerEpoch,
      connect,
    });
    const { fetchers } = this;
    const host = this.createHost();
    const { directories, moves } = this.createMoves(leaders);
    this.directories = directories;
    this.moves = moves;
    const parts = { host, table, logs, moves, directories, fetchers, traffic, topicConfig };
    this.changes = new MetadataChanges(parts);
    this.producing = new ProduceService({ table, leaders, deadlines, traffic });
    this.fetching = new FetchService(env, { config, table, leaders, deadlines, throttle });
    const isAlive = (id: number) => options.metadata.image().brokers.get(id)?.isFenced === false;
    this.deleting = new DeleteRecordsService({ table, leaders, deadlines, isAlive });
    this.queries = new OffsetQueries(table, leaders);
    this.repairs = new ReplicaRepairs(env, {
      nodeId,
      logs,
      table,
      deadlines,
      fetchers,
      image: () => options.metadata.image(),
      connect,
      onReport: (report) => options.onDamage?.(report),
    });
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
    caller: ProduceCaller,
    request: ProduceRequest,
  ): ProduceResponse | undefined | 'failed' | Promise<ProduceResponse> {
    return this.producing.produce(caller, request);
  }

  fetch(caller: FetchCaller, request: FetchRequest): FetchResponse | Promise<FetchResponse> {
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
    return describeLogDirs(request, this.options.logs, this.env.disk);
  }

  alterReplicaLogDirs(
    request: RequestOf<typeof alterReplicaLogDirsApi>,
  ): ResponseOf<typeof alterReplicaLogDirsApi> {
    return this.moves.alter(request);
  }

  /** A log folder has failed; the others go on. */
  folderFailed(folderPath: string): void {
    if (this.isClosed) return;
    for (const change of this.changes.folderFailed(folderPath)) {
      for (const listener of this.leadershipListeners) listener(change);
    }
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

  /** What moved since the last call; of all replicas when `isWhole`. */
  replicaChanges(isWhole: boolean): ReplicaChanges {
    return this.report.take(() => this.table.all(), isWhole);
  }

  /** Clients' traffic by partition since the last call. */
  partitionTraffic(): PartitionTraffic[] {
    return takePartitionTraffic(this.table.all());
  }

  /** Bytes from and to other brokers since the start. */
  get replicationBytes(): { readonly bytesIn: number; readonly bytesOut: number } {
    return this.throttle;
  }

  /** Connections that produce, or did a moment ago. */
  producerStats(softwareOf: (connectionId: string) => Software | undefined): ProducerStats[] {
    return this.traffic.producers.stats(softwareOf);
  }

  /** A client is gone; `software` is what it called itself. */
  connectionClosed(connectionId: string, software: Software | undefined): void {
    this.traffic.producers.connectionClosed(connectionId, software);
  }

  /** Stops fetching and fails what waits; the logs stay open (LogManager closes them). */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.repairs.close();
    this.fetchers.close();
    this.moves.close();
    this.directories.close();
    this.isrChanges.close();
    for (const partition of this.table.all()) partition.close();
    this.fetching.close();
    this.deadlines.close();
  }

  private createMoves(leaders: Leaders): {
    readonly directories: DirectoryAssignments;
    readonly moves: ReplicaMoves;
  } {
    const { nodeId, logs, brokerEpoch, toController, metadata } = this.options;
    const { deadlines, table } = this;
    const image = () => metadata.image();
    const told = { nodeId, image, brokerEpoch, toController, deadlines };
    const directories = new DirectoryAssignments(this.env, told);
    const bytesPerSecond = () => moveBytesPerSecond(image(), nodeId);
    const parts = { logs, table, leaders, deadlines, directories, bytesPerSecond };
    return { directories, moves: new ReplicaMoves(this.env, parts) };
  }

  private createHost(): PartitionHost {
    const { nodeId, config, metadata } = this.options;
    return {
      nodeId,
      clock: this.env.clock,
      lagMaxMs: config.replicaLagTimeMaxMs,
      isEligible: (follower: FollowerView, { image }: Partition) => {
        const broker = metadata.image().brokers.get(follower.id);
        if (!broker || broker.isFenced || broker.inControlledShutdown) return false;
        // It lives, but the folder of this replica has failed: nothing is fetched any more.
        const directory = image.directories[image.replicas.indexOf(follower.id)];
        if (!isOnlineDirectory(directory ?? migratingDirectory, broker.logDirs)) return false;
        return follower.brokerEpoch < 0 || follower.brokerEpoch === broker.epoch;
      },
      proposeIsr: (partition) => this.isrChanges.submit(partition),
      suspect: ({ log }, offset) => this.options.logs.scrubber.suspect(log, offset),
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
