import { describe, expect, it } from 'vitest';
import { Cluster } from './cluster.ts';
import { World } from './world.ts';

const topic = 'orders';
const all = [1, 2, 3];

async function started(configs: Record<string, string> = {}, settings = {}) {
  const world = new World();
  const cluster = new Cluster(world, all, settings);
  cluster.createTopic(topic, [[1, 2, 3]], configs);
  await world.run(50);
  return { world, cluster };
}

const hosted = (cluster: Cluster, id: number) => {
  const partition = cluster.replicas(id).partition(topic, 0);
  if (!partition) throw new Error('not hosted');
  return partition;
};

/** Appends and lets time pass until it is acknowledged. */
async function appended(cluster: Cluster, node: number, value: string): Promise<number> {
  let offset: number | undefined;
  let failure: unknown;
  cluster.append(node, topic, value).then(
    (done) => (offset = done),
    (error) => (failure = error),
  );
  await cluster.world.runUntil(() => offset !== undefined || failure !== undefined);
  if (failure) throw failure;
  return offset as number;
}

describe('three replicas', () => {
  it('acknowledge what all of them have', async () => {
    const { cluster } = await started();
    for (let index = 0; index < 20; index++) {
      expect(await appended(cluster, 1, `v${index}`)).toBe(index);
    }
    const expected = Array.from({ length: 20 }, (_, index) => `v${index}`);
    for (const id of all) expect(await cluster.values(id, topic)).toEqual(expected);
    expect(hosted(cluster, 1).highWatermark).toBe(20);
  });

  it('answer within one round trip of the followers', async () => {
    const { cluster, world } = await started();
    await appended(cluster, 1, 'first');
    await world.run(1000);
    const startedMs = world.nowMs;
    await appended(cluster, 1, 'second');
    // Leader to follower and back, each way one millisecond, and the poll of the test transport.
    expect(world.nowMs - startedMs).toBeLessThanOrEqual(6);
  });

  it('tell followers the high watermark within one wait of a fetch', async () => {
    const { cluster, world } = await started();
    await appended(cluster, 1, 'v');
    await world.run(600);
    for (const id of all) expect(hosted(cluster, id).highWatermark).toBe(1);
  });

  it('keep quiet while nothing happens', async () => {
    const { cluster, world } = await started();
    await world.run(1000);
    cluster.sent.length = 0;
    await world.run(10_000);
    // One fetch in 500 ms from each follower.
    expect(cluster.sent.filter(({ to }) => to === 1).length).toBeLessThanOrEqual(42);
    expect(cluster.sent.filter(({ to }) => to !== 1)).toEqual([]);
  });

  it('start to fetch a new topic without waiting for the fetch under way', async () => {
    const { cluster, world } = await started();
    await world.run(1000);
    cluster.createTopic('payments', [[1, 2, 3]]);
    await world.run(5);
    let isDone = false;
    void cluster.append(1, 'payments', 'x').then(() => (isDone = true));
    const startedMs = world.nowMs;
    await world.runUntil(() => isDone, 1000);
    expect(world.nowMs - startedMs).toBeLessThanOrEqual(20);
  });
});

describe('a dead leader', () => {
  it('is replaced, and what was acknowledged stays', async () => {
    const { cluster, world } = await started();
    for (let index = 0; index < 5; index++) await appended(cluster, 1, `a${index}`);
    cluster.kill(1);
    await world.run(20);
    expect(hosted(cluster, 2).isLeader).toBe(true);
    expect(await appended(cluster, 2, 'b0')).toBe(5);
    expect(await cluster.values(3, topic)).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'b0']);
  });

  it('cuts what nobody else has when it comes back, catches up and joins the ISR', async () => {
    const { cluster, world } = await started({ 'min.insync.replicas': '2' });
    await appended(cluster, 1, 'a0');
    // The followers cannot reach the leader any more: what it appends now reaches nobody.
    cluster.cuts.add('2>1').add('3>1');
    await world.run(600);
    const lost = cluster.append(1, topic, 'lost').catch((error: { code: number }) => error.code);
    await world.run(10);
    expect(await cluster.values(1, topic)).toEqual(['a0', 'lost']);
    cluster.kill(1);
    expect(await lost).toBe(6);
    await world.run(20);
    await appended(cluster, 2, 'b0');
    await appended(cluster, 2, 'b1');
    cluster.cuts.clear();
    cluster.restart(1);
    expect(await world.runUntil(() => hosted(cluster, 2).isr.length === 3, 3000)).toBe(true);
    expect(await cluster.values(1, topic)).toEqual(['a0', 'b0', 'b1']);
    await appended(cluster, 2, 'b2');
    expect(await cluster.values(1, topic)).toEqual(['a0', 'b0', 'b1', 'b2']);
  });

  it('that appended nothing is followed by one that never heard of its epoch', async () => {
    const { cluster, world } = await started();
    await appended(cluster, 1, 'a0');
    await world.run(600);
    for (const id of [1, 3]) cluster.isDeaf.add(id);
    cluster.changePartition(topic, 0, { leader: 2 });
    await world.run(10);
    cluster.isDeaf.clear();
    cluster.changePartition(topic, 0, { leader: 3 });
    await world.run(10);
    expect(await appended(cluster, 3, 'b0')).toBe(1);
    for (const id of all) expect(await cluster.values(id, topic)).toEqual(['a0', 'b0']);
  });

  it('that does not know it yet acknowledges nothing more', async () => {
    const { cluster, world } = await started({ 'min.insync.replicas': '2' });
    await appended(cluster, 1, 'a0');
    cluster.isDeaf.add(1);
    cluster.changePartition(topic, 0, { leader: 2, isr: [2, 3] });
    await world.run(20);
    const old = cluster.append(1, topic, 'old').then(
      () => 'acknowledged',
      (error: { code: number }) => error.code,
    );
    await world.run(20);
    await appended(cluster, 2, 'new');
    cluster.isDeaf.clear();
    cluster.deliver(1);
    await world.run(700);
    expect(await old).toBe(6);
    expect(await cluster.values(1, topic)).toEqual(['a0', 'new']);
  });
});

