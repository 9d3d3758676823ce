import { describe, expect, it } from 'vitest';
import { at } from '../../../src/broker/protocol/record-batch.ts';
import { Cluster } from './cluster.ts';
import { World } from './world.ts';

const topic = 'orders';
const firstLog = '00000000000000000000.log';

async function started(
  replicas: readonly number[],
  configs: Record<string, string> = {},
  settings: Record<string, string> = {},
) {
  const world = new World();
  const cluster = new Cluster(world, [1, 2, 3], settings);
  cluster.createTopic(topic, [replicas], { 'internal.segment.bytes': '400', ...configs });
  await world.run(50);
  for (let count = 0; count < 20; count++) await appended(cluster, replicas[0], `value ${count}`);
  await world.run(600);
  return { world, cluster };
}

/** Appends and lets time pass until it is acknowledged. */
async function appended(cluster: Cluster, node: number, value: string): Promise<void> {
  let isDone = false;
  cluster.append(node, topic, value).then(
    () => (isDone = true),
    () => undefined,
  );
  await cluster.world.runUntil(() => isDone);
}

const pathOn = (id: number): string => `/data-${id}/${topic}-0/${firstLog}`;

const contentOn = (cluster: Cluster, id: number): Buffer =>
  cluster.node(id).disk.readFile(pathOn(id)) as Buffer;

/** Flips a bit of the first segment; the next round of the scrubber is now. */
function damage(cluster: Cluster, id: number, position: number = at.records + 2): void {
  const { disk, logs } = cluster.node(id);
  const bytes = contentOn(cluster, id);
  bytes[position] ^= 8;
  const file = disk.open(pathOn(id), { create: false });
  file.writeSync(bytes, 0);
  file.close();
  const log = logs.get(topic, 0);
  if (log) logs.scrubber.suspect(log, 0);
}

const statesOf = (cluster: Cluster): string[] =>
  cluster.damages.map(({ nodeId, state }) => `${nodeId} ${state}`);

const partitionOf = (cluster: Cluster) => cluster.topic(topic).partitions[0];

describe('a damaged follower', () => {
  it('gets the segment from its leader and never leaves the in-sync replicas', async () => {
    const { cluster, world } = await started([1, 2, 3]);
    damage(cluster, 2);
    expect(contentOn(cluster, 2).equals(contentOn(cluster, 1))).toBe(false);
    await world.runUntil(() => cluster.damages.length >= 2);
    expect(statesOf(cluster)).toEqual(['2 found', '2 repaired']);
    expect(cluster.damages[0]).toMatchObject({ topic, partition: 0, offset: 0, file: pathOn(2) });
    expect(contentOn(cluster, 2).equals(contentOn(cluster, 1))).toBe(true);
    expect(partitionOf(cluster)).toMatchObject({ leader: 1, partitionEpoch: 0 });
    expect(await cluster.values(2, topic)).toEqual(await cluster.values(1, topic));
  });

  it('waits for a leader, and tries again when the leader does not answer', async () => {
    const { cluster, world } = await started([1, 2, 3]);
    cluster.cuts.add('2>1');
    damage(cluster, 2);
    await world.runUntil(() => cluster.damages.length >= 2);
    expect(statesOf(cluster)).toEqual(['2 found', '2 failed']);
    cluster.cuts.delete('2>1');
    await world.runUntil(() => cluster.damages.length >= 3);
    expect(statesOf(cluster)[2]).toBe('2 repaired');
    expect(contentOn(cluster, 2).equals(contentOn(cluster, 1))).toBe(true);
  });

  it('is repaired in a compacted topic, from the first segment on', async () => {
    const { cluster, world } = await started([1, 2, 3], { 'cleanup.policy': 'compact' });
    damage(cluster, 3);
    await world.runUntil(() => cluster.damages.length >= 2);
    expect(statesOf(cluster)).toEqual(['3 found', '3 repaired']);
    expect(contentOn(cluster, 3).equals(contentOn(cluster, 1))).toBe(true);
  });
});

describe('a damaged leader', () => {
  it('hands over to a replica in sync and is repaired as its follower', async () => {
    const { cluster, world } = await started([1, 2, 3]);
    damage(cluster, 1);
    await world.runUntil(() => partitionOf(cluster).leader === 2);
    // In the ISR again, a controller would give it its leadership back.
    await world.run(300);
    expect(partitionOf(cluster).isr).toEqual([2, 3]);
    await world.runUntil(() => cluster.damages.length >= 2);
    expect(statesOf(cluster)).toEqual(['1 found', '1 repaired']);
    expect(partitionOf(cluster).leader).toBe(2);
    expect(contentOn(cluster, 1).equals(contentOn(cluster, 2))).toBe(true);
    await world.runUntil(() => partitionOf(cluster).isr.includes(1));
    expect(await cluster.values(1, topic)).toHaveLength(20);
  });

  it('that is alone says so, goes on, and is repaired once another replica is in sync', async () => {
    const { cluster, world } = await started([1, 2]);
    cluster.kill(2);
    await world.run(50);
    damage(cluster, 1);
    await world.runUntil(() => cluster.damages.length >= 2);
    expect(statesOf(cluster)).toEqual(['1 found', '1 alone']);
    expect(partitionOf(cluster)).toMatchObject({ leader: 1, isr: [1] });
    await appended(cluster, 1, 'more');
    expect((await cluster.values(1, topic)).at(-1)).toBe('more');
    cluster.restart(2);
    await world.runUntil(() => cluster.damages.length >= 3);
    expect(statesOf(cluster)[2]).toBe('1 repaired');
    expect(contentOn(cluster, 1).equals(contentOn(cluster, 2))).toBe(true);
  });

  it('is found out by a follower that asks again and again', async () => {
    const { cluster, world } = await started([1, 2, 3], {}, { 'rivulet.log.cache.bytes': '0' });
    cluster.kill(3);
    const { disk } = cluster.node(3);
    for (const name of disk.list(`/data-3/${topic}-0`)) disk.remove(`/data-3/${topic}-0/${name}`);
    const bytes = contentOn(cluster, 1);
    bytes[at.records + 2] ^= 8;
    const file = cluster.node(1).disk.open(pathOn(1), { create: false });
    file.writeSync(bytes, 0);
    file.close();
    cluster.restart(3);
    await world.runUntil(() => cluster.damages.some(({ state }) => state === 'repaired'));
    expect(statesOf(cluster)).toEqual(['1 found', '1 repaired']);
    await world.runUntil(() => partitionOf(cluster).isr.includes(3));
    expect(await cluster.values(3, topic)).toHaveLength(20);
  });
});
