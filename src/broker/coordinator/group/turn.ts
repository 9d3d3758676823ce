/**
 * One input to a group: the draft of its next value and the effects so far. A turn lives inside
 * one call of `step`; from outside `step` is a pure function.
 */
import type { RecordInOf } from '../../protocol/api.ts';
import { errors } from '../../protocol/errors.ts';
import type { groupMetadataValue } from '../../protocol/records/group.ts';
import type { Group, GroupSettings, Member, Now, Phase, Token } from './group.ts';

export type JoinReply = {
  readonly errorCode: number;
  readonly generation: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leader: string;
  readonly skipAssignment: boolean;
  readonly memberId: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly metadata: Buffer;
  }[];
};

export type SyncReply = {
  readonly errorCode: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignment: Buffer;
};

export type LeaveResult = {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly errorCode: number;
};

/** What is done once a `store` is committed, or has failed. */
export type StorePurpose =
  | {
      readonly kind: 'assignment';
      readonly generation: number;
      readonly assignments: ReadonlyMap<string, Buffer>;
    }
  | {
      readonly kind: 'replacement';
      readonly generation: number;
      readonly memberId: string;
      /** Who had the instance id before. */
      readonly previous: Member;
      readonly canSkipAssignment: boolean;
    }
  | { readonly kind: 'empty' };

/** To be performed in order. */
export type Effect =
  | { readonly type: 'reply-join'; readonly token: Token; readonly reply: JoinReply }
  | { readonly type: 'reply-sync'; readonly token: Token; readonly reply: SyncReply }
  /** These are never parked: they answer the input they came from. */
  | { readonly type: 'leave-results'; readonly results: readonly LeaveResult[] }
  | { readonly type: 'code'; readonly errorCode: number }
  /** Append the group's record; then give `stored` or `store-failed` with the purpose. */
  | {
      readonly type: 'store';
      readonly value: RecordInOf<typeof groupMetadataValue>;
      readonly purpose: StorePurpose;
    };

export type Turn = {
  group: Group;
  /** The draft's own, as long as the turn lasts. */
  readonly members: Map<string, Member>;
  readonly pendingIds: Map<string, number>;
  readonly effects: Effect[];
  readonly now: Now;
  readonly settings: GroupSettings;
};

export const noAssignment = Buffer.alloc(0);

export function beginTurn(group: Group, now: Now, settings: GroupSettings): Turn {
  const members = new Map(group.members);
  const pendingIds = new Map(group.pendingIds);
  return {
    group: { ...group, members, pendingIds },
    members,
    pendingIds,
    effects: [],
    now,
    settings,
  };
}

export function change(turn: Turn, fields: Partial<Omit<Group, 'members' | 'pendingIds'>>): void {
  turn.group = { ...turn.group, ...fields };
}

export function enter(turn: Turn, phase: Phase): void {
  change(turn, { phase, phaseSinceMs: turn.now.wallMs });
}

export function update(turn: Turn, id: string, fields: Partial<Member>): Member {
  const member = turn.members.get(id);
  if (!member) throw new Error(`group ${turn.group.id} has no member ${id}`);
  const updated = { ...member, ...fields };
  turn.members.set(id, updated);
  return updated;
}

/** The member was heard of. */
export function refreshSession(turn: Turn, id: string): void {
  const timeoutMs = turn.members.get(id)?.sessionTimeoutMs ?? 0;
  update(turn, id, { sessionDeadlineMs: turn.now.monotonicMs + timeoutMs });
}

/** Takes a member or a pending id out; the next in order becomes leader when it led. */
export function remove(turn: Turn, id: string): void {
  turn.members.delete(id);
  turn.pendingIds.delete(id);
  if (turn.group.leaderId !== id) return;
  const [next] = turn.members.keys();
  change(turn, { leaderId: next ?? null });
}

export function failedJoin(errorCode: number, memberId: string): JoinReply {
  return {
    errorCode,
    generation: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    memberId,
    members: [],
  };
}

export function failedSync(errorCode: number): SyncReply {
  return { errorCode, protocolType: null, protocolName: null, assignment: noAssignment };
}

/** Answers the member's parked JoinGroup, when there is one. */
export function answerJoin(turn: Turn, id: string, reply: JoinReply): void {
  const token = turn.members.get(id)?.joinToken ?? null;
  if (token === null) return;
  turn.effects.push({ type: 'reply-join', token, reply });
  update(turn, id, { joinToken: null });
}

/** Answers the member's parked SyncGroup, when there is one. */
export function answerSync(turn: Turn, id: string, reply: SyncReply): boolean {
  const token = turn.members.get(id)?.syncToken ?? null;
  if (token === null) return false;
  turn.effects.push({ type: 'reply-sync', token, reply });
  update(turn, id, { syncToken: null });
  return true;
}

/**
 * Parks a JoinGroup. An older one of the same member, which its client gave up, is told to come
 * again: nobody may wait for ever.
 */
export function parkJoin(turn: Turn, id: string, token: Token): void {
  answerJoin(turn, id, failedJoin(errors.rebalanceInProgress, id));
  update(turn, id, { joinToken: token });
}

export function parkSync(turn: Turn, id: string, token: Token): void {
  answerSync(turn, id, failedSync(errors.rebalanceInProgress));
  update(turn, id, { syncToken: token });
}