describe('a slow follower', () => {
  it('leaves the ISR after replica.lag.time.max.ms and comes back when it has caught up', async () => {
    const { cluster, world } = await started({}, { 'replica.lag.time.max.ms': '2000' });
    await appended(cluster, 1, 'a');
    cluster.cuts.add('3>1');
    const startedMs = world.nowMs;
    await appended(cluster, 1, 'b');
    expect(world.nowMs - startedMs).toBeGreaterThan(1000);
    expect(hosted(cluster, 1).isr).toEqual([1, 2]);
    cluster.cuts.clear();
    expect(await world.runUntil(() => hosted(cluster, 1).isr.length === 3, 3000)).toBe(true);
    expect(await cluster.values(3, topic)).toEqual(['a', 'b']);
  });

  it('makes appends with acks=all fail below min.insync.replicas', async () => {
    const { cluster, world } = await started(
      { 'min.insync.replicas': '3' },
      { 'replica.lag.time.max.ms': '2000' },
    );
    cluster.cuts.add('3>1');
    const code = await appended(cluster, 1, 'a').catch((error: { code: number }) => error.code);
    expect(code).toBe(7);
    await world.run(10);
    const next = await appended(cluster, 1, 'b').catch((error: { code: number }) => error.code);
    expect(next).toBe(19);
    expect(hosted(cluster, 1).highWatermark).toBe(0);
  });

  it('joins after it was unfenced though nothing new arrives', async () => {
    const { cluster, world } = await started();
    await appended(cluster, 1, 'a');
    cluster.fence(3);
    await world.run(1000);
    expect(hosted(cluster, 1).isr).toEqual([1, 2]);
    cluster.restart(3);
    expect(await world.runUntil(() => hosted(cluster, 1).isr.length === 3, 2000)).toBe(true);
  });
});

describe('topics', () => {
  it('are gone with their logs when deleted, and start empty when made again', async () => {
    const { cluster, world } = await started();
    await appended(cluster, 1, 'a');
    cluster.deleteTopic(topic);
    await world.run(50);
    for (const id of all) {
      expect(cluster.replicas(id).partition(topic, 0)).toBeUndefined();
      expect(cluster.node(id).logs.get(topic, 0)).toBeUndefined();
    }
    cluster.createTopic(topic, [[2, 3, 1]]);
    await world.run(50);
    expect(await appended(cluster, 2, 'b')).toBe(0);
  });

  it('deleted while a broker was away are deleted when it starts', async () => {
    const { cluster, world } = await started();
    await appended(cluster, 1, 'a');
    cluster.kill(3);
    cluster.deleteTopic(topic);
    await world.run(50);
    cluster.restart(3);
    await world.run(50);
    expect(cluster.node(3).logs.get(topic, 0)).toBeUndefined();
  });
});

describe('DeleteRecords', () => {
  it('is answered when all live replicas have the new start', async () => {
    const { cluster, world } = await started();
    for (let index = 0; index < 5; index++) await appended(cluster, 1, `v${index}`);
    let answer: unknown;
    const request = {
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset: 3 }] }],
      timeoutMs: 3000,
    };
    void Promise.resolve(cluster.replicas(1).deleteRecords(request)).then((done) => {
      answer = done;
    });
    const startedMs = world.nowMs;
    await world.runUntil(() => answer !== undefined, 3000);
    expect(answer).toEqual({
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, lowWatermark: 3, errorCode: 0 }] }],
    });
    expect(world.nowMs - startedMs).toBeLessThan(100);
    for (const id of all) expect(hosted(cluster, id).log.logStartOffset).toBe(3);
  });
});
