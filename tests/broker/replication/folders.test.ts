import { describe, expect, it } from 'vitest';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { Cluster } from './cluster.ts';
import { type MemoryDisk, World } from './world.ts';

const topic = 'orders';

async function given(settings: Record<string, string> = {}) {
  const world = new World();
  const cluster = new Cluster(world, [1, 2], { 'test.folders': 'a,b', ...settings });
  // Takes the first folder, which holds the metadata log too, so that the topic gets the second.
  cluster.createTopic('first', [[1, 2]]);
  await world.run(10);
  cluster.createTopic(topic, [[1, 2]]);
  const sentTo = (api: string) => cluster.sent.filter((call) => call.api === api).length;
  await world.runUntil(() => sentTo('AssignReplicasToDirs') >= 2);
  await world.run(50);
  return { world, cluster, sentTo };
}

const logOf = (cluster: Cluster, broker: number) =>
  cluster.replicas(broker).partition(topic, 0)?.log;
const folderOf = (cluster: Cluster, broker: number) => logOf(cluster, broker)?.dir.split('/')[2];
const alter = (cluster: Cluster, broker: number, folder: string, name = topic) => {
  const dirs = [{ path: `/data-${broker}/${folder}`, topics: [{ name, partitions: [0] }] }];
  const { results } = cluster.replicas(broker).alterReplicaLogDirs({ dirs });
  return results[0].partitions[0].errorCode;
};
const assigned = (cluster: Cluster, broker: number): string | undefined => {
  const partition = cluster.image.topicsByName.get(topic)?.partitions[0];
  return partition?.directories[partition.replicas.indexOf(broker)];
};
const other = (folder: string | undefined) => (folder === 'a' ? 'b' : 'a');

async function appendMany(setup: Awaited<ReturnType<typeof given>>, from: number, to: number) {
  const { cluster } = setup;
  const appends: Promise<number>[] = [];
  for (let value = from; value < to; value++) appends.push(cluster.append(1, topic, `v${value}`));
  await setup.world.runUntil(() => (logOf(cluster, 1)?.highWatermark ?? 0) >= to);
  await Promise.all(appends);
}
const valuesUpTo = (count: number) => Array.from({ length: count }, (_, value) => `v${value}`);

