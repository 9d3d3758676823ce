/**
 * A leader's view of its partition: how far each follower is, which replicas are in sync, and
 * what follows from it (high watermark, changes of the ISR). No clock, no I/O: time and offsets
 * come in as arguments, decisions go out as values, and the driver (partition.ts) acts on them.
 * The view is changed in place, because it changes with every fetch of every follower.
 *
 * Rules: protocol-level behaviour of Kafka's replication, with the maximal ISR of KIP-497: while
 * an AlterPartition is on its way, a replica that is about to join counts already and one that is
 * about to leave counts still. So whichever of the two the controller takes, no offset below the
 * high watermark is missing on a member.
 */
import type { PartitionImage } from '../metadata/image.ts';

/**
 * When a follower last sent a fetch that covers a partition; one object for all partitions of a
 * fetch session, so that an idle round of 1,000 partitions is one assignment.
 */
export type FollowerActivity = {
  lastFetchMs: number;
  /** Another session named one of its partitions: its next fetch has to say all again. */
  isOvertaken: boolean;
};

export type FollowerView = {
  readonly id: number;
  /** -1 before its first fetch in this leader epoch. */
  logEndOffset: number;
  /** -1 before its first fetch in this leader epoch. */
  logStartOffset: number;
  /** Broker epoch it fetched with (KIP-903); -1 unknown. */
  brokerEpoch: number;
  /** Last moment at which it had all that the leader had. */
  lastCaughtUpMs: number;
  /** The last fetch that named the partition: when, and the leader's end offset then. */
  lastFetchMs: number;
  lastFetchLeaderEndOffset: number;
  /** Fetches in a row that asked for what the one before did, though there are records. */
  repeatCount: number;
  activity: FollowerActivity | undefined;
};

export type LeaderView = {
  readonly nodeId: number;
  readonly leaderEpoch: number;
  /** First offset of this leader epoch: where the log ended at take-over. */
  readonly epochStartOffset: number;
  partitionEpoch: number;
  replicas: readonly number[];
  /** As the controller has recorded it. */
  isr: readonly number[];
  /** Proposed to the controller and not decided yet. */
  pendingIsr: readonly number[] | undefined;
  followers: readonly FollowerView[];
};

/** `isEligible`: registered, unfenced, not shutting down, and the broker epoch is the current one. */
export type Eligibility = (follower: FollowerView) => boolean;

const never = Number.NEGATIVE_INFINITY;

/** Takes the lead. Followers in the ISR get the benefit of the doubt for one lag period. */
export function becomeLeader(
  nodeId: number,
  image: PartitionImage,
  epochStartOffset: number,
  nowMs: number,
): LeaderView {
  return {
    nodeId,
    leaderEpoch: image.leaderEpoch,
    epochStartOffset,
    partitionEpoch: image.partitionEpoch,
    replicas: image.replicas,
    isr: image.isr,
    pendingIsr: undefined,
    followers: image.replicas
      .filter((id) => id !== nodeId)
      .map((id) => newFollower(id, image.isr.includes(id) ? nowMs : never)),
  };
}

function newFollower(id: number, lastCaughtUpMs: number): FollowerView {
  return {
    id,
    logEndOffset: -1,
    logStartOffset: -1,
    brokerEpoch: -1,
    lastCaughtUpMs,
    lastFetchMs: never,
    lastFetchLeaderEndOffset: -1,
    repeatCount: 0,
    activity: undefined,
  };
}

/** The metadata log brought a newer state of the same leader epoch. False: it is not newer. */
export function updateFromImage(view: LeaderView, image: PartitionImage): boolean {
  if (image.partitionEpoch <= view.partitionEpoch) return false;
  const known = new Map(view.followers.map((follower) => [follower.id, follower]));
  view.partitionEpoch = image.partitionEpoch;
  view.replicas = image.replicas;
  view.isr = image.isr;
  view.pendingIsr = undefined;
  view.followers = image.replicas
    .filter((id) => id !== view.nodeId)
    .map((id) => known.get(id) ?? newFollower(id, never));
  return true;
}

export function followerOf(view: LeaderView, id: number): FollowerView | undefined {
  for (const follower of view.followers) if (follower.id === id) return follower;
  return undefined;
}

/** To be called before the log grows: whoever has all of it so far was caught up at its last fetch. */
export function beforeAppend(view: LeaderView, leaderEndOffset: number): void {
  for (const follower of view.followers) {
    const { activity } = follower;
    if (activity && follower.logEndOffset === leaderEndOffset) {
      follower.lastCaughtUpMs = Math.max(follower.lastCaughtUpMs, activity.lastFetchMs);
    }
  }
}

export type FollowerFetch = {
  readonly fetchOffset: number;
  readonly logStartOffset: number;
  readonly brokerEpoch: number;
  readonly activity: FollowerActivity;
};

/**
 * A follower named the partition in a fetch that passed all checks: it has everything before
 * `fetchOffset`. It is caught up as of now when that is all, and as of its previous fetch when it
 * has what the leader had then; so a follower that keeps pace under load counts as in sync though
 * it is never quite at the end.
 *
 * A request of an earlier connection can arrive late. One of an earlier process (KIP-903) is known
 * by its epoch and says nothing; after any other change of the session the one before may turn out
 * to be the living one, so it is asked to repeat itself.
 */
