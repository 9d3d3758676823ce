/**
 * What is asked of coordinators, for many groups in one request each: who is there, who the members
 * are, what is committed.
 */
import * as kafka from '@platformatic/kafka';
import type { GroupMember, GroupPhase, GroupType } from '../contract/groups.ts';
import { isRetriable, kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import type { TopicPartitionName } from './offsets.ts';

/** A member as its coordinator describes it. */
export type DescribedMember = Pick<
  GroupMember,
  'memberId' | 'instanceId' | 'clientId' | 'host' | 'rack' | 'assignment' | 'subscription' | 'epoch'
>;

export type DescribedGroup = {
  readonly groupId: string;
  readonly phase: GroupPhase;
  readonly type: GroupType;
  readonly protocol: string;
  readonly protocolType: string;
  readonly coordinatorId: number;
  /** KIP-848 only. */
  readonly epoch: number | null;
  readonly members: readonly DescribedMember[];
};

export type ListedGroup = {
  readonly groupId: string;
  readonly type: GroupType;
  readonly protocolType: string;
  readonly phase: GroupPhase;
  readonly coordinatorId: number;
};

export type CommittedOffset = TopicPartitionName & { readonly offset: number };

const groupKey = 0;
const retryCount = 25;
const retryDelayMs = 200;
/** Groups of one request; an answer of very many would be parsed in one go. */
const groupsMax = 200;

/** Every broker lists the groups that it coordinates; `silent` are those that did not answer. */
export async function listFromAll(link: KafkaLink): Promise<{
  readonly listed: readonly ListedGroup[];
  readonly silent: ReadonlySet<number>;
}> {
  const { brokers } = await link.metadata();
  const silent = new Set<number>();
  let lastError: unknown;
  const lists = await Promise.all(
    [...brokers.keys()].map(async (coordinatorId) => {
      try {
        return await listFrom(link, coordinatorId);
      } catch (error) {
        // An environment fault: a broker that is down coordinates nothing.
        if (!isRetriable(error)) throw error;
        lastError = error;
        silent.add(coordinatorId);
        return [];
      }
    }),
  );
  if (brokers.size > 0 && silent.size === brokers.size) throw lastError;
  return { listed: lists.flat(), silent };
}

/** The groups that one broker coordinates. */
export async function listFrom(
  link: KafkaLink,
  coordinatorId: number,
): Promise<readonly ListedGroup[]> {
  const { response } = await link.callPartly(coordinatorId, 'listGroups', [], []);
  return response.groups.map((group) => ({
    groupId: group.groupId,
    type: readType(group.groupType),
    protocolType: group.protocolType,
    phase: readPhase(group.groupState ?? ''),
    coordinatorId,
  }));
}

/** The broker that coordinates the group. */
export async function findCoordinator(link: KafkaLink, groupId: string): Promise<number> {
  for (let attempt = 0; attempt < retryCount; attempt += 1) {
    const { response } = await link.callPartly('any', 'findCoordinator', groupKey, [groupId]);
    const found = response.coordinators.find(({ errorCode }) => errorCode === 0);
    if (found) return found.nodeId;
    // The first group of a cluster makes the topic of all offsets come into being.
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
  }
  throw kafkaError(15, null, { groupId });
}

/** Share and streams groups are told as they are listed. */
export async function describeGroups(
  link: KafkaLink,
  listed: readonly ListedGroup[],
): Promise<readonly DescribedGroup[]> {
  const classic = listed.filter(({ type }) => type === 'classic' || type === 'unknown');
  const modern = listed.filter(({ type }) => type === 'consumer');
  const others = listed.filter(({ type }) => type === 'share' || type === 'streams');
  const described = await Promise.all([
    ...batches(classic).map(([id, groups]) => describeClassic(link, id, groups)),
    ...batches(modern).map(([id, groups]) => describeModern(link, id, groups)),
  ]);
  const unknown = { protocol: '', epoch: null, members: [] } as const;
  return [...described.flat(), ...others.map((group) => ({ ...group, ...unknown }))];
}

/** Committed offsets by group; a group whose coordinator does not answer is missing. */
export async function fetchCommitted(
  link: KafkaLink,
  groups: readonly { readonly groupId: string; readonly coordinatorId: number }[],
): Promise<ReadonlyMap<string, readonly CommittedOffset[]>> {
  const committed = new Map<string, readonly CommittedOffset[]>();
  await Promise.all(
    batches(groups).map(async ([coordinatorId, own]) => {
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

async function describeClassic(
  link: KafkaLink,
  coordinatorId: number,
  listed: readonly ListedGroup[],
): Promise<readonly DescribedGroup[]> {
  const groupIds = listed.map(({ groupId }) => groupId);
  const { response } = await link.callPartly(coordinatorId, 'describeGroups', groupIds, false);
  return response.groups.map((group) => ({
    groupId: group.groupId,
    phase: readPhase(group.groupState),
    type: 'classic',
    protocol: group.protocolData,
    protocolType: group.protocolType,
    coordinatorId,
    epoch: null,
    members: group.members.map((member) => ({
      memberId: member.memberId,
      instanceId: member.groupInstanceId ?? null,
      clientId: member.clientId,
      host: member.clientHost.replace(/^\//, ''),
      rack: null,
      assignment: readAssignment(group.protocolType, member.memberAssignment),
      subscription: readSubscription(group.protocolType, member.memberMetadata),
      epoch: null,
    })),
  }));
}

async function describeModern(
  link: KafkaLink,
  coordinatorId: number,
  listed: readonly ListedGroup[],
): Promise<readonly DescribedGroup[]> {
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
    protocolType: 'consumer',
    coordinatorId,
    epoch: group.groupEpoch,
    members: group.members.map((member) => ({
      memberId: member.memberId,
      instanceId: member.instanceId ?? null,
      clientId: member.clientId,
      host: member.clientHost.replace(/^\//, ''),
      rack: member.rackId || null,
      assignment: Object.fromEntries(
        member.assignment.topicPartitions.map((item) => [item.topicName, item.partitions]),
      ),
      subscription: member.subscribedTopicRegex ? null : member.subscribedTopicNames,
      epoch: member.memberEpoch,
    })),
  }));
}

/** One entry per request: a coordinator and some of its groups. */
function batches<Group extends { readonly coordinatorId: number }>(
  groups: readonly Group[],
): readonly (readonly [coordinatorId: number, groups: readonly Group[]])[] {
  return [...Map.groupBy(groups, ({ coordinatorId }) => coordinatorId)].flatMap(([id, own]) =>
    Array.from(
      { length: Math.ceil(own.length / groupsMax) },
      (_, index) => [id, own.slice(index * groupsMax, (index + 1) * groupsMax)] as const,
    ),
  );
}

/** Connect workers and others put something else there. */
export function readAssignment(protocolType: string, bytes: Buffer): DescribedMember['assignment'] {
  if (protocolType !== 'consumer' || bytes.length === 0) return {};
  const { assignedPartitions } = kafka.decodeConsumerProtocolAssignment(bytes);
  return Object.fromEntries(assignedPartitions.map(({ topic, partitions }) => [topic, partitions]));
}

function readSubscription(protocolType: string, bytes: Buffer): readonly string[] | null {
  if (protocolType !== 'consumer' || bytes.length === 0) return null;
  try {
    return kafka.decodeConsumerProtocolSubscription(bytes).topics;
  } catch {
    // Another program's bytes under the consumers' name.
    return null;
  }
}

function readType(type: string | undefined): GroupType {
  const lower = type?.toLowerCase();
  return lower === 'consumer' || lower === 'share' || lower === 'streams' ? lower : 'classic';
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
