/** The cluster as a matrix: partitions down, brokers across, one replica per cell. */
import type {
  BrokerState,
  ClusterState,
  OffsetsState,
  PartitionState,
  ReplicaDamage,
  ReplicaPosition,
  TopicState,
} from '../../../main/contract/index.ts';
import { isAnswering } from '../../objects/answering.ts';

export type Role = 'leader' | 'follower' | 'out' | 'offline';

export type ReplicaCell = {
  /** `topic/partition/broker`. */
  readonly key: string;
  readonly brokerId: number;
  readonly role: Role;
  /** Out of sync, but it may lead: it has all that was acknowledged (KIP-966). */
  readonly isEligible: boolean;
  /** On its way: a new replica that copies, or an old one that goes when those are there. */
  readonly move: 'adding' | 'removing' | null;
  readonly damage: ReplicaDamage | null;
};

export type PartitionRow = {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  readonly elr: readonly number[] | null;
  readonly replicaCount: number;
  readonly isMoving: boolean;
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

/** Which brokers there are, and which of them answer: all that a cell takes from them. */
export function brokersKey(cluster: ClusterState): string {
  return brokersOf(cluster)
    .map((broker) => `${broker.id}${isAnswering(broker) ? '+' : '-'}`)
    .join();
}

type Cached = {
  readonly key: string;
  readonly damages: ClusterState['damages'];
  readonly rows: TopicRows;
};

/** A topic that did not change is not made into rows again: of a thousand, few change at a time. */
const cache = new WeakMap<TopicState, Cached>();

/** What was answered last, by what was asked: the same rows are the same list. */
const answers = new Map<string, readonly TopicRows[]>();
const answersMax = 8;

/** User topics by name, then internal ones. */
export function topicRowsOf(
  cluster: ClusterState,
  filter: string,
  isInternalShown: boolean,
): readonly TopicRows[] {
  const brokers = brokersOf(cluster);
  const key = brokersKey(cluster);
  const needle = filter.trim().toLowerCase();
  const rows = Object.entries(cluster.topics)
    .filter(([, state]) => isInternalShown || !state.isInternal || needle !== '')
    .filter(([topic]) => topic.toLowerCase().includes(needle))
    .sort(([a, left], [b, right]) => order(a, left, b, right))
    .map(([topic, state]) => {
      const before = cache.get(state);
      if (before?.key === key && before.damages === cluster.damages) return before.rows;
      const made = rowsOf(cluster, topic, state, brokers);
      cache.set(state, { key, damages: cluster.damages, rows: made });
      return made;
    });
  return sameAsBefore(`${isInternalShown} ${needle}`, rows);
}

function sameAsBefore(asked: string, rows: readonly TopicRows[]): readonly TopicRows[] {
  const before = answers.get(asked);
  const isSame =
    before?.length === rows.length && rows.every((topic, index) => topic === before[index]);
  if (before && isSame) return before;
  answers.delete(asked);
  answers.set(asked, rows);
  const [oldest] = answers.keys();
  if (answers.size > answersMax && oldest !== undefined) answers.delete(oldest);
  return rows;
}

function rowsOf(
  cluster: ClusterState,
  topic: string,
  state: TopicState,
  brokers: readonly BrokerState[],
): TopicRows {
  return {
    topic,
    isInternal: state.isInternal,
    partitions: Object.entries(state.partitions)
      .map(([partition, p]) => partitionRow(cluster, topic, Number(partition), p, brokers))
      .sort((a, b) => a.partition - b.partition),
  };
}

function order(a: string, left: TopicState, b: string, right: TopicState): number {
  if (left.isInternal !== right.isInternal) return left.isInternal ? 1 : -1;
  return a < b ? -1 : 1;
}

function partitionRow(
  cluster: ClusterState,
  topic: string,
  partition: number,
  state: PartitionState,
  brokers: readonly BrokerState[],
): PartitionRow {
  return {
    topic,
    partition,
    leader: state.leader,
    leaderEpoch: state.leaderEpoch,
    isr: [...state.isr].sort((a, b) => a - b),
    elr: state.elr,
    replicaCount: state.replicas.length,
    isMoving: state.adding.length + state.removing.length > 0,
    cells: brokers.map((broker) =>
      state.replicas.includes(broker.id)
        ? replicaCell(cluster, `${topic}/${partition}/${broker.id}`, state, broker)
        : null,
    ),
  };
}

function replicaCell(
  cluster: ClusterState,
  key: string,
  state: PartitionState,
  broker: BrokerState,
): ReplicaCell {
  return {
    key,
    brokerId: broker.id,
    role: roleOf(state, broker),
    isEligible: state.elr?.includes(broker.id) ?? false,
    move: moveOf(state, broker.id),
    damage: cluster.damages[key] ?? null,
  };
}

function moveOf(state: PartitionState, brokerId: number): ReplicaCell['move'] {
  if (state.adding.includes(brokerId)) return 'adding';
  return state.removing.includes(brokerId) ? 'removing' : null;
}

export function positionOf(
  offsets: OffsetsState | undefined,
  topic: string,
  partition: number,
  brokerId: number,
): ReplicaPosition | null {
  return offsets?.topics[topic]?.[partition]?.[brokerId] ?? null;
}

/** How much of the leader's log a replica has that is being copied, from 0 to 1. */
export function copiedShare(
  offsets: OffsetsState | undefined,
  state: PartitionState,
  name: { readonly topic: string; readonly partition: number },
): number | null {
  if (state.adding.length === 0) return null;
  const at = (id: number) => positionOf(offsets, name.topic, name.partition, id);
  const leader = at(state.leader);
  if (!leader) return null;
  const shares = state.adding.map((id) => shareOf(leader, at(id)));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** By offsets where they are told, by bytes elsewhere. */
function shareOf(leader: ReplicaPosition, own: ReplicaPosition | null): number {
  if (!own) return 0;
  const end = leader.logEndOffset ?? leader.highWatermark;
  const { behindCount } = own;
  if (end !== null && behindCount !== null) {
    const all = Math.max(1, end - (leader.logStartOffset ?? 0));
    return Math.max(0, Math.min(1, 1 - behindCount / all));
  }
  if (!leader.sizeBytes) return 1;
  return Math.min(1, (own.sizeBytes ?? 0) / leader.sizeBytes);
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

/** Replicas of a topic whose role is another than before; new and deleted ones are no change. */
export function changedRoles(before: TopicRows, after: TopicRows): readonly string[] {
  if (before === after) return [];
  const roles = new Map(cellsOf(before).map((cell) => [cell.key, cell.role]));
  return cellsOf(after).flatMap(({ key, role }) => {
    const old = roles.get(key);
    return old !== undefined && old !== role ? [key] : [];
  });
}

function cellsOf({ partitions }: TopicRows): readonly ReplicaCell[] {
  return partitions.flatMap(({ cells }) => cells.flatMap((cell) => cell ?? []));
}

/** What taking this broker away would do to the rest. */
export function lossOf(cluster: ClusterState, brokerId: number): 'none' | 'majority' | 'all' {
  const brokers = brokersOf(cluster);
  const left = brokers.filter((broker) => broker.id !== brokerId && isAnswering(broker)).length;
  if (left === 0) return 'all';
  return left * 2 <= brokers.length ? 'majority' : 'none';
}

/** A broker that was added later is no voter; only such a one can be removed. */
export function isRemovable(cluster: ClusterState, brokerId: number): boolean {
  return cluster.kind === 'local' && cluster.quorum?.observers[brokerId] !== undefined;
}

export type BrokerAct = 'start' | 'stop' | 'restart' | 'kill' | 'freeze' | 'thaw' | 'remove';

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
    case 'lost':
      return [];
  }
}

export function parseAct(text: string | undefined): BrokerAct | null {
  const acts = ['start', 'stop', 'restart', 'kill', 'freeze', 'thaw', 'remove'] as const;
  return acts.find((act) => act === text) ?? null;
}
