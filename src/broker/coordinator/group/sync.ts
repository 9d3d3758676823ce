/** SyncGroup: the leader brings the assignment, everybody fetches a part of it. */
import { errors } from '../../protocol/errors.ts';
import type { Group, Member, Token } from './group.ts';
import { storedGroup } from './group-records.ts';
import { memberError } from './membership.ts';
import { assignmentOf } from './rebalance.ts';
import { failedSync, noAssignment, parkSync, type Turn, update } from './turn.ts';

export type SyncInput = {
  readonly type: 'sync';
  readonly token: Token;
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly generation: number;
  /** v5+; null is not compared. */
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  /** Of the leader; empty from all others. */
  readonly assignments: ReadonlyMap<string, Buffer>;
};

export function sync(turn: Turn, input: SyncInput): void {
  const { group } = turn;
  const { memberId, token } = input;
  const errorCode = syncError(group, input);
  if (errorCode !== errors.none) {
    turn.effects.push({ type: 'reply-sync', token, reply: failedSync(errorCode) });
    return;
  }
  const member = update(turn, memberId, { owesSync: false });
  if (group.phase.name === 'Stable') {
    turn.effects.push({ type: 'reply-sync', token, reply: assignmentOf(group, member) });
    return;
  }
  parkSync(turn, memberId, token);
  if (group.leaderId === memberId) storeAssignments(turn, input.assignments);
}

function syncError(group: Group, input: SyncInput): number {
  const { name } = group.phase;
  if (name === 'Dead') return errors.coordinatorNotAvailable;
  if (name === 'Empty') return errors.unknownMemberId;
  const unknown = memberError(group, input.memberId, input.instanceId);
  if (unknown !== errors.none) return unknown;
  if (input.generation !== group.generation) return errors.illegalGeneration;
  const isOther = (given: string | null, own: string | null) => given !== null && given !== own;
  if (isOther(input.protocolType, group.protocolType)) return errors.inconsistentGroupProtocol;
  if (isOther(input.protocolName, group.protocolName)) return errors.inconsistentGroupProtocol;
  return name === 'PreparingRebalance' ? errors.rebalanceInProgress : errors.none;
}

/** Nobody is told before the record is committed. Whom the leader left out gets empty bytes. */
function storeAssignments(turn: Turn, given: ReadonlyMap<string, Buffer>): void {
  const assignments = new Map(
    [...turn.members.values()].map(({ id }: Member) => [id, given.get(id) ?? noAssignment]),
  );
  const { generation } = turn.group;
  turn.effects.push({
    type: 'store',
    value: storedGroup(turn.group, assignments),
    purpose: { kind: 'assignment', generation, assignments },
  });
}
