/** Where the replicas of partitions stand, moving them to other brokers, electing leaders. */

/** One replica's position; null is what this cluster does not tell of it. */
export type ReplicaPosition = {
  readonly logStartOffset: number | null;
  readonly logEndOffset: number | null;
  readonly highWatermark: number | null;
  readonly sizeBytes: number | null;
  /** Records that the leader has and this replica has not. */
  readonly behindCount: number | null;
};

/** Partition index -> broker id -> position; a broker that is down is absent. */
export type TopicOffsets = {
  readonly [partition: string]: { readonly [brokerId: string]: ReplicaPosition };
};

/** Stream `offsets`: positions of the topics that are asked for. */
export type OffsetsState = { readonly topics: { readonly [topic: string]: TopicOffsets } };

export type PartitionName = { readonly topic: string; readonly partition: number };

/** Where the replicas of a partition shall be, the preferred leader first. */
export type ReplicaTarget = PartitionName & { readonly replicas: readonly number[] };

/** What a reassignment would do; nothing is changed by asking. */
export type ReassignPlan = {
  readonly partitions: readonly ReassignStep[];
  /** Sum over all replicas that are added; null where sizes are not told. */
  readonly copyBytes: number | null;
};

export type ReassignStep = ReplicaTarget & {
  readonly before: readonly number[];
  readonly leader: number;
  readonly adding: readonly number[];
  readonly removing: readonly number[];
  readonly copyBytes: number | null;
  /** Leadership leaves its present broker, because that one holds no replica any more. */
  readonly isLeaderMoved: boolean;
};

export type ElectionKind = 'preferred' | 'unclean';

export type ElectionResult = PartitionName & {
  /** Null: elected, or led by the right one already. */
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly isElected: boolean;
};

/** One partition on its way to other brokers. */
export type Reassignment = PartitionName & {
  readonly replicas: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
};

export type ReplicasApi = {
  readonly 'replicas.plan': (params: {
    readonly targets: readonly ReplicaTarget[];
  }) => ReassignPlan;
  /** Returns when the controller has accepted it; `adding` of the partitions tells the rest. */
  readonly 'replicas.reassign': (params: { readonly targets: readonly ReplicaTarget[] }) => null;
  readonly 'replicas.reassignments': () => { readonly partitions: readonly Reassignment[] };
  /** Back to the replicas of before. */
  readonly 'replicas.cancel': (params: { readonly partitions: readonly PartitionName[] }) => null;
  readonly 'replicas.elect': (params: {
    readonly kind: ElectionKind;
    readonly partitions: readonly PartitionName[];
  }) => { readonly results: readonly ElectionResult[] };
  /** Where every replica of a broker would go, spread over the others. */
  readonly 'replicas.planDrain': (params: { readonly brokerId: number }) => ReassignPlan;
};
