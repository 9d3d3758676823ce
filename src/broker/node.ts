/**
 * One node of the cluster, broker and controller at once: builds the parts, connects them, and
 * starts and stops them in order. Given an Env, it is deterministic; main.ts hands it the real
 * one, the simulator hosts several in one process.
 */
import { handlers } from './apis/index.ts';
import type { EmbeddedCaller, Services } from './apis/services.ts';
import { ClientMetrics } from './client-metrics/client-metrics.ts';
import { NodeClient } from './client/node-client.ts';
import { type BrokerConfig, parseBrokerConfig } from './config.ts';
import { startWarnings } from './config/start-warnings.ts';
import type {
  BrokerAnswer,
  BrokerMeasures,
  BrokerOptions,
  BrokerQuestion,
  BrokerStats,
  DamageReport,
  GroupReport,
  LanUser,
  MetadataChange,
} from './control.ts';
import { GroupCoordinator } from './coordinator/group/group-coordinator.ts';
import type { Env } from './env/env.ts';
import { LeveledLogger } from './env/leveled-logger.ts';
import { LogManager } from './log/log-manager.ts';
import type { PartitionLog } from './log/partition-log.ts';
import { BrokerLifecycle } from './metadata/broker-lifecycle.ts';
import { changesOf } from './metadata/changes.ts';
import { Controller } from './metadata/controller.ts';
import { LiveBrokerConfig, topicConfigOf } from './metadata/effective-configs.ts';
import { supportedFeatures } from './metadata/features.ts';
import type { BrokerImage, Endpoint } from './metadata/image.ts';
import { MetadataCache } from './metadata/metadata-cache.ts';
import { ProducerIdAllocator } from './metadata/producer-id-allocator.ts';
import { BrokerMeter } from './metrics/broker-meter.ts';
import { fixedProperties, foldersOf, ownVoter, serverProperties } from './node-properties.ts';
import { endpointOf, listenerNames, securityProtocols } from './protocol/listeners.ts';
import { RaftNode } from './raft/raft-node.ts';
import { ReplicaManager } from './replication/replica-manager.ts';
import { ControllerChannel } from './server/controller-channel.ts';
import { Dispatcher } from './server/dispatcher.ts';
import { LocalCalls } from './server/local-calls.ts';
import { RequestClock } from './server/request-clock.ts';
import { Server } from './server/server.ts';

/** What writes to the log; each has a level of its own (KIP-412). */
const logAreas = [
  'auto-create',
  'cleaner',
  'config',
  'controller',
  'groups',
  'lifecycle',
  'log',
  'raft',
  'replication',
  'server',
];

const apiNames = new Map(handlers.map(({ api }) => [api.key, api.name]));

const connectTimeoutMs = 2000;
/** Pipelined requests of one connection that may wait at a time. */
const maxInFlightPerConnection = 256;
/** Unsent answer bytes of one connection before it is no longer read. */
const maxQueuedBytesPerConnection = 64 * 1024 * 1024;

export type NodeEvents = {
  /** The broker listener takes clients. */
  readonly onListening: (port: number) => void;
  /** Registered, caught up and unfenced. */
  readonly onReady: (brokerEpoch: number) => void;
  readonly onMetadata: (changes: readonly MetadataChange[]) => void;
  /** The node cannot go on: its log folder failed. */
  readonly onFailure: (error: unknown) => void;
  /** A replica was damaged on its disk, and what became of that. */
  readonly onDamage?: (report: DamageReport) => void;
  /** A group that this node coordinates took a step. */
  readonly onGroup?: (report: GroupReport) => void;
};

export type ProcessFigures = {
  readonly uptimeMs: number;
  readonly memoryBytes: number;
  readonly cpuMicros: number;
  readonly loop: BrokerMeasures['loop'];
};

