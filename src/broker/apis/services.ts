/** Everything handlers may use; built by node.ts. */
import type { ToController } from '../client/to-controller.ts';
import type { BrokerConfig } from '../config.ts';
import type { GroupCoordinator } from '../coordinator/group/group-coordinator.ts';
import type { ClientMetrics } from '../client-metrics/client-metrics.ts';
import type { Env } from '../env/env.ts';
import type { LeveledLogger } from '../env/leveled-logger.ts';
import type { Controller } from '../metadata/controller.ts';
import type { SupportedFeature } from '../metadata/image.ts';
import type { MetadataCache } from '../metadata/metadata-cache.ts';
import type { ProducerIdAllocator } from '../metadata/producer-id-allocator.ts';
import type { Uuid } from '../protocol/types.ts';
import type { RaftNode } from '../raft/raft-node.ts';
import type { ReplicaManager } from '../replication/replica-manager.ts';
import type { Handler } from './handler.ts';

export interface Services {
  readonly env: Env;
  readonly nodeId: number;
  readonly clusterId: Uuid;
  readonly config: BrokerConfig;
  /** What `env.logger` lets through, by area. */
  readonly loggers: LeveledLogger;
  /** The committed image, as this broker has replayed it. */
  readonly metadata: MetadataCache;
  readonly replicas: ReplicaManager;
  readonly groups: GroupCoordinator;
  readonly producerIds: ProducerIdAllocator;
  readonly clientMetrics: ClientMetrics;
  readonly raft: RaftNode;
  readonly controller: Controller;
  /** All handlers of this node, for ApiVersions. */
  readonly handlers: readonly Handler[];
  /** Feature levels this node can work with (KIP-584). */
  readonly supportedFeatures: readonly SupportedFeature[];
  /** Sends a request to the active controller as this broker (topic auto-creation, internal topics). */
  readonly toController: ToController;
  /** Handles a request that came inside an Envelope; gives the response without its size prefix. */
  readonly dispatchEmbedded: (frame: Buffer, caller: EmbeddedCaller) => Promise<Buffer>;
}

export type EmbeddedCaller = {
  readonly clientHost: string;
  readonly connectionId: string;
  readonly principal: string;
};

export type { ToController };
