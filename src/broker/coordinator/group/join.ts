/** JoinGroup: who may come in, under which member id, and what that does to the group. */
import { errors } from '../../protocol/errors.ts';
import {
  type Member,
  type Protocol,
  selectProtocol,
  staticMember,
  supportsProtocols,
  type Token,
} from './group.ts';
import { storedGroup } from './group-records.ts';
import { memberError } from './membership.ts';
import {
  currentGeneration,
  maybeCompleteJoin,
  prepareRebalance,
  rebalanceOrCompleteJoin,
} from './rebalance.ts';
import {
  answerJoin,
  answerSync,
  change,
  failedJoin,
  failedSync,
  noAssignment,
  parkJoin,
  refreshSession,
  remove,
  type StorePurpose,
  type Turn,
  update,
} from './turn.ts';

export type JoinInput = {
  readonly type: 'join';
  readonly token: Token;
  /** Empty: the member has none yet. */
  readonly memberId: string;
  /** For a member that needs one. */
  readonly newMemberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly protocolType: string;
  readonly protocols: readonly Protocol[];
  /** v4+: a dynamic member comes twice, so that a lost answer leaves no ghost (KIP-394). */
  readonly requiresMemberId: boolean;
  /** v9+: a returning static leader may be told that the assignment stands (KIP-814). */
  readonly canSkipAssignment: boolean;
};

export function join(turn: Turn, input: JoinInput): void {
  const { group } = turn;
  const fail = (errorCode: number, memberId = input.memberId) =>
    turn.effects.push({
      type: 'reply-join',
      token: input.token,
      reply: failedJoin(errorCode, memberId),
    });
  if (group.phase.name === 'Dead') fail(errors.coordinatorNotAvailable);
  else if (!hasRoom(turn, input.memberId)) {
    remove(turn, input.memberId);
    fail(errors.groupMaxSizeReached, '');
  } else if (!supportsProtocols(group, input.protocolType, input.protocols))
    fail(errors.inconsistentGroupProtocol);
  else if (input.memberId === '') joinNew(turn, input);
  else if (turn.pendingIds.has(input.memberId)) {
    // An id was given out for a dynamic member; nobody else may come with it.
    if (input.instanceId === null) addMember(turn, input, input.memberId);
    else fail(errors.unknownMemberId);
  } else {
    const errorCode = memberError(group, input.memberId, input.instanceId);
    if (errorCode === errors.none) rejoin(turn, input);
    else fail(errorCode);
  }
}

/**
 * While members join again, those that wait are counted, not those that are known: a group above
 * its limit then sheds whoever comes last.
 */
function hasRoom({ group, members, settings }: Turn, memberId: string): boolean {
  const member = members.get(memberId);
  switch (group.phase.name) {
    case 'PreparingRebalance': {
      if (member && member.joinToken !== null) return true;
      const waiting = [...members.values()].filter(({ joinToken }) => joinToken !== null);
      return waiting.length < settings.maxSize;
    }
    case 'CompletingRebalance':
    case 'Stable':
      return member !== undefined || members.size < settings.maxSize;
    default:
      return true;
  }
}

function joinNew(turn: Turn, input: JoinInput): void {
  const { instanceId, newMemberId, token } = input;
  if (instanceId !== null) {
    const previous = staticMember(turn.group, instanceId);
    if (previous) replaceMember(turn, input, previous);
    else addMember(turn, input, newMemberId);
    return;
  }
  if (!input.requiresMemberId) {
    addMember(turn, input, newMemberId);
    return;
  }
  turn.pendingIds.set(newMemberId, turn.now.monotonicMs + input.sessionTimeoutMs);
  const reply = failedJoin(errors.memberIdRequired, newMemberId);
  turn.effects.push({ type: 'reply-join', token, reply });
}

function addMember(turn: Turn, input: JoinInput, id: string): void {
  const { phase } = turn.group;
  turn.pendingIds.delete(id);
  if (turn.members.size === 0) change(turn, { protocolType: input.protocolType });
  change(turn, { leaderId: turn.group.leaderId ?? id });
  turn.members.set(id, {
    id,
    instanceId: input.instanceId,
    clientId: input.clientId,
    clientHost: input.clientHost,
    ...wishesOf(input),
    assignment: noAssignment,
    sessionDeadlineMs: turn.now.monotonicMs + turn.settings.newMemberJoinTimeoutMs,
    joinToken: input.token,
    syncToken: null,
    isNew: true,
    owesSync: false,
  });
  if (phase.name === 'PreparingRebalance' && phase.initial !== null)
    change(turn, { phase: { ...phase, initial: { ...phase.initial, hasNewMember: true } } });
  rebalanceOrCompleteJoin(turn);
}

