/** The state machine of a classic group: one input, the next value, and what is to be done. */
import type { Group, GroupSettings, Now } from './group.ts';
import { join, type JoinInput, replacementFailed, replacementStored } from './join.ts';
import {
  checkCommit,
  type CommitInput,
  expire,
  heartbeat,
  type HeartbeatInput,
  leave,
  type LeaveInput,
} from './membership.ts';
import { assignmentStored, prepareRebalance, resetAssignments } from './rebalance.ts';
import { sync, type SyncInput } from './sync.ts';
import {
  answerJoin,
  answerSync,
  beginTurn,
  change,
  type Effect,
  enter,
  failedJoin,
  failedSync,
  type StorePurpose,
  type Turn,
} from './turn.ts';

export type GroupInput =
  | JoinInput
  | SyncInput
  | HeartbeatInput
  | CommitInput
  | LeaveInput
  /** The record of a `store` effect is committed. */
  | { readonly type: 'stored'; readonly purpose: StorePurpose }
  | { readonly type: 'store-failed'; readonly purpose: StorePurpose; readonly errorCode: number }
  /** `nextDeadline` is reached. */
  | { readonly type: 'expire' }
  /** After loading: the group has more members than are allowed now. */
  | { readonly type: 'oversized' }
  /** The group ends here; all that is parked is told `errorCode`. */
  | { readonly type: 'close'; readonly errorCode: number };

export type GroupStep = { readonly group: Group; readonly effects: readonly Effect[] };

export function step(
  group: Group,
  input: GroupInput,
  now: Now,
  settings: GroupSettings,
): GroupStep {
  const turn = beginTurn(group, now, settings);
  apply(turn, input);
  return { group: turn.group, effects: turn.effects };
}

function apply(turn: Turn, input: GroupInput): void {
  switch (input.type) {
    case 'join':
      return join(turn, input);
    case 'sync':
      return sync(turn, input);
    case 'heartbeat':
      return heartbeat(turn, input);
    case 'commit':
      return checkCommit(turn, input);
    case 'leave':
      return leave(turn, input);
    case 'stored':
      return stored(turn, input.purpose);
    case 'store-failed':
      return storeFailed(turn, input.purpose, input.errorCode);
    case 'expire':
      return expire(turn);
    case 'oversized':
      return prepareRebalance(turn);
    case 'close':
      return close(turn, input.errorCode);
    default:
      return assertNever(input);
  }
}

function stored(turn: Turn, purpose: StorePurpose): void {
  if (purpose.kind === 'replacement') replacementStored(turn, purpose);
  else if (purpose.kind === 'assignment' && purpose.generation === turn.group.generation)
    assignmentStored(turn, purpose.assignments);
}

/** An empty group that was not stored does no harm: its last generation has no living member. */
function storeFailed(turn: Turn, purpose: StorePurpose, errorCode: number): void {
  const { phase, generation } = turn.group;
  if (purpose.kind === 'replacement') replacementFailed(turn, purpose, errorCode);
  else if (
    purpose.kind === 'assignment' &&
    phase.name === 'CompletingRebalance' &&
    purpose.generation === generation
  ) {
    resetAssignments(turn, errorCode);
    prepareRebalance(turn);
  }
}

function close(turn: Turn, errorCode: number): void {
  for (const id of turn.members.keys()) {
    answerJoin(turn, id, failedJoin(errorCode, id));
    answerSync(turn, id, failedSync(errorCode));
  }
  turn.members.clear();
  turn.pendingIds.clear();
  change(turn, { leaderId: null });
  enter(turn, { name: 'Dead' });
}

function assertNever(input: never): never {
  throw new Error(`unknown input ${JSON.stringify(input)}`);
}
