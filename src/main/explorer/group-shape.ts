/** Groups as the contract tells them, out of what coordinators and leaders answered. Pure. */
import type { GroupStats } from '../../broker/control.ts';
import type {
  GroupDetail,
  GroupMember,
  GroupOffset,
  GroupSummary,
  IdleReason,
  LagForecast,
  OffsetProblem,
} from '../contract/groups.ts';
import type { CommittedOffset, DescribedGroup, DescribedMember } from './group-requests.ts';
import type { TopicMetadata } from './metadata.ts';
import { partitionKey, type TopicPartitionName } from './offsets.ts';

export type Topics = ReadonlyMap<string, Pick<TopicMetadata, 'partitions'>>;
type Offsets = ReadonlyMap<string, number>;

export function summaryOf(
  group: DescribedGroup,
  committed: readonly CommittedOffset[],
  ends: Offsets,
  more: { readonly lagS: number | null; readonly forecast: LagForecast },
): GroupSummary {
  const assigned = group.members.flatMap(({ assignment }) => Object.keys(assignment));
  return {
    phase: group.phase,
    type: group.type,
    coordinatorId: group.coordinatorId,
    memberCount: group.members.length,
    idleCount: isSettled(group) ? group.members.filter(isIdle).length : 0,
    topics: [...new Set([...assigned, ...committed.map(({ topic }) => topic)])].sort(),
    lag: totalLag(committed, ends),
    ...more,
    isStale: false,
  };
}

/**
 * The ends of all committed partitions: where a leader does not tell it now the last that was
 * known, as at least so much waits there. Of topics that are gone nothing is left.
 */
export function endsWithLast(
  last: Offsets,
  ends: Offsets,
  committed: readonly CommittedOffset[],
  topics: Topics,
): Offsets {
  return new Map(
    committed.flatMap(({ topic, partition }): [string, number][] => {
      const key = partitionKey({ topic, partition });
      const end = ends.get(key) ?? (topics.has(topic) ? last.get(key) : undefined);
      return end === undefined ? [] : [[key, end]];
    }),
  );
}

export function totalLag(committed: readonly CommittedOffset[], ends: Offsets): number {
  return committed.reduce((sum, name) => sum + lagOf(ends.get(partitionKey(name)), name.offset), 0);
}

/** Committed positions with something to read behind them, the furthest behind first. */
export function laggingPositions(
  committed: readonly CommittedOffset[],
  ends: Offsets,
): readonly CommittedOffset[] {
  const lag = (name: CommittedOffset) => lagOf(ends.get(partitionKey(name)), name.offset);
  return committed.filter((name) => lag(name) > 0).sort((a, b) => lag(b) - lag(a));
}

export type DetailParts = {
  readonly group: DescribedGroup;
  readonly committed: readonly CommittedOffset[];
  readonly starts: Offsets;
  readonly ends: Offsets;
  readonly agesS: ReadonlyMap<string, number>;
  readonly topics: Topics;
  /** What the coordinator tells over the control channel; null where there is none. */
  readonly stats: GroupStats | null;
  readonly standsSinceMs: ReadonlyMap<string, number>;
};

type WatchedKey =
  | 'forecast'
  | 'writtenPerS'
  | 'readPerS'
  | 'findings'
  | 'hasCoordinatorView'
  | 'staleSinceMs';

/** Without what only watching tells: forecast, flow, findings. */
export function detailOf(parts: DetailParts): Omit<GroupDetail, WatchedKey> {
  const { group, stats } = parts;
  const members = group.members.map((member) => memberOf(parts, member));
  const offsets = groupPartitions(group, parts.committed).map((name) => offsetOf(parts, name));
  const lags = offsets.map(({ lagS }) => lagS).filter((lagS) => lagS !== null);
  return {
    groupId: group.groupId,
    phase: group.phase,
    type: group.type,
    protocol: group.protocol,
    protocolType: group.protocolType,
    coordinatorId: group.coordinatorId,
    generation: stats?.generation ?? group.epoch,
    members: Object.fromEntries(members.map((member) => [member.memberId, member])),
    offsets: Object.fromEntries(offsets.map((offset) => [partitionKey(offset), offset])),
    lag: offsets.reduce((sum, { lag }) => sum + (lag ?? 0), 0),
    lagS: lags.length === 0 ? null : Math.max(...lags),
  };
}

