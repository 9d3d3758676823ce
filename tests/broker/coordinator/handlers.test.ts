import { describe, expect, it } from 'vitest';
import { offsetCommit } from '../../../src/broker/apis/08-offset-commit.ts';
import { offsetFetch } from '../../../src/broker/apis/09-offset-fetch.ts';
import { findCoordinator } from '../../../src/broker/apis/10-find-coordinator.ts';
import { joinGroup } from '../../../src/broker/apis/11-join-group.ts';
import { leaveGroup } from '../../../src/broker/apis/13-leave-group.ts';
import { describeGroups } from '../../../src/broker/apis/15-describe-groups.ts';
import { deleteGroups } from '../../../src/broker/apis/42-delete-groups.ts';
import { offsetDelete } from '../../../src/broker/apis/47-offset-delete.ts';
import type { Handler, RequestContext } from '../../../src/broker/apis/handler.ts';
import type { Api, RequestInOf, ResponseOutOf } from '../../../src/broker/protocol/api.ts';
import { zeroUuid } from '../../../src/broker/protocol/types.ts';
import { FakeCluster } from './cluster.ts';
import { joinRequest } from './requests.ts';

/** Through the codec both ways: what does not fit a version fails here. */
async function ask<A extends Api>(
  cluster: FakeCluster,
  handler: Handler<A>,
  version: number,
  request: RequestInOf<A>,
): Promise<ResponseOutOf<A>> {
  const { api } = handler;
  const context = {
    services: { groups: cluster.coordinator, metadata: { image: () => cluster.image } },
    apiVersion: version,
    clientId: 'client',
    clientHost: '127.0.0.1',
  } as unknown as RequestContext;
  const decoded = api.request.decode(version, api.request.encode(version, request));
  const response = await handler.handle(context, decoded as never);
  const bytes = api.response.encode(version, response as never);
  return api.response.decode(version, bytes) as ResponseOutOf<A>;
}

async function ledCluster(): Promise<FakeCluster> {
  const cluster = new FakeCluster();
  await cluster.lead();
  return cluster;
}

const committed = (name: string, topicId: string, partitions: readonly number[]) => ({
  groupId: 'g',
  memberId: '',
  topics: [
    {
      name,
      topicId,
      partitions: partitions.map((partitionIndex) => ({
        partitionIndex,
        committedOffset: 40 + partitionIndex,
        committedMetadata: 'note',
      })),
    },
  ],
});

describe('OffsetCommit and OffsetFetch', () => {
  for (let version = 2; version <= 9; version++) {
    it(`v${version} by name`, async () => {
      const cluster = await ledCluster();
      const request = committed('orders', zeroUuid, [0, 7, 1]);
      const { topics } = await ask(cluster, offsetCommit, version, request);
      expect(topics[0].name).toBe('orders');
      expect(topics[0].partitions).toEqual([
        { partitionIndex: 0, errorCode: 0 },
        { partitionIndex: 7, errorCode: 3 },
        { partitionIndex: 1, errorCode: 0 },
      ]);
      const unknown = await ask(cluster, offsetCommit, version, committed('no', zeroUuid, [0]));
      expect(unknown.topics[0].partitions[0].errorCode).toBe(3);
    });
  }

  for (let version = 1; version <= 10; version++) {
    it(`fetch v${version}`, async () => {
      const cluster = await ledCluster();
      await ask(cluster, offsetCommit, 8, committed('orders', zeroUuid, [0, 1]));
      const { id } = cluster.image.topicsByName.get('orders') as { id: string };
      const asked = [{ name: 'orders', topicId: id, partitionIndexes: [1, 2] }];
      const fetched = await ask(
        cluster,
        offsetFetch,
        version,
        version < 8
          ? { groupId: 'g', topics: asked }
          : { groups: [{ groupId: 'g', topics: asked }] },
      );
      const topics = version < 8 ? fetched.topics : fetched.groups[0].topics;
      expect(topics).toHaveLength(1);
      expect(topics[0]).toMatchObject(version >= 10 ? { topicId: id } : { name: 'orders' });
      expect(topics[0].partitions).toMatchObject([
        { partitionIndex: 1, committedOffset: 41, metadata: 'note', errorCode: 0 },
        { partitionIndex: 2, committedOffset: -1, metadata: '', errorCode: 0 },
      ]);
    });
  }

  it('v10 names topics by id, and tells which it does not know', async () => {
    const cluster = await ledCluster();
    const { id } = cluster.image.topicsByName.get('orders') as { id: string };
    const other = Buffer.alloc(16, 9).toString('base64url');
    const good = await ask(cluster, offsetCommit, 10, committed('', id, [0]));
    expect(good.topics).toMatchObject([{ topicId: id, partitions: [{ errorCode: 0 }] }]);
    const bad = await ask(cluster, offsetCommit, 10, committed('', other, [0]));
    expect(bad.topics).toMatchObject([{ topicId: other, partitions: [{ errorCode: 100 }] }]);
    const topics = [id, other].map((topicId) => ({ topicId, partitionIndexes: [0] }));
    const groups = [
      { groupId: 'g', topics: topics.map((it) => ({ name: '', ...it })) },
      { groupId: 'g', topics: null },
    ];
    const fetched = await ask(cluster, offsetFetch, 10, { groups });
    expect(fetched.groups[0].topics).toMatchObject([
      { topicId: id, partitions: [{ committedOffset: 40, errorCode: 0 }] },
      { topicId: other, partitions: [{ committedOffset: -1, errorCode: 100 }] },
    ]);
    expect(fetched.groups[1].topics).toMatchObject([{ topicId: id }]);
  });

  it('an offset of a topic that was made anew is not given to who asks by id', async () => {
    const cluster = await ledCluster();
    const { id } = cluster.image.topicsByName.get('orders') as { id: string };
    await ask(cluster, offsetCommit, 10, committed('', id, [0]));
    const previous = cluster.image.topicsByName.get('orders') as object;
    const remade = { ...previous, id: Buffer.alloc(16, 8).toString('base64url'), name: 'orders' };
    cluster.image = {
      ...cluster.image,
      topicsByName: new Map([
        ['orders', remade as never],
        ...[...cluster.image.topicsByName].slice(0, 1),
      ]),
      topicsById: new Map([[remade.id, remade as never]]),
    };
    const topics = [{ name: '', topicId: remade.id, partitionIndexes: [0] }];
    const fetched = await ask(cluster, offsetFetch, 10, { groups: [{ groupId: 'g', topics }] });
    expect(fetched.groups[0].topics[0].partitions[0].committedOffset).toBe(-1);
  });

  it('without a coordinator every version says so in its own place', async () => {
    const cluster = new FakeCluster();
    const topics = [{ name: 'orders', topicId: zeroUuid, partitionIndexes: [0] }];
    const v1 = await ask(cluster, offsetFetch, 1, { groupId: 'g', topics });
    expect(v1.topics[0].partitions[0]).toMatchObject({ errorCode: 16, committedOffset: -1 });
    const v7 = await ask(cluster, offsetFetch, 7, { groupId: 'g', topics });
    expect(v7).toMatchObject({ errorCode: 16, topics: [] });
    const v8 = await ask(cluster, offsetFetch, 8, { groups: [{ groupId: 'g', topics }] });
    expect(v8.groups[0]).toMatchObject({ errorCode: 16, topics: [] });
    const commit = await ask(cluster, offsetCommit, 8, committed('orders', zeroUuid, [0]));
    expect(commit.topics[0].partitions[0].errorCode).toBe(16);
  });
});

