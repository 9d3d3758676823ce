/** From one generation to the next: waiting for members, then for their leader's assignment. */
import { errors } from '../../protocol/errors.ts';
import {
  computeSubscribedTopics,
  type Group,
  hasAllJoined,
  type Member,
  metadataOf,
  rebalanceTimeoutMs,
  selectProtocol,
} from './group.ts';
import { storedGroup } from './group-records.ts';
import {
  answerJoin,
  answerSync,
  change,
  enter,
  failedSync,
  type JoinReply,
  noAssignment,
  refreshSession,
  remove,
  type SyncReply,
  type Turn,
  update,
} from './turn.ts';

/** Begins a rebalance where the phase allows it; else sees whether the one that runs can go on. */
export function rebalanceOrCompleteJoin(turn: Turn): void {
  const { name } = turn.group.phase;
  if (name === 'Empty' || name === 'CompletingRebalance' || name === 'Stable')
    prepareRebalance(turn);
  else maybeCompleteJoin(turn);
}

/** All members have to join again. */
export function prepareRebalance(turn: Turn): void {
  const { phase } = turn.group;
  if (phase.name === 'CompletingRebalance') resetAssignments(turn, errors.rebalanceInProgress);
  for (const id of turn.members.keys()) update(turn, id, { owesSync: false });
  const { monotonicMs } = turn.now;
  if (phase.name === 'Empty') {
    const delayMs = turn.settings.initialRebalanceDelayMs;
    const remainingMs = Math.max(rebalanceTimeoutMs(turn.group) - delayMs, 0);
    enter(turn, {
      name: 'PreparingRebalance',
      joinDeadlineMs: monotonicMs + delayMs,
      initial: { delayMs, remainingMs, hasNewMember: false },
    });
    return;
  }
  waitForJoins(turn);
  if (hasAllJoined(turn.group)) completeJoin(turn);
}

function waitForJoins(turn: Turn): void {
  enter(turn, {
    name: 'PreparingRebalance',
    joinDeadlineMs: turn.now.monotonicMs + rebalanceTimeoutMs(turn.group),
    initial: null,
  });
}

/** Goes on as soon as all members are here; a group that was empty takes its initial delay first. */
export function maybeCompleteJoin(turn: Turn): void {
  const { phase } = turn.group;
  if (phase.name !== 'PreparingRebalance' || phase.initial !== null) return;
  if (hasAllJoined(turn.group)) completeJoin(turn);
}

/** The time to join is over. An initial delay is extended as long as members keep coming. */
export function joinDeadlinePassed(turn: Turn): void {
  const { phase } = turn.group;
  if (phase.name !== 'PreparingRebalance') return;
  const { initial } = phase;
  if (initial === null || !initial.hasNewMember || initial.remainingMs === 0) {
    completeJoin(turn);
    return;
  }
  const delayMs = Math.min(turn.settings.initialRebalanceDelayMs, initial.remainingMs);
  const remainingMs = Math.max(initial.remainingMs - initial.delayMs, 0);
  const joinDeadlineMs = turn.now.monotonicMs + delayMs;
  change(turn, {
    phase: { ...phase, joinDeadlineMs, initial: { delayMs, remainingMs, hasNewMember: false } },
  });
}

/** Begins the next generation with those who are here; static members stay until their session ends. */
export function completeJoin(turn: Turn): void {
  for (const member of turn.members.values())
    if (member.joinToken === null && member.instanceId === null) remove(turn, member.id);
  if (turn.members.size === 0) {
    becomeEmpty(turn);
    return;
  }
  if (!electJoinedLeader(turn)) {
    // Only silent static members are left: there is nobody to make an assignment.
    waitForJoins(turn);
    return;
  }
  change(turn, {
    generation: turn.group.generation + 1,
    protocolName: selectProtocol(turn.group),
  });
  change(turn, { subscribedTopics: computeSubscribedTopics(turn.group) });
  enter(turn, {
    name: 'CompletingRebalance',
    syncDeadlineMs: turn.now.monotonicMs + rebalanceTimeoutMs(turn.group),
  });
  for (const id of turn.members.keys()) {
    answerJoin(turn, id, currentGeneration(turn.group, id));
    refreshSession(turn, id);
    update(turn, id, { isNew: false, owesSync: true });
  }
}

function becomeEmpty(turn: Turn): void {
  change(turn, {
    generation: turn.group.generation + 1,
    protocolName: null,
    leaderId: null,
  });
  change(turn, { subscribedTopics: computeSubscribedTopics(turn.group) });
  enter(turn, { name: 'Empty' });
  const value = storedGroup(turn.group, new Map());
  turn.effects.push({ type: 'store', value, purpose: { kind: 'empty' } });
}

/** The leader stays when it joined; else the first who did becomes leader. */
function electJoinedLeader(turn: Turn): boolean {
  const leader = turn.members.get(turn.group.leaderId ?? '');
  if (leader && leader.joinToken !== null) return true;
  const joined = [...turn.members.values()].find(({ joinToken }) => joinToken !== null);
  if (!joined) return false;
  change(turn, { leaderId: joined.id });
  return true;
}

/** The answer to a JoinGroup of this generation; only the leader is told who the members are. */
export function currentGeneration(group: Group, memberId: string): JoinReply {
  return {
    errorCode: errors.none,
    generation: group.generation,
    protocolType: group.protocolType,
    protocolName: group.protocolName,
    leader: group.leaderId ?? '',
    skipAssignment: false,
    memberId,
    members: group.leaderId === memberId ? membersForLeader(group) : [],
  };
}

export function membersForLeader(group: Group): JoinReply['members'] {
  return [...group.members.values()].map((member: Member) => ({
    memberId: member.id,
    groupInstanceId: member.instanceId,
    metadata: metadataOf(member, group.protocolName),
  }));
}

/** The generation has no assignment after all: everybody who waits for one is told `errorCode`. */
export function resetAssignments(turn: Turn, errorCode: number): void {
  for (const id of turn.members.keys()) {
    update(turn, id, { assignment: noAssignment });
    if (answerSync(turn, id, failedSync(errorCode))) refreshSession(turn, id);
  }
}

/** The leader's assignment is in the log: it takes effect and goes to all who wait for it. */
export function assignmentStored(turn: Turn, assignments: ReadonlyMap<string, Buffer>): void {
  const { phase } = turn.group;
  if (phase.name !== 'CompletingRebalance') return;
  for (const id of turn.members.keys()) {
    const assignment = assignments.get(id) ?? noAssignment;
    const member = update(turn, id, { assignment });
    if (answerSync(turn, id, assignmentOf(turn.group, member))) refreshSession(turn, id);
  }
  enter(turn, { name: 'Stable', syncDeadlineMs: phase.syncDeadlineMs });
}

export function assignmentOf(group: Group, member: Member): SyncReply {
  const { protocolType, protocolName } = group;
  return { errorCode: errors.none, protocolType, protocolName, assignment: member.assignment };
}