describe('a broker with several folders', () => {
  it('tells the controller where it has put a replica', async () => {
    const { cluster } = await given();
    for (const broker of [1, 2]) {
      const log = logOf(cluster, broker);
      expect(log && cluster.node(broker).logs.directoryOf(log)).toBe(assigned(cluster, broker));
    }
  });

  it.each([
    ['the leader', 1],
    ['a follower', 2],
  ])('moves the replica of %s while it is written to', async (_who, broker) => {
    const setup = await given();
    const { world, cluster } = setup;
    await appendMany(setup, 0, 50);
    const to = other(folderOf(cluster, broker));
    expect(alter(cluster, broker, to)).toBe(errors.none);
    await appendMany(setup, 50, 100);
    expect(await world.runUntil(() => folderOf(cluster, broker) === to)).toBe(true);
    await appendMany(setup, 100, 150);
    await world.run(1000);
    for (const id of [1, 2]) {
      expect(await cluster.values(id, topic, { isCommitted: true })).toEqual(valuesUpTo(150));
    }
    const log = logOf(cluster, broker);
    expect(log && cluster.node(broker).logs.directoryOf(log)).toBe(assigned(cluster, broker));
    expect(log?.latestEpoch).toBe(0);
    expect(cluster.node(broker).logs.future(topic, 0)).toBeUndefined();
    // Nothing is left of the move: the same folder again is nothing to do.
    expect(alter(cluster, broker, to)).toBe(errors.none);
    expect(cluster.node(broker).logs.future(topic, 0)).toBeUndefined();
  });

  it('takes a move back when the replica is to stay where it is', async () => {
    const setup = await given();
    const { world, cluster, sentTo } = setup;
    await appendMany(setup, 0, 10);
    const from = folderOf(cluster, 1) ?? '';
    cluster.cuts.add('1>0');
    expect(alter(cluster, 1, other(from))).toBe(errors.none);
    await world.run(200);
    expect(cluster.node(1).logs.future(topic, 0)?.logEndOffset).toBe(10);
    expect(alter(cluster, 1, from)).toBe(errors.none);
    expect(cluster.node(1).logs.future(topic, 0)).toBeUndefined();
    cluster.cuts.clear();
    await world.run(30_000);
    expect(folderOf(cluster, 1)).toBe(from);
    const log = logOf(cluster, 1);
    expect(log && cluster.node(1).logs.directoryOf(log)).toBe(assigned(cluster, 1));
    expect(sentTo('AssignReplicasToDirs')).toBeGreaterThan(2);
  });

  it('goes on with a move after a restart', async () => {
    const setup = await given();
    const { world, cluster } = setup;
    await appendMany(setup, 0, 20);
    const to = other(folderOf(cluster, 2));
    cluster.cuts.add('2>0');
    alter(cluster, 2, to);
    await world.run(100);
    cluster.kill(2);
    cluster.cuts.clear();
    cluster.restart(2);
    expect(await world.runUntil(() => folderOf(cluster, 2) === to)).toBe(true);
    await world.run(1000);
    expect(await cluster.values(2, topic)).toEqual(valuesUpTo(20));
  });

  it('cuts off the copy what is cut off the replica', async () => {
    const setup = await given();
    const { world, cluster } = setup;
    await appendMany(setup, 0, 20);
    const to = other(folderOf(cluster, 2));
    cluster.cuts.add('2>0');
    alter(cluster, 2, to);
    await world.run(100);
    const log = logOf(cluster, 2);
    log?.truncateTo(5);
    await world.run(2000);
    cluster.cuts.clear();
    expect(await world.runUntil(() => folderOf(cluster, 2) === to)).toBe(true);
    expect(await cluster.values(2, topic)).toEqual(valuesUpTo(5));
  });

  it('moves no faster than the throttle lets it', async () => {
    const setup = await given();
    const { world, cluster } = setup;
    await appendMany(setup, 0, 100);
    const bytes = logOf(cluster, 1)?.sizeBytes ?? 0;
    const key = 'replica.alter.log.dirs.io.max.bytes.per.second';
    const configs = new Map(cluster.image.configs).set('4:1', new Map([[key, `${bytes / 10}`]]));
    cluster.node(1).image = { ...cluster.node(1).image, configs };
    const to = other(folderOf(cluster, 1));
    alter(cluster, 1, to);
    const startMs = world.nowMs;
    expect(await world.runUntil(() => folderOf(cluster, 1) === to)).toBe(true);
    expect(world.nowMs - startMs).toBeGreaterThan(8000);
  });

  it('refuses what it cannot move', async () => {
    const { world, cluster } = await given();
    expect(alter(cluster, 1, 'z')).toBe(errors.logDirNotFound);
    expect(alter(cluster, 1, 'a', 'unknown')).toBe(errors.unknownTopicOrPartition);
    expect(alter(cluster, 1, 'a', 'l'.repeat(240))).toBe(errors.invalidTopicException);
    cluster.createTopic('elsewhere', [[2]]);
    await world.run(10);
    expect(alter(cluster, 1, 'a', 'elsewhere')).toBe(errors.replicaNotAvailable);
  });
});

