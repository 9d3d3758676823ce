/**
 * The active controller: decides with the pure functions of controller/, appends their records to
 * the metadata log and answers once they are committed. It decides on the pending image, which is
 * the committed one plus what it has appended itself. When this node loses the leadership of the
 * log, all that waits is refused with NOT_CONTROLLER and the pending image is dropped.
 */
import type { BrokerConfig } from '../config.ts';
import type { Env, Timer } from '../env/env.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import type { createTopicsApi } from '../protocol/messages/19-create-topics.ts';
import type { deleteTopicsApi } from '../protocol/messages/20-delete-topics.ts';
import type { alterConfigsApi } from '../protocol/messages/33-alter-configs.ts';
import type { createPartitionsApi } from '../protocol/messages/37-create-partitions.ts';
import type { electLeadersApi } from '../protocol/messages/43-elect-leaders.ts';
import type { incrementalAlterConfigsApi } from '../protocol/messages/44-incremental-alter-configs.ts';
import type { alterPartitionReassignmentsApi } from '../protocol/messages/45-alter-partition-reassignments.ts';
import type { listPartitionReassignmentsApi } from '../protocol/messages/46-list-partition-reassignments.ts';
import type { alterPartitionApi } from '../protocol/messages/56-alter-partition.ts';
import type { updateFeaturesApi } from '../protocol/messages/57-update-features.ts';
import type { brokerRegistrationApi } from '../protocol/messages/62-broker-registration.ts';
import type { brokerHeartbeatApi } from '../protocol/messages/63-broker-heartbeat.ts';
import type { unregisterBrokerApi } from '../protocol/messages/64-unregister-broker.ts';
import type { allocateProducerIdsApi } from '../protocol/messages/67-allocate-producer-ids.ts';
import type { controllerRegistrationApi } from '../protocol/messages/70-controller-registration.ts';
import type { assignReplicasToDirsApi } from '../protocol/messages/73-assign-replicas-to-dirs.ts';
import type { Uuid } from '../protocol/types.ts';
import { alterPartition } from './controller/alter-partition.ts';
import { assignReplicasToDirs, directoriesOffline } from './controller/assign-directories.ts';
import { bootstrapRecords } from './controller/bootstrap.ts';
import {
  brokerHeartbeat,
  type BrokerSession,
  fenceBroker,
  registerBroker,
  registerController,
  unregisterBroker,
} from './controller/brokers.ts';
import { alterConfigs, incrementalAlterConfigs } from './controller/configs.ts';
import type { ControllerContext, Outcome } from './controller/context.ts';
import { updateFeatures } from './controller/features.ts';
import { electLeaders, preferredElections, uncleanElections } from './controller/leaders.ts';
import { createPartitions } from './controller/partitions.ts';
import { allocateProducerIds } from './controller/producer-ids.ts';
import { alterReassignments, listReassignments } from './controller/reassignments.ts';
import { createTopics, deleteTopics } from './controller/topics.ts';
import type { MetadataImage } from './image.ts';
import type { MetadataCache } from './metadata-cache.ts';
import type { CommittedBatch, LeaderChange, MetadataLog } from './metadata-log.ts';
import { decodeRecord, encodeRecord, type NewRecord } from './records.ts';
import { ImageEditor } from './replay.ts';

export type ControllerOptions = {
  readonly nodeId: number;
  readonly clusterId: Uuid;
  readonly config: BrokerConfig;
  readonly raft: MetadataLog;
  readonly metadata: MetadataCache;
};

/** Waits until everything up to `offset` is committed. */
type Parked = {
  readonly offset: number;
  readonly resolve: () => void;
  readonly reject: (error: KafkaError) => void;
};

/** What only the active controller has; dropped with the leadership. */
type Active = {
  readonly epoch: number;
  pending: MetadataImage;
  committedOffset: number;
  lastAppendMs: number;
  readonly sessions: Map<number, BrokerSession>;
  /** In the order of their offsets. */
  readonly parked: Parked[];
  timer: Timer | undefined;
  isRebalancePlanned: boolean;
};

/** Kafka's unclean.leader.election.interval.ms. */
const uncleanCheckIntervalMs = 300_000;
const notController = (): KafkaError => new KafkaError(errors.notController);

