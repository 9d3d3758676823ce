/** What the coordinator of a group tells of it. */

export type GroupMemberName = {
  readonly memberId: string;
  /** Of a static member. */
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: string;
};

/** Why a group rebalances. */
export type GroupCause = {
  readonly kind:
    | 'joined'
    | 'left'
    /** No heartbeat within the session timeout. */
    | 'timed-out'
    /** It did not come back within the rebalance timeout. */
    | 'not-rejoined'
    /** It never asked for its part of the assignment. */
    | 'not-synced'
    /** A member with a place asks for a new assignment: the leader saw other partitions. */
    | 'rejoined'
    | 'subscription-changed'
    /** The second step of a cooperative rebalance. */
    | 'partitions-given-back'
    | 'static-returned'
    | 'oversized'
    | 'not-stored';
  readonly member: GroupMemberName | null;
  /** What the client said (KIP-800). */
  readonly words: string | null;
};

/** One step of a group from one generation to the next. */
export type GroupReport = {
  readonly groupId: string;
  readonly atMs: number;
  readonly generation: number;
  readonly phase: 'empty' | 'preparing' | 'completing' | 'stable' | 'dead';
  readonly isNewPhase: boolean;
  readonly protocol: string;
  readonly causes: readonly GroupCause[];
  /** With the assignments (base64) that just took effect; null in between. */
  readonly members: readonly (GroupMemberName & { readonly assignment: string })[] | null;
};

/** What only the coordinator of a group knows of its members. */
export type GroupStats = {
  readonly groupId: string;
  readonly generation: number;
  readonly members: readonly {
    readonly memberId: string;
    /** Since it was last heard of; null before its first answer. */
    readonly heartbeatAgeMs: number | null;
    readonly sessionTimeoutMs: number;
    readonly rebalanceTimeoutMs: number;
    /** One of its requests is parked: it waits for the others. */
    readonly isWaiting: boolean;
  }[];
};
