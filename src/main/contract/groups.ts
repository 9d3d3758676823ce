/** Consumer groups: who reads what, how far behind, since when, why they rebalanced. */

export type GroupPhase =
  | 'stable'
  | 'preparing-rebalance'
  | 'completing-rebalance'
  | 'assigning'
  | 'reconciling'
  | 'empty'
  | 'dead'
  | 'unknown';

export type GroupType = 'classic' | 'consumer' | 'share' | 'streams' | 'unknown';

/** Where the lag is going. */
export type LagForecast = {
  readonly kind: /** Not watched for long enough. */
    | 'unknown'
    | 'caught-up'
    /** Behind by a steady amount. */
    | 'steady'
    | 'catching-up'
    | 'falling-behind'
    /** Nothing is read and nothing is written. */
    | 'standing';
  /** By how many records a second the lag shrinks or grows. */
  readonly perS: number | null;
  /** `catching-up`: until nothing is left to read. */
  readonly etaS: number | null;
};

/** A row of the group list. */
export type GroupSummary = {
  readonly phase: GroupPhase;
  readonly type: GroupType;
  readonly coordinatorId: number;
  readonly memberCount: number;
  /** Members that read no partition. */
  readonly idleCount: number;
  readonly topics: readonly string[];
  /** Over all partitions with a committed offset. */
  readonly lag: number;
  /** The largest of the partitions', as far as it is known; null when none is. */
  readonly lagS: number | null;
  readonly forecast: LagForecast;
  /** Its coordinator does not answer: what is told here was true before. */
  readonly isStale: boolean;
};

/** Stream `groups`. */
export type GroupsState = {
  readonly groups: { readonly [groupId: string]: GroupSummary };
  /** When it was last read, while the cluster does not answer; null: it is up to date. */
  readonly staleSinceMs: number | null;
};

/** Why a member reads nothing. */
export type IdleReason =
  | {
      readonly kind: 'more-members-than-partitions';
      readonly members: number;
      readonly partitions: number;
    }
  /** Its topics do not exist. */
  | { readonly kind: 'no-such-topic'; readonly topics: readonly string[] }
  | { readonly kind: 'no-subscription' }
  | { readonly kind: 'rebalancing' }
  | { readonly kind: 'not-assigned' };

export type GroupMember = {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: string;
  readonly rack: string | null;
  /** `topic` -> partitions; empty for an idle member. */
  readonly assignment: { readonly [topic: string]: readonly number[] };
  /** Topics that it wants; null when that cannot be read. */
  readonly subscription: readonly string[] | null;
  /** Null: it reads something. */
  readonly idle: IdleReason | null;
  /** KIP-848 only. */
  readonly epoch: number | null;
  /** The next four only our own brokers tell; null elsewhere. */
  readonly heartbeatAgeMs: number | null;
  readonly sessionTimeoutMs: number | null;
  readonly rebalanceTimeoutMs: number | null;
  /** It waits for the others to join. */
  readonly isWaiting: boolean | null;
};

/** Why a committed offset cannot be read on from. */
export type OffsetProblem =
  /** The records were deleted: the consumer goes where auto.offset.reset says. */
  'behind-start' | 'beyond-end' | 'topic-deleted' | 'no-leader';

export type GroupOffset = {
  readonly topic: string;
  readonly partition: number;
  /** Null: nothing committed yet. */
  readonly committedOffset: number | null;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly lag: number | null;
  /** Age of the oldest record not yet consumed; 0 without lag, null when it cannot be read. */
  readonly lagS: number | null;
  /** Who owns the partition now. */
  readonly memberId: string | null;
  readonly problem: OffsetProblem | null;
  /** Since when the committed offset was seen to stand; null when it is not watched. */
  readonly standsSinceMs: number | null;
};

/** Something about a group that its people should know. */
export type GroupFinding =
  | { readonly kind: 'idle'; readonly count: number; readonly reason: IdleReason }
  /** Its member sends heartbeats, yet commits nothing though there is something to read. */
  | {
      readonly kind: 'stuck';
      readonly memberId: string;
      readonly clientId: string;
      readonly partitions: readonly string[];
      readonly sinceMs: number;
    }
  | { readonly kind: OffsetProblem; readonly partitions: readonly string[] }
  /** Committed, with records to read, while members are there; but none reads it. */
  | { readonly kind: 'unread'; readonly partitions: readonly string[] }
  | { readonly kind: 'nobody'; readonly lag: number }
  | { readonly kind: 'rebalancing-long'; readonly sinceMs: number }
  | { readonly kind: 'rebalancing-often'; readonly count: number; readonly minutes: number };

/** Stream `group`. */
export type GroupDetail = {
  readonly groupId: string;
  readonly phase: GroupPhase;
  readonly type: GroupType;
  /** The assignor of a consumer group. */
  readonly protocol: string;
  /** `consumer`, or what else uses groups: `connect`, `sr`. */
  readonly protocolType: string;
  readonly coordinatorId: number;
  /** Classic groups of our own brokers, and all KIP-848 groups; null elsewhere. */
  readonly generation: number | null;
  /** Member id -> member. */
  readonly members: { readonly [memberId: string]: GroupMember };
  /** `topic-partition` -> offsets. */
  readonly offsets: { readonly [topicPartition: string]: GroupOffset };
  readonly lag: number;
  /** The largest of the partitions'. */
  readonly lagS: number | null;
  readonly forecast: LagForecast;
  /** Records a second, over the last minute; null until that is known. */
  readonly writtenPerS: number | null;
  readonly readPerS: number | null;
  readonly findings: readonly GroupFinding[];
  /** The brokers tell what only a coordinator knows; until their first report it is null. */
  readonly hasCoordinatorView: boolean;
  readonly staleSinceMs: number | null;
};