/** Every partition that the group reads or has read, in order. */
export function groupPartitions(
  group: DescribedGroup,
  committed: readonly CommittedOffset[],
): readonly TopicPartitionName[] {
  const assigned = group.members.flatMap(({ assignment }) =>
    Object.entries(assignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    ),
  );
  const byKey = new Map(
    [...committed, ...assigned].map(({ topic, partition }) => [
      partitionKey({ topic, partition }),
      { topic, partition },
    ]),
  );
  return [...byKey.values()].sort((left, right) =>
    left.topic === right.topic
      ? left.partition - right.partition
      : left.topic < right.topic
        ? -1
        : 1,
  );
}

function memberOf({ group, topics, stats }: DetailParts, member: DescribedMember): GroupMember {
  const own = stats?.members.find(({ memberId }) => memberId === member.memberId);
  return {
    ...member,
    idle: isIdle(member) ? idleReason(group, member, topics) : null,
    heartbeatAgeMs: own?.heartbeatAgeMs ?? null,
    sessionTimeoutMs: own?.sessionTimeoutMs ?? null,
    rebalanceTimeoutMs: own?.rebalanceTimeoutMs ?? null,
    isWaiting: own?.isWaiting ?? null,
  };
}

/** Why a member without partitions has none. */
export function idleReason(
  group: DescribedGroup,
  member: DescribedMember,
  topics: Topics,
): IdleReason {
  if (!isSettled(group)) return { kind: 'rebalancing' };
  const { subscription } = member;
  if (subscription === null) return { kind: 'not-assigned' };
  if (subscription.length === 0) return { kind: 'no-subscription' };
  const missing = subscription.filter((topic) => !topics.has(topic));
  if (missing.length === subscription.length) return { kind: 'no-such-topic', topics: missing };
  const wanted = new Set(subscription);
  const partitions = subscription.reduce(
    (sum, topic) => sum + (topics.get(topic)?.partitions.length ?? 0),
    0,
  );
  const rivals = group.members.filter((other) =>
    (other.subscription ?? Object.keys(other.assignment)).some((topic) => wanted.has(topic)),
  );
  if (rivals.length > partitions) {
    return { kind: 'more-members-than-partitions', members: rivals.length, partitions };
  }
  return { kind: 'not-assigned' };
}

function offsetOf(parts: DetailParts, name: TopicPartitionName): GroupOffset {
  const key = partitionKey(name);
  const { starts, ends } = parts;
  const committedOffset = parts.committed.find(
    ({ topic, partition }) => topic === name.topic && partition === name.partition,
  )?.offset;
  const end = ends.get(key);
  const lag = committedOffset === undefined ? null : lagOf(end, committedOffset);
  return {
    ...name,
    committedOffset: committedOffset ?? null,
    logStartOffset: starts.get(key) ?? -1,
    logEndOffset: end ?? -1,
    lag,
    lagS: lag === null ? null : lag === 0 ? 0 : (parts.agesS.get(key) ?? null),
    memberId: ownerOf(parts.group.members, name),
    problem: problemOf(parts, name, committedOffset ?? null),
    standsSinceMs: parts.standsSinceMs.get(key) ?? null,
  };
}

function problemOf(
  { topics, starts, ends }: DetailParts,
  name: TopicPartitionName,
  committed: number | null,
): OffsetProblem | null {
  const partition = topics.get(name.topic)?.partitions[name.partition];
  if (!partition) return 'topic-deleted';
  if (partition.leader < 0) return 'no-leader';
  if (committed === null) return null;
  const key = partitionKey(name);
  const [start, end] = [starts.get(key), ends.get(key)];
  if (start !== undefined && committed < start) return 'behind-start';
  return end !== undefined && committed > end ? 'beyond-end' : null;
}

function ownerOf(members: readonly DescribedMember[], name: TopicPartitionName): string | null {
  const owner = members.find(({ assignment }) => assignment[name.topic]?.includes(name.partition));
  return owner?.memberId ?? null;
}

/** Between generations nobody's assignment means anything. */
function isSettled({ phase }: DescribedGroup): boolean {
  return phase === 'stable' || phase === 'reconciling';
}

function isIdle({ assignment }: DescribedMember): boolean {
  return Object.values(assignment).every((partitions) => partitions.length === 0);
}

function lagOf(end: number | undefined, committed: number): number {
  return end === undefined ? 0 : Math.max(0, end - committed);
}