const wishesOf = ({ protocols, rebalanceTimeoutMs, sessionTimeoutMs }: JoinInput) => ({
  protocols,
  rebalanceTimeoutMs,
  sessionTimeoutMs,
});

/** A known member comes again. */
function rejoin(turn: Turn, input: JoinInput): void {
  const { group } = turn;
  const { memberId, token } = input;
  const member = turn.members.get(memberId) as Member;
  const isSame = sameProtocols(member.protocols, input.protocols);
  const isSettled =
    (group.phase.name === 'CompletingRebalance' && isSame) ||
    (group.phase.name === 'Stable' && isSame && group.leaderId !== memberId);
  if (isSettled) {
    // It did not get its answer, or asks again without need: the generation stands.
    const reply = currentGeneration(group, memberId);
    turn.effects.push({ type: 'reply-join', token, reply });
    return;
  }
  update(turn, memberId, wishesOf(input));
  parkJoin(turn, memberId, token);
  rebalanceOrCompleteJoin(turn);
}

function sameProtocols(left: readonly Protocol[], right: readonly Protocol[]): boolean {
  return (
    left.length === right.length &&
    left.every(
      ({ name, metadata }, index) =>
        name === right[index].name && metadata.equals(right[index].metadata),
    )
  );
}

/**
 * A static member starts again: it takes the place of the one that had its instance id, which is
 * fenced. In a stable group whose protocol stays the same nothing else changes (KIP-345).
 */
function replaceMember(turn: Turn, input: JoinInput, previous: Member): void {
  const id = input.newMemberId;
  const { phase, leaderId } = turn.group;
  answerJoin(turn, previous.id, failedJoin(errors.fencedInstanceId, previous.id));
  answerSync(turn, previous.id, failedSync(errors.fencedInstanceId));
  exchange(turn, previous.id, { ...previous, id, joinToken: null, syncToken: null, isNew: false });
  if (leaderId === previous.id) change(turn, { leaderId: id });
  update(turn, id, wishesOf(input));
  parkJoin(turn, id, input.token);
  refreshSession(turn, id);
  if (phase.name === 'Stable') {
    if (selectProtocol(turn.group) !== turn.group.protocolName) {
      rebalanceOrCompleteJoin(turn);
      return;
    }
    const { canSkipAssignment } = input;
    const { generation } = turn.group;
    const assignments = new Map([...turn.members].map(([key, member]) => [key, member.assignment]));
    turn.effects.push({
      type: 'store',
      value: storedGroup(turn.group, assignments),
      purpose: { kind: 'replacement', generation, memberId: id, previous, canSkipAssignment },
    });
  } else if (phase.name === 'CompletingRebalance') {
    // The leader was told of the old id: its assignment would miss the new one.
    prepareRebalance(turn);
  } else maybeCompleteJoin(turn);
}

/** Puts a member in the place of another, so that the order of joining stays. */
function exchange(turn: Turn, oldId: string, member: Member): void {
  const members = [...turn.members.values()];
  turn.members.clear();
  for (const present of members) {
    const next = present.id === oldId ? member : present;
    turn.members.set(next.id, next);
  }
}

type Replacement = Extract<StorePurpose, { kind: 'replacement' }>;

/** The new id is in the log. When a rebalance began meanwhile, the member takes part in it. */
export function replacementStored(turn: Turn, purpose: Replacement): void {
  const { group } = turn;
  if (group.phase.name !== 'Stable' || group.generation !== purpose.generation) return;
  const { memberId, previous, canSkipAssignment } = purpose;
  if (!turn.members.has(memberId)) return;
  const isLeader = group.leaderId === memberId;
  const reply = currentGeneration(group, memberId);
  answerJoin(
    turn,
    memberId,
    canSkipAssignment
      ? { ...reply, skipAssignment: isLeader }
      : // A leader of older versions is given its old name, so that it does not assign again.
        { ...reply, leader: isLeader ? previous.id : reply.leader, members: [] },
  );
}

/** The old member is back, and the new one may try again. */
export function replacementFailed(turn: Turn, purpose: Replacement, errorCode: number): void {
  const { memberId, previous } = purpose;
  if (!turn.members.has(memberId)) return;
  answerJoin(turn, memberId, failedJoin(errorCode, ''));
  if (turn.group.phase.name !== 'Stable' || turn.group.generation !== purpose.generation) return;
  exchange(turn, memberId, { ...previous, joinToken: null, syncToken: null });
  if (turn.group.leaderId === memberId) change(turn, { leaderId: previous.id });
  refreshSession(turn, previous.id);
}
