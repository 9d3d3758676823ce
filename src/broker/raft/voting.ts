/**
 * Votes and pre-votes. A vote is given once per epoch, to a candidate whose log is at least as
 * new; a pre-vote (KIP-996) promises nothing and is given only by a node without a live leader.
 */
import { errors } from '../protocol/errors.ts';
import type {
  Candidate,
  Input,
  LogEnd,
  Prospective,
  QuorumState,
  Vote,
  Votes,
} from './quorum-types.ts';
import {
  becomeCandidate,
  becomeLeader,
  becomeUnattached,
  becomeVoted,
  type Draft,
  hearOf,
  leaderHint,
  majorityOf,
  noNode,
  pauseDeadlineMs,
  soonMs,
} from './transitions.ts';

type VoteRequest = Extract<Input, { type: 'vote-request' }>;
type VoteResponse = Extract<Input, { type: 'vote-response' }>;
type VoteFailure = Extract<Input, { type: 'vote-failed' }>;

/** The order of logs: by epoch, then by length. */
export function compareLogEnds(a: LogEnd, b: LogEnd): number {
  return a.epoch - b.epoch || a.offset - b.offset;
}

export function onVoteRequest(draft: Draft, request: VoteRequest): void {
  const { candidateId, epoch, logEnd, isPreVote } = request;
  const { epoch: endEpoch, offset } = logEnd;
  const isImpossible = offset < 0 || endEpoch < 0 || endEpoch > epoch;
  if (isImpossible || (endEpoch === epoch && !isPreVote))
    return reply(draft, false, errors.invalidRequest);
  if (!draft.config.voters.includes(candidateId))
    return reply(draft, false, errors.inconsistentVoterSet);
  if (epoch < draft.election.epoch) return reply(draft, false, errors.fencedLeaderEpoch);
  if (epoch > draft.election.epoch) becomeUnattached(draft, epoch);

  const isUpToDate = compareLogEnds(logEnd, draft.logEnd) >= 0;
  if (isPreVote) {
    const isGranted = isUpToDate && isLeaderless(draft);
    if (isGranted) letGoFirst(draft);
    if (!isUpToDate) hurry(draft);
    return reply(draft, isGranted);
  }
  const { leaderId, votedId } = draft.election;
  const isFree = leaderId === noNode && votedId === noNode;
  const isGranted = (isFree && isUpToDate) || (leaderId === noNode && votedId === candidateId);
  if (isGranted && isFree) becomeVoted(draft, candidateId);
  if (!isUpToDate) hurry(draft);
  reply(draft, isGranted);
}

function reply(draft: Draft, isGranted: boolean, errorCode: number = errors.none): void {
  draft.effects.push({ type: 'reply', isGranted, errorCode, hint: leaderHint(draft) });
}

function isLeaderless({ role }: Draft): boolean {
  if (role.kind === 'leader') return false;
  return role.kind !== 'follower' || !role.hasHeard || role.isLeaderSuspected;
}

/** A promised pre-vote is followed by a candidacy within moments: do not run against it. */
function letGoFirst(draft: Draft): void {
  const { role } = draft;
  const untilMs = soonMs(draft);
  if (role.kind === 'prospective') {
    draft.role = { ...role, holdUntilMs: Math.max(role.holdUntilMs, untilMs) };
  } else if (role.kind === 'follower') {
    draft.role = { ...role, fetchDeadlineMs: Math.max(role.fetchDeadlineMs, untilMs) };
  } else if (role.kind !== 'leader' && role.kind !== 'candidate') {
    draft.role = { ...role, electionDeadlineMs: Math.max(role.electionDeadlineMs, untilMs) };
  }
}

/** The one who asked cannot win against this log: this node should run, now that another is up. */
function hurry(draft: Draft): void {
  const { role } = draft;
  if (role.kind !== 'unattached' && role.kind !== 'prospective' && role.kind !== 'resigned') return;
  draft.role = { ...role, electionDeadlineMs: Math.min(role.electionDeadlineMs, soonMs(draft)) };
}

export function onVoteResponse(draft: Draft, response: VoteResponse): void {
  if (hearOf(draft, response.hint)) return;
  count(draft, response, response.isGranted ? 'granted' : 'refused');
}

export function onVoteFailure(draft: Draft, failure: VoteFailure): void {
  count(draft, failure, 'refused');
}

function count(draft: Draft, answer: VoteResponse | VoteFailure, vote: Vote): void {
  const { role } = draft;
  if (role.kind !== (answer.isPreVote ? 'prospective' : 'candidate')) return;
  if (answer.epoch !== draft.election.epoch) return;
  if (role.votes.get(answer.from) !== 'asked') return;
  const counted = { ...role, votes: new Map(role.votes).set(answer.from, vote) };
  draft.role = counted;
  if (hasMajority(draft, counted.votes)) return win(draft, counted);
  const isLost = tally(counted.votes, 'granted', 'asked') < majorityOf(draft);
  if (!isLost) return;
  const electionDeadlineMs = Math.min(role.electionDeadlineMs, pauseDeadlineMs(draft));
  draft.role = { ...counted, electionDeadlineMs };
}

function tally(votes: Votes, ...kinds: readonly Vote[]): number {
  return [...votes.values()].filter((vote) => kinds.includes(vote)).length;
}

export const hasMajority = (state: QuorumState | Draft, votes: Votes): boolean =>
  tally(votes, 'granted') >= majorityOf(state);

/** From pre-votes to a candidacy, from votes to leadership. */
export function win(draft: Draft, role: Prospective | Candidate): void {
  if (role.kind === 'candidate') return becomeLeader(draft, role.votes);
  // An observer asks only to be told the leader.
  if (!draft.config.voters.includes(draft.config.nodeId)) return;
  if (draft.nowMs < role.holdUntilMs) return;
  becomeCandidate(draft);
  const next = draft.role as Candidate;
  if (hasMajority(draft, next.votes)) becomeLeader(draft, next.votes);
}
