/** Consumer groups: state, members, offsets and lag, for any cluster. */
import * as kafka from '@platformatic/kafka';
import type { GroupDetail, GroupMember, GroupOffset, GroupPhase } from '../contract/groups.ts';
import type { GroupSummary, GroupsState } from '../contract/groups.ts';
import { isRetriable, kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import type { LagClock } from './lag-clock.ts';
import {
  earliestTimestamp,
  latestTimestamp,
  listOffsets,
  partitionKey,
  type TopicPartitionName,
} from './offsets.ts';

type GroupType = GroupSummary['type'];

type Described = {
  readonly groupId: string;
  readonly phase: GroupPhase;
  readonly type: GroupType;
  readonly protocol: string;
  readonly coordinatorId: number;
  readonly members: readonly GroupMember[];
};

type Committed = TopicPartitionName & { readonly offset: number };

const groupKey = 0;
const groupIdNotFound = 69;
const retryCount = 25;
const retryDelayMs = 200;

/** All groups of the cluster. */
export async function listGroups(link: KafkaLink): Promise<GroupsState> {
  const listed = await listFromAll(link);
  const described = await describeGroups(link, listed);
  const committed = await fetchCommitted(link, described);
  const ends = await listOffsets(
    link,
    uniquePartitions([...committed.values()].flat()),
    latestTimestamp,
  );
  const groups: Record<string, GroupSummary> = {};
  for (const group of described) {
    const offsets = committed.get(group.groupId) ?? [];
    const assigned = group.members.flatMap(({ assignment }) => Object.keys(assignment));
    const topics = new Set([...assigned, ...offsets.map(({ topic }) => topic)]);
    groups[group.groupId] = {
      phase: group.phase,
      type: group.type,
      coordinatorId: group.coordinatorId,
      memberCount: group.members.length,
      topics: [...topics].sort(),
      lag: sum(offsets.map((name) => lagOf(ends.get(partitionKey(name)), name.offset))),
    };
  }
  return { groups };
}

/** One group with its members and the offsets of every partition it reads or has read. */
export async function describeGroup(
  link: KafkaLink,
  clock: LagClock,
  groupId: string,
): Promise<GroupDetail> {
  const group = await findGroup(link, groupId);
  const committed = (await fetchCommitted(link, [group])).get(groupId) ?? [];
  const names = uniquePartitions([...committed, ...assignedPartitions(group.members)]);
  const [starts, ends] = await Promise.all([
    listOffsets(link, names, earliestTimestamp),
    listOffsets(link, names, latestTimestamp),
  ]);
  const committedByKey = new Map(committed.map((name) => [partitionKey(name), name.offset]));
  const lagging = names.flatMap((name) => {
    const key = partitionKey(name);
    const offset = committedByKey.get(key);
    const isBehind = offset !== undefined && lagOf(ends.get(key), offset) > 0;
    return isBehind ? [{ ...name, offset: Math.max(offset, starts.get(key) ?? 0) }] : [];
  });
  const ages = await clock.agesS(link, lagging);
  const offsets: Record<string, GroupOffset> = {};
  for (const name of names) {
    const key = partitionKey(name);
    const committedOffset = committedByKey.get(key) ?? null;
    const logEndOffset = ends.get(key) ?? -1;
    const lag = committedOffset === null ? null : lagOf(ends.get(key), committedOffset);
    offsets[key] = {
      ...name,
      committedOffset,
      logStartOffset: starts.get(key) ?? -1,
      logEndOffset,
      lag,
      lagS: lag === null ? null : lag === 0 ? 0 : (ages.get(key) ?? null),
      memberId: ownerOf(group.members, name),
    };
  }
  const lags = Object.values(offsets)
    .map(({ lagS }) => lagS)
    .filter((lagS) => lagS !== null);
  return {
    groupId,
    phase: group.phase,
    type: group.type,
    protocol: group.protocol,
    coordinatorId: group.coordinatorId,
    members: Object.fromEntries(group.members.map((member) => [member.memberId, member])),
    offsets,
    lag: sum(Object.values(offsets).map(({ lag }) => lag ?? 0)),
    lagS: lags.length === 0 ? null : Math.max(...lags),
  };
}

/** The committed offsets of one group, by `topic-partition`. */
export async function committedOffsets(
  link: KafkaLink,
  groupId: string,
): Promise<ReadonlyMap<string, number>> {
  const group = { groupId, coordinatorId: await findCoordinator(link, groupId) };
  const committed = (await fetchCommitted(link, [group])).get(groupId) ?? [];
  return new Map(committed.map((name) => [partitionKey(name), name.offset]));
}

/** The broker that coordinates the group. */
export async function findCoordinator(link: KafkaLink, groupId: string): Promise<number> {
  for (let attempt = 0; attempt < retryCount; attempt += 1) {
    const coordinatorId = (await findCoordinators(link, [groupId])).get(groupId);
    if (coordinatorId !== undefined) return coordinatorId;
    // The first group of a cluster makes the topic of all offsets come into being.
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
  }
  throw kafkaError(15, null, { groupId });
}

async function findGroup(link: KafkaLink, groupId: string): Promise<Described> {
  const coordinatorId = await findCoordinator(link, groupId);
  const { response } = await link.callPartly(coordinatorId, 'listGroups', [], []);
  const listed = response.groups.find((group) => group.groupId === groupId);
  if (!listed) throw kafkaError(groupIdNotFound, null, { groupId });
  const group = { groupId, type: readType(listed.groupType), coordinatorId };
  const [described] = await describeGroups(link, [group]);
  if (!described) throw kafkaError(groupIdNotFound, null, { groupId });
  return described;
}

type Listed = {
  readonly groupId: string;
  readonly type: GroupType;
  readonly coordinatorId: number;
};

/** Every broker lists the groups that it coordinates. */
async function listFromAll(link: KafkaLink): Promise<readonly Listed[]> {
  const { brokers } = await link.metadata();
  const lists = await Promise.all(
    [...brokers.keys()].map(async (coordinatorId) => {
      try {
        const { response } = await link.callPartly(coordinatorId, 'listGroups', [], []);
        return response.groups.map((group) => ({
          groupId: group.groupId,
          type: readType(group.groupType),
          coordinatorId,
        }));
      } catch (error) {
        // An environment fault: a broker that is down coordinates nothing.
        if (!isRetriable(error)) throw error;
        return [];
      }
    }),
  );
  return lists.flat();
}

async function describeGroups(
  link: KafkaLink,
  listed: readonly Listed[],
): Promise<readonly Described[]> {
  const classic = listed.filter(({ type }) => type === 'classic' || type === 'unknown');
  const modern = listed.filter(({ type }) => type === 'consumer');
  const others = listed.filter(({ type }) => type === 'share');
  const described = await Promise.all([
    ...[...byCoordinator(classic)].map(([id, groups]) => describeClassic(link, id, groups)),
    ...[...byCoordinator(modern)].map(([id, groups]) => describeModern(link, id, groups)),
  ]);
  const empty = { phase: 'unknown', protocol: '', members: [] } as const;
  return [...described.flat(), ...others.map((group) => ({ ...group, ...empty }))];
}

async function describeClassic(
  link: KafkaLink,
  coordinatorId: number,
  listed: readonly Listed[],
): Promise<readonly Described[]> {
  const groupIds = listed.map(({ groupId }) => groupId);
  const { response } = await link.callPartly(coordinatorId, 'describeGroups', groupIds, false);
  return response.groups.map((group) => ({
    groupId: group.groupId,
    phase: readPhase(group.groupState),
    type: 'classic',
    protocol: group.protocolData,
    coordinatorId,
    members: group.members.map((member) => ({
      memberId: member.memberId,
      instanceId: member.groupInstanceId ?? null,
      clientId: member.clientId,
      host: member.clientHost.replace(/^\//, ''),
      assignment: readAssignment(group.protocolType, member.memberAssignment),
    })),
  }));
}

async function describeModern(
  link: KafkaLink,
  coordinatorId: number,
  listed: readonly Listed[],
): Promise<readonly Described[]> {
  const groupIds = listed.map(({ groupId }) => groupId);
  const { response } = await link.callPartly(
    coordinatorId,
    'consumerGroupDescribe',
    groupIds,
    false,
  );
  return response.groups.map((group) => ({
    groupId: group.groupId,
    phase: readPhase(group.groupState),
    type: 'consumer',
    protocol: group.assignorName,
    coordinatorId,
    members: group.members.map((member) => ({
      memberId: member.memberId,
      instanceId: member.instanceId ?? null,
      clientId: member.clientId,
      host: member.clientHost.replace(/^\//, ''),
      assignment: Object.fromEntries(
        member.assignment.topicPartitions.map((item) => [item.topicName, item.partitions]),
      ),
    })),
  }));
}

async function findCoordinators(
  link: KafkaLink,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { response } = await link.callPartly('any', 'findCoordinator', groupKey, [...groupIds]);
  return new Map(
    response.coordinators
      .filter(({ errorCode }) => errorCode === 0)
      .map(({ key, nodeId }) => [key, nodeId]),
  );
}

async function fetchCommitted(
  link: KafkaLink,
  groups: readonly { readonly groupId: string; readonly coordinatorId: number }[],
): Promise<ReadonlyMap<string, readonly Committed[]>> {
  const committed = new Map<string, readonly Committed[]>();
  await Promise.all(
    [...byCoordinator(groups)].map(async ([coordinatorId, own]) => {
      const request = own.map(({ groupId }) => ({ groupId, memberEpoch: -1, topics: null }));
      const { response } = await link.callPartly(coordinatorId, 'offsetFetch', request, false);
      for (const { groupId, topics } of response.groups) {
        const offsets = topics.flatMap(({ name, partitions }) =>
          partitions.map(({ partitionIndex, committedOffset }) => ({
            topic: name,
            partition: partitionIndex,
            offset: Number(committedOffset),
          })),
        );
        committed.set(
          groupId,
          offsets.filter(({ offset }) => offset >= 0),
        );
      }
    }),
  );
  return committed;
}

function byCoordinator<Group extends { readonly coordinatorId: number }>(
  groups: readonly Group[],
): ReadonlyMap<number, readonly Group[]> {
  return Map.groupBy(groups, ({ coordinatorId }) => coordinatorId);
}

function readAssignment(protocolType: string, bytes: Buffer): GroupMember['assignment'] {
  // Connect workers and others put something else there.
  if (protocolType !== 'consumer' || bytes.length === 0) return {};
  const { assignedPartitions } = kafka.decodeConsumerProtocolAssignment(bytes);
  return Object.fromEntries(assignedPartitions.map(({ topic, partitions }) => [topic, partitions]));
}

function assignedPartitions(members: readonly GroupMember[]): readonly TopicPartitionName[] {
  return members.flatMap(({ assignment }) =>
    Object.entries(assignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    ),
  );
}

function ownerOf(members: readonly GroupMember[], name: TopicPartitionName): string | null {
  const owner = members.find(({ assignment }) => assignment[name.topic]?.includes(name.partition));
  return owner?.memberId ?? null;
}

function uniquePartitions(names: readonly TopicPartitionName[]): readonly TopicPartitionName[] {
  const byKey = new Map(
    names.map(({ topic, partition }) => [partitionKey({ topic, partition }), { topic, partition }]),
  );
  return [...byKey.values()].sort((left, right) =>
    left.topic === right.topic
      ? left.partition - right.partition
      : left.topic < right.topic
        ? -1
        : 1,
  );
}

function lagOf(end: number | undefined, committed: number): number {
  return end === undefined ? 0 : Math.max(0, end - committed);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}

function readType(type: string | undefined): GroupType {
  const lower = type?.toLowerCase();
  return lower === 'consumer' || lower === 'share' ? lower : 'classic';
}

/** `PreparingRebalance`, in older brokers `PREPARING_REBALANCE`. */
function readPhase(state: string): GroupPhase {
  const phase = phases[state.toLowerCase().replace(/[^a-z]/g, '')];
  return phase ?? 'unknown';
}

const phases: { readonly [state: string]: GroupPhase } = {
  stable: 'stable',
  preparingrebalance: 'preparing-rebalance',
  completingrebalance: 'completing-rebalance',
  assigning: 'assigning',
  reconciling: 'reconciling',
  empty: 'empty',
  dead: 'dead',
};
