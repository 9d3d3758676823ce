/**
 * One hosted replica: its log, its role, and who waits for it to move. Acts on the decisions of
 * partition-state.ts and tells watchers (fetches) and waiting produces what changed.
 */
import type { Clock } from '../env/env.ts';
import type { AppendInfo, PartitionLog } from '../log/partition-log.ts';
import type { PartitionImage } from '../metadata/image.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import type { Uuid } from '../protocol/types.ts';
import type { HostedPartition } from './api.ts';
import {
  becomeLeader,
  beforeAppend,
  effectiveMinIsr,
  type Eligibility,
  type FollowerFetch,
  type FollowerView,
  followerOf,
  isrAfterExpand,
  isrAfterShrink,
  type LeaderView,
  maximalIsrSize,
  nextHighWatermark,
  recordFetch,
  updateFromImage,
  withdrawProposal,
} from './partition-state.ts';
import type { TopicTraffic } from './traffic.ts';

/** Told of every move of a partition; a fetch session's entry is one. */
export interface Watcher {
  endOffsetMoved(): void;
  highWatermarkMoved(): void;
  logStartMoved(): void;
  /** Leader, epoch or existence changed. */
  stateChanged(): void;
}

/** An append that waits until the high watermark reaches `requiredOffset`, or leadership ends. */
export interface AckWait {
  readonly requiredOffset: number;
  settle(errorCode: number): void;
}

/** Waits for followers to move their log start; asked again after each of their fetches. */
export interface StartWait {
  /** True when it is settled and can be forgotten. */
  check(): boolean;
  settle(errorCode: number): void;
}

/** What all partitions of a broker share. */
export type PartitionHost = {
  readonly nodeId: number;
  readonly clock: Clock;
  readonly lagMaxMs: number;
  readonly isEligible: (follower: FollowerView, partition: Partition) => boolean;
  /** Sends the pending ISR of a leader to the controller. */
  readonly proposeIsr: (partition: Partition) => void;
  /** A reader met something odd in the log at `offset`. */
  readonly suspect: (partition: Partition, offset: number) => void;
};

/**
 * Fetches of one offset with records behind it after which the records are looked at: the follower
 * may refuse what it is given.
 */
const stuckFetches = 8;