export type RunningNode = {
  readonly nodeId: number;
  /** Rejects with NetError, DataDirError or DiskError when the node cannot start. */
  start(): Promise<void>;
  /** Hands leaderships over, writes everything out and closes. */
  stop(): Promise<void>;
  /** Closes without a word to anyone; for the simulator's crashes. */
  kill(): void;
  /** The process of another node ended. */
  peerExited(nodeId: number): void;
  /** `isWhole`: of all replicas, not only of those that moved since the last call. */
  stats(process: ProcessFigures, isWhole: boolean): BrokerStats;
  answer(question: BrokerQuestion): BrokerAnswer;
  /** Who may log in through the LAN listener from now on. */
  setLanUsers(users: readonly LanUser[]): void;
  /** `stats` tells of the members of these groups, where this node coordinates them. */
  watchGroups(groupIds: readonly string[]): void;
  /** For the simulator's invariants. */
  readonly services: Services;
};

/** Opens the data folder (synchronously: recovery) and builds the node; `start` makes it run. */
export function createNode(env: Env, options: BrokerOptions, events: NodeEvents): RunningNode {
  return new Node(env, options, events);
}

class Node implements RunningNode {
  readonly nodeId: number;
  readonly services: Services;
  private readonly env: Env;
  private readonly options: BrokerOptions;
  private readonly events: NodeEvents;
  private readonly logs: LogManager;
  private readonly raft: RaftNode;
  private readonly controller: Controller;
  private readonly replicas: ReplicaManager;
  private readonly groups: GroupCoordinator;
  private readonly lifecycle: BrokerLifecycle;
  private readonly channel: ControllerChannel;
  private readonly server: Server;
  private readonly live: LiveBrokerConfig;
  private readonly meter: BrokerMeter;
  private watchedGroups: readonly string[] = [];

  constructor(machine: Env, options: BrokerOptions, events: NodeEvents) {
    const loggers = new LeveledLogger(machine.logger, logAreas);
    const { clock, random, net } = machine;
    this.meter = new BrokerMeter(clock);
    const disk = this.meter.disk.over(machine.disk);
    const env: Env = { clock, random, net, disk, logger: loggers };
    this.env = env;
    this.options = options;
    this.events = events;
    this.nodeId = options.nodeId;
    const config = parseBrokerConfig(serverProperties(options));
    this.live = new LiveBrokerConfig(config);
    for (const warning of startWarnings(options.config, fixedProperties(options))) {
      env.logger.warn('config', warning);
    }
    const { logDirs, metadataLogDir } = foldersOf(options);
    this.logs = LogManager.open(env, {
      dataDir: options.dataDir,
      logDirs,
      metadataLogDir,
      nodeId: options.nodeId,
      clusterId: options.clusterId,
      broker: config,
      currentBroker: () => this.live.current,
    });
    const calls = new LocalCalls(
      handlers,
      () => this.services,
      () => dispatcher,
    );
    this.raft = this.createRaft(config);
    const metadata = new MetadataCache(env, this.raft, {
      maxBytesBetweenSnapshots: config.metadataLogMaxRecordBytesBetweenSnapshots,
      maxSnapshotIntervalMs: config.metadataLogMaxSnapshotIntervalMs,
    });
    this.channel = new ControllerChannel(env, {
      local: {
        isActive: () => this.controller.isActive,
        call: (api, version, request) => calls.call(api, version, request),
      },
      leaderId: () => this.raft.leaderId,
      connect: (nodeId) => this.connectToVoter(nodeId),
    });
    this.controller = new Controller(env, {
      nodeId: options.nodeId,
      clusterId: options.clusterId,
      config,
      raft: this.raft,
      metadata,
    });
    this.lifecycle = this.createLifecycle(config, metadata);
    this.replicas = new ReplicaManager(env, {
      nodeId: options.nodeId,
      config,
      logs: this.logs,
      metadata,
      topicConfig: (image, topic) => topicConfigOf(image, topic, config),
      brokerEpoch: () => this.lifecycle.brokerEpoch,
      toController: this.channel.send,
      connect: (broker) => this.connectToBroker(broker),
      onDamage: (report) => this.events.onDamage?.(report),
    });
    this.groups = new GroupCoordinator(env, {
      config,
      replicas: this.replicas,
      metadata,
      toController: this.channel.send,
      onReport: (report) => this.events.onGroup?.(report),
    });
    this.services = {
      env,
      nodeId: options.nodeId,
      clusterId: options.clusterId,
      config,
      loggers,
      metadata,
      replicas: this.replicas,
      groups: this.groups,
      producerIds: new ProducerIdAllocator({
        nodeId: options.nodeId,
        brokerEpoch: () => this.lifecycle.brokerEpoch,
        toController: this.channel.send,
      }),
      clientMetrics: new ClientMetrics(env, { maxBytes: config.telemetryMaxBytes }),
      raft: this.raft,
      controller: this.controller,
      handlers,
      supportedFeatures,
      toController: this.channel.send,
      dispatchEmbedded: (frame, caller: EmbeddedCaller) => calls.dispatchEmbedded(frame, caller),
    };
    const times = new RequestClock(this.meter);
    const dispatcher = new Dispatcher(this.services, handlers, this.channel, times);
    this.server = this.createServer(config, dispatcher);
    this.connectParts(metadata);
  }

