/** The leader's part: how far the others are, what is committed, and whether it still has a majority. */
import type { Leader, Progress, QuorumState } from './quorum-types.ts';
import { becomeResigned, type Draft, majorityOf, neverMs, unknownProgress } from './transitions.ts';

/** A leader that no majority has fetched from for so many fetch timeouts gives up. */
const checkQuorumFactor = 1.5;
/** Observers that stopped fetching are forgotten. */
const observerTimeoutMs = 300_000;

/** A replica has everything below `offset` on disk. */
export function onReplicaFetch(
  draft: Draft,
  fetch: { readonly replicaId: number; readonly directoryId: string; readonly offset: number },
): void {
  const { role, nowMs } = draft;
  if (role.kind !== 'leader' || fetch.replicaId === draft.config.nodeId) return;
  const before = progressOf(role, fetch.replicaId);
  const leaderEnd = draft.logEnd.offset;
  // Caught up now, or at least with all there was at its last fetch (as Kafka's lag times count).
  const hasReachedEnd = fetch.offset >= leaderEnd;
  const hasReachedLast = before.lastFetchMs >= 0 && fetch.offset >= before.leaderEndAtFetch;
  const caughtUpMs = hasReachedEnd
    ? nowMs
    : hasReachedLast
      ? before.lastFetchMs
      : before.lastCaughtUpMs;
  setProgress(draft, role, fetch.replicaId, {
    endOffset: Math.max(before.endOffset, fetch.offset),
    lastFetchMs: nowMs,
    lastCaughtUpMs: Math.max(before.lastCaughtUpMs, caughtUpMs),
    leaderEndAtFetch: leaderEnd,
    directoryId: fetch.directoryId,
  });
  advance(draft);
}

export function onReplicaAlive(draft: Draft, replicaId: number): void {
  const { role } = draft;
  if (role.kind !== 'leader' || replicaId === draft.config.nodeId) return;
  const before = progressOf(role, replicaId);
  setProgress(draft, role, replicaId, { ...before, lastFetchMs: draft.nowMs });
}

export function onFlushed(draft: Draft, offset: number): void {
  const { role } = draft;
  if (role.kind !== 'leader') return;
  draft.role = { ...role, durableOffset: Math.max(role.durableOffset, offset) };
  advance(draft);
}

function progressOf(role: Leader, replicaId: number): Progress {
  return role.voters.get(replicaId) ?? role.observers.get(replicaId) ?? unknownProgress;
}

function setProgress(draft: Draft, role: Leader, replicaId: number, progress: Progress): void {
  if (role.voters.has(replicaId)) {
    draft.role = { ...role, voters: new Map(role.voters).set(replicaId, progress) };
    return;
  }
  const oldestMs = draft.nowMs - observerTimeoutMs;
  const live = [...role.observers].filter(([, { lastFetchMs }]) => lastFetchMs >= oldestMs);
  draft.role = { ...role, observers: new Map(live).set(replicaId, progress) };
}

/**
 * Committed is what a majority has on disk, once that covers a record of this epoch: records of
 * earlier epochs could still be overwritten otherwise (Raft, 5.4.2).
 */
function advance(draft: Draft): void {
  const role = draft.role as Leader;
  const ends = [role.durableOffset, ...[...role.voters.values()].map((one) => one.endOffset)];
  ends.sort((a, b) => b - a);
  const reached = Math.min(ends[majorityOf(draft) - 1], draft.logEnd.offset);
  if (reached <= role.epochStartOffset || reached <= draft.highWatermark) return;
  draft.highWatermark = reached;
  draft.effects.push({ type: 'high-watermark', offset: reached });
}

export function onLeaderTick(draft: Draft, role: Leader): void {
  if (draft.nowMs >= quorumDeadlineMs(draft, role)) return becomeResigned(draft);
  if (draft.nowMs < role.announceAtMs) return;
  const { epoch } = draft.election;
  const everyMs = draft.config.fetchTimeoutMs / 2;
  for (const [to, { lastFetchMs }] of role.voters) {
    const isQuiet = draft.nowMs - lastFetchMs >= everyMs || lastFetchMs < 0;
    if (isQuiet) draft.effects.push({ type: 'announce', to, epoch });
  }
  draft.role = { ...role, announceAtMs: draft.nowMs + everyMs };
}

/** When the leader gives up unless enough voters fetch before. */
export function quorumDeadlineMs(state: QuorumState | Draft, role: Leader): number {
  const needed = majorityOf(state) - 1;
  if (needed === 0) return neverMs;
  const times = [...role.voters.values()].map(({ lastFetchMs }) =>
    Math.max(lastFetchMs, role.sinceMs),
  );
  times.sort((a, b) => b - a);
  return times[needed - 1] + state.config.fetchTimeoutMs * checkQuorumFactor;
}
