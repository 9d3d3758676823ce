/**
 * The metadata quorum of one node: feeds the pure state machine (quorum-state.ts) with messages,
 * timers and the progress of the log, and performs what it asks for, in its order: a vote is on
 * disk before it is sent. The leader sends records to the others while its own disk still writes.
 */
import { DiskError, type Env, type Timer } from '../env/env.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import type { fetchApi } from '../protocol/messages/01-fetch.ts';
import type { voteApi } from '../protocol/messages/52-vote.ts';
import type { beginQuorumEpochApi } from '../protocol/messages/53-begin-quorum-epoch.ts';
import type { endQuorumEpochApi } from '../protocol/messages/54-end-quorum-epoch.ts';
import type { describeQuorumApi } from '../protocol/messages/55-describe-quorum.ts';
import type { fetchSnapshotApi } from '../protocol/messages/59-fetch-snapshot.ts';
import { CommitFeed } from './commit-feed.ts';
import { describeQuorum } from './describe.ts';
import { ElectionFile } from './election-file.ts';
import { LeaderFetcher } from './leader-fetcher.ts';
import { MetadataLogFiles } from './metadata-log.ts';
import { Peers } from './peers.ts';
import { QuorumRpc, type Reply } from './quorum-rpc.ts';
import { QuorumSender } from './quorum-sender.ts';
import { initialState, leaderHint, nextDeadline, step } from './quorum-state.ts';
import type { Effect, Input, QuorumState } from './quorum-types.ts';
import { ReplicaFetches } from './replica-fetches.ts';
import { decodeSnapshot } from './snapshot-format.ts';
import type {
  CommittedBatch,
  LeaderChange,
  LoadedSnapshot,
  RaftNodeOptions,
  SnapshotId,
} from './types.ts';

export type {
  CommittedBatch,
  LeaderChange,
  LoadedSnapshot,
  RaftNodeOptions,
  SnapshotId,
} from './types.ts';

/** How long an orderly stop waits until the others know. */
const resignTimeoutMs = 500;

export class RaftNode {
  private readonly env: Env;
  private readonly options: RaftNodeOptions;
  private readonly files: MetadataLogFiles;
  private readonly electionFile: ElectionFile;
  private readonly peers: Peers;
  private readonly replicaFetches: ReplicaFetches;
  private readonly feed: CommitFeed;
  private readonly rpc: QuorumRpc;
  private readonly sender: QuorumSender;
  private readonly listenerName: string;
  private readonly commitListeners: ((batch: CommittedBatch) => void)[] = [];
  private readonly leaderListeners: ((change: LeaderChange) => void)[] = [];
  private readonly snapshotListeners: ((snapshot: LoadedSnapshot) => void)[] = [];
  private state: QuorumState;
  private fetcher: LeaderFetcher | undefined;
  private timer: Timer | undefined;
  private timerAtMs = Number.POSITIVE_INFINITY;
  private readonly inputs: Input[] = [];
  private isStepping = false;
  private reply: Reply | undefined;
  private lastChange: LeaderChange;
  private isReplicationPlanned = false;
  private isFlushing = false;
  private mustFlushAgain = false;
  private handovers: Promise<unknown>[] = [];
  private isClosed = false;

