import { describe, expect, it } from 'vitest';
import { RateWindow } from '../../../src/broker/replication/replication-throttle.ts';
import { Cluster } from './cluster.ts';
import { World } from './world.ts';

const topic = 'orders';
const value = 'x'.repeat(50_000);
const valueCount = 40;
const totalBytes = valueCount * value.length;
const bytesPerSecond = 200_000;

/** Broker 3 comes back with everything to copy; returns how long that takes. */
async function catchUpMs(
  topicConfigs: Record<string, string>,
  rates: Record<string, string>,
  whileCopying: (cluster: Cluster) => void = () => undefined,
): Promise<number> {
  const world = new World();
  const cluster = new Cluster(world, [1, 2, 3], { 'replica.fetch.max.bytes': '60000' });
  cluster.createTopic(topic, [[1, 2, 3]], topicConfigs);
  cluster.configure('4:', rates);
  await world.run(50);
  cluster.kill(3);
  await world.run(50);
  let acked = 0;
  for (let index = 0; index < valueCount; index++) {
    void cluster.append(1, topic, value).then(() => acked++);
  }
  // The replica that is in sync is not held back.
  expect(await world.runUntil(() => acked === valueCount, 2000)).toBe(true);
  await world.run(15_000);
  cluster.restart(3);
  const startedMs = world.nowMs;
  const end = () => cluster.replicas(3).partition(topic, 0)?.log.logEndOffset;
  await world.runUntil(() => (end() ?? 0) > valueCount / 4, 60_000);
  whileCopying(cluster);
  expect(await world.runUntil(() => end() === valueCount, 60_000)).toBe(true);
  return world.nowMs - startedMs;
}

const leaderRate = { 'leader.replication.throttled.rate': `${bytesPerSecond}` };
const followerRate = { 'follower.replication.throttled.rate': `${bytesPerSecond}` };
const expectedMs = (totalBytes / bytesPerSecond) * 1000;

describe('throttled replication', () => {
  it('is held to the rate by the leader', async () => {
    const configs = { 'leader.replication.throttled.replicas': '0:1' };
    const tookMs = await catchUpMs(configs, leaderRate);
    expect(tookMs).toBeGreaterThan(expectedMs * 0.75);
    expect(tookMs).toBeLessThan(expectedMs * 1.5);
  });

  it('is held to the rate by the follower', async () => {
    const configs = { 'follower.replication.throttled.replicas': '*' };
    const tookMs = await catchUpMs(configs, followerRate);
    expect(tookMs).toBeGreaterThan(expectedMs * 0.75);
    expect(tookMs).toBeLessThan(expectedMs * 1.5);
  });

  it('is not for replicas that are not named', async () => {
    const configs = {
      'leader.replication.throttled.replicas': '0:2,1:1',
      'follower.replication.throttled.replicas': '0:1,1:3',
    };
    expect(await catchUpMs(configs, { ...leaderRate, ...followerRate })).toBeLessThan(1000);
  });

  it('ends when the rate is lifted', async () => {
    const configs = {
      'leader.replication.throttled.replicas': '*',
      'follower.replication.throttled.replicas': '*',
    };
    const tookMs = await catchUpMs(configs, { ...leaderRate, ...followerRate }, (cluster) =>
      cluster.configure('4:', {}),
    );
    expect(tookMs).toBeLessThan(expectedMs * 0.6);
  });
});

describe('a rate', () => {
  const given = () => {
    const clock = { nowMs: 0 };
    const window = new RateWindow({ monotonicMs: () => clock.nowMs } as never, 1000, 11);
    return { clock, window };
  };

  it('counts at least one whole sample', () => {
    const { clock, window } = given();
    expect(window.excessMs(100)).toBe(0);
    window.record(100);
    expect(window.excessMs(100)).toBe(0);
    window.record(50);
    expect(window.excessMs(100)).toBe(1500);
    clock.nowMs = 1500;
    expect(window.excessMs(100)).toBe(0);
    expect(window.excessMs(50)).toBe(1500);
  });

  it('forgets what lies further back than its samples', () => {
    const { clock, window } = given();
    window.record(5000);
    expect(window.excessMs(100)).toBe(11_000);
    clock.nowMs = 10_999;
    expect(window.excessMs(100)).toBe(1);
    clock.nowMs = 11_000;
    expect(window.excessMs(100)).toBe(0);
  });

  it('of nothing lets through what was recorded before it is forgotten', () => {
    const { clock, window } = given();
    expect(window.excessMs(0)).toBe(0);
    window.record(1);
    expect(window.excessMs(0)).toBe(11_000);
    clock.nowMs = 11_000;
    expect(window.excessMs(0)).toBe(0);
  });
});