export class Controller {
  private readonly env: Env;
  private readonly options: ControllerOptions;
  private active: Active | undefined;
  private nextUncleanCheckMs = 0;
  /** Registrations whose process is known to have ended since this node last led. */
  private readonly exitedBrokerEpochs = new Map<number, number>();

  constructor(env: Env, options: ControllerOptions) {
    this.env = env;
    this.options = options;
    options.raft.onCommit((batch) => this.onCommit(batch));
    options.raft.onLeaderChange((change) => this.onLeaderChange(change));
  }

  /** Whether this node leads the metadata quorum and may decide. */
  get isActive(): boolean {
    return this.active !== undefined;
  }

  close(): void {
    this.deactivate();
  }

  createTopics(request: RequestOf<typeof createTopicsApi>) {
    return this.submit((context) => createTopics(context, request));
  }

  deleteTopics(request: RequestOf<typeof deleteTopicsApi>) {
    return this.submit((context) => deleteTopics(context, request));
  }

  createPartitions(request: RequestOf<typeof createPartitionsApi>) {
    return this.submit((context) => createPartitions(context, request));
  }

  /** Configs may allow an unclean election, which then need not wait for the next check. */
  async incrementalAlterConfigs(request: RequestOf<typeof incrementalAlterConfigsApi>) {
    const answer = this.submit((context) => incrementalAlterConfigs(context, request));
    if (!request.validateOnly) this.electUncleanly();
    return answer;
  }

  async alterConfigs(request: RequestOf<typeof alterConfigsApi>) {
    const answer = this.submit((context) => alterConfigs(context, request));
    if (!request.validateOnly) this.electUncleanly();
    return answer;
  }

  /** A new first replica is the preferred leader as soon as it is in sync. */
  async alterReassignments(request: RequestOf<typeof alterPartitionReassignmentsApi>) {
    const answer = this.submit((context) => alterReassignments(context, request));
    this.planRebalance();
    return answer;
  }

  async listReassignments({
    topics,
  }: RequestOf<typeof listPartitionReassignmentsApi>): Promise<
    ResponseOf<typeof listPartitionReassignmentsApi>
  > {
    return this.submit(({ image }) => ({
      records: [],
      response: {
        errorCode: errors.none,
        errorMessage: null,
        topics: listReassignments(image, topics),
      },
    }));
  }

  updateFeatures(request: RequestOf<typeof updateFeaturesApi>) {
    return this.submit((context) => updateFeatures(context, request));
  }

  /** What is heard of it later comes from someone who is no member. */
  async unregisterBroker(request: RequestOf<typeof unregisterBrokerApi>) {
    const { brokerId } = request;
    const answer = this.submit((context) => unregisterBroker(context, request));
    if (!this.active?.pending.brokers.has(brokerId)) this.active?.sessions.delete(brokerId);
    return answer;
  }

  electLeaders(request: RequestOf<typeof electLeadersApi>) {
    return this.submit((context) => electLeaders(context, request));
  }

  /** A replica that came back into an ISR may be the preferred leader. */
  async alterPartition(request: RequestOf<typeof alterPartitionApi>) {
    const answer = this.submit((context) => alterPartition(context, request));
    this.planRebalance();
    return answer;
  }

  assignReplicasToDirs(request: RequestOf<typeof assignReplicasToDirsApi>) {
    return this.submit((context) => assignReplicasToDirs(context, request));
  }

  allocateProducerIds(request: RequestOf<typeof allocateProducerIdsApi>) {
    return this.submit((context) => allocateProducerIds(context, request));
  }

  registerController(request: RequestOf<typeof controllerRegistrationApi>) {
    return this.submit((context) => registerController(context, request));
  }

  async registerBroker(
    request: RequestOf<typeof brokerRegistrationApi>,
  ): Promise<ResponseOf<typeof brokerRegistrationApi>> {
    const { clusterId, config } = this.options;
    return this.submit((context) => {
      const { brokerId } = request;
      const broker = context.image.brokers.get(brokerId);
      const session = this.active?.sessions.get(brokerId);
      const isRecent =
        session !== undefined &&
        this.env.clock.monotonicMs() - session.lastContactMs < config.brokerSessionTimeoutMs;
      const hasLiveSession = broker !== undefined && !broker.isFenced && isRecent;
      return registerBroker(context, clusterId, request, hasLiveSession);
    });
  }

