/**
 * The quorum of the metadata log as a pure function: `step(state, input, nowMs)` gives the next
 * state and what is to be done. Same state, same input, same time: same result.
 *
 *   from           to            when
 *   any            unattached    a newer epoch is heard of, its leader is not
 *   any but leader follower      the leader of the own or a newer epoch is heard of
 *   unattached     voted         a vote is granted
 *   prospective    voted         a vote is granted in an epoch without vote or leader
 *   unattached, voted, resigned  -> prospective: the election deadline has passed
 *   follower       prospective   nothing heard from the leader until the fetch deadline; it comes
 *                                at once when the leader's process ended or its connection broke
 *   prospective    prospective   the round was lost; the next begins after a pause
 *   prospective    candidate     a majority would vote (pre-vote, KIP-996); the epoch grows by one
 *   candidate      prospective   the election was lost or not answered
 *   candidate      leader        a majority voted
 *   leader         resigned      orderly stop, or no majority fetches any more
 *
 * A leader never follows another leader of its own epoch, and no role goes back to an older epoch.
 */
import { errors } from '../protocol/errors.ts';
import {
  onFlushed,
  onLeaderTick,
  onReplicaAlive,
  onReplicaFetch,
  quorumDeadlineMs,
} from './leading.ts';
import type {
  Election,
  Follower,
  Input,
  LogEnd,
  QuorumConfig,
  QuorumState,
  Role,
  Step,
} from './quorum-types.ts';
import {
  becomeProspective,
  becomeResigned,
  becomeUnattached,
  type Draft,
  hearOf,
  leaderHint,
  neverMs,
  noNode,
  quietDeadlineMs,
  soonMs,
} from './transitions.ts';
import { hasMajority, onVoteFailure, onVoteRequest, onVoteResponse, win } from './voting.ts';

export { leaderHint };

/** Between one successor of a resigned leader and the next, as a share of the election timeout. */
const successorShare = 0.05;

/** A node before its start; `election` is what its disk says. */
export function initialState(o: {
  readonly config: QuorumConfig;
  readonly election: Election;
  readonly logEnd: LogEnd;
  readonly highWatermark: number;
  readonly seed: number;
}): QuorumState {
  const isOutdated = o.election.epoch < o.logEnd.epoch;
  const election = isOutdated
    ? { epoch: o.logEnd.epoch, leaderId: noNode, votedId: noNode }
    : o.election;
  return {
    config: o.config,
    election,
    role: initialRole(o.config, election),
    logEnd: o.logEnd,
    highWatermark: o.highWatermark,
    failedRounds: 0,
    seed: o.seed,
  };
}

function initialRole(config: QuorumConfig, { leaderId, votedId }: Election): Role {
  const electionDeadlineMs = neverMs;
  // A leader that comes back must not go on in the same epoch: it may have lost what it had not
  // flushed, and others may hold records it does not know.
  if (leaderId === config.nodeId) return { kind: 'resigned', electionDeadlineMs };
  if (leaderId !== noNode) {
    return {
      kind: 'follower',
      hasHeard: false,
      isLeaderSuspected: false,
      fetchDeadlineMs: neverMs,
    };
  }
  if (votedId !== noNode) return { kind: 'voted', electionDeadlineMs };
  return { kind: 'unattached', electionDeadlineMs };
}

export function step(state: QuorumState, input: Input, nowMs: number): Step {
  const draft: Draft = { ...state, nowMs, effects: [] };
  apply(draft, input);
  const { nowMs: _, effects, ...next } = draft;
  return { state: next, effects };
}

function apply(draft: Draft, input: Input): void {
  switch (input.type) {
    case 'start':
      return onStart(draft);
    case 'tick':
      return onTick(draft);
    case 'vote-request':
      return onVoteRequest(draft, input);
    case 'vote-response':
      return onVoteResponse(draft, input);
    case 'vote-failed':
      return onVoteFailure(draft, input);
    case 'begin-epoch':
      return onBeginEpoch(draft, input);
    case 'end-epoch':
      return onEndEpoch(draft, input);
    case 'leader-heard':
      hearOf(draft, input.hint);
      return;
    case 'fetched':
      return onFetched(draft, input);
    case 'peer-lost':
      return onPeerLost(draft, input);
    case 'replica-fetch':
      return onReplicaFetch(draft, input);
    case 'replica-alive':
      return onReplicaAlive(draft, input.replicaId);
    case 'log-end':
      draft.logEnd = input.logEnd;
      return;
    case 'flushed':
      return onFlushed(draft, input.offset);
    case 'resign':
      if (draft.role.kind === 'leader') becomeResigned(draft);
      return;
    default:
      throw new Error(`unknown input ${JSON.stringify(input satisfies never)}`);
  }
}

