/**
 * This broker's membership: it registers, tells the controller every two seconds that it lives,
 * and asks to be let go when it stops.
 *
 *   starting -> catching-up   the registration is committed
 *   catching-up -> running    the own image holds the registration; subscribers were told of it
 *   running -> stopping       `stop` was called: leaderships move away, then the answer says go
 *
 * Heartbeats go through a connection of their own, so that its end tells the controller of ours.
 */
import { type NodeClient, PeerError } from '../client/node-client.ts';
import type { ToController } from '../client/to-controller.ts';
import type { BrokerConfig } from '../config.ts';
import type { Env, Timer } from '../env/env.ts';
import type { Api, RequestInOf, ResponseOutOf } from '../protocol/api.ts';
import { errorName, errors } from '../protocol/errors.ts';
import { brokerRegistrationApi } from '../protocol/messages/62-broker-registration.ts';
import { brokerHeartbeatApi } from '../protocol/messages/63-broker-heartbeat.ts';
import { controllerRegistrationApi } from '../protocol/messages/70-controller-registration.ts';
import type { Uuid } from '../protocol/types.ts';
import type { Endpoint, MetadataDelta, MetadataImage, SupportedFeature } from './image.ts';
import type { MetadataCache } from './metadata-cache.ts';
import type { MetadataLog } from './metadata-log.ts';

export type BrokerLifecycleOptions = {
  readonly nodeId: number;
  readonly clusterId: Uuid;
  readonly config: BrokerConfig;
  readonly metadata: MetadataCache;
  readonly raft: Pick<MetadataLog, 'leaderId' | 'onLeaderChange'>;
  readonly brokerEndpoints: readonly Endpoint[];
  /** Empty on a broker that is no voter of the quorum. */
  readonly controllerEndpoints: readonly Endpoint[];
  readonly features: readonly SupportedFeature[];
  /** Of the log folders that work. */
  readonly logDirs: () => readonly Uuid[];
  /** Of those that have failed since the start. */
  readonly offlineLogDirs: () => readonly Uuid[];
  /** Under which the last run was shut down in order; -1 when it was not. */
  readonly previousBrokerEpoch: number;
  /** For the time this node leads the quorum itself. */
  readonly toController: ToController;
  /** A new connection to another node's controller listener. */
  readonly connect: (nodeId: number) => NodeClient;
};

type State = 'starting' | 'catching-up' | 'running' | 'stopping' | 'stopped';
type HeartbeatAnswer = ResponseOutOf<typeof brokerHeartbeatApi>;

/** Between tries while there is no controller that answers. */
const retryDelayMs = 50;
/** Between the questions of a broker that waits for its leave. */
const shutdownPollMs = 20;
/** A broker that cannot get its leave in this time goes anyway. */
const shutdownBoundMs = 3000;
/** The same when there is nobody who could take over. */
const lonelyShutdownBoundMs = 300;

export class BrokerLifecycle {
  private readonly env: Env;
  private readonly options: BrokerLifecycleOptions;
  private readonly incarnationId: Uuid;
  private state: State = 'starting';
  private epoch = -1;
  private client: { readonly leaderId: number; readonly connection: NodeClient } | undefined;
  private heartbeatTimer: Timer | undefined;
  private isBeating = false;
  /** Another heartbeat is wanted as soon as the one under way is answered. */
  private isBeatWanted = false;
  private readonly wakers = new Set<() => void>();
  private readonly readyListeners: ((brokerEpoch: number) => void)[] = [];
  private isReady = false;

  constructor(env: Env, options: BrokerLifecycleOptions) {
    this.env = env;
    this.options = options;
    this.incarnationId = env.random.bytes(16).toString('base64url');
    options.raft.onLeaderChange(({ leaderId }) => this.onLeader(leaderId));
    options.metadata.subscribe((image, delta) => this.onMetadata(image, delta));
  }

  /** Of the registration; -1 before. */
  get brokerEpoch(): number {
    return this.epoch;
  }

  /**
   * What an orderly stop leaves for the next start, to show that nothing was lost. A run that never
   * got to register has written nothing: it passes on what it found. The answer to a registration
   * may be lost, but not the record.
   */
  get cleanShutdownEpoch(): number {
    if (this.epoch >= 0) return this.epoch;
    const { metadata, nodeId, previousBrokerEpoch } = this.options;
    const known = metadata.image().brokers.get(nodeId);
    return known?.incarnationId === this.incarnationId ? known.epoch : previousBrokerEpoch;
  }