/** Feed `groupLag`; opens with the samples of the last two hours that were taken. */
export type LagSample = {
  readonly atMs: number;
  readonly lag: number;
  readonly lagS: number | null;
  /** Sums over the partitions with a committed offset. */
  readonly committed: number;
  readonly ends: number;
};

export type RebalanceMember = {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: string;
  /** `topic-partition`s. */
  readonly partitions: readonly string[];
};

export type RebalanceCause = {
  readonly kind:
    | 'joined'
    | 'left'
    | 'timed-out'
    | 'not-rejoined'
    | 'not-synced'
    | 'rejoined'
    | 'subscription-changed'
    | 'partitions-given-back'
    | 'partitions-changed'
    | 'static-returned'
    | 'oversized'
    | 'not-stored'
    /** Inferred: a member is gone, left or timed out nobody can tell. */
    | 'gone'
    /** Inferred: the assignment is another one, the members are the same. */
    | 'reassigned';
  readonly member: Omit<RebalanceMember, 'partitions'> | null;
  /** What the client said of it, in its own words. */
  readonly words: string | null;
  /** `partitions-changed`. */
  readonly topic: string | null;
};

export type GroupRebalance = {
  readonly startedAtMs: number;
  /** Null: it goes on. */
  readonly endedAtMs: number | null;
  /** Null where only our own brokers could tell. */
  readonly generationBefore: number | null;
  readonly generation: number | null;
  readonly causes: readonly RebalanceCause[];
  readonly before: readonly RebalanceMember[];
  /** Null until it has ended. */
  readonly after: readonly RebalanceMember[] | null;
  readonly outcome: 'running' | 'stable' | 'empty' | 'unknown';
  /** False: read off the differences between two looks at the members. */
  readonly isExact: boolean;
};

/** Stream `groupRebalances`; ids grow with time. */
export type GroupRebalances = {
  readonly rebalances: { readonly [id: string]: GroupRebalance };
  /** Since when they are recorded. */
  readonly sinceMs: number;
};

export type ResetTarget =
  | { readonly to: 'earliest' | 'latest' }
  | { readonly to: 'offset'; readonly offset: number }
  | { readonly to: 'timestamp'; readonly timestampMs: number }
  | { readonly to: 'shift-by'; readonly by: number };

export type ResetOffsetsParams = {
  readonly groupId: string;
  readonly topic: string;
  readonly partitions?: readonly number[] | undefined;
  readonly target: ResetTarget;
  /** True: only answer what would be committed. */
  readonly isDryRun: boolean;
};

/** An offset to commit; null takes the committed one away. */
export type OffsetToSet = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number | null;
};

export type PlanResetParams = {
  readonly groupId: string;
  /** Topics and their partitions, all of them when none are named. */
  readonly scope: readonly {
    readonly topic: string;
    readonly partitions?: readonly number[] | undefined;
  }[];
  readonly target: ResetTarget | { readonly to: 'each'; readonly offsets: readonly OffsetToSet[] };
};

/** What a reset would do to one partition. */
export type PlannedReset = {
  readonly topic: string;
  readonly partition: number;
  /** Null: nothing is committed. */
  readonly now: number | null;
  readonly next: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  /** Records that are read again, or left out; both 0 where nothing is committed. */
  readonly again: number;
  readonly skipped: number;
  /** The wanted offset was not there; `next` is the nearest that is. */
  readonly isClamped: boolean;
  /** The first message that will be read; null at the end. */
  readonly first: {
    readonly timestampMs: number;
    readonly key: string | null;
    readonly value: string | null;
  } | null;
};

export type ResetPlan = {
  readonly rows: readonly PlannedReset[];
  /** What was asked for and is not there: `topic-partition`, or a topic. */
  readonly unknown: readonly string[];
};

type OneGroup = { readonly groupId: string };

export type GroupsApi = {
  readonly 'groups.list': () => GroupsState;
  readonly 'groups.describe': (params: OneGroup) => GroupDetail;
  /** Answers partition -> new committed offset. */
  readonly 'groups.resetOffsets': (params: ResetOffsetsParams) => {
    readonly offsets: { readonly [partition: string]: number };
  };
  /** Changes nothing. */
  readonly 'groups.planReset': (params: PlanResetParams) => ResetPlan;
  /** Commits exactly these offsets; answers what was committed before, to take it back. */
  readonly 'groups.setOffsets': (
    params: OneGroup & { readonly offsets: readonly OffsetToSet[] },
  ) => { readonly before: readonly OffsetToSet[] };
  /** Forgets all offsets of a topic; answers what was committed. */
  readonly 'groups.deleteOffsets': (params: OneGroup & { readonly topic: string }) => {
    readonly before: readonly OffsetToSet[];
  };
  /** Commits the offsets of one group in the name of another, which must have no members. */
  readonly 'groups.copy': (params: OneGroup & { readonly toGroupId: string }) => {
    readonly copied: number;
    readonly before: readonly OffsetToSet[];
  };
  readonly 'groups.delete': (params: OneGroup) => null;
};
