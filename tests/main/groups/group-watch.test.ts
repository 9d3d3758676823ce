import { channel } from 'node:diagnostics_channel';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { BrokerStats } from '../../../src/broker/control.ts';
import type { Supervisor } from '../../../src/main/cluster/supervisor.ts';
import type { GroupDetail, GroupsState } from '../../../src/main/contract/groups.ts';
import { consumeInGroup } from '../../../src/main/explorer/group-consumer.ts';
import { copyGroup, deleteOffsets, setOffsets } from '../../../src/main/explorer/group-changes.ts';
import { planReset } from '../../../src/main/explorer/group-reset-plan.ts';
import { committedOffsets, describeGroup, listGroups } from '../../../src/main/explorer/groups.ts';
import { KafkaLink } from '../../../src/main/explorer/kafka-link.ts';
import { LagClock } from '../../../src/main/explorer/lag-clock.ts';
import { MessageProducer } from '../../../src/main/explorer/produce.ts';
import { asAsked } from '../../../src/main/explorer/request-pace.ts';
import { createTopic } from '../../../src/main/explorer/topics.ts';
import { GroupWatch } from '../../../src/main/groups/group-watch.ts';
import { type RunningCluster, startCluster } from '../../support/product.ts';

const stats = { latest: new Map(), want: () => () => {} };
const groupCount = 300;
let cluster: RunningCluster;
let link: KafkaLink;

beforeAll(async () => {
  cluster = await startCluster(3);
  link = new KafkaLink(cluster.bootstrap);
  const producer = new MessageProducer(link);
  await createTopic(link, { topic: 'orders', partitionCount: 3 });
  for (let index = 0; index < 30; index += 1) {
    await producer.produce({
      topic: 'orders',
      partition: index % 3,
      value: { text: `order ${index}` },
    });
  }
  await producer.close();
  // At most a few at a time: the first makes the topic of all offsets come into being.
  for (let first = 0; first < groupCount; first += 20) {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        setOffsets(link, `group-${first + index}`, [
          { topic: 'orders', partition: (first + index) % 3, offset: 4 },
        ]),
      ),
    );
  }
}, 120_000);

afterAll(async () => {
  await link?.close();
  await cluster?.stop();
});

/** How many requests the library sends while something runs, and how close they come. */
async function countRequests(perform: () => Promise<unknown>): Promise<readonly number[]> {
  const atMs: number[] = [];
  const listener = () => void atMs.push(performance.now());
  const calls = channel('tracing:plt:kafka:connections:api:start');
  calls.subscribe(listener);
  await perform();
  calls.unsubscribe(listener);
  return atMs;
}

