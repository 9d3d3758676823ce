/** Groups: members from joining to leaving, and offsets. */
import { offsetCommitApi } from '../../../src/broker/protocol/messages/08-offset-commit.ts';
import { offsetFetchApi } from '../../../src/broker/protocol/messages/09-offset-fetch.ts';
import { findCoordinatorApi } from '../../../src/broker/protocol/messages/10-find-coordinator.ts';
import { joinGroupApi } from '../../../src/broker/protocol/messages/11-join-group.ts';
import { heartbeatApi } from '../../../src/broker/protocol/messages/12-heartbeat.ts';
import { leaveGroupApi } from '../../../src/broker/protocol/messages/13-leave-group.ts';
import { syncGroupApi } from '../../../src/broker/protocol/messages/14-sync-group.ts';
import { describeGroupsApi } from '../../../src/broker/protocol/messages/15-describe-groups.ts';
import { listGroupsApi } from '../../../src/broker/protocol/messages/16-list-groups.ts';
import { deleteGroupsApi } from '../../../src/broker/protocol/messages/42-delete-groups.ts';
import { offsetDeleteApi } from '../../../src/broker/protocol/messages/47-offset-delete.ts';
import { consumerProtocolSubscription } from '../../../src/broker/protocol/records/consumer-protocol.ts';
import { zeroUuid } from '../../../src/broker/protocol/types.ts';
import { noTopic, noTopicId, topic, versionsOf, type Wire } from './wire.ts';

const subscription = Buffer.concat([
  Buffer.from([0, 0]),
  consumerProtocolSubscription.message.encode(0, { topics: [topic], userData: null }),
]);
const groupOf = (version: number) => `group-v${version}`;
const staticGroupOf = (version: number) => `static-v${version}`;
const offsetsOf = (version: number) => `offsets-v${version}`;
const unheardOf = 'unheard-of';
const nobody = 'nobody';

export async function findCoordinators(wire: Wire): Promise<void> {
  const isFound = ({ coordinators }: { coordinators: { errorCode: number }[] }) =>
    coordinators.every(({ errorCode }) => errorCode === 0);
  await wire.until(findCoordinatorApi, 4, { coordinatorKeys: ['g'] }, isFound);
  for (const version of versionsOf(findCoordinatorApi)) {
    const ask = (label: string, keyType: number, ...keys: string[]) =>
      wire.ask(findCoordinatorApi, version, label, {
        key: keys[0],
        keyType,
        coordinatorKeys: keys,
      });
    await ask('group', 0, 'g', 'h');
    if (version >= 1) await ask('unknown kind', 2, 'g');
  }
  // A coordinator that is about to take over a partition does not know it yet, or is loading it.
  const numbers = Array.from({ length: 11 }, (_, index) => index);
  const groups = [
    ...numbers.map(groupOf),
    ...numbers.map(staticGroupOf),
    ...numbers.map(offsetsOf),
  ];
  const isLoaded = (answer: { groups: { errorCode: number }[] }) =>
    answer.groups.every(({ errorCode }) => errorCode === 0);
  await wire.until(describeGroupsApi, 4, { groups: [...groups, unheardOf] }, isLoaded);
}

type Join = { memberId?: string; groupInstanceId?: string | null; protocolType?: string };

const joinRequest = (groupId: string, fields: Join = {}) => ({
  groupId,
  sessionTimeoutMs: 30_000,
  rebalanceTimeoutMs: 60_000,
  memberId: '',
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: subscription }],
  ...fields,
});

const upTo = (version: number, { maxVersion }: { maxVersion: number }) =>
  Math.min(version, maxVersion);