  /** Registered, caught up and unfenced for the first time. */
  onReady(listener: (brokerEpoch: number) => void): void {
    this.readyListeners.push(listener);
  }

  /** Resolves once this node's image holds its own registration and subscribers were told of it. */
  async start(): Promise<void> {
    await this.register();
    if (this.state !== 'starting') return;
    this.state = 'catching-up';
    this.beatIn(this.options.config.brokerHeartbeatIntervalMs);
    const { metadata, config } = this.options;
    const isCaughtUp = () => metadata.image().offset >= this.epoch;
    while (!this.isStopping() && !isCaughtUp()) {
      await metadata.waitFor(isCaughtUp, config.initialBrokerRegistrationTimeoutMs);
    }
    if (this.isStopping()) return;
    metadata.open();
    this.state = 'running';
    this.beatSoon();
    if (this.options.controllerEndpoints.length > 0) void this.registerController();
  }

  /** Hands leaderships over; resolves when the controller lets go or after a bound. */
  async stop(): Promise<void> {
    const isMember = this.state === 'running' && this.options.config.controlledShutdownEnable;
    this.state = 'stopping';
    this.heartbeatTimer?.cancel();
    if (isMember) await this.leave();
    this.close();
  }

  /** A log folder has failed: others have to take over what was led from it. */
  folderFailed(): void {
    this.beatSoon();
  }

  /** Without a word to anyone. */
  close(): void {
    this.state = 'stopped';
    this.heartbeatTimer?.cancel();
    this.client?.connection.close();
    this.client = undefined;
    this.wake();
  }

  private isStopping(): boolean {
    return this.state === 'stopping' || this.state === 'stopped';
  }

  private async register(): Promise<void> {
    const { nodeId, clusterId, config, brokerEndpoints } = this.options;
    const request = {
      brokerId: nodeId,
      clusterId,
      incarnationId: this.incarnationId,
      listeners: brokerEndpoints,
      features: this.features(),
      rack: config.brokerRack,
      logDirs: this.options.logDirs(),
      previousBrokerEpoch: this.options.previousBrokerEpoch,
    };
    while (!this.isStopping()) {
      const answer = await this.ask(brokerRegistrationApi, 4, request);
      if (answer?.errorCode === errors.none) {
        this.epoch = answer.brokerEpoch;
        return;
      }
      if (answer) this.refused('registration', answer.errorCode);
      await this.pause(retryDelayMs);
    }
  }

  /** Tells the quorum where this node's controller listener is, for tools that look there. */
  private async registerController(): Promise<void> {
    const { nodeId, metadata, controllerEndpoints } = this.options;
    const isKnown = () =>
      metadata.image().controllers.get(nodeId)?.incarnationId === this.incarnationId;
    const request = {
      controllerId: nodeId,
      incarnationId: this.incarnationId,
      zkMigrationReady: false,
      listeners: controllerEndpoints,
      features: this.features(),
    };
    while (!this.isStopping() && !isKnown()) {
      const answer = await this.ask(controllerRegistrationApi, 0, request);
      if (answer?.errorCode === errors.none) return;
      await this.pause(retryDelayMs);
    }
  }

  private features() {
    return this.options.features.map(({ name, min, max }) => ({
      name,
      minSupportedVersion: min,
      maxSupportedVersion: max,
    }));
  }

  /** Errors that time heals are no news; others are told once per try. */
  private refused(what: string, code: number): void {
    if (code === errors.notController || code === errors.duplicateBrokerRegistration) return;
    this.env.logger.warn('lifecycle', `${what} refused: ${errorName(code)}`);
  }

  /** Now, or right after the heartbeat that is under way. */
  private beatSoon(): void {
    if (this.state !== 'catching-up' && this.state !== 'running') return;
    this.beatIn(0);
  }

  private async beat(): Promise<void> {
    if (this.isBeating) {
      this.isBeatWanted = true;
      return;
    }
    this.isBeating = true;
    this.isBeatWanted = false;
    const answer = await this.heartbeat(false);
    this.isBeating = false;
    if (this.isStopping()) return;
    if (answer?.errorCode === errors.none && !answer.isFenced && !this.isReady) {
      this.isReady = true;
      for (const listener of this.readyListeners) listener(this.epoch);
    }
    this.beatIn(this.isBeatWanted ? 0 : this.nextBeatMs(answer));
  }