  /** `connectionId` is the one the heartbeat came through: its loss means the broker's death. */
  async brokerHeartbeat(
    request: RequestOf<typeof brokerHeartbeatApi>,
    connectionId?: string,
  ): Promise<ResponseOf<typeof brokerHeartbeatApi>> {
    return this.submit((context) => {
      const sessions = this.active?.sessions ?? new Map<number, BrokerSession>();
      const contact = { nowMs: this.env.clock.monotonicMs(), connectionId };
      const outcome = brokerHeartbeat(context, request, sessions, contact);
      sessions.set(request.brokerId, outcome.session);
      // One thing at a time: failed folders are named in every heartbeat.
      if (outcome.records.length > 0) return outcome;
      return { ...outcome, records: directoriesOffline(context, request) };
    });
  }

  /**
   * The process of a node ended: what it was is fenced at once. When it was the active controller
   * itself, whoever comes after it does that, so every node remembers.
   */
  peerExited(nodeId: number): void {
    const broker = this.options.metadata.image().brokers.get(nodeId);
    if (broker) this.exitedBrokerEpochs.set(nodeId, broker.epoch);
    this.fence(nodeId, 'its process ended');
  }

  private fenceExited(): void {
    for (const [nodeId, brokerEpoch] of this.exitedBrokerEpochs) {
      const broker = this.active?.pending.brokers.get(nodeId);
      if (broker?.epoch === brokerEpoch) this.fence(nodeId, 'its process ended');
    }
    this.exitedBrokerEpochs.clear();
  }

  /** A connection to this node was closed. Does nothing unless a broker's heartbeats came through it. */
  connectionLost(connectionId: string): void {
    if (!this.active) return;
    for (const [brokerId, session] of this.active.sessions) {
      if (session.connectionId !== connectionId) continue;
      this.fence(brokerId, 'the connection of its heartbeats was closed');
    }
  }

  private fence(brokerId: number, why: string): void {
    const { active } = this;
    const broker = active?.pending.brokers.get(brokerId);
    if (!active || !broker || broker.isFenced) return;
    this.env.logger.info('controller', `broker ${brokerId} is fenced: ${why}`);
    active.sessions.delete(brokerId);
    this.decide((context) => fenceBroker(context, brokerId));
  }

  private onLeaderChange({ isLeader, epoch }: LeaderChange): void {
    if (this.active?.epoch === epoch && isLeader) return;
    this.deactivate();
    if (isLeader) this.activate(epoch);
  }

  private activate(epoch: number): void {
    const { metadata, nodeId, config } = this.options;
    const image = metadata.publishNow();
    const nowMs = this.env.clock.monotonicMs();
    const sessions = new Map<number, BrokerSession>();
    // Every broker gets a whole session timeout to find the new controller.
    for (const broker of image.brokers.values()) {
      if (broker.isFenced) continue;
      sessions.set(broker.id, {
        brokerEpoch: broker.epoch,
        lastContactMs: nowMs,
        metadataOffset: -1,
        shutdownOffset: -1,
      });
    }
    this.active = {
      epoch,
      pending: image,
      committedOffset: image.offset,
      lastAppendMs: nowMs,
      sessions,
      parked: [],
      timer: undefined,
      isRebalancePlanned: false,
    };
    this.env.logger.info('controller', `node ${nodeId} is the active controller, epoch ${epoch}`);
    this.nextUncleanCheckMs = nowMs + uncleanCheckIntervalMs;
    this.decide(({ image: pending }) => bootstrapRecords(pending, config));
    this.fenceExited();
    this.planRebalance();
    this.tick();
  }

  private deactivate(): void {
    const { active } = this;
    this.active = undefined;
    active?.timer?.cancel();
    for (const parked of active?.parked ?? []) parked.reject(notController());
  }

  /** Decides, appends, and answers when the records (or all earlier ones) are committed. */
  private async submit<R>(handle: (context: ControllerContext) => Outcome<R>): Promise<R> {
    const { active } = this;
    if (!active) throw notController();
    const { records, response } = handle(this.context(active));
    this.append(active, records);
    const { offset } = active.pending;
    if (offset <= active.committedOffset) return response;
    await new Promise<void>((resolve, reject) => active.parked.push({ offset, resolve, reject }));
    return response;
  }

  /** A decision nobody waits for. */
  private decide(handle: (context: ControllerContext) => readonly NewRecord[]): void {
    const { active } = this;
    if (!active) return;
    try {
      this.append(active, handle(this.context(active)));
    } catch (error) {
      // The log has a new leader already; the notice of it follows.
      if (!(error instanceof KafkaError && error.code === errors.notController)) throw error;
    }
  }

