/** Consumer groups: who reads what, and how far behind. */

export type GroupPhase =
  | 'stable'
  | 'preparing-rebalance'
  | 'completing-rebalance'
  | 'assigning'
  | 'reconciling'
  | 'empty'
  | 'dead'
  | 'unknown';

/** A row of the group list. */
export type GroupSummary = {
  readonly phase: GroupPhase;
  readonly type: 'classic' | 'consumer' | 'share' | 'unknown';
  readonly coordinatorId: number;
  readonly memberCount: number;
  readonly topics: readonly string[];
  /** Over all partitions with a committed offset. */
  readonly lag: number;
};

/** Stream `groups`. */
export type GroupsState = { readonly groups: { readonly [groupId: string]: GroupSummary } };

export type GroupMember = {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: string;
  /** `topic` -> partitions; empty for an idle member. */
  readonly assignment: { readonly [topic: string]: readonly number[] };
};

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
};

/** Stream `group`. */
export type GroupDetail = {
  readonly groupId: string;
  readonly phase: GroupPhase;
  readonly type: 'classic' | 'consumer' | 'share' | 'unknown';
  readonly protocol: string;
  readonly coordinatorId: number;
  /** Member id -> member. */
  readonly members: { readonly [memberId: string]: GroupMember };
  /** `topic-partition` -> offsets. */
  readonly offsets: { readonly [topicPartition: string]: GroupOffset };
  readonly lag: number;
  /** The largest of the partitions'. */
  readonly lagS: number | null;
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

export type GroupsApi = {
  readonly 'groups.list': () => GroupsState;
  readonly 'groups.describe': (params: { readonly groupId: string }) => GroupDetail;
  /** Answers partition -> new committed offset. */
  readonly 'groups.resetOffsets': (params: ResetOffsetsParams) => {
    readonly offsets: { readonly [partition: string]: number };
  };
  readonly 'groups.delete': (params: { readonly groupId: string }) => null;
};