  private nextBeatMs(answer: HeartbeatAnswer | undefined): number {
    if (!answer || answer.errorCode === errors.notController) return retryDelayMs;
    if (answer.errorCode !== errors.none) this.refused('heartbeat', answer.errorCode);
    // Fenced although it is running: the next answer differs as soon as the log moves.
    const isWaiting =
      this.state === 'running' && answer.errorCode === errors.none && answer.isFenced;
    return isWaiting ? retryDelayMs : this.options.config.brokerHeartbeatIntervalMs;
  }

  private beatIn(delayMs: number): void {
    this.heartbeatTimer?.cancel();
    this.heartbeatTimer = this.env.clock.setTimer(delayMs, () => void this.beat());
  }

  private heartbeat(wantShutDown: boolean): Promise<HeartbeatAnswer | undefined> {
    return this.ask(brokerHeartbeatApi, 1, {
      brokerId: this.options.nodeId,
      brokerEpoch: this.epoch,
      currentMetadataOffset: this.options.metadata.image().offset,
      // Only a broker that acts on its image may lead.
      wantFence: this.state === 'catching-up',
      wantShutDown,
      offlineLogDirs: this.options.offlineLogDirs(),
    });
  }

  private async leave(): Promise<void> {
    const { clock } = this.env;
    const startMs = clock.monotonicMs();
    for (;;) {
      const { nodeId, metadata } = this.options;
      const isAlone = [...metadata.image().brokers.values()].every(
        (broker) => broker.id === nodeId || broker.isFenced || broker.inControlledShutdown,
      );
      const boundMs = isAlone ? lonelyShutdownBoundMs : shutdownBoundMs;
      const remainingMs = boundMs - (clock.monotonicMs() - startMs);
      if (remainingMs <= 0) {
        this.env.logger.warn('lifecycle', 'stopping without the leave of the controller');
        return;
      }
      const answer = await this.within(remainingMs, this.heartbeat(true));
      if (answer?.errorCode === errors.none && answer.shouldShutDown) return;
      // Unregistered: it is no member that anyone would have to let go.
      if (answer?.errorCode === errors.staleBrokerEpoch) return;
      await this.pause(shutdownPollMs);
    }
  }

  /** The answer of the active controller; undefined when there is none now. */
  private async ask<A extends Api>(
    api: A,
    version: number,
    request: RequestInOf<A>,
  ): Promise<ResponseOutOf<A> | undefined> {
    const { raft, nodeId, toController, config } = this.options;
    const timeoutMs = config.brokerSessionTimeoutMs;
    const { leaderId } = raft;
    try {
      if (leaderId === nodeId) return await toController(api, version, request, timeoutMs);
      if (leaderId < 0) return undefined;
      return await this.connectionTo(leaderId).send(api, version, request, timeoutMs);
    } catch (error) {
      if (error instanceof PeerError) return undefined;
      throw error;
    }
  }

  private connectionTo(leaderId: number): NodeClient {
    if (this.client?.leaderId === leaderId) return this.client.connection;
    this.client?.connection.close();
    const connection = this.options.connect(leaderId);
    this.client = { leaderId, connection };
    return connection;
  }

  private onMetadata(image: MetadataImage, { changedBrokerIds }: MetadataDelta): void {
    const isAwaited = [...changedBrokerIds].some((id) => {
      const broker = image.brokers.get(id);
      // Fenced although we live: back as soon as possible. And a broker that shuts down waits for
      // everyone to know that it leads nothing any more.
      return id === this.options.nodeId ? broker?.isFenced : broker?.inControlledShutdown;
    });
    if (isAwaited) this.beatSoon();
  }

  /**
   * A new controller hears of us at once. While none is known the connection to the last one stays:
   * it may be leading still, and would take its end for ours.
   */
  private onLeader(leaderId: number): void {
    if (leaderId < 0) return;
    if (this.client && this.client.leaderId !== leaderId) {
      this.client.connection.close();
      this.client = undefined;
    }
    this.wake();
    this.beatSoon();
  }

  private wake(): void {
    for (const waker of this.wakers) waker();
  }

  /** Over earlier when the leader changes or this broker closes. */
  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        timer.cancel();
        this.wakers.delete(finish);
        resolve();
      };
      const timer = this.env.clock.setTimer(delayMs, finish);
      this.wakers.add(finish);
    });
  }

  private within<T>(boundMs: number, answer: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const timer = this.env.clock.setTimer(boundMs, () => resolve(undefined));
      answer.then(resolve, reject).finally(() => timer.cancel());
    });
  }
}