export class Partition implements HostedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: Uuid;
  /** Another one once the replica has moved to another folder; it holds the same. */
  log: PartitionLog;
  readonly traffic: TopicTraffic;
  /** Clients' traffic since the last report. */
  readonly counts = { recordsIn: 0, bytesIn: 0, recordsOut: 0, bytesOut: 0 };
  /** Set while this broker leads. */
  view: LeaderView | undefined;
  image: PartitionImage;
  /** The topic was deleted or the replica moved away; nobody may use it any more. */
  isStopped = false;
  /** It gave its leadership up to be repaired, and stays out of the ISR until it is. */
  isUnderRepair = false;
  readonly watchers = new Set<Watcher>();
  private readonly host: PartitionHost;
  private readonly isEligible: Eligibility;
  private acks: AckWait[] = [];
  private acksHead = 0;
  private startWaits: StartWait[] = [];

  constructor(
    host: PartitionHost,
    topic: { readonly name: string; readonly id: Uuid },
    o: { partition: number; log: PartitionLog; image: PartitionImage; traffic: TopicTraffic },
  ) {
    this.host = host;
    this.isEligible = (follower) => host.isEligible(follower, this);
    this.topic = topic.name;
    this.topicId = topic.id;
    this.partition = o.partition;
    this.log = o.log;
    this.image = o.image;
    this.traffic = o.traffic;
  }

  get isLeader(): boolean {
    return this.view !== undefined;
  }

  get leaderEpoch(): number {
    return this.image.leaderEpoch;
  }

  get highWatermark(): number {
    return this.log.highWatermark;
  }

  get isr(): readonly number[] {
    return this.view ? this.view.isr : this.image.isr;
  }

  followerEndOffsets(): { id: number; logEndOffset: number }[] {
    return (this.view?.followers ?? []).map(({ id, logEndOffset }) => ({ id, logEndOffset }));
  }

  // --- Roles ----------------------------------------------------------------------------------

  /** True when leadership began, with a new epoch. */
  makeLeader(image: PartitionImage): boolean {
    const { view, log } = this;
    const isNew = view === undefined || image.leaderEpoch > view.leaderEpoch;
    this.image = image;
    if (isNew) {
      // Appends of an older epoch of our own: it is not known what became of them in between.
      this.failWaits(errors.notLeaderOrFollower);
      const known = log.epochStart(image.leaderEpoch);
      const start = known ?? log.logEndOffset;
      if (known === undefined) log.assignEpochStart(image.leaderEpoch, start);
      this.view = becomeLeader(this.host.nodeId, image, start, this.host.clock.monotonicMs());
    } else if (view) {
      updateFromImage(view, image);
    }
    this.afterIsrChange();
    this.tellStateChanged(isNew);
    return isNew;
  }

  /** True when the leader or its epoch changed, so that fetching has to start over. */
  makeFollower(image: PartitionImage): boolean {
    const isNew =
      this.view !== undefined ||
      image.leaderEpoch !== this.image.leaderEpoch ||
      image.leader !== this.image.leader;
    this.image = image;
    this.view = undefined;
    if (isNew) this.failWaits(errors.notLeaderOrFollower);
    this.tellStateChanged(isNew);
    return isNew;
  }

  /** The replica leaves this broker. */
  stop(errorCode: number): void {
    this.isStopped = true;
    this.view = undefined;
    this.failWaits(errorCode);
    this.tellStateChanged(true);
    this.watchers.clear();
  }

  private tellStateChanged(isNew: boolean): void {
    if (!isNew) return;
    for (const watcher of this.watchers) watcher.stateChanged();
  }

  // --- Leading --------------------------------------------------------------------------------

  /** Throws KafkaError: not the leader, or what the log says. */
  append(batches: Buffer, origin: 'client' | 'coordinator'): AppendInfo {
    const { view, log } = this;
    if (!view) throw new KafkaError(errors.notLeaderOrFollower);
    const endOffset = log.logEndOffset;
    beforeAppend(view, endOffset);
    const info = log.appendAsLeader(batches, view.leaderEpoch, origin);
    if (log.logEndOffset === endOffset) return info;
    for (const watcher of this.watchers) watcher.endOffsetMoved();
    this.advanceHighWatermark();
    return info;
  }

  /** ISR smaller than min.insync.replicas allows for acks=all. */
  isUnderMinIsr(): boolean {
    const { view } = this;
    return (
      view !== undefined &&
      view.isr.length < effectiveMinIsr(view, this.log.config.minInsyncReplicas)
    );
  }

  /** Settled once all in-sync replicas have everything before `requiredOffset`; maybe at once. */
  awaitAcks(wait: AckWait): void {
    this.acks.push(wait);
    this.settleAcks();
  }

  awaitStart(wait: StartWait): void {
    if (!wait.check()) this.startWaits.push(wait);
  }

  /** False when the follower is not in the assignment this leader knows. */
  recordFollowerFetch(followerId: number, fetch: FollowerFetch): boolean {
    const { view, log } = this;
    const follower = view && followerOf(view, followerId);
    if (!view || !follower) return false;
    const hadOffset = follower.logEndOffset;
    const hadStart = follower.logStartOffset;
    recordFetch(follower, fetch, log.logEndOffset, this.host.clock.monotonicMs());
    if (follower.repeatCount % stuckFetches === stuckFetches - 1) this.suspect(fetch.fetchOffset);
    if (hadOffset !== follower.logEndOffset) this.advanceHighWatermark();
    if (!view.isr.includes(followerId)) this.maybeExpandIsr();
    if (hadStart !== follower.logStartOffset) this.checkStartWaits();
    return true;
  }

  /** A reader met something odd in the log at `offset`. */
  suspect(offset: number): void {
    this.host.suspect(this, offset);
  }

  /** To be called when any input of the high watermark changed. */
  advanceHighWatermark(): void {
    const { view, log, host } = this;
    if (!view) return;
    const next = nextHighWatermark(
      view,
      {
        leaderEndOffset: log.logEndOffset,
        highWatermark: log.highWatermark,
        minInsyncReplicas: log.config.minInsyncReplicas,
        lagMaxMs: host.lagMaxMs,
        nowMs: host.clock.monotonicMs(),
      },
      this.isEligible,
    );
    if (next === log.highWatermark) return;
    log.setHighWatermark(next);
    for (const watcher of this.watchers) watcher.highWatermarkMoved();
    this.settleAcks();
  }

  maybeExpandIsr(): void {
    const { view, host } = this;
    if (!view || view.isr.length === view.replicas.length) return;
    const time = { nowMs: host.clock.monotonicMs(), lagMaxMs: host.lagMaxMs };
    const isr = isrAfterExpand(view, this.log.highWatermark, time, this.isEligible);
    if (isr) this.propose(view, isr);
  }

  maybeShrinkIsr(): void {
    const { view, host, log } = this;
    if (!view) return;
    const nowMs = host.clock.monotonicMs();
    const isr = isrAfterShrink(view, log.logEndOffset, nowMs, host.lagMaxMs);
    if (isr) this.propose(view, isr);
  }

  /** Asks the controller to let another replica in sync lead; false when there is none. */
  handOver(): boolean {
    const { view } = this;
    if (!view) return true;
    const others = view.isr.filter((id) => {
      const follower = followerOf(view, id);
      return follower !== undefined && this.isEligible(follower);
    });
    if (others.length === 0) return false;
    if (!view.pendingIsr) this.propose(view, others);
    return true;
  }

  private propose(view: LeaderView, isr: readonly number[]): void {
    view.pendingIsr = isr;
    this.host.proposeIsr(this);
  }

  /**
   * The controller has answered `proposal`: with the new state, or (null) that nothing changes. A
   * refused expansion is not proposed again at once; the follower's next fetch does that.
   */
  settleProposal(
    proposal: readonly number[],
    confirmed: { readonly isr: readonly number[]; readonly partitionEpoch: number } | null,
  ): void {
    const { view } = this;
    if (view?.pendingIsr !== proposal) return;
    if (confirmed) {
      updateFromImage(view, { ...this.image, ...confirmed });
      this.afterIsrChange();
    } else {
      withdrawProposal(view);
      this.advanceHighWatermark();
    }
  }

  /** Brokers or configs changed, or time passed: whatever depends on them is decided anew. */
  reconsider(): void {
    if (this.view) this.afterIsrChange();
  }

  /** The broker stops. */
  close(): void {
    this.failWaits(errors.notLeaderOrFollower);
  }

  private afterIsrChange(): void {
    this.advanceHighWatermark();
    this.settleAcks();
    this.checkStartWaits();
    this.maybeExpandIsr();
  }

  /** DeleteRecords: raises the log start; followers learn of it with their next answer. */
  raiseLogStart(offset: number): void {
    this.log.incrementLogStartOffset(offset);
    for (const watcher of this.watchers) watcher.logStartMoved();
  }

  // --- Following ------------------------------------------------------------------------------

  /** Takes over the leader's high watermark as far as the own log goes. */
  followHighWatermark(leaderHighWatermark: number): void {
    const { log } = this;
    const next = Math.min(leaderHighWatermark, log.logEndOffset);
    if (next <= log.highWatermark) return;
    log.setHighWatermark(next);
    for (const watcher of this.watchers) watcher.highWatermarkMoved();
  }

  // --- Waiting --------------------------------------------------------------------------------

  private settleAcks(): void {
    const { acks, log, view } = this;
    if (this.acksHead === acks.length || !view) return;
    const { highWatermark } = log;
    if (acks[this.acksHead].requiredOffset > highWatermark) return;
    const isEnough = maximalIsrSize(view) >= effectiveMinIsr(view, log.config.minInsyncReplicas);
    const errorCode = isEnough ? errors.none : errors.notEnoughReplicasAfterAppend;
    while (this.acksHead < acks.length && acks[this.acksHead].requiredOffset <= highWatermark) {
      acks[this.acksHead++].settle(errorCode);
    }
    if (this.acksHead === acks.length) {
      acks.length = 0;
      this.acksHead = 0;
    } else if (this.acksHead > 1024) {
      this.acks = acks.slice(this.acksHead);
      this.acksHead = 0;
    }
  }

  private checkStartWaits(): void {
    if (this.startWaits.length === 0) return;
    this.startWaits = this.startWaits.filter((wait) => !wait.check());
  }

  private failWaits(errorCode: number): void {
    const acks = this.acks.slice(this.acksHead);
    const startWaits = this.startWaits;
    this.acks = [];
    this.acksHead = 0;
    this.startWaits = [];
    for (const wait of acks) wait.settle(errorCode);
    for (const wait of startWaits) wait.settle(errorCode);
  }
}