describe('three hundred groups', () => {
  it('are listed with their lag in a handful of requests', async () => {
    const clock = new LagClock();
    await listGroups(link, clock);
    let state: GroupsState | undefined;
    const requests = await countRequests(async () => {
      state = await listGroups(link, clock);
    });
    expect(Object.keys(state?.groups ?? {})).toHaveLength(groupCount);
    expect(state?.groups['group-7']).toMatchObject({ lag: 6, topics: ['orders'], phase: 'empty' });
    expect(state?.groups['group-7']?.lagS).toBeGreaterThan(0);
    // Three coordinators are asked who is there, who they are and what is committed, three leaders
    // for their ends; the times were known.
    expect(requests.length).toBeLessThanOrEqual(12);
  });

  it('cost a cluster that is not ours no more than five requests a second', async () => {
    const foreign = new KafkaLink(cluster.bootstrap, 'test', {}, 5);
    const watch = new GroupWatch({ link: foreign, clock: new LagClock(), supervisor: null, stats });
    onTestFinished(async () => {
      watch.close();
      await foreign.close();
    });
    let list: GroupsState | undefined;
    let detail: GroupDetail | undefined;
    const failed = () => {};
    const until = async (isThere: () => boolean) => {
      const deadline = Date.now() + 60_000;
      while (!isThere() && Date.now() < deadline) await delay(50);
    };
    // What somebody opens is there at once; that it stays up to date is what is counted.
    const opening = await countRequests(async () => {
      watch.watchGroup('group-1', { value: (value) => void (detail = value), failed });
      await until(() => detail !== undefined);
    });
    expect(opening.length).toBeLessThanOrEqual(15);
    const requests = await countRequests(async () => {
      watch.watchList({ value: (value) => void (list = value), failed });
      await until(() => list !== undefined);
      await delay(5_000);
    });
    expect(Object.keys(list?.groups ?? {})).toHaveLength(groupCount);
    expect(detail).toMatchObject({ groupId: 'group-1', lag: 6 });
    expect(requests.length).toBeGreaterThan(10);
    // Sent at their pace they may bunch up before the wire, so a longer look than at the pace itself.
    for (const from of requests) {
      const close = requests.filter((at) => at >= from && at < from + 3_000);
      expect(close.length).toBeLessThanOrEqual(15);
    }
    // Whoever asks for something does not stand in that line.
    const startedAt = performance.now();
    await asAsked(() => describeGroup(foreign, new LagClock(), 'group-3'));
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  }, 90_000);

  it('are shown as they were, and said to be old, when the cluster is lost', async () => {
    const away = new KafkaLink(cluster.bootstrap);
    const watch = new GroupWatch({ link: away, clock: new LagClock(), supervisor: null, stats });
    onTestFinished(() => watch.close());
    const states: GroupsState[] = [];
    watch.watchList({ value: (value) => void states.push(value), failed: () => {} });
    await expect.poll(() => states.length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(states.at(-1)?.staleSinceMs).toBeNull();
    await away.close();
    await expect
      .poll(() => states.at(-1)?.staleSinceMs ?? null, { timeout: 20_000 })
      .not.toBeNull();
    expect(Object.keys(states.at(-1)?.groups ?? {})).toHaveLength(groupCount);
  }, 60_000);
});

describe('a group of our own brokers', () => {
  it('is never said to have a coordinator that tells nothing, only not yet', async () => {
    const own = { on: () => own, watchGroups: () => {} } as unknown as Supervisor;
    const latest = new Map<number, BrokerStats>();
    const table = { latest, want: () => () => {} };
    const watch = new GroupWatch({ link, clock: new LagClock(), supervisor: own, stats: table });
    onTestFinished(() => watch.close());
    const details: GroupDetail[] = [];
    watch.watchGroup('group-5', { value: (value) => void details.push(value), failed: () => {} });
    await expect.poll(() => details.length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(details[0]).toMatchObject({ hasCoordinatorView: true, generation: null });
    const report = { groupId: 'group-5', generation: 7, members: [] };
    latest.set(1, { atMs: Date.now(), groups: [report] } as unknown as BrokerStats);
    await expect.poll(() => details.at(-1)?.generation, { timeout: 20_000 }).toBe(7);
    expect(details.every(({ hasCoordinatorView }) => hasCoordinatorView)).toBe(true);
    const elsewhere = await describeGroup(link, new LagClock(), 'group-5');
    expect(elsewhere.hasCoordinatorView).toBe(false);
  }, 60_000);
});

describe('the offsets of a group', () => {
  it('are planned, moved, and put back', async () => {
    const groupId = 'group-9';
    const scope = [{ topic: 'orders' }, { topic: 'gone' }];
    const plan = await planReset(link, { groupId, scope, target: { to: 'earliest' } });
    expect(plan.unknown).toEqual(['gone']);
    expect(plan.rows[0]).toMatchObject({ now: 4, next: 0, again: 4, skipped: 0 });
    expect(plan.rows[0]?.first).toMatchObject({ value: 'order 0' });
    expect(plan.rows[1]).toMatchObject({ now: null, again: 0 });
    const { before } = await setOffsets(
      link,
      groupId,
      plan.rows.map(({ topic, partition, next }) => ({ topic, partition, offset: next })),
    );
    expect((await committedOffsets(link, groupId)).size).toBe(3);
    await setOffsets(link, groupId, before);
    expect([...(await committedOffsets(link, groupId))]).toEqual([['orders-0', 4]]);
  });

  it('are clamped to what there is, and say so', async () => {
    const target = {
      to: 'each',
      offsets: [{ topic: 'orders', partition: 0, offset: 99 }],
    } as const;
    const plan = await planReset(link, { groupId: 'group-9', scope: [], target });
    expect(plan.rows).toMatchObject([{ next: 10, skipped: 6, isClamped: true, first: null }]);
  });

  it('are copied to another group, and forgotten', async () => {
    expect(await copyGroup(link, 'group-12', 'copy-of-12')).toMatchObject({ copied: 1 });
    expect([...(await committedOffsets(link, 'copy-of-12'))]).toEqual([['orders-0', 4]]);
    await deleteOffsets(link, 'copy-of-12', 'orders');
    expect((await committedOffsets(link, 'copy-of-12')).size).toBe(0);
    await expect(copyGroup(link, 'no-such-group', 'x')).rejects.toMatchObject({
      code: 'group-not-found',
    });
  });

  it('leave neither lag nor time behind when they are forgotten', async () => {
    await setOffsets(link, 'forgetful', [{ topic: 'orders', partition: 0, offset: 4 }]);
    const watch = new GroupWatch({ link, clock: new LagClock(), supervisor: null, stats });
    onTestFinished(() => watch.close());
    let list: GroupsState | undefined;
    watch.watchList({ value: (value) => void (list = value), failed: () => {} });
    const forgetful = () => list?.groups.forgetful;
    await expect.poll(() => forgetful()?.lagS ?? 0, { timeout: 20_000 }).toBeGreaterThan(0);
    await deleteOffsets(link, 'forgetful', 'orders');
    await expect
      .poll(forgetful, { timeout: 20_000 })
      .toMatchObject({ topics: [], lag: 0, lagS: null });
  }, 60_000);

  it('stay where they are while somebody reads', async () => {
    const controller = new AbortController();
    const joined = Promise.withResolvers<void>();
    const consuming = consumeInGroup(
      {
        bootstrap: cluster.bootstrap,
        groupId: 'busy',
        clientId: 'reader',
        topics: ['orders'],
        fallback: 'earliest',
        signal: controller.signal,
        onJoined: joined.resolve,
      },
      async ({ messages, commit }) => {
        const { value } = await messages.next();
        await commit([value]);
        await delay(60_000, undefined, { signal: controller.signal }).catch(() => {});
        return true;
      },
    );
    onTestFinished(async () => {
      controller.abort();
      await consuming;
    });
    await joined.promise;
    await expect
      .poll(async () => (await committedOffsets(link, 'busy')).size, { timeout: 20_000 })
      .toBe(1);
    const offsets = [{ topic: 'orders', partition: 0, offset: 0 }];
    await expect(setOffsets(link, 'busy', offsets)).rejects.toMatchObject({
      code: 'group-not-empty',
    });
    const detail = await describeGroup(link, new LagClock(), 'busy');
    expect(Object.values(detail.members)).toMatchObject([
      { clientId: 'reader', subscription: ['orders'], idle: null, heartbeatAgeMs: null },
    ]);
  }, 60_000);
});