/** One group per version of JoinGroup; the other APIs are asked in the version next to it. */
export async function liveInGroups(wire: Wire): Promise<void> {
  for (const version of versionsOf(joinGroupApi)) {
    const groupId = groupOf(version);
    const ask = (label: string, fields: Join = {}, id = groupId) =>
      wire.ask(joinGroupApi, version, label, joinRequest(id, fields));
    await ask('no group', {}, '');
    await ask('unknown member', { memberId: nobody });
    await wire.ask(joinGroupApi, version, 'short session', {
      ...joinRequest(groupId),
      sessionTimeoutMs: 1,
    });
    const first = await ask('first');
    const memberId = first?.memberId ?? '';
    const joined = version >= 4 ? await ask('second', { memberId }) : first;
    await ask('other protocol type', { protocolType: 'connect' });
    await syncAndBeat(wire, version, groupId, {
      memberId,
      generationId: joined?.generationId ?? 0,
    });
  }
  await staticMembers(wire);
}

type Membership = { readonly memberId: string; readonly generationId: number };

async function syncAndBeat(wire: Wire, version: number, groupId: string, member: Membership) {
  const { memberId, generationId } = member;
  const assignments = [{ memberId, assignment: Buffer.from('assignment') }];
  const sync = (label: string, fields: object = {}) =>
    wire.ask(syncGroupApi, upTo(version, syncGroupApi), `${label}, ${groupId}`, {
      groupId,
      memberId,
      generationId,
      protocolType: version >= 5 ? 'consumer' : null,
      protocolName: version >= 5 ? 'range' : null,
      assignments,
      ...fields,
    });
  await sync('unknown member', { memberId: nobody });
  await sync('wrong generation', { generationId: generationId + 5 });
  if (version >= 5) await sync('wrong protocol', { protocolType: 'connect' });
  if (version >= 5) await sync('no protocol', { protocolName: null });
  await sync('leader');
  await sync('again', { assignments: [] });
  const beat = (label: string, fields: object = {}) =>
    wire.ask(heartbeatApi, upTo(version, heartbeatApi), `${label}, ${groupId}`, {
      groupId,
      memberId,
      generationId,
      ...fields,
    });
  await beat('good');
  await beat('unknown member', { memberId: nobody });
  await beat('wrong generation', { generationId: generationId + 5 });
  await beat('no group', { groupId: '' });
  const commit = (label: string, fields: object = {}) =>
    wire.ask(offsetCommitApi, Math.min(version + 2, 9), `${label}, ${groupId}`, {
      ...commitRequest(groupId, zeroUuid),
      memberId,
      generationIdOrMemberEpoch: generationId,
      ...fields,
    });
  await commit('member');
  await commit('unknown member', { memberId: nobody });
  await commit('wrong generation', { generationIdOrMemberEpoch: generationId + 5 });
  await commit('nobody', { memberId: '', generationIdOrMemberEpoch: -1 });
}

async function staticMembers(wire: Wire): Promise<void> {
  for (const version of [5, 6, 7, 8, 9]) {
    const groupId = staticGroupOf(version);
    const groupInstanceId = 'instance';
    const ask = (label: string, memberId: string) =>
      wire.ask(joinGroupApi, version, label, joinRequest(groupId, { memberId, groupInstanceId }));
    const joined = await ask('static', '');
    const { memberId, generationId } = { memberId: '', generationId: 0, ...joined };
    await ask('static, fenced', nobody);
    await wire.prepare(syncGroupApi, 3, {
      groupId,
      memberId,
      generationId,
      groupInstanceId,
      assignments: [{ memberId, assignment: Buffer.from('x') }],
    });
    await ask('static, again', '');
    const beat = { groupId, memberId, generationId, groupInstanceId };
    await wire.ask(heartbeatApi, upTo(version, heartbeatApi), `fenced, ${groupId}`, beat);
  }
}

const commitRequest = (groupId: string, topicId: string) => ({
  groupId,
  memberId: '',
  topics: [
    {
      name: topic,
      topicId,
      partitions: [0, 99].map((partitionIndex) => ({
        partitionIndex,
        committedOffset: 3,
        committedLeaderEpoch: 0,
        committedMetadata: 'note',
      })),
    },
  ],
});

