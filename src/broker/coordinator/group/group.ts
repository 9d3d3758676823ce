/**
 * A group of the classic protocol, as a value. `step` (step.ts) is its state machine:
 *
 *   Empty               -> PreparingRebalance   the first member joins
 *   PreparingRebalance  -> CompletingRebalance  all known members joined, or the time is over
 *                       -> Empty                nobody is left
 *   CompletingRebalance -> Stable               the leader's assignment is in the log
 *   CompletingRebalance -> PreparingRebalance   a member joins, leaves or expires; the append failed
 *   Stable              -> PreparingRebalance   likewise; or the leader joins again
 *   any                 -> Dead                 this broker coordinates the group no longer
 *
 * Times are deadlines in fields: `nextDeadline` says when `step` wants to hear `expire`.
 */
import { subscribedTopics } from './subscription.ts';

export const consumerProtocolType = 'consumer';

/** Both clocks: deadlines are monotonic, what is stored is wall-clock time. */
export type Now = { readonly wallMs: number; readonly monotonicMs: number };

export type GroupSettings = {
  readonly initialRebalanceDelayMs: number;
  readonly newMemberJoinTimeoutMs: number;
  readonly maxSize: number;
};

/** A parked request; the driver knows whom to answer. */
export type Token = number;

export type Protocol = { readonly name: string; readonly metadata: Buffer };

export type Member = {
  readonly id: string;
  /** Of a static member (KIP-345). */
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  /** In order of preference. */
  readonly protocols: readonly Protocol[];
  readonly assignment: Buffer;
  /** It is removed then, unless it is heard of or one of its requests is parked here. */
  readonly sessionDeadlineMs: number;
  /** Its parked JoinGroup. */
  readonly joinToken: Token | null;
  /** Its parked SyncGroup. */
  readonly syncToken: Token | null;
  /** It was never answered: it knows no member id, so its parked JoinGroup does not keep it alive. */
  readonly isNew: boolean;
  /** It was told of this generation and has not asked for its assignment. */
  readonly owesSync: boolean;
};

/** An empty group gives more members time to come before the first generation. */
export type InitialDelay = {
  readonly delayMs: number;
  readonly remainingMs: number;
  readonly hasNewMember: boolean;
};

export type Phase =
  | { readonly name: 'Empty' }
  | {
      readonly name: 'PreparingRebalance';
      readonly joinDeadlineMs: number;
      readonly initial: InitialDelay | null;
    }
  | { readonly name: 'CompletingRebalance'; readonly syncDeadlineMs: number }
  | { readonly name: 'Stable'; readonly syncDeadlineMs: number }
  | { readonly name: 'Dead' };

export type Group = {
  readonly id: string;
  readonly phase: Phase;
  /** Wall-clock time at which the phase began; -1 unknown (old records). */
  readonly phaseSinceMs: number;
  readonly generation: number;
  /** null: a simple group, which only keeps offsets. */
  readonly protocolType: string | null;
  /** Of the current generation. */
  readonly protocolName: string | null;
  readonly leaderId: string | null;
  /** In the order of joining. */
  readonly members: ReadonlyMap<string, Member>;
  /** Member ids that were given out and not yet come back (KIP-394), with their deadline. */
  readonly pendingIds: ReadonlyMap<string, number>;
  /** null: unknown, as the group is none of consumers or its metadata cannot be read. */
  readonly subscribedTopics: ReadonlySet<string> | null;
};

export function emptyGroup(id: string, now: Now): Group {
  return {
    id,
    phase: { name: 'Empty' },
    phaseSinceMs: now.wallMs,
    generation: 0,
    protocolType: null,
    protocolName: null,
    leaderId: null,
    members: new Map(),
    pendingIds: new Map(),
    subscribedTopics: null,
  };
}