export function recordFetch(
  follower: FollowerView,
  fetch: FollowerFetch,
  leaderEndOffset: number,
  nowMs: number,
): void {
  if (fetch.brokerEpoch >= 0 && fetch.brokerEpoch < follower.brokerEpoch) return;
  const { activity } = follower;
  if (activity && activity !== fetch.activity) activity.isOvertaken = true;
  if (fetch.fetchOffset >= leaderEndOffset) {
    follower.lastCaughtUpMs = Math.max(follower.lastCaughtUpMs, nowMs);
  } else if (fetch.fetchOffset >= follower.lastFetchLeaderEndOffset) {
    follower.lastCaughtUpMs = Math.max(follower.lastCaughtUpMs, follower.lastFetchMs);
  }
  const isRepeated = fetch.fetchOffset === follower.logEndOffset;
  follower.repeatCount =
    isRepeated && fetch.fetchOffset < leaderEndOffset ? follower.repeatCount + 1 : 0;
  follower.logEndOffset = fetch.fetchOffset;
  follower.logStartOffset = fetch.logStartOffset;
  follower.brokerEpoch = fetch.brokerEpoch;
  follower.activity = fetch.activity;
  follower.lastFetchMs = nowMs;
  follower.lastFetchLeaderEndOffset = leaderEndOffset;
}

export function isCaughtUp(
  follower: FollowerView,
  leaderEndOffset: number,
  nowMs: number,
  lagMaxMs: number,
): boolean {
  return follower.logEndOffset === leaderEndOffset || nowMs - follower.lastCaughtUpMs <= lagMaxMs;
}

/** Members of the ISR, and those that are about to become members. */
export function isInMaximalIsr(view: LeaderView, id: number): boolean {
  return view.isr.includes(id) || (view.pendingIsr?.includes(id) ?? false);
}

export function maximalIsrSize(view: LeaderView): number {
  const { isr, pendingIsr } = view;
  if (!pendingIsr) return isr.length;
  let size = isr.length;
  for (const id of pendingIsr) if (!isr.includes(id)) size++;
  return size;
}

/** min.insync.replicas, but never more than there are replicas. */
export function effectiveMinIsr(view: LeaderView, minInsyncReplicas: number): number {
  return Math.min(minInsyncReplicas, view.replicas.length);
}

export type HighWatermarkInput = {
  readonly leaderEndOffset: number;
  readonly highWatermark: number;
  readonly minInsyncReplicas: number;
  readonly lagMaxMs: number;
  readonly nowMs: number;
};

/**
 * The high watermark after any change; never lower than before. It stands still while the ISR is
 * below its minimum (KIP-966), and waits for a caught-up replica that may join right away, so
 * that its joining never finds it behind.
 */
export function nextHighWatermark(
  view: LeaderView,
  input: HighWatermarkInput,
  isEligible: Eligibility,
): number {
  const { leaderEndOffset, highWatermark, lagMaxMs, nowMs } = input;
  if (highWatermark >= leaderEndOffset) return highWatermark;
  if (view.isr.length < effectiveMinIsr(view, input.minInsyncReplicas)) return highWatermark;
  let lowest = leaderEndOffset;
  for (const follower of view.followers) {
    if (follower.logEndOffset >= lowest) continue;
    const counts =
      isInMaximalIsr(view, follower.id) ||
      (isCaughtUp(follower, leaderEndOffset, nowMs, lagMaxMs) && isEligible(follower));
    if (counts) lowest = follower.logEndOffset;
  }
  return Math.max(highWatermark, lowest);
}

/** The ISR without those that have lagged for too long; undefined when there is nothing to do. */
export function isrAfterShrink(
  view: LeaderView,
  leaderEndOffset: number,
  nowMs: number,
  lagMaxMs: number,
): readonly number[] | undefined {
  if (view.pendingIsr) return undefined;
  const rest = view.isr.filter((id) => {
    if (id === view.nodeId) return true;
    const follower = followerOf(view, id);
    return follower !== undefined && isCaughtUp(follower, leaderEndOffset, nowMs, lagMaxMs);
  });
  return rest.length < view.isr.length ? rest : undefined;
}

/**
 * The ISR with all followers that have what is needed to join and still fetch; undefined when
 * there is none. (Kafka asks only when the follower fetches; here it is asked also when the image
 * changes, so silence has to be told from agreement.)
 */
export function isrAfterExpand(
  view: LeaderView,
  highWatermark: number,
  time: { readonly nowMs: number; readonly lagMaxMs: number },
  isEligible: Eligibility,
): readonly number[] | undefined {
  if (view.pendingIsr) return undefined;
  let isr: number[] | undefined;
  for (const follower of view.followers) {
    if (view.isr.includes(follower.id)) continue;
    const { logEndOffset } = follower;
    if (logEndOffset < highWatermark || logEndOffset < view.epochStartOffset) continue;
    const silentMs = time.nowMs - (follower.activity?.lastFetchMs ?? never);
    if (logEndOffset < 0 || silentMs > time.lagMaxMs || !isEligible(follower)) continue;
    isr ??= [...view.isr];
    isr.push(follower.id);
  }
  return isr;
}

/** The controller refused or lost the proposal; the recorded ISR stands. */
export function withdrawProposal(view: LeaderView): void {
  view.pendingIsr = undefined;
}

/** The lowest log start among the live replicas: where DeleteRecords has arrived. */
export function lowWatermark(
  view: LeaderView,
  leaderLogStartOffset: number,
  isAlive: (id: number) => boolean,
): number {
  let lowest = leaderLogStartOffset;
  for (const follower of view.followers) {
    if (isAlive(follower.id)) lowest = Math.min(lowest, follower.logStartOffset);
  }
  return lowest;
}