  async start(): Promise<void> {
    const own = ownVoter(this.options);
    if (own) await this.server.listen('controller', own);
    // Bound at once, so that a taken port is told before anything runs; clients are answered once
    // this node knows the cluster.
    const port = await this.server.listen('broker', this.options.listener);
    if (this.options.lan) await this.server.listenToLan(this.options.lan);
    this.logs.start();
    this.raft.start();
    await this.lifecycle.start();
    this.server.openToClients();
    this.events.onListening(port);
  }

  async stop(): Promise<void> {
    await this.lifecycle.stop();
    await this.raft.resign();
    this.close();
    await this.server.close();
    await this.raft.close();
    await this.logs.flush();
    this.logs.close({ clean: true, brokerEpoch: this.lifecycle.cleanShutdownEpoch });
  }

  kill(): void {
    this.lifecycle.close();
    this.close();
    void this.server.close();
    void this.raft.close();
  }

  private close(): void {
    this.groups.close();
    this.replicas.close();
    this.controller.close();
    this.channel.close();
  }

  peerExited(nodeId: number): void {
    this.services.metadata.suspect(nodeId);
    this.raft.peerExited(nodeId);
    this.controller.peerExited(nodeId);
  }

  setLanUsers(users: readonly LanUser[]): void {
    this.server.setLanUsers(users);
  }

  watchGroups(groupIds: readonly string[]): void {
    this.watchedGroups = groupIds;
  }

  stats({ loop, ...process }: ProcessFigures, isWhole: boolean): BrokerStats {
    const { bytesIn, bytesOut } = this.replicas.replicationBytes;
    return {
      nodeId: this.nodeId,
      atMs: this.env.clock.nowMs(),
      ...process,
      controllerId: this.raft.leaderId,
      quorumEpoch: this.raft.epoch,
      connectionCount: this.server.clientCount,
      topics: this.replicas.topicCounters(),
      replicas: this.replicas.replicaChanges(isWhole),
      producers: this.replicas.producerStats((id) => this.services.clientMetrics.nameOf(id)),
      clientMetrics: this.services.clientMetrics.stats(),
      groups: this.groups.stats(this.watchedGroups),
      measures: this.meter.drain(this.env.disk, this.options.dataDir, {
        loop,
        partitions: this.replicas.partitionTraffic(),
        replicationBytesIn: bytesIn,
        replicationBytesOut: bytesOut,
      }),
    };
  }

  answer(question: BrokerQuestion): BrokerAnswer {
    const { kind } = question;
    switch (kind) {
      case 'log-files':
        return { kind, logs: this.logs.views(question.topic, question.partitions) };
      case 'log-ages':
        return { kind, topics: this.logs.ages(this.ledLogs()) };
      case 'connections':
        return { kind, connections: this.server.views(this.connectionNames) };
    }
  }

  private *ledLogs(): Generator<PartitionLog> {
    for (const { isLeader, log } of this.replicas.hosted()) if (isLeader) yield log;
  }

  private readonly connectionNames = {
    api: (apiKey: number) => apiNames.get(apiKey) ?? `#${apiKey}`,
    software: (connectionId: string) => this.services.clientMetrics.softwareOf(connectionId),
  };

