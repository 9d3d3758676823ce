/** The cluster as a matrix: partitions down, brokers across, one replica per cell. */
import type {
  BrokerState,
  ClusterState,
  PartitionState,
  TopicState,
} from '../../../main/contract/index.ts';

export type Role = 'leader' | 'follower' | 'out' | 'offline';

export type ReplicaCell = {
  /** `topic/partition/broker`. */
  readonly key: string;
  readonly brokerId: number;
  readonly role: Role;
  /** Null where nobody tells. */
  readonly highWatermark: number | null;
  readonly logEndOffset: number | null;
  /** Records that the leader has and this replica has not. */
  readonly behindCount: number;
};

export type PartitionRow = {
  readonly partition: number;
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  readonly replicaCount: number;
  /** One per broker column; null: no replica there. */
  readonly cells: readonly (ReplicaCell | null)[];
};

export type TopicRows = {
  readonly topic: string;
  readonly isInternal: boolean;
  readonly partitions: readonly PartitionRow[];
};

export type RoleCounts = { readonly [Name in Role]: number };

/** More partition rows than this are shown closed at first. */
const openRowsMax = 60;

export function brokersOf(cluster: ClusterState): readonly BrokerState[] {
  return Object.values(cluster.brokers).sort((a, b) => a.id - b.id);
}

export function isAnswering(broker: BrokerState | undefined): boolean {
  return (
    broker !== undefined &&
    (broker.phase === 'ready' || broker.phase === 'foreign') &&
    !broker.isFenced
  );
}

/** User topics by name, then internal ones. */
export function topicRowsOf(
  cluster: ClusterState,
  filter: string,
  isInternalShown: boolean,
): readonly TopicRows[] {
  const brokers = brokersOf(cluster);
  const needle = filter.trim().toLowerCase();
  return Object.entries(cluster.topics)
    .filter(([, state]) => isInternalShown || !state.isInternal || needle !== '')
    .filter(([topic]) => topic.toLowerCase().includes(needle))
    .sort(([a, left], [b, right]) => order(a, left, b, right))
    .map(([topic, state]) => ({
      topic,
      isInternal: state.isInternal,
      partitions: Object.entries(state.partitions)
        .map(([partition, p]) => partitionRow(topic, Number(partition), p, brokers))
        .sort((a, b) => a.partition - b.partition),
    }));
}

function order(a: string, left: TopicState, b: string, right: TopicState): number {
  if (left.isInternal !== right.isInternal) return left.isInternal ? 1 : -1;
  return a < b ? -1 : 1;
}

function partitionRow(
  topic: string,
  partition: number,
  state: PartitionState,
  brokers: readonly BrokerState[],
): PartitionRow {
  return {
    partition,
    leader: state.leader,
    leaderEpoch: state.leaderEpoch,
    isr: [...state.isr].sort((a, b) => a - b),
    replicaCount: state.replicas.length,
    cells: brokers.map((broker) =>
      state.replicas.includes(broker.id)
        ? replicaCell(`${topic}/${partition}/${broker.id}`, state, broker)
        : null,
    ),
  };
}

function replicaCell(key: string, state: PartitionState, broker: BrokerState): ReplicaCell {
  const own = state.replicaStates[broker.id];
  const leaderEnd = state.replicaStates[state.leader]?.logEndOffset ?? null;
  return {
    key,
    brokerId: broker.id,
    role: roleOf(state, broker),
    highWatermark: own?.highWatermark ?? null,
    logEndOffset: own?.logEndOffset ?? null,
    behindCount: own && leaderEnd !== null ? Math.max(0, leaderEnd - own.logEndOffset) : 0,
  };
}

export function roleOf(state: PartitionState, broker: BrokerState): Role {
  if (!isAnswering(broker)) return 'offline';
  if (state.leader === broker.id) return 'leader';
  return state.isr.includes(broker.id) ? 'follower' : 'out';
}

export function countRoles(topic: TopicRows, column: number): RoleCounts {
  const counts = { leader: 0, follower: 0, out: 0, offline: 0 };
  for (const { cells } of topic.partitions) {
    const role = cells[column]?.role;
    if (role) counts[role] += 1;
  }
  return counts;
}

/** Open at first: what fits; internal topics stay closed. */
export function isOpenAtFirst(topic: TopicRows, all: readonly TopicRows[]): boolean {
  if (topic.isInternal) return false;
  const rows = all.filter((other) => !other.isInternal).flatMap((other) => other.partitions);
  return rows.length <= openRowsMax;
}

/** Replica -> role: what a change is measured against. */
export function rolesOf(cluster: ClusterState): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>();
  for (const rows of topicRowsOf(cluster, '', true)) {
    for (const { cells } of rows.partitions) {
      for (const cell of cells) if (cell) roles.set(cell.key, cell.role);
    }
  }
  return roles;
}

/** Replicas whose role is another than before; new and deleted ones are no change. */
export function changedRoles(
  before: ReadonlyMap<string, Role>,
  after: ReadonlyMap<string, Role>,
): readonly string[] {
  return [...after].flatMap(([key, role]) => {
    const old = before.get(key);
    return old !== undefined && old !== role ? [key] : [];
  });
}

/** What taking this broker away would do to the rest. */
export function lossOf(cluster: ClusterState, brokerId: number): 'none' | 'majority' | 'all' {
  const brokers = brokersOf(cluster);
  const left = brokers.filter((broker) => broker.id !== brokerId && isAnswering(broker)).length;
  if (left === 0) return 'all';
  return left * 2 <= brokers.length ? 'majority' : 'none';
}

export type BrokerAct = 'start' | 'stop' | 'restart' | 'kill' | 'freeze' | 'thaw';

/** What can be done to a broker in its present phase. */
export function actsFor(broker: BrokerState): readonly BrokerAct[] {
  switch (broker.phase) {
    case 'ready':
      return ['stop', 'restart', 'freeze', 'kill'];
    case 'frozen':
      return ['thaw', 'kill'];
    case 'starting':
      return ['stop', 'kill'];
    case 'exited':
    case 'crashed':
    case 'backoff':
      return ['start'];
    case 'stopping':
      return ['kill'];
    case 'foreign':
      return [];
  }
}

export function parseAct(text: string | undefined): BrokerAct | null {
  const acts = ['start', 'stop', 'restart', 'kill', 'freeze', 'thaw'] as const;
  return acts.find((act) => act === text) ?? null;
}