  /** Reads `quorum-state` and the snapshots; takes part in nothing before `start`. */
  constructor(env: Env, options: RaftNodeOptions) {
    const { config, dir, log, nodeId, voters } = options;
    this.env = env;
    this.options = options;
    this.files = new MetadataLogFiles(env, log, dir);
    const voterIds = voters.map(({ id }) => id).sort((a, b) => a - b);
    this.electionFile = new ElectionFile(env.disk, dir, voterIds);
    this.peers = new Peers({
      voters,
      connect: options.connect,
      timeoutMs: config.controllerQuorumRequestTimeoutMs,
    });
    this.listenerName = config.controllerListenerNames[0] ?? 'CONTROLLER';
    const snapshotEnd = this.files.snapshots.latest()?.endOffset ?? 0;
    if (log.logStartOffset > snapshotEnd)
      throw new Error(`no snapshot holds the metadata records below ${log.logStartOffset}`);
    this.state = initialState({
      config: {
        nodeId,
        voters: voterIds,
        electionTimeoutMs: config.controllerQuorumElectionTimeoutMs,
        electionBackoffMaxMs: config.controllerQuorumElectionBackoffMaxMs,
        fetchTimeoutMs: config.controllerQuorumFetchTimeoutMs,
      },
      election: this.electionFile.read(),
      logEnd: this.files.end(),
      highWatermark: Math.max(snapshotEnd, Math.min(log.highWatermark, log.logEndOffset)),
      seed: Math.floor(env.random.next() * 2 ** 32),
    });
    log.setHighWatermark(this.state.highWatermark);
    this.lastChange = { leaderId: -1, epoch: this.state.election.epoch, isLeader: false };
    const shared = {
      ...options,
      files: this.files,
      state: () => this.state,
      input: (input: Input) => this.dispatch(input),
    };
    this.replicaFetches = new ReplicaFetches(env, {
      ...shared,
      maxBytes: config.controllerQuorumFetchMaxBytes,
    });
    this.rpc = new QuorumRpc({
      ...shared,
      snapshots: this.files.snapshots,
      answerTo: (input) => this.answerTo(input),
      isClosed: () => this.isClosed,
    });
    // A node that is no voter never leads and so names no endpoint.
    const { host, port } = voters.find(({ id }) => id === nodeId) ?? { host: '', port: 0 };
    const endpoint = { name: this.listenerName, host, port };
    this.sender = new QuorumSender({ ...shared, peers: this.peers, endpoint });
    this.feed = new CommitFeed(log, {
      fromOffset: snapshotEnd,
      deliver: (batch) => {
        for (const listener of this.commitListeners) listener(batch);
      },
      onProgress: () => this.tellLeaderChange(),
      onError: this.onError,
    });
  }

  /** Begins to take part; listeners are registered before. */
  start(): void {
    const latest = this.files.snapshots.latest();
    if (latest) this.tellSnapshot(latest, decodeSnapshot(this.files.snapshots.read(latest)));
    this.feed.advanceTo(this.state.highWatermark);
    this.dispatch({ type: 'start' });
  }

