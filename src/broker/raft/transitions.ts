/** How a node enters each role. All functions change the draft of one step. */
import type { Effect, LeaderHint, Progress, QuorumState, Role, Votes } from './quorum-types.ts';

/** The state under construction in one step. */
export type Draft = { -readonly [K in keyof QuorumState]: QuorumState[K] } & {
  readonly nowMs: number;
  readonly effects: Effect[];
};

export const noNode = -1;
export const neverMs = Number.POSITIVE_INFINITY;

/** Shares of the election timeout (1000 ms by default). A pre-vote changes nothing, so asking early is cheap. */
const jitterShare = 0.05;
const pauseShare = { from: 0.05, to: 0.15 };
const quietShare = { from: 0.1, to: 0.3 };
const votedShare = { from: 0.3, to: 0.6 };
const answerShare = { from: 1, to: 2 };
const maxDoublings = 4;

/** Of a replica that has not fetched in this epoch. */
export const unknownProgress: Progress = {
  endOffset: -1,
  lastFetchMs: -1,
  lastCaughtUpMs: -1,
  leaderEndAtFetch: -1,
  directoryId: '',
};

type Share = { readonly from: number; readonly to: number };

/** Uniform in [0, 1); the generator (mulberry32) is part of the state. */
function nextRandom(draft: Draft): number {
  const seed = (draft.seed + 0x6d2b79f5) | 0;
  draft.seed = seed;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

function after(draft: Draft, { from, to }: Share): number {
  const share = from + nextRandom(draft) * (to - from);
  return draft.nowMs + share * draft.config.electionTimeoutMs;
}

/** Up to 50 ms with the default timeouts, so that two nodes seldom begin together. */
export const soonMs = (draft: Draft): number => after(draft, { from: 0, to: jitterShare });

/** When a node without a leader begins an election by itself. */
export const quietDeadlineMs = (draft: Draft): number => after(draft, quietShare);

/** When a round that cannot be won any more is followed by the next. */
export function pauseDeadlineMs(draft: Draft): number {
  const pauseMs = after(draft, pauseShare) - draft.nowMs;
  const stretchedMs = pauseMs * 2 ** Math.min(draft.failedRounds, maxDoublings);
  return draft.nowMs + Math.min(stretchedMs, draft.config.electionBackoffMaxMs);
}

export const majorityOf = ({ config }: Draft | QuorumState): number =>
  Math.floor(config.voters.length / 2) + 1;

export const othersOf = ({ config }: Draft): number[] =>
  config.voters.filter((id) => id !== config.nodeId);

/**
 * Who leads as far as this node would tell others: one that it has heard itself and does not
 * believe dead. Passing on hearsay, nodes could send each other back to a dead leader for ever.
 */
export function leaderHint({ role, election, config }: QuorumState | Draft): LeaderHint {
  const { epoch, leaderId } = election;
  if (role.kind === 'leader') return { leaderId: config.nodeId, epoch };
  const isLive = role.kind === 'follower' && role.hasHeard && !role.isLeaderSuspected;
  return { leaderId: isLive ? leaderId : noNode, epoch };
}

export function setElection(draft: Draft, election: QuorumState['election']): void {
  const { epoch, leaderId, votedId } = draft.election;
  if (election.epoch < epoch) throw new Error(`epoch ${epoch} cannot go back to ${election.epoch}`);
  const isSame =
    epoch === election.epoch && leaderId === election.leaderId && votedId === election.votedId;
  if (isSame) return;
  draft.election = election;
  // Of two writes in a row only the second need reach the disk.
  if (draft.effects.at(-1)?.type === 'persist') draft.effects.pop();
  draft.effects.push({ type: 'persist', election });
}

function enter(draft: Draft, role: Role): void {
  if (draft.role.kind === 'follower') draft.effects.push({ type: 'stop-following' });
  draft.role = role;
}

/** A newer epoch whose leader is not known. */
export function becomeUnattached(draft: Draft, epoch: number): void {
  enter(draft, { kind: 'unattached', electionDeadlineMs: quietDeadlineMs(draft) });
  setElection(draft, { epoch, leaderId: noNode, votedId: noNode });
}

export function becomeVoted(draft: Draft, candidateId: number): void {
  const { epoch } = draft.election;
  enter(draft, { kind: 'voted', electionDeadlineMs: after(draft, votedShare) });
  setElection(draft, { epoch, leaderId: noNode, votedId: candidateId });
}

export function becomeFollower(draft: Draft, leaderId: number, epoch: number): void {
  if (leaderId === draft.config.nodeId) throw new Error('a node cannot follow itself');
  enter(draft, {
    kind: 'follower',
    hasHeard: false,
    isLeaderSuspected: false,
    fetchDeadlineMs: draft.nowMs + draft.config.fetchTimeoutMs,
  });
  setElection(draft, { epoch, leaderId, votedId: noNode });
  draft.failedRounds = 0;
  draft.effects.push({ type: 'follow', leaderId, epoch });
}

/** Asks whether an election could be won, without starting one (KIP-996). */
export function becomeProspective(draft: Draft): void {
  enter(draft, {
    kind: 'prospective',
    votes: newRound(draft, true),
    holdUntilMs: draft.nowMs,
    electionDeadlineMs: after(draft, answerShare),
  });
}

export function becomeCandidate(draft: Draft): void {
  const { nodeId } = draft.config;
  const epoch = draft.election.epoch + 1;
  setElection(draft, { epoch, leaderId: noNode, votedId: nodeId });
  const votes = newRound(draft, false);
  enter(draft, { kind: 'candidate', votes, electionDeadlineMs: after(draft, answerShare) });
}

function newRound(draft: Draft, isPreVote: boolean): Votes {
  const { logEnd, config } = draft;
  const { epoch } = draft.election;
  for (const to of othersOf(draft))
    draft.effects.push({ type: 'ask-vote', to, epoch, logEnd, isPreVote });
  return new Map(config.voters.map((id) => [id, id === config.nodeId ? 'granted' : 'asked']));
}

export function becomeLeader(draft: Draft, votes: Votes): void {
  const { nodeId } = draft.config;
  const { epoch } = draft.election;
  setElection(draft, { epoch, leaderId: nodeId, votedId: noNode });
  const others = othersOf(draft);
  enter(draft, {
    kind: 'leader',
    epochStartOffset: draft.logEnd.offset,
    durableOffset: 0,
    sinceMs: draft.nowMs,
    voters: new Map(others.map((id) => [id, unknownProgress])),
    observers: new Map(),
    announceAtMs: draft.nowMs + draft.config.fetchTimeoutMs / 2,
  });
  draft.failedRounds = 0;
  const grantingVoters = [...votes].filter(([, vote]) => vote === 'granted').map(([id]) => id);
  draft.effects.push({ type: 'lead', epoch, grantingVoters });
  for (const to of others) draft.effects.push({ type: 'announce', to, epoch });
}

/** Leads no more in this epoch and says so; waits for another to be elected. */
export function becomeResigned(draft: Draft): void {
  const { role, election } = draft;
  if (role.kind !== 'leader') throw new Error('only a leader resigns');
  const preferred = [...role.voters].sort((a, b) => b[1].endOffset - a[1].endOffset);
  enter(draft, { kind: 'resigned', electionDeadlineMs: after(draft, answerShare) });
  for (const to of othersOf(draft)) {
    draft.effects.push({
      type: 'end-epoch',
      to,
      epoch: election.epoch,
      preferred: preferred.map(([id]) => id),
    });
  }
}

/** What any message says about epoch and leader; true when it changed the role. */
export function hearOf(draft: Draft, { leaderId, epoch }: LeaderHint): boolean {
  const isKnown = leaderId !== noNode && leaderId !== draft.config.nodeId;
  if (epoch > draft.election.epoch) {
    if (isKnown) becomeFollower(draft, leaderId, epoch);
    else becomeUnattached(draft, epoch);
    return true;
  }
  const { kind } = draft.role;
  if (epoch < draft.election.epoch || !isKnown || kind === 'leader' || kind === 'follower')
    return false;
  becomeFollower(draft, leaderId, epoch);
  return true;
}
