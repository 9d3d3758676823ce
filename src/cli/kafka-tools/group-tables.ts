/** The tables of `kafka-consumer-groups --describe`. */
import type { GroupDetail, GroupMember, GroupOffset } from '../../main/contract/groups.ts';
import type { Explorer } from '../../main/explorer/explorer.ts';
import { type Column, renderColumns, usualWidth } from './columns.ts';
import type { Given } from './given.ts';
import { compareText, hostName, missing, stateName } from './group-words.ts';
import type { ToolOutput } from './tool.ts';

export async function describeGroups(
  explorer: Explorer,
  given: Given,
  to: ToolOutput,
): Promise<void> {
  for (const groupId of await groupsOf(explorer, given)) {
    const group = await describeGroup(explorer, groupId);
    tellState(group, to);
    if (given.has('members')) to.out(membersTable(group, given.has('verbose')));
    else if (given.has('state')) to.out(await stateTable(explorer, group, given.has('verbose')));
    else to.out(offsetsTable(group, given.has('verbose')));
  }
}

/** Those that are named, or all. */
export async function groupsOf(explorer: Explorer, given: Given): Promise<readonly string[]> {
  if (!given.has('all-groups')) return given.texts('group');
  const { groups } = await explorer.handlers()['groups.list'](undefined);
  return Object.keys(groups).sort(compareText);
}

export async function describeGroup(explorer: Explorer, groupId: string): Promise<GroupDetail> {
  try {
    return await explorer.handlers()['groups.describe']({ groupId });
  } catch (error) {
    if ((error as { readonly code?: string }).code !== 'group-not-found') throw error;
    throw new Error(
      `org.apache.kafka.common.errors.GroupIdNotFoundException: Group ${groupId} not found.`,
      { cause: error },
    );
  }
}

function tellState({ groupId, phase }: GroupDetail, to: ToolOutput): void {
  if (phase === 'empty') to.error(`\nConsumer group '${groupId}' has no active members.\n`);
  if (phase === 'dead') to.error(`\nError: Consumer group '${groupId}' does not exist.\n`);
  const isMoving = ['preparing-rebalance', 'completing-rebalance', 'assigning', 'reconciling'];
  if (isMoving.includes(phase)) {
    to.error(`\nWarning: Consumer group '${groupId}' is rebalancing.\n`);
  }
}

function offsetsTable(group: GroupDetail, isVerbose: boolean): string {
  const epoch: readonly Column[] = isVerbose ? [['LEADER-EPOCH', usualWidth]] : [];
  const columns: readonly Column[] = [
    ['GROUP', usualWidth],
    ['TOPIC', usualWidth],
    ['PARTITION', 10],
    ...epoch,
    ['CURRENT-OFFSET', usualWidth],
    ['LOG-END-OFFSET', usualWidth],
    ['LAG', usualWidth],
    ['CONSUMER-ID', usualWidth],
    ['HOST', usualWidth],
    ['CLIENT-ID', null],
  ];
  const rows = [
    ...Object.values(group.offsets)
      .sort(byPartition)
      .map((row) => offsetRow(group, row, isVerbose)),
    ...idleMembers(group).map((member) => idleRow(group, member, isVerbose)),
  ];
  if (rows.length === 0) return '';
  return `\n${renderColumns(columns, rows, ['GROUP', 'TOPIC', 'CONSUMER-ID', 'HOST'])}`;
}

function offsetRow(group: GroupDetail, row: GroupOffset, isVerbose: boolean): readonly string[] {
  const member = row.memberId === null ? undefined : group.members[row.memberId];
  return [
    group.groupId,
    row.topic,
    String(row.partition),
    ...(isVerbose ? [missing] : []),
    String(row.committedOffset ?? missing),
    row.logEndOffset < 0 ? missing : String(row.logEndOffset),
    String(row.lag ?? missing),
    member?.memberId ?? missing,
    member ? hostName(member.host) : missing,
    member?.clientId ?? missing,
  ];
}

function idleRow(group: GroupDetail, member: GroupMember, isVerbose: boolean): readonly string[] {
  const nothing = Array.from({ length: isVerbose ? 6 : 5 }, () => missing);
  return [group.groupId, ...nothing, member.memberId, hostName(member.host), member.clientId];
}

/** Kafka's lines end with a space here. */
const lineEnd: Column = ['', null];

function membersTable(group: GroupDetail, isVerbose: boolean): string {
  const members = Object.values(group.members);
  const hasInstances = members.some(({ instanceId }) => instanceId !== null);
  const columns: readonly Column[] = [
    ['GROUP', usualWidth],
    ['CONSUMER-ID', usualWidth],
    ...(hasInstances ? [['GROUP-INSTANCE-ID', 17] as Column] : []),
    ['HOST', usualWidth],
    ['CLIENT-ID', usualWidth],
    ['#PARTITIONS', usualWidth],
    ...(isVerbose
      ? ([
          ['CURRENT-EPOCH', usualWidth],
          ['CURRENT-ASSIGNMENT', 20],
          ['TARGET-EPOCH', usualWidth],
          ['TARGET-ASSIGNMENT', 20],
        ] as const)
      : [lineEnd]),
  ];
  const rows = members.map((member) => [
    group.groupId,
    member.memberId,
    ...(hasInstances ? [member.instanceId ?? ''] : []),
    hostName(member.host),
    member.clientId,
    String(Object.values(member.assignment).flat().length),
    ...(isVerbose ? [missing, assignmentText(member), missing, missing] : ['']),
  ]);
  const growing = [
    'GROUP',
    'CONSUMER-ID',
    'GROUP-INSTANCE-ID',
    'HOST',
    'CLIENT-ID',
    'CURRENT-ASSIGNMENT',
  ];
  return `\n${renderColumns(columns, rows, growing)}`;
}

async function stateTable(
  explorer: Explorer,
  group: GroupDetail,
  isVerbose: boolean,
): Promise<string> {
  const { brokers } = await explorer.link.metadata();
  const node = brokers.get(group.coordinatorId);
  const coordinator = `${node?.host ?? ''}:${node?.port ?? ''}  (${group.coordinatorId})`;
  const columns: readonly Column[] = [
    ['GROUP', usualWidth],
    ['COORDINATOR (ID)', 25],
    ['ASSIGNMENT-STRATEGY', 20],
    ['STATE', 20],
    ...(isVerbose
      ? ([
          ['GROUP-EPOCH', usualWidth],
          ['TARGET-ASSIGNMENT-EPOCH', 25],
        ] as const)
      : []),
    ['#MEMBERS', null],
  ];
  const row = [
    group.groupId,
    coordinator,
    group.protocol === '' ? missing : group.protocol,
    stateName(group.phase),
    ...(isVerbose ? [missing, missing] : []),
    String(Object.keys(group.members).length),
  ];
  return `\n${renderColumns(columns, [row], ['GROUP', 'COORDINATOR (ID)'])}`;
}

/** `orders:0,1;payments:2`. */
function assignmentText({ assignment }: GroupMember): string {
  const topics = Object.entries(assignment)
    .sort(([left], [right]) => compareText(left, right))
    .map(([topic, partitions]) => `${topic}:${[...partitions].sort((a, b) => a - b).join(',')}`);
  return topics.length === 0 ? missing : topics.join(';');
}

function idleMembers({ members }: GroupDetail): readonly GroupMember[] {
  return Object.values(members).filter(
    ({ assignment }) => Object.values(assignment).flat().length === 0,
  );
}

function byPartition(left: GroupOffset, right: GroupOffset): number {
  return compareText(left.topic, right.topic) || left.partition - right.partition;
}
