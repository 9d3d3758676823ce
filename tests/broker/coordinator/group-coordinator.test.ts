import { describe, expect, it } from 'vitest';
import { caller, FakeCluster } from './cluster.ts';
import { settle } from './fakes.ts';
import { commitRequest, fetchQuery, joinRequest, syncRequest } from './requests.ts';

async function offsetOf(cluster: FakeCluster, group: string, place: string): Promise<number> {
  const { topics } = await cluster.coordinator.fetchOffsets(fetchQuery(group, [place]));
  return topics[0].partitions[0].committedOffset;
}

/** A member of generation 1 that has its assignment. */
async function stableMember(cluster: FakeCluster, groupId: string): Promise<string> {
  const joining = cluster.coordinator.joinGroup(caller(3), joinRequest(groupId));
  await cluster.time.advance(3000);
  const { memberId } = await joining;
  await cluster.coordinator.syncGroup(syncRequest(groupId, memberId, 1, { [memberId]: 'part' }));
  return memberId;
}

describe('the coordinator of a group', () => {
  it('is not this broker before it leads, and loading while the log is replayed', async () => {
    const cluster = new FakeCluster();
    const join = () => cluster.coordinator.joinGroup(caller(9), joinRequest('g'));
    expect(await join()).toMatchObject({ errorCode: 16 });
    await cluster.lead();
    for (const id of ['g', 'g1', 'g2'])
      await cluster.coordinator.commitOffsets(caller(8), commitRequest(id, { 'orders-0': 1 }));
    cluster.resign();
    expect(await join()).toMatchObject({ errorCode: 16 });
    const leading = cluster.lead();
    expect(await join()).toMatchObject({ errorCode: 14 });
    expect(await cluster.coordinator.heartbeat(heartbeatOf('m'))).toMatchObject({ errorCode: 0 });
    expect(cluster.coordinator.listGroups(noFilters)).toMatchObject({ errorCode: 14 });
    await leading;
    expect(await join()).toMatchObject({ errorCode: 79 });
    expect(cluster.coordinator.listGroups(noFilters).groups).toHaveLength(3);
  });

  it('says nothing before the end of the log it took over is committed', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    const memberId = await stableMember(cluster, 'g');
    cluster.resign();
    const logs = [...cluster.logs.logs.values()].filter(({ logEndOffset }) => logEndOffset > 0);
    for (const log of logs) log.highWatermark = log.logEndOffset - 1;
    const leading = cluster.lead();
    const sync = () => cluster.coordinator.syncGroup(syncRequest('g', memberId, 1, {}));
    await cluster.time.advance(500);
    expect(await sync()).toMatchObject({ errorCode: 14 });
    for (const log of logs) log.commit();
    await cluster.time.advance(500);
    await leading;
    expect(await sync()).toMatchObject({ errorCode: 0 });
  });

  it('tells waiting members that it resigned', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    const joining = cluster.coordinator.joinGroup(caller(3), joinRequest('g'));
    await settle();
    cluster.resign();
    expect(await joining).toMatchObject({ errorCode: 16 });
    expect(cluster.time.pendingTimers).toBe(0);
  });

  it('survives a change of the coordinator with its members', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    const memberId = await stableMember(cluster, 'g');
    cluster.resign();
    await cluster.lead();
    expect(await cluster.coordinator.heartbeat(heartbeatOf(memberId))).toEqual({ errorCode: 0 });
    const described = await cluster.coordinator.describeGroup(caller(6), 'g');
    expect(described).toMatchObject({ groupState: 'Stable', protocolData: 'range' });
    expect(described.members[0].memberAssignment.toString()).toBe('part');
    // Its session began anew with the new coordinator, and ends there.
    await cluster.time.advance(10_001);
    expect(await cluster.coordinator.describeGroup(caller(6), 'g')).toMatchObject({
      groupState: 'Empty',
      members: [],
    });
  });

  it('gives the assignment only once it is committed', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    const joining = cluster.coordinator.joinGroup(caller(3), joinRequest('g'));
    await cluster.time.advance(3000);
    const { memberId } = await joining;
    cluster.logs.isInstant = false;
    let answer: unknown;
    const request = syncRequest('g', memberId, 1, { [memberId]: 'part' });
    void cluster.coordinator.syncGroup(request).then((response) => (answer = response));
    await settle();
    expect(answer).toBeUndefined();
    for (const log of cluster.logs.logs.values()) log.commit();
    await settle();
    expect(answer).toMatchObject({ errorCode: 0, assignment: Buffer.from('part') });
  });

  it('turns a failed append into an error that members understand, and rebalances', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    const joining = cluster.coordinator.joinGroup(caller(3), joinRequest('g'));
    await cluster.time.advance(3000);
    const { memberId } = await joining;
    cluster.logs.refuseWith = 19;
    const request = syncRequest('g', memberId, 1, { [memberId]: 'part' });
    expect(await cluster.coordinator.syncGroup(request)).toMatchObject({ errorCode: 15 });
    expect(await cluster.coordinator.heartbeat(heartbeatOf(memberId))).toEqual({ errorCode: 27 });
  });

  it('refuses what can never be', async () => {
    const { coordinator, ...cluster } = new FakeCluster();
    expect(await coordinator.joinGroup(caller(9), joinRequest(''))).toMatchObject({
      errorCode: 24,
    });
    for (const sessionTimeoutMs of [5999, 1_800_001]) {
      const request = joinRequest('g', { sessionTimeoutMs });
      expect(await coordinator.joinGroup(caller(9), request)).toMatchObject({ errorCode: 26 });
    }
    expect(cluster.logs.logs.size).toBe(0);
  });

  it('does not know groups it was not told of', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    const { coordinator } = cluster;
    const known = joinRequest('g', { memberId: 'm' });
    expect(await coordinator.joinGroup(caller(9), known)).toMatchObject({ errorCode: 25 });
    expect(await coordinator.syncGroup(syncRequest('g', 'm', 1))).toMatchObject({ errorCode: 25 });
    expect(await coordinator.heartbeat(heartbeatOf('m'))).toEqual({ errorCode: 25 });
    const members = [{ memberId: 'm', groupInstanceId: null, reason: null }];
    expect(await coordinator.leaveGroup({ groupId: 'g', members })).toMatchObject({
      errorCode: 0,
      members: [{ memberId: 'm', errorCode: 25 }],
    });
    expect(await coordinator.describeGroup(caller(5), 'g')).toMatchObject({
      errorCode: 0,
      groupState: 'Dead',
    });
    expect(await coordinator.describeGroup(caller(6), 'g')).toMatchObject({
      errorCode: 69,
      errorMessage: 'Group g not found.',
    });
    expect(await coordinator.deleteGroup('g')).toEqual({ groupId: 'g', errorCode: 69 });
    expect(coordinator.listGroups(noFilters).groups).toEqual([]);
    const refused = joinRequest('g', { protocols: [] });
    expect(await coordinator.joinGroup(caller(9), refused)).toMatchObject({ errorCode: 23 });
    expect(coordinator.listGroups(noFilters).groups).toEqual([]);
  });

  it('lists groups by state and type, whatever the case of letters', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    await stableMember(cluster, 'busy');
    await cluster.coordinator.commitOffsets(caller(8), commitRequest('simple', { 'orders-0': 1 }));
    const ids = (statesFilter: string[], typesFilter: string[]) =>
      cluster.coordinator.listGroups({ statesFilter, typesFilter }).groups.map((it) => it.groupId);
    expect(ids([], []).sort()).toEqual(['busy', 'simple']);
    expect(ids(['stable'], [])).toEqual(['busy']);
    expect(ids(['EMPTY', 'Dead'], ['CLASSIC'])).toEqual(['simple']);
    expect(ids([], ['consumer'])).toEqual([]);
  });

  it('creates its topic when it is missing', async () => {
    const cluster = new FakeCluster();
    cluster.setTopics({});
    const found = await Promise.all(
      ['g', 'h'].map((group) => cluster.coordinator.findCoordinator(group)),
    );
    expect(found[0]).toEqual({ nodeId: 1, host: 'localhost', port: 9092 });
    expect(cluster.created).toEqual(['__consumer_offsets']);
  });
});