export async function keepOffsets(wire: Wire, topicId: string): Promise<void> {
  for (const version of versionsOf(offsetCommitApi)) {
    const groupId = offsetsOf(version);
    const ask = (label: string, request: object = {}) =>
      wire.ask(offsetCommitApi, version, label, { ...commitRequest(groupId, topicId), ...request });
    await ask('simple');
    const [named] = commitRequest(groupId, topicId).topics;
    await ask('unknown topic', { topics: [{ ...named, name: noTopic, topicId: noTopicId }] });
    const [partition] = named.partitions;
    const long = { ...partition, committedMetadata: 'x'.repeat(5000) };
    await ask('long metadata', { topics: [{ ...named, partitions: [long] }] });
    const bare = { ...partition, committedMetadata: null };
    await ask('null metadata', { topics: [{ ...named, partitions: [bare] }] });
    await ask('unknown group', {
      groupId: unheardOf,
      generationIdOrMemberEpoch: 4,
      memberId: nobody,
    });
  }
  for (const version of versionsOf(offsetFetchApi)) {
    const places = [{ name: topic, topicId, partitionIndexes: [0, 1, 99] }];
    const unknown = [{ name: noTopic, topicId: noTopicId, partitionIndexes: [0] }];
    const ask = (label: string, groupId: string, topics: typeof places | null) =>
      wire.ask(
        offsetFetchApi,
        version,
        label,
        version < 8 ? { groupId, topics } : { groups: [{ groupId, topics }] },
      );
    await ask('some', 'offsets-v6', places);
    await ask('unknown topic', 'offsets-v6', unknown);
    await ask('unknown group', unheardOf, places);
    if (version >= 2) await ask('all', 'offsets-v6', null);
    if (version >= 2) await ask('all of an unknown group', unheardOf, null);
  }
}

export async function describeGroups(wire: Wire): Promise<void> {
  for (const version of versionsOf(describeGroupsApi)) {
    const ask = (label: string, ...groups: string[]) =>
      wire.ask(describeGroupsApi, version, label, {
        groups,
        includeAuthorizedOperations: version >= 3,
      });
    await ask('stable', groupOf(3));
    await ask('empty', 'offsets-v6');
    await ask('unknown', unheardOf);
  }
  for (const version of versionsOf(listGroupsApi)) {
    await wire.ask(listGroupsApi, version, 'all', {});
    if (version >= 4)
      await wire.ask(listGroupsApi, version, 'stable', { statesFilter: ['Stable'] });
    if (version >= 5)
      await wire.ask(listGroupsApi, version, 'classic', { typesFilter: ['classic'] });
    if (version >= 5) await wire.ask(listGroupsApi, version, 'share', { typesFilter: ['share'] });
  }
}

export async function leaveGroups(wire: Wire): Promise<void> {
  for (const version of versionsOf(leaveGroupApi)) {
    const groupId = groupOf(version);
    const { groups } = (await wire.prepare(describeGroupsApi, 4, { groups: [groupId] })) ?? {};
    const memberId = groups?.[0]?.members[0]?.memberId ?? '';
    const ask = (label: string, id: string, group = groupId) =>
      wire.ask(leaveGroupApi, version, label, {
        groupId: group,
        memberId: id,
        members: [{ memberId: id }],
      });
    await ask('unknown member', nobody);
    await ask('unknown group', nobody, unheardOf);
    await ask('no group', nobody, '');
    await ask('good', memberId);
  }
  await wire.ask(leaveGroupApi, 5, 'by instance', {
    groupId: staticGroupOf(9),
    members: [{ memberId: '', groupInstanceId: 'instance' }],
  });
  const partitions = [{ partitionIndex: 0 }, { partitionIndex: 99 }];
  for (const [label, groupId] of [
    ['good', 'offsets-v2'],
    ['subscribed', groupOf(9)],
    ['unknown group', unheardOf],
    ['no group', ''],
  ]) {
    const topics = [topic, noTopic].map((name) => ({ name, partitions }));
    await wire.ask(offsetDeleteApi, 0, label, { groupId, topics });
  }
  for (const version of versionsOf(deleteGroupsApi)) {
    const groupsNames = [offsetsOf(version + 3), groupOf(8), unheardOf];
    await wire.ask(deleteGroupsApi, version, 'some', { groupsNames });
  }
}