describe('FindCoordinator', () => {
  const everyVersion = [0, 1, 2, 3, 4, 5, 6];

  it('finds groups in all versions', async () => {
    const cluster = await ledCluster();
    for (const version of everyVersion) {
      const found = await ask(cluster, findCoordinator, version, {
        key: 'g',
        coordinatorKeys: ['g'],
      });
      const place = version < 4 ? found : found.coordinators[0];
      expect(place).toMatchObject({ errorCode: 0, nodeId: 1, host: 'localhost', port: 9092 });
    }
  });

  it('refuses transactional ids and unknown kinds for good', async () => {
    const cluster = await ledCluster();
    const request = { key: 'x', coordinatorKeys: ['x'] };
    const find = (version: number, keyType: number) =>
      ask(cluster, findCoordinator, version, { ...request, keyType });
    expect(await find(1, 1)).toMatchObject({ errorCode: 53, nodeId: -1 });
    expect((await find(6, 2)).coordinators[0]).toMatchObject({ errorCode: 42, nodeId: -1 });
  });
});

describe('other handlers', () => {
  it('JoinGroup puts an empty text where old versions know no null', async () => {
    const cluster = await ledCluster();
    for (const version of [0, 6]) {
      const answer = await ask(cluster, joinGroup, version, joinRequest(''));
      expect(answer).toMatchObject({ errorCode: 24, protocolName: '' });
    }
    const answer = await ask(cluster, joinGroup, 9, joinRequest(''));
    expect(answer).toMatchObject({ errorCode: 24, protocolName: null });
  });

  it('LeaveGroup has one code in old versions and one per member in new ones', async () => {
    const cluster = await ledCluster();
    const members = [{ memberId: 'm', groupInstanceId: null, reason: null }];
    const request = { groupId: 'g', memberId: 'm', members };
    for (const version of [0, 1, 2])
      expect(await ask(cluster, leaveGroup, version, request)).toMatchObject({ errorCode: 25 });
    for (const version of [3, 4, 5])
      expect(await ask(cluster, leaveGroup, version, request)).toMatchObject({
        errorCode: 0,
        members: [{ memberId: 'm', errorCode: 25 }],
      });
    const away = new FakeCluster();
    expect(await ask(away, leaveGroup, 2, request)).toMatchObject({ errorCode: 16 });
  });

  it('DescribeGroups gives operations only when they are asked for', async () => {
    const cluster = await ledCluster();
    const describe = async (includeAuthorizedOperations: boolean) => {
      const request = { groups: ['g'], includeAuthorizedOperations };
      return (await ask(cluster, describeGroups, 5, request)).groups[0].authorizedOperations;
    };
    expect(await describe(false)).toBe(-2147483648);
    expect(await describe(true)).toBeGreaterThan(0);
  });

  it('DeleteGroups answers each group once', async () => {
    const cluster = await ledCluster();
    const { results } = await ask(cluster, deleteGroups, 2, { groupsNames: ['a', 'b', 'a'] });
    expect(results.map(({ groupId, errorCode }) => [groupId, errorCode])).toEqual([
      ['a', 69],
      ['b', 69],
    ]);
  });

  it('OffsetDelete tells unknown partitions one by one', async () => {
    const cluster = await ledCluster();
    await ask(cluster, offsetCommit, 8, committed('orders', zeroUuid, [0]));
    const partitions = [{ partitionIndex: 0 }, { partitionIndex: 9 }];
    const topics = ['orders', 'no'].map((name) => ({ name, partitions }));
    const deleted = await ask(cluster, offsetDelete, 0, { groupId: 'g', topics });
    expect(deleted.topics.map((it) => it.partitions.map(({ errorCode }) => errorCode))).toEqual([
      [0, 3],
      [3, 3],
    ]);
  });
});