  private createServer(config: BrokerConfig, dispatcher: Dispatcher): Server {
    return new Server(this.env, dispatcher, {
      limits: {
        maxRequestBytes: config.socketRequestMaxBytes,
        maxInFlight: maxInFlightPerConnection,
        maxQueuedBytes: maxQueuedBytesPerConnection,
      },
      config: () => this.live.current,
      onClientConnected: () => {
        this.meter.connectionsOpened++;
      },
      onConnectionClosed: (connectionId) => {
        if (connectionId.startsWith('broker')) this.meter.connectionsClosed++;
        this.controller.connectionLost(connectionId);
        const software = this.services.clientMetrics.nameOf(connectionId);
        this.replicas.connectionClosed(connectionId, software);
        this.services.clientMetrics.connectionClosed(connectionId);
      },
    });
  }

  private createRaft(config: BrokerConfig): RaftNode {
    const { nodeId, clusterId, voters } = this.options;
    const log = this.logs.metadataLog();
    return new RaftNode(this.env, {
      nodeId,
      clusterId,
      directoryId: this.logs.directoryId,
      voters,
      log,
      dir: log.dir,
      config,
      connect: (voter) => this.connectTo(voter.id, voter),
      onFailure: (error) => this.events.onFailure(error),
    });
  }

  private createLifecycle(config: BrokerConfig, metadata: MetadataCache): BrokerLifecycle {
    const { nodeId, clusterId } = this.options;
    const own = ownVoter(this.options);
    return new BrokerLifecycle(this.env, {
      nodeId,
      clusterId,
      config,
      metadata,
      raft: this.raft,
      brokerEndpoints: clientEndpoints(this.options),
      controllerEndpoints: own ? [toEndpoint(listenerNames.controller, own)] : [],
      features: supportedFeatures,
      logDirs: () => this.logs.directoryIds({ isOnline: true }),
      offlineLogDirs: () => this.logs.directoryIds({ isOnline: false }),
      previousBrokerEpoch: this.logs.previousBrokerEpoch,
      toController: this.channel.send,
      connect: (id) => this.connectToVoter(id),
    });
  }

  /** Who hears from whom. */
  private connectParts(metadata: MetadataCache): void {
    this.replicas.onLeadership((change) => this.groups.onLeadership(change));
    metadata.subscribe((image, delta, previous) => {
      if (this.live.update(image)) this.server.limitsChanged();
      this.replicas.applyMetadata(image, delta, previous);
      this.services.clientMetrics.applyMetadata(image, delta.changedConfigs);
      const changes = changesOf(image, delta, previous);
      if (changes.length > 0) this.events.onMetadata(changes);
    });
    this.raft.onLeaderChange(({ leaderId, epoch }) => {
      this.events.onMetadata([{ kind: 'controller', controllerId: leaderId, epoch }]);
    });
    this.lifecycle.onReady((brokerEpoch) => this.events.onReady(brokerEpoch));
    this.logs.onFailure((error) => this.events.onFailure(error));
    this.logs.onFolderFailure(({ path }) => {
      this.replicas.folderFailed(path);
      this.lifecycle.folderFailed();
    });
  }

  private connectToVoter(nodeId: number): NodeClient {
    const voter = this.options.voters.find(({ id }) => id === nodeId);
    if (!voter) throw new Error(`node ${nodeId} is not a voter`);
    return this.connectTo(nodeId, voter);
  }

  private connectToBroker(broker: BrokerImage): NodeClient {
    const endpoint = endpointOf(broker.endpoints);
    if (!endpoint) throw new Error(`broker ${broker.id} has no listener for other brokers`);
    return this.connectTo(broker.id, endpoint);
  }

  private connectTo(id: number, { host, port }: { host: string; port: number }): NodeClient {
    const clientId = `broker-${this.nodeId}`;
    const client = new NodeClient(this.env, { host, port, clientId, connectTimeoutMs });
    client.onLoss(() => this.services.metadata.suspect(id));
    return client;
  }
}

function toEndpoint(name: string, { host, port }: { host: string; port: number }): Endpoint {
  return { name, host, port, securityProtocol: securityProtocols.plaintext };
}

function clientEndpoints({ listener, lan }: BrokerOptions): Endpoint[] {
  const plaintext = toEndpoint(listenerNames.plaintext, listener);
  if (!lan) return [plaintext];
  const { advertisedHost: host, port } = lan;
  const securityProtocol = securityProtocols.saslPlaintext;
  return [plaintext, { name: listenerNames.lan, host, port, securityProtocol }];
}