/** Monotonic time of the next `expire` input; Infinity when nothing runs out. */
export function nextDeadline(group: Group): number {
  let at = Infinity;
  for (const deadlineMs of group.pendingIds.values()) at = Math.min(at, deadlineMs);
  for (const member of group.members.values())
    if (canExpire(member)) at = Math.min(at, member.sessionDeadlineMs);
  const { phase } = group;
  switch (phase.name) {
    case 'PreparingRebalance':
      return Math.min(at, phase.joinDeadlineMs);
    case 'CompletingRebalance':
    case 'Stable':
      return owesSync(group) ? Math.min(at, phase.syncDeadlineMs) : at;
    default:
      return at;
  }
}

/** A member with a parked request is alive as long as its connection; only the first JoinGroup is not proof. */
export function canExpire({ isNew, joinToken, syncToken }: Member): boolean {
  return isNew || (joinToken === null && syncToken === null);
}

export const owesSync = (group: Group): boolean =>
  [...group.members.values()].some((member) => member.owesSync);

/** The longest any member may take to join again. */
export function rebalanceTimeoutMs(group: Group): number {
  let timeoutMs = 0;
  for (const member of group.members.values())
    timeoutMs = Math.max(timeoutMs, member.rebalanceTimeoutMs);
  return timeoutMs;
}

export function hasAllJoined({ members, pendingIds }: Group): boolean {
  return (
    pendingIds.size === 0 && [...members.values()].every(({ joinToken }) => joinToken !== null)
  );
}

export function staticMember(group: Group, instanceId: string): Member | undefined {
  for (const member of group.members.values()) if (member.instanceId === instanceId) return member;
  return undefined;
}

/** Whether a member with these protocols could live with all present ones. */
export function supportsProtocols(
  group: Group,
  protocolType: string,
  protocols: readonly Protocol[],
): boolean {
  if (group.phase.name === 'Empty') return protocolType !== '' && protocols.length > 0;
  return protocolType === group.protocolType && commonProtocols(group, protocols).length > 0;
}

function commonProtocols(group: Group, protocols: readonly Protocol[]): Protocol[] {
  const members = [...group.members.values()];
  return protocols.filter(({ name }) =>
    members.every((member) => member.protocols.some((offered) => offered.name === name)),
  );
}

/**
 * The protocol of the next generation: each member votes for the first of its own that all
 * support. Of equal counts the one voted for first wins.
 */
export function selectProtocol(group: Group): string {
  const votes = new Map<string, number>();
  for (const member of group.members.values()) {
    const vote = commonProtocols(group, member.protocols)[0];
    if (vote) votes.set(vote.name, (votes.get(vote.name) ?? 0) + 1);
  }
  let winner = '';
  let most = 0;
  for (const [name, count] of votes) {
    if (count <= most) continue;
    winner = name;
    most = count;
  }
  if (most === 0) throw new Error(`group ${group.id}: its members share no protocol`);
  return winner;
}

/** What a member said under the group's protocol. */
export function metadataOf(member: Member, protocolName: string | null): Buffer {
  const protocol = member.protocols.find(({ name }) => name === protocolName);
  if (!protocol) throw new Error(`member ${member.id} has no protocol ${protocolName}`);
  return protocol.metadata;
}

/** Topics the consumers of a group subscribe to; null when that cannot be known. */
export function computeSubscribedTopics(group: Group): ReadonlySet<string> | null {
  const { protocolType, protocolName, members } = group;
  if (protocolType !== consumerProtocolType) return null;
  if (members.size === 0) return new Set();
  if (protocolName === null) return null;
  const topics = new Set<string>();
  for (const member of members.values()) {
    const own = subscribedTopics(metadataOf(member, protocolName));
    if (own === null) return null;
    for (const topic of own) topics.add(topic);
  }
  return topics;
}

/** A consumer group whose topics are unknown may subscribe to any. */
export function isSubscribedTo(group: Group, topic: string): boolean {
  return group.subscribedTopics?.has(topic) ?? group.protocolType === consumerProtocolType;
}