describe('offsets', () => {
  it('are committed without a group, and fetched by place or all', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    const { coordinator } = cluster;
    const request = commitRequest('g', { 'orders-0': 5, 'orders-2': 7 }, { metadata: null });
    const committed = await coordinator.commitOffsets(caller(8), request);
    expect(committed.topics.map((topic) => topic.partitions[0].errorCode)).toEqual([0, 0]);
    const some = await coordinator.fetchOffsets(fetchQuery('g', ['orders-2', 'orders-1']));
    expect(some.topics[0].partitions).toEqual([
      {
        partitionIndex: 2,
        committedOffset: 7,
        committedLeaderEpoch: 5,
        metadata: '',
        errorCode: 0,
      },
      {
        partitionIndex: 1,
        committedOffset: -1,
        committedLeaderEpoch: -1,
        metadata: '',
        errorCode: 0,
      },
    ]);
    const all = await coordinator.fetchOffsets(fetchQuery('g', null));
    expect(all.topics[0].partitions.map((it) => it.partitionIndex)).toEqual([0, 2]);
    expect(await coordinator.fetchOffsets(fetchQuery('other', null))).toMatchObject({ topics: [] });
  });

  it('are not seen before they are committed in the log', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    const { coordinator } = cluster;
    await coordinator.commitOffsets(caller(8), commitRequest('g', { 'orders-0': 5 }));
    cluster.logs.isInstant = false;
    const second = coordinator.commitOffsets(caller(8), commitRequest('g', { 'orders-0': 6 }));
    const third = coordinator.commitOffsets(caller(8), commitRequest('g', { 'orders-0': 7 }));
    await settle();
    expect(await offsetOf(cluster, 'g', 'orders-0')).toBe(5);
    const [log] = [...cluster.logs.logs.values()].filter(({ waiting }) => waiting.length > 0);
    log.highWatermark += 1;
    expect(await offsetOf(cluster, 'g', 'orders-0')).toBe(6);
    log.commit();
    await Promise.all([second, third]);
    expect(await offsetOf(cluster, 'g', 'orders-0')).toBe(7);
  });

  it('may still be committed after a timeout', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    cluster.logs.isInstant = false;
    const request = commitRequest('g', { 'orders-0': 5 });
    const committing = cluster.coordinator.commitOffsets(caller(8), request);
    await settle();
    const [log] = [...cluster.logs.logs.values()].filter(({ waiting }) => waiting.length > 0);
    log.fail(7);
    expect((await committing).topics[0].partitions[0].errorCode).toBe(15);
    expect(await offsetOf(cluster, 'g', 'orders-0')).toBe(-1);
    log.commit();
    expect(await offsetOf(cluster, 'g', 'orders-0')).toBe(5);
  });

  it('are kept out when the group or the metadata does not fit', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    const { coordinator } = cluster;
    const codeOf = async (version: number, request: ReturnType<typeof commitRequest>) =>
      (await coordinator.commitOffsets(caller(version), request)).topics[0].partitions[0].errorCode;
    const stranger = commitRequest('g', { 'orders-0': 5 }, { memberId: 'm', generation: 1 });
    expect(await codeOf(8, stranger)).toBe(22);
    expect(await codeOf(9, stranger)).toBe(69);
    const tooLong = commitRequest('g', { 'orders-0': 5 }, { metadata: 'x'.repeat(4097) });
    expect(await codeOf(8, tooLong)).toBe(12);
    expect(await offsetOf(cluster, 'g', 'orders-0')).toBe(-1);
    const memberId = await stableMember(cluster, 'g');
    expect(await codeOf(8, commitRequest('g', { 'orders-0': 5 }))).toBe(25);
    expect(
      await codeOf(8, commitRequest('g', { 'orders-0': 5 }, { memberId, generation: 2 })),
    ).toBe(22);
    expect(
      await codeOf(8, commitRequest('g', { 'orders-0': 5 }, { memberId, generation: 1 })),
    ).toBe(0);
  });

  it('are loaded by the next coordinator, deletions too', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    const { coordinator } = cluster;
    await coordinator.commitOffsets(
      caller(8),
      commitRequest('g', { 'orders-0': 5, 'orders-1': 6 }),
    );
    await coordinator.commitOffsets(caller(8), commitRequest('gone', { 'orders-0': 9 }));
    await coordinator.commitOffsets(caller(8), commitRequest('g', { 'orders-1': 8 }));
    expect(await coordinator.deleteGroup('gone')).toMatchObject({ errorCode: 0 });
    cluster.resign();
    await cluster.lead();
    expect(await offsetOf(cluster, 'g', 'orders-0')).toBe(5);
    expect(await offsetOf(cluster, 'g', 'orders-1')).toBe(8);
    expect(await offsetOf(cluster, 'gone', 'orders-0')).toBe(-1);
    expect(coordinator.listGroups(noFilters).groups.map((it) => it.groupId)).toEqual(['g']);
  });

  it('can be deleted, but not under a living consumer', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    const { coordinator } = cluster;
    const memberId = await stableMember(cluster, 'g');
    const request = commitRequest(
      'g',
      { 'orders-0': 5, 'payments-0': 6 },
      { memberId, generation: 1 },
    );
    await coordinator.commitOffsets(caller(8), request);
    const topics = ['orders', 'payments'].map((name) => ({
      name,
      partitions: [{ partitionIndex: 0 }],
    }));
    const deleted = await coordinator.deleteOffsets({ groupId: 'g', topics });
    expect(deleted.topics.map((topic) => topic.partitions[0].errorCode)).toEqual([86, 0]);
    expect(await offsetOf(cluster, 'g', 'orders-0')).toBe(5);
    expect(await offsetOf(cluster, 'g', 'payments-0')).toBe(-1);
    expect(await coordinator.deleteGroup('g')).toMatchObject({ errorCode: 68 });
    expect(await coordinator.deleteOffsets({ groupId: 'no', topics })).toMatchObject({
      errorCode: 69,
    });
  });

  it('go with their topic', async () => {
    const cluster = new FakeCluster();
    await cluster.lead();
    const request = commitRequest('g', { 'orders-0': 5, 'payments-0': 6 });
    await cluster.coordinator.commitOffsets(caller(8), request);
    cluster.setTopics({ __consumer_offsets: 2, orders: 3 });
    await settle();
    expect(await offsetOf(cluster, 'g', 'payments-0')).toBe(-1);
    expect(await offsetOf(cluster, 'g', 'orders-0')).toBe(5);
  });

  it('expire, and an empty group without offsets goes after them', async () => {
    const cluster = new FakeCluster({ 'offsets.retention.minutes': '30' });
    await cluster.lead();
    const { coordinator } = cluster;
    await coordinator.commitOffsets(caller(8), commitRequest('simple', { 'orders-0': 5 }));
    const short = commitRequest('short', { 'orders-0': 5 }, { retentionTimeMs: 60_000 });
    await coordinator.commitOffsets(caller(4), short);
    await cluster.time.advance(9 * 60_000);
    await coordinator.commitOffsets(caller(8), commitRequest('simple', { 'orders-1': 5 }));
    await cluster.time.advance(2 * 60_000);
    expect(await offsetOf(cluster, 'short', 'orders-0')).toBe(-1);
    expect(await offsetOf(cluster, 'simple', 'orders-0')).toBe(5);
    await cluster.time.advance(20 * 60_000);
    expect(await offsetOf(cluster, 'simple', 'orders-0')).toBe(-1);
    expect(await offsetOf(cluster, 'simple', 'orders-1')).toBe(5);
    await cluster.time.advance(10 * 60_000);
    expect(coordinator.listGroups(noFilters).groups).toEqual([]);
  });
});

const noFilters = { statesFilter: [], typesFilter: [] };
const heartbeatOf = (memberId: string) => ({
  groupId: 'g',
  generationId: 1,
  memberId,
  groupInstanceId: null,
});