describe('a folder of a broker that fails', () => {
  async function failed() {
    const setup = await given();
    const { world, cluster } = setup;
    await appendMany(setup, 0, 10);
    const folder = folderOf(cluster, 1) ?? '';
    (cluster.node(1).disk as MemoryDisk).full.add(`/data-1/${folder}`);
    const answer = cluster.append(1, topic, 'lost').catch((error: { code: number }) => error.code);
    await world.run(10);
    return { ...setup, folder, answer: await answer };
  }

  it('answers its partitions with a storage error, and says so of the folder', async () => {
    const { cluster, folder, answer } = await failed();
    expect(answer).toBe(errors.kafkaStorageError);
    const replicas = cluster.replicas(1);
    expect(replicas.partition(topic, 0)).toBeUndefined();
    const listed = await replicas.listOffsets({ apiVersion: 7 }, {
      replicaId: -1,
      isolationLevel: 0,
      topics: [
        {
          name: topic,
          partitions: [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp: -1 }],
        },
      ],
      timeoutMs: 0,
    } as never);
    expect(listed.topics[0].partitions[0].errorCode).toBe(errors.kafkaStorageError);
    const { results } = replicas.describeLogDirs({ topics: null });
    const told = results.map(({ logDir, errorCode }) => [logDir, errorCode]);
    const codeOf = (name: string) => (name === folder ? errors.kafkaStorageError : errors.none);
    expect(told).toEqual(['a', 'b'].map((name) => [`/data-1/${name}`, codeOf(name)]));
    expect(alter(cluster, 1, folder)).toBe(errors.kafkaStorageError);
    expect(alter(cluster, 1, other(folder))).toBe(errors.kafkaStorageError);
  });

  it('is served by another broker, and the other folder goes on', async () => {
    const { world, cluster, folder } = await failed();
    const online = cluster.node(1).logs.directoryIds({ isOnline: true });
    expect(online).toHaveLength(1);
    cluster.changePartition(topic, 0, { leader: 2, isr: [2] });
    cluster.changeBroker(1, { logDirs: online });
    await world.run(100);
    // The broker lives, but nothing is fetched for this replica: it must not be taken for in sync.
    await cluster.append(2, topic, 'v10');
    expect(cluster.image.topicsByName.get(topic)?.partitions[0].isr).toEqual([2]);
    expect(await cluster.values(2, topic, { isCommitted: true })).toEqual(valuesUpTo(11));
    cluster.createTopic('new', [[1]]);
    await world.run(100);
    const log = cluster.replicas(1).partition('new', 0)?.log;
    expect(log?.dir).toBe(`/data-1/${other(folder)}/new-0`);
    // A topic that is deleted is forgotten, wherever it lay.
    cluster.deleteTopic(topic);
    await world.run(10);
    expect(alter(cluster, 1, other(folder))).toBe(errors.unknownTopicOrPartition);
  });

  it('of a follower does not hold up the leader', async () => {
    const setup = await given();
    const { world, cluster } = setup;
    await appendMany(setup, 0, 10);
    (cluster.node(2).disk as MemoryDisk).full.add(`/data-2/${folderOf(cluster, 2)}`);
    const waiting = cluster.append(1, topic, 'v10');
    await world.run(10);
    const online = cluster.node(2).logs.directoryIds({ isOnline: true });
    expect(online).toHaveLength(1);
    cluster.changeBroker(2, { logDirs: online });
    cluster.changePartition(topic, 0, { isr: [1] });
    await world.run(100);
    expect(await waiting).toBe(10);
    // It lives and was caught up a moment ago, but it fetches nothing any more.
    expect(await cluster.append(1, topic, 'v11')).toBe(11);
    expect(cluster.image.topicsByName.get(topic)?.partitions[0].isr).toEqual([1]);
  });

  it('comes back with a restart, once it works again', async () => {
    const { world, cluster } = await failed();
    cluster.changePartition(topic, 0, { leader: 2, isr: [2] });
    await world.run(10);
    await cluster.append(2, topic, 'v10');
    cluster.kill(1);
    (cluster.node(1).disk as MemoryDisk).full.clear();
    cluster.restart(1);
    const isBack = () => cluster.image.topicsByName.get(topic)?.partitions[0].isr.length === 2;
    expect(await world.runUntil(isBack)).toBe(true);
    expect(await cluster.values(1, topic)).toEqual(valuesUpTo(11));
  });
});

describe('the copy of a replica that moves', () => {
  it('is given up when its folder fails, and the replica stays', async () => {
    const setup = await given();
    const { world, cluster } = setup;
    await appendMany(setup, 0, 10);
    alter(cluster, 1, 'a');
    await world.runUntil(() => folderOf(cluster, 1) === 'a');
    (cluster.node(1).disk as MemoryDisk).full.add('/data-1/b');
    alter(cluster, 1, 'b');
    await world.run(1000);
    expect(folderOf(cluster, 1)).toBe('a');
    await appendMany(setup, 10, 20);
    expect(await cluster.values(1, topic, { isCommitted: true })).toEqual(valuesUpTo(20));
  });
});
