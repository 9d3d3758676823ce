/** What keeps a member in its group and what takes it out. */
import { errors } from '../../protocol/errors.ts';
import { canExpire, type Group, hasAllJoined, owesSync, staticMember } from './group.ts';
import {
  completeJoin,
  joinDeadlinePassed,
  maybeCompleteJoin,
  prepareRebalance,
  rebalanceOrCompleteJoin,
} from './rebalance.ts';
import {
  answerJoin,
  answerSync,
  failedJoin,
  failedSync,
  type LeaveResult,
  refreshSession,
  remove,
  type Turn,
} from './turn.ts';

export type HeartbeatInput = {
  readonly type: 'heartbeat';
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly generation: number;
};

/** The check before an offset commit; it keeps the session alive too. */
export type CommitInput = Omit<HeartbeatInput, 'type'> & { readonly type: 'commit' };

export type LeaveInput = {
  readonly type: 'leave';
  readonly members: readonly {
    /** Empty: an administrator removes a static member by its instance id. */
    readonly memberId: string;
    readonly groupInstanceId: string | null;
  }[];
};

/** 0 for a member under this id; 82 when another one has its instance id. */
export function memberError(group: Group, memberId: string, instanceId: string | null): number {
  if (instanceId !== null) {
    const owner = staticMember(group, instanceId);
    if (!owner) return errors.unknownMemberId;
    if (owner.id !== memberId) return errors.fencedInstanceId;
  }
  return group.members.has(memberId) ? errors.none : errors.unknownMemberId;
}

export function heartbeat(turn: Turn, input: HeartbeatInput): void {
  const errorCode = heartbeatError(turn.group, input);
  if (errorCode === errors.none || errorCode === errors.rebalanceInProgress)
    refreshSession(turn, input.memberId);
  turn.effects.push({ type: 'code', errorCode });
}

function heartbeatError(group: Group, input: HeartbeatInput): number {
  if (group.phase.name === 'Dead') return errors.coordinatorNotAvailable;
  const unknown = memberError(group, input.memberId, input.instanceId);
  if (unknown !== errors.none) return unknown;
  if (input.generation !== group.generation) return errors.illegalGeneration;
  // A member hears of the rebalance here; that it is alive counts nevertheless.
  return group.phase.name === 'PreparingRebalance' ? errors.rebalanceInProgress : errors.none;
}

export function checkCommit(turn: Turn, input: CommitInput): void {
  const { group } = turn;
  const errorCode = commitError(group, input);
  const { name } = group.phase;
  if (errorCode === errors.none && (name === 'Stable' || name === 'PreparingRebalance'))
    refreshSession(turn, input.memberId);
  turn.effects.push({ type: 'code', errorCode });
}

function commitError(group: Group, { memberId, instanceId, generation }: CommitInput): number {
  const { name } = group.phase;
  if (name === 'Dead') return errors.coordinatorNotAvailable;
  // An admin client, or a consumer that assigns its partitions itself.
  if (generation < 0 && name === 'Empty') return errors.none;
  if (generation < 0 && memberId === '' && instanceId === null)
    return name === 'Empty' ? errors.none : errors.unknownMemberId;
  const unknown = memberError(group, memberId, instanceId);
  if (unknown !== errors.none) return unknown;
  if (generation !== group.generation) return errors.illegalGeneration;
  return name === 'CompletingRebalance' ? errors.rebalanceInProgress : errors.none;
}

export function leave(turn: Turn, { members }: LeaveInput): void {
  const results = members.map((member) => leaveOne(turn, member));
  if (results.some(({ errorCode }) => errorCode === errors.none)) {
    const { name } = turn.group.phase;
    if (name === 'Stable' || name === 'CompletingRebalance') rebalanceOrCompleteJoin(turn);
    else if (name === 'PreparingRebalance') maybeCompleteJoin(turn);
  }
  turn.effects.push({ type: 'leave-results', results });
}

function leaveOne(turn: Turn, member: LeaveInput['members'][number]): LeaveResult {
  const { memberId, groupInstanceId } = member;
  const result = (errorCode: number) => ({ memberId, groupInstanceId, errorCode });
  if (turn.group.phase.name === 'Dead') return result(errors.coordinatorNotAvailable);
  if (memberId === '') {
    const found = groupInstanceId === null ? undefined : staticMember(turn.group, groupInstanceId);
    if (!found) return result(errors.unknownMemberId);
    dismiss(turn, found.id);
    return result(errors.none);
  }
  const isPending = turn.pendingIds.has(memberId);
  const errorCode = isPending ? errors.none : memberError(turn.group, memberId, groupInstanceId);
  if (errorCode === errors.none) dismiss(turn, memberId);
  return result(errorCode);
}

/** Takes a member out; what it has parked is told that it is not known any more. */
function dismiss(turn: Turn, id: string): void {
  answerJoin(turn, id, failedJoin(errors.unknownMemberId, ''));
  answerSync(turn, id, failedSync(errors.unknownMemberId));
  remove(turn, id);
}

/** Whatever ran out by now takes effect, one thing after the other. */
export function expire(turn: Turn): void {
  const { monotonicMs } = turn.now;
  for (const [id, deadlineMs] of turn.pendingIds) {
    if (deadlineMs > monotonicMs) continue;
    remove(turn, id);
    completeJoinIfAllHere(turn);
  }
  for (const { id } of turn.members.values()) {
    const member = turn.members.get(id);
    if (!member || !canExpire(member) || member.sessionDeadlineMs > monotonicMs) continue;
    dismiss(turn, id);
    const { name } = turn.group.phase;
    if (name === 'Stable' || name === 'CompletingRebalance') rebalanceOrCompleteJoin(turn);
    else completeJoinIfAllHere(turn);
  }
  const { phase } = turn.group;
  if (phase.name === 'PreparingRebalance' && phase.joinDeadlineMs <= monotonicMs)
    joinDeadlinePassed(turn);
  else if (phase.name === 'CompletingRebalance' || phase.name === 'Stable')
    if (phase.syncDeadlineMs <= monotonicMs) syncDeadlinePassed(turn);
}

function completeJoinIfAllHere(turn: Turn): void {
  if (turn.group.phase.name === 'PreparingRebalance' && hasAllJoined(turn.group))
    completeJoin(turn);
}

/** Members that were told of the generation and never asked for their part of it are removed. */
function syncDeadlinePassed(turn: Turn): void {
  if (!owesSync(turn.group)) return;
  for (const member of turn.members.values()) if (member.owesSync) dismiss(turn, member.id);
  prepareRebalance(turn);
}