  private context(active: Active): ControllerContext {
    const { random } = this.env;
    return {
      image: active.pending,
      config: this.options.config,
      nextOffset: active.pending.offset + 1,
      random: () => random.next(),
      newUuid: () => newUuid((sizeBytes) => random.bytes(sizeBytes)),
    };
  }

  private append(active: Active, records: readonly NewRecord[]): void {
    if (records.length === 0) return;
    const values = records.map(encodeRecord);
    const firstOffset = active.pending.offset + 1;
    const lastOffset = this.options.raft.append(values);
    if (lastOffset !== firstOffset + values.length - 1) {
      throw new Error(`metadata records were appended up to ${lastOffset}, not at ${firstOffset}`);
    }
    const editor = new ImageEditor(active.pending);
    values.forEach((value, index) => {
      editor.apply(decodeRecord(value), firstOffset + index, active.epoch);
    });
    active.pending = editor.finish().image;
    active.lastAppendMs = this.env.clock.monotonicMs();
  }

  private onCommit({ records }: CommittedBatch): void {
    const { active } = this;
    const last = records.at(-1);
    if (!active || !last) return;
    active.committedOffset = Math.max(active.committedOffset, last.offset);
    const { parked, committedOffset } = active;
    const waiting = parked.findIndex(({ offset }) => offset > committedOffset);
    const done = parked.splice(0, waiting === -1 ? parked.length : waiting);
    for (const { resolve } of done) resolve();
  }

  /** Preferred leaders return in the next turn, together for all partitions of this one. */
  private planRebalance(): void {
    const { active } = this;
    if (!active || active.isRebalancePlanned || !this.options.config.autoLeaderRebalanceEnable) {
      return;
    }
    active.isRebalancePlanned = true;
    this.env.clock.defer(() => {
      if (this.active !== active) return;
      active.isRebalancePlanned = false;
      const before = active.pending.offset;
      this.decide(preferredElections);
      // There may be more than fit into one batch.
      if (active.pending.offset !== before) this.planRebalance();
    });
  }

  private electUncleanly(): void {
    this.nextUncleanCheckMs = this.env.clock.monotonicMs() + uncleanCheckIntervalMs;
    this.decide(uncleanElections);
  }

  /** Fences brokers that fell silent, keeps the log moving while idle, and comes again when needed. */
  private tick(): void {
    const { active } = this;
    if (!active) return;
    const nowMs = this.env.clock.monotonicMs();
    const { brokerSessionTimeoutMs: timeoutMs, metadataMaxIdleIntervalMs } = this.options.config;
    for (const [brokerId, { lastContactMs }] of active.sessions) {
      if (nowMs - lastContactMs < timeoutMs) continue;
      active.sessions.delete(brokerId);
      this.fence(brokerId, `no heartbeat for ${timeoutMs} ms`);
    }
    if (nowMs >= this.nextUncleanCheckMs) this.electUncleanly();
    const idleDeadlineMs = active.lastAppendMs + metadataMaxIdleIntervalMs;
    if (metadataMaxIdleIntervalMs > 0 && nowMs >= idleDeadlineMs) {
      this.decide(() => [{ type: 'noOp', value: {} }]);
    }
    const deadlinesMs = [...active.sessions.values()].map(
      (session) => session.lastContactMs + timeoutMs,
    );
    if (metadataMaxIdleIntervalMs > 0) {
      deadlinesMs.push(active.lastAppendMs + metadataMaxIdleIntervalMs);
    }
    const nextMs = Math.min(this.nextUncleanCheckMs, nowMs + timeoutMs, ...deadlinesMs);
    active.timer = this.env.clock.setTimer(Math.max(1, nextMs - nowMs), () => {
      if (this.active === active) this.tick();
    });
  }
}

/** Version 4, never with a leading dash in its text form, which tools would take for an option (as in Kafka). */
function newUuid(bytes: (sizeBytes: number) => Buffer): Uuid {
  for (;;) {
    const id = Buffer.from(bytes(16));
    id[6] = (id[6] & 0x0f) | 0x40;
    id[8] = (id[8] & 0x3f) | 0x80;
    const text = id.toString('base64url');
    if (!text.startsWith('-')) return text;
  }
}