/** Looks for the last known leader first; everyone else asks around at once. */
function onStart(draft: Draft): void {
  if (draft.role.kind !== 'follower') return runForPreVotes(draft);
  const { leaderId, epoch } = draft.election;
  draft.role = { ...draft.role, fetchDeadlineMs: quietDeadlineMs(draft) };
  draft.effects.push({ type: 'follow', leaderId, epoch });
}

/** A single voter needs nobody's answer. */
function runForPreVotes(draft: Draft): void {
  becomeProspective(draft);
  if (draft.role.kind === 'prospective' && hasMajority(draft, draft.role.votes))
    win(draft, draft.role);
}

function onTick(draft: Draft): void {
  const { role, nowMs } = draft;
  if (role.kind === 'leader') return onLeaderTick(draft, role);
  if (role.kind === 'follower') {
    if (nowMs >= role.fetchDeadlineMs) runForPreVotes(draft);
    return;
  }
  if (role.kind === 'prospective' && hasMajority(draft, role.votes)) return win(draft, role);
  if (nowMs < role.electionDeadlineMs) return;
  if (role.kind === 'prospective' || role.kind === 'candidate') draft.failedRounds++;
  runForPreVotes(draft);
}

/** The earliest time at which a tick can change anything. */
export function nextDeadline(state: QuorumState): number {
  const { role } = state;
  switch (role.kind) {
    case 'leader':
      return Math.min(role.announceAtMs, quorumDeadlineMs(state, role));
    case 'follower':
      return role.fetchDeadlineMs;
    case 'prospective':
      return hasMajority(state, role.votes) ? role.holdUntilMs : role.electionDeadlineMs;
    default:
      return role.electionDeadlineMs;
  }
}

function onBeginEpoch(
  draft: Draft,
  { leaderId, epoch }: { leaderId: number; epoch: number },
): void {
  const { config, election } = draft;
  if (!config.voters.includes(leaderId)) return answer(draft, errors.inconsistentVoterSet);
  if (epoch < election.epoch) return answer(draft, errors.fencedLeaderEpoch);
  const isOther = election.leaderId !== noNode && election.leaderId !== leaderId;
  if (leaderId === config.nodeId || (epoch === election.epoch && isOther))
    return answer(draft, errors.invalidRequest);
  hearOf(draft, { leaderId, epoch });
  if (draft.role.kind === 'follower') hearLeader(draft, draft.role);
  answer(draft, errors.none);
}

/** It lives, but whether it can be fetched from is for the fetch timeout to find out. */
function hearLeader(draft: Draft, role: Follower): void {
  const fetchDeadlineMs = role.isLeaderSuspected
    ? draft.nowMs + draft.config.fetchTimeoutMs
    : role.fetchDeadlineMs;
  draft.role = { kind: 'follower', hasHeard: true, isLeaderSuspected: false, fetchDeadlineMs };
}

function answer(draft: Draft, errorCode: number): void {
  draft.effects.push({ type: 'reply', isGranted: false, errorCode, hint: leaderHint(draft) });
}

/** The leader stops. The voter with the longest log goes first, the others follow one by one. */
function onEndEpoch(draft: Draft, input: Extract<Input, { type: 'end-epoch' }>): void {
  const { config, election } = draft;
  const { leaderId, epoch, preferred } = input;
  if (!config.voters.includes(leaderId)) return answer(draft, errors.inconsistentVoterSet);
  if (epoch < election.epoch) return answer(draft, errors.fencedLeaderEpoch);
  if (epoch > election.epoch) becomeUnattached(draft, epoch);
  const place = preferred.indexOf(config.nodeId);
  const rank = place === -1 ? preferred.length : place;
  const atMs = draft.nowMs + rank * successorShare * config.electionTimeoutMs;
  const { role } = draft;
  if (role.kind === 'follower') {
    draft.role = { ...role, isLeaderSuspected: true, fetchDeadlineMs: atMs };
  } else if (role.kind === 'unattached') {
    draft.role = { ...role, electionDeadlineMs: atMs };
  }
  answer(draft, errors.none);
}

function onFetched(draft: Draft, input: Extract<Input, { type: 'fetched' }>): void {
  const { role, election, logEnd } = draft;
  if (role.kind !== 'follower' || input.epoch !== election.epoch) return;
  draft.role = {
    kind: 'follower',
    hasHeard: true,
    isLeaderSuspected: false,
    fetchDeadlineMs: draft.nowMs + draft.config.fetchTimeoutMs,
  };
  const reached = Math.min(input.highWatermark, logEnd.offset);
  if (reached <= draft.highWatermark) return;
  draft.highWatermark = reached;
  draft.effects.push({ type: 'high-watermark', offset: reached });
}

function onPeerLost(draft: Draft, { nodeId }: { readonly nodeId: number }): void {
  const { role, election } = draft;
  if (role.kind !== 'follower' || election.leaderId !== nodeId || role.isLeaderSuspected) return;
  draft.role = {
    ...role,
    isLeaderSuspected: true,
    fetchDeadlineMs: Math.min(role.fetchDeadlineMs, soonMs(draft)),
  };
}
