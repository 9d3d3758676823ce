/**
 * Why a group rebalances and what came of it, told from what a turn made of the group. The
 * coordinator alone knows: administrators only see the members before and after.
 */
import type { GroupCause, GroupMemberName, GroupReport, GroupStats } from '../../control.ts';
import { canExpire, type Group, type Member, type Now } from './group.ts';
import type { JoinInput } from './join.ts';
import type { GroupInput } from './step.ts';
import { subscribedTopics } from './subscription.ts';

export type GroupTurn = {
  readonly before: Group;
  readonly after: Group;
  readonly input: GroupInput;
  readonly now: Now;
  /** What members said of their coming and going (KIP-800), in the order of the request. */
  readonly words: readonly (string | null)[];
};

const phases = {
  Empty: 'empty',
  PreparingRebalance: 'preparing',
  CompletingRebalance: 'completing',
  Stable: 'stable',
  Dead: 'dead',
} as const;

/** undefined: nothing happened that anybody would want to know. */
export function reportOf(turn: GroupTurn): GroupReport | undefined {
  const { before, after, now } = turn;
  const hasPhaseChanged = before.phase.name !== after.phase.name;
  const hasGrown = before.generation !== after.generation;
  const causes = causesOf(turn);
  if (causes.length === 0 && !hasPhaseChanged && !hasGrown) return undefined;
  const isSettled = after.phase.name === 'Stable' && hasPhaseChanged;
  return {
    groupId: after.id,
    atMs: now.wallMs,
    generation: after.generation,
    phase: phases[after.phase.name],
    isNewPhase: hasPhaseChanged || hasGrown,
    protocol: after.protocolName ?? '',
    causes,
    members: isSettled ? [...after.members.values()].map(assigned) : null,
  };
}

/** What the coordinator knows of the members and DescribeGroups does not tell. */
export function statsOf(group: Group, { monotonicMs }: Now): GroupStats {
  return {
    groupId: group.id,
    generation: group.generation,
    members: [...group.members.values()].map((member) => ({
      memberId: member.id,
      // A member that was never answered was heard of just once; nobody counts from there.
      heartbeatAgeMs: member.isNew
        ? null
        : Math.max(0, monotonicMs - (member.sessionDeadlineMs - member.sessionTimeoutMs)),
      sessionTimeoutMs: member.sessionTimeoutMs,
      rebalanceTimeoutMs: member.rebalanceTimeoutMs,
      isWaiting: member.joinToken !== null || member.syncToken !== null,
    })),
  };
}

function causesOf(turn: GroupTurn): readonly GroupCause[] {
  const { before, after, input } = turn;
  switch (input.type) {
    case 'join':
      return joinCauses(turn, input);
    case 'leave':
      return gone(turn).map((member) => {
        const index = input.members.findIndex(
          ({ memberId, groupInstanceId }) =>
            memberId === member.id || (memberId === '' && groupInstanceId === member.instanceId),
        );
        return { kind: 'left', member: nameOf(member), words: turn.words[index] ?? null };
      });
    case 'expire':
      return gone(turn).map((member) => ({
        kind: expiryOf(turn, member),
        member: nameOf(member),
        words: null,
      }));
    case 'oversized':
      return [{ kind: 'oversized', member: null, words: null }];
    case 'store-failed':
      return before.phase.name === 'CompletingRebalance' && after.phase.name !== before.phase.name
        ? [{ kind: 'not-stored', member: null, words: null }]
        : [];
    default:
      return [];
  }
}

function joinCauses({ before, after, words }: GroupTurn, input: JoinInput): readonly GroupCause[] {
  const said = words[0] ?? null;
  for (const member of after.members.values()) {
    if (before.members.has(member.id)) continue;
    const isBack = member.instanceId !== null && hasInstance(before, member.instanceId);
    return [{ kind: isBack ? 'static-returned' : 'joined', member: nameOf(member), words: said }];
  }
  const known = before.members.get(input.memberId);
  const hasBegun =
    before.phase.name === 'Stable' || before.phase.name === 'CompletingRebalance'
      ? after.phase.name === 'PreparingRebalance' || after.generation !== before.generation
      : false;
  if (!known || !hasBegun) return [];
  return [{ kind: againKind(known, input), member: nameOf(known), words: said }];
}

/** Why a member that has its place comes again and so begins a rebalance. */
function againKind(known: Member, input: JoinInput): GroupCause['kind'] {
  const isSame =
    known.protocols.length === input.protocols.length &&
    known.protocols.every(
      ({ name, metadata }, index) =>
        input.protocols[index].name === name && metadata.equals(input.protocols[index].metadata),
    );
  if (isSame) return 'rejoined';
  // Consumers put what they own beside their topics: only the topics are a subscription.
  return topicsOf(known.protocols) === topicsOf(input.protocols)
    ? 'partitions-given-back'
    : 'subscription-changed';
}

function topicsOf(protocols: Member['protocols']): string {
  const topics = protocols.map(
    ({ metadata }) => subscribedTopics(metadata)?.toSorted() ?? metadata.toString('base64'),
  );
  return JSON.stringify(topics);
}

function hasInstance(group: Group, instanceId: string): boolean {
  return [...group.members.values()].some((member) => member.instanceId === instanceId);
}

function expiryOf({ before, now }: GroupTurn, member: Member): GroupCause['kind'] {
  if (canExpire(member) && member.sessionDeadlineMs <= now.monotonicMs) return 'timed-out';
  return before.phase.name === 'PreparingRebalance' ? 'not-rejoined' : 'not-synced';
}

function gone({ before, after }: GroupTurn): readonly Member[] {
  return [...before.members.values()].filter(({ id }) => !after.members.has(id));
}

function assigned(member: Member) {
  return { ...nameOf(member), assignment: member.assignment.toString('base64') };
}

function nameOf({ id, instanceId, clientId, clientHost }: Member): GroupMemberName {
  return { memberId: id, instanceId, clientId, host: clientHost.replace(/^\//, '') };
}