  /** Stops at once and tells nobody (see `resign`). */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.timer?.cancel();
    this.feed.close();
    this.fetcher?.close();
    this.peers.close();
    this.replicaFetches.close();
  }

  /** -1: none is known, or the known one is believed dead. */
  get leaderId(): number {
    return leaderHint(this.state).leaderId;
  }

  get epoch(): number {
    return this.state.election.epoch;
  }

  /** This node leads, and has delivered all that was committed before. */
  get isLeader(): boolean {
    return this.state.role.kind === 'leader' && this.lastChange.isLeader;
  }

  /** End of what is committed, as far as this node knows. */
  get highWatermark(): number {
    return this.state.highWatermark;
  }

  /** Offset of the next record to be given to the commit listeners. */
  get deliveredOffset(): number {
    return this.feed.deliveredOffset;
  }

  /** Bytes delivered since the newest snapshot; the part above decides when to write the next. */
  get bytesSinceSnapshot(): number {
    return this.feed.bytesSinceSnapshot;
  }

  get latestSnapshot(): SnapshotId | undefined {
    return this.files.snapshots.latest();
  }

  /** The state of the quorum, for tests and invariants. */
  get quorumState(): QuorumState {
    return this.state;
  }

  /** One batch, all or nothing; the offset of its last record. Only the leader can. */
  append(values: readonly Buffer[]): number {
    if (this.state.role.kind !== 'leader' || this.isClosed)
      throw new KafkaError(errors.notController);
    try {
      const lastOffset = this.files.appendValues(this.epoch, values);
      this.dispatch({ type: 'log-end', logEnd: this.files.end() });
      this.planReplication();
      return lastOffset;
    } catch (error) {
      this.onError(error);
      throw new KafkaError(errors.notController);
    }
  }

  /** In log order, each batch once, up to the high watermark. */
  onCommit(listener: (batch: CommittedBatch) => void): void {
    this.commitListeners.push(listener);
  }

  onLeaderChange(listener: (change: LeaderChange) => void): void {
    this.leaderListeners.push(listener);
  }

  /** At the start, and when the leader had only a snapshot to send; replaces all that was delivered. */
  onLoadSnapshot(listener: (snapshot: LoadedSnapshot) => void): void {
    this.snapshotListeners.push(listener);
  }

  /** Keeps the state up to and including `lastOffset`, which has been delivered; frees what is older. */
  writeSnapshot(values: readonly Buffer[], lastOffset: number, epoch: number): void {
    const { config } = this.options;
    const id = { endOffset: lastOffset + 1, epoch };
    if (id.endOffset > this.feed.deliveredOffset)
      throw new Error(`offset ${lastOffset} is not committed yet`);
    if (id.endOffset <= (this.latestSnapshot?.endOffset ?? 0)) return;
    try {
      this.files.writeSnapshot(id, values, this.feed.deliveredTimestampMs);
      this.feed.bytesSinceSnapshot = 0;
      this.files.applyRetention({
        maxBytes: config.metadataMaxRetentionBytes,
        maxAgeMs: config.metadataMaxRetentionMs,
      });
    } catch (error) {
      this.onError(error);
    }
  }

  handleVote(request: RequestOf<typeof voteApi>, _version: number): ResponseOf<typeof voteApi> {
    return this.rpc.vote(request);
  }

  handleBeginQuorumEpoch(
    request: RequestOf<typeof beginQuorumEpochApi>,
    _version: number,
  ): ResponseOf<typeof beginQuorumEpochApi> {
    return this.rpc.beginEpoch(request);
  }

  handleEndQuorumEpoch(
    request: RequestOf<typeof endQuorumEpochApi>,
    version: number,
  ): ResponseOf<typeof endQuorumEpochApi> {
    return this.rpc.endEpoch(request, version);
  }

  handleFetch(
    request: RequestOf<typeof fetchApi>,
    _version: number,
  ): Promise<ResponseOf<typeof fetchApi>> {
    return this.replicaFetches.handle(request);
  }

  handleFetchSnapshot(
    request: RequestOf<typeof fetchSnapshotApi>,
    _version: number,
  ): Promise<ResponseOf<typeof fetchSnapshotApi>> {
    return this.rpc.fetchSnapshot(request);
  }

  describeQuorum(
    request: RequestOf<typeof describeQuorumApi>,
    _version: number,
  ): ResponseOf<typeof describeQuorumApi> {
    const { voters } = this.options;
    const { listenerName } = this;
    return describeQuorum(this.state, request, { clock: this.env.clock, voters, listenerName });
  }

  /** The process of another voter ended: nobody waits for its answers any more. */
  peerExited(nodeId: number): void {
    this.peers.drop(nodeId);
    this.dispatch({ type: 'peer-lost', nodeId });
  }

  /** Hands leadership over, for an orderly stop; at once when another node leads. */
  async resign(): Promise<void> {
    this.handovers = [];
    this.dispatch({ type: 'resign' });
    const told = Promise.all(this.handovers);
    await new Promise<void>((resolve) => {
      const timer = this.env.clock.setTimer(resignTimeoutMs, resolve);
      void told.then(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  private answerTo(input: Input): Reply {
    this.reply = undefined;
    this.dispatch(input);
    const { reply } = this;
    if (reply) return reply;
    if (!this.isClosed) throw new Error(`no reply to ${input.type}`);
    const hint = leaderHint(this.state);
    return { type: 'reply', isGranted: false, errorCode: errors.brokerNotAvailable, hint };
  }

  /** Inputs that come up while effects are performed wait for their turn. */
  private dispatch(input: Input): void {
    if (this.isClosed) return;
    this.inputs.push(input);
    if (this.isStepping) return;
    this.isStepping = true;
    try {
      for (let next = this.inputs.shift(); next; next = this.inputs.shift()) this.stepWith(next);
    } catch (error) {
      this.onError(error);
    } finally {
      this.isStepping = false;
    }
    if (this.isClosed) return;
    this.replicaFetches.wake();
    this.feed.advanceTo(this.state.highWatermark);
    this.tellLeaderChange();
    this.armTimer();
  }

  /** A vote or an epoch is on disk before anything else knows of it. */
  private stepWith(input: Input): void {
    const { state, effects } = step(this.state, input, this.env.clock.monotonicMs());
    for (const effect of effects)
      if (effect.type === 'persist') this.electionFile.write(effect.election);
    this.state = state;
    for (const effect of effects) this.perform(effect);
  }

  private perform(effect: Effect): void {
    switch (effect.type) {
      case 'persist':
        return;
      case 'ask-vote':
        return void this.sender.askVote(effect);
      case 'announce':
        return void this.sender.announce(effect);
      case 'end-epoch':
        this.handovers.push(this.sender.endEpoch(effect));
        return;
      case 'lead':
        return this.lead(effect);
      case 'follow':
        return this.follow(effect);
      case 'stop-following':
        this.fetcher?.close();
        this.fetcher = undefined;
        return;
      case 'high-watermark':
        return this.options.log.setHighWatermark(effect.offset);
      case 'reply':
        this.reply = effect;
        return;
      default:
        throw new Error(`unknown effect ${JSON.stringify(effect satisfies never)}`);
    }
  }

  private lead({ epoch, grantingVoters }: Extract<Effect, { type: 'lead' }>): void {
    const { nodeId, voters } = this.state.config;
    this.env.logger.info('raft', `leads the quorum in epoch ${epoch}`);
    this.files.appendLeaderChange(epoch, { leaderId: nodeId, voters, grantingVoters });
    this.dispatch({ type: 'log-end', logEnd: this.files.end() });
    this.planReplication();
  }

  private follow({ leaderId, epoch }: Extract<Effect, { type: 'follow' }>): void {
    const { config, connect, nodeId, clusterId, directoryId } = this.options;
    this.env.logger.info('raft', `follows node ${leaderId} in epoch ${epoch}`);
    this.fetcher?.close();
    this.fetcher = new LeaderFetcher(this.env, {
      nodeId,
      clusterId,
      directoryId,
      leaderId,
      epoch,
      files: this.files,
      client: connect(this.peers.voter(leaderId)),
      requestTimeoutMs: config.controllerQuorumRequestTimeoutMs,
      retryBackoffMs: config.controllerQuorumRetryBackoffMs,
      maxBytes: config.controllerQuorumFetchMaxBytes,
      maxSnapshotBytes: config.controllerQuorumFetchSnapshotMaxBytes,
      highWatermark: () => this.state.highWatermark,
      hasHeard: () => this.state.role.kind === 'follower' && this.state.role.hasHeard,
      input: (input) => this.dispatch(input),
      onError: this.onError,
      onSnapshot: (id, values) => {
        this.tellSnapshot(id, values);
        // What a snapshot contains is committed; the log begins behind it.
        this.dispatch({ type: 'fetched', epoch, highWatermark: id.endOffset });
      },
    });
    this.fetcher.start();
  }

  private tellSnapshot({ endOffset, epoch }: SnapshotId, values: readonly Buffer[]): void {
    this.feed.skipTo(endOffset);
    const snapshot = { lastOffset: endOffset - 1, epoch, values };
    for (const listener of this.snapshotListeners) listener(snapshot);
  }

  /** All appends of one turn leave together: one answer per replica, one fsync. */
  private planReplication(): void {
    if (this.isReplicationPlanned) return;
    this.isReplicationPlanned = true;
    this.env.clock.defer(() => {
      this.isReplicationPlanned = false;
      if (this.isClosed) return;
      this.replicaFetches.wake();
      this.flush();
    });
  }

  private flush(): void {
    if (this.isFlushing) {
      this.mustFlushAgain = true;
      return;
    }
    this.isFlushing = true;
    const { epoch } = this;
    const { log } = this.options;
    const offset = log.logEndOffset;
    void log.flush().then(() => {
      this.isFlushing = false;
      if (this.isClosed) return;
      // In a later epoch the log may have been cut and grown again since.
      if (epoch === this.epoch) this.dispatch({ type: 'flushed', offset });
      if (!this.mustFlushAgain) return;
      this.mustFlushAgain = false;
      this.flush();
    }, this.onError);
  }

  /** Without its disk a node can keep no promise; anything else is a fault of our own. */
  private readonly onError = (error: unknown): void => {
    if (!(error instanceof DiskError)) throw error;
    if (this.isClosed) return;
    this.env.logger.warn('raft', `takes part no more: ${error.message}`);
    void this.close();
    this.options.onFailure(error);
  };

  private tellLeaderChange(): void {
    const { role } = this.state;
    const isCaughtUp = role.kind === 'leader' && this.feed.deliveredOffset > role.epochStartOffset;
    const { leaderId, epoch } = leaderHint(this.state);
    const last = this.lastChange;
    const isSame =
      last.leaderId === leaderId && last.epoch === epoch && last.isLeader === isCaughtUp;
    if (isSame || this.isClosed) return;
    const change = { leaderId, epoch, isLeader: isCaughtUp };
    this.lastChange = change;
    for (const listener of this.leaderListeners) listener(change);
  }

  private armTimer(): void {
    const deadlineMs = nextDeadline(this.state);
    // A deadline that moved further away is looked at again when the old one comes.
    if (this.timerAtMs <= deadlineMs || this.isClosed) return;
    this.timer?.cancel();
    this.timerAtMs = deadlineMs;
    const delayMs = Math.max(0, deadlineMs - this.env.clock.monotonicMs());
    this.timer = this.env.clock.setTimer(delayMs, () => {
      this.timerAtMs = Number.POSITIVE_INFINITY;
      this.dispatch({ type: 'tick' });
    });
  }
}
