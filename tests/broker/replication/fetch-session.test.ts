/** Sessions of the serving side, by the table of KIP-227. */
import { describe, expect, it } from 'vitest';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { zeroUuid } from '../../../src/broker/protocol/types.ts';
import { FetchSessionCache } from '../../../src/broker/replication/fetch-session-cache.ts';
import type { FetchSession } from '../../../src/broker/replication/fetch-session.ts';
import { World } from './world.ts';

const asked = { sessionId: 0, sessionEpoch: 0, isReplica: false, usesTopicIds: true };
const partitionOf = (partition: number) => ({
  partition,
  currentLeaderEpoch: -1,
  fetchOffset: 0,
  lastFetchedEpoch: -1,
  logStartOffset: -1,
  partitionMaxBytes: 1,
  replicaDirectoryId: zeroUuid,
  highWatermark: 0,
});

function setup(slots = 1000) {
  const world = new World();
  return { world, cache: new FetchSessionCache(world.env(), slots) };
}

function open(
  cache: FetchSessionCache,
  o: { size?: number; isReplica?: boolean } = {},
): FetchSession {
  const request = { ...asked, isReplica: o.isReplica ?? false };
  const { session } = cache.choose(request);
  if (!session) throw new Error('refused');
  const topic = { topic: '', topicId: 'BAAAAAAAAAAAAAAAAAAAAA', partitions: [] };
  for (let index = 0; index < (o.size ?? 1); index++) session.ask(topic, partitionOf(index));
  cache.keep(session, request);
  return session;
}

describe('a session', () => {
  it('counts its requests', () => {
    const { cache } = setup();
    const { id } = open(cache);
    expect(id).toBeGreaterThan(0);
    for (const sessionEpoch of [1, 2, 3]) {
      const choice = cache.choose({ ...asked, sessionId: id, sessionEpoch });
      expect(choice).toMatchObject({ errorCode: 0, isFull: false });
    }
  });

  it('tells a follower the high watermark again when it names a partition again', () => {
    const { cache } = setup();
    for (const isReplica of [true, false]) {
      const session = open(cache, { isReplica });
      const [entry] = session.entries();
      entry.sentHighWatermark = 7;
      session.ask({ topic: '', topicId: entry.topicId, partitions: [] }, partitionOf(0));
      expect(entry.sentHighWatermark).toBe(isReplica ? -1 : 7);
    }
  });

  it('goes on with 1 after the largest epoch', () => {
    const { cache } = setup();
    const session = open(cache);
    session.nextEpoch = 0x7fffffff;
    const request = { ...asked, sessionId: session.id, sessionEpoch: 0x7fffffff };
    expect(cache.choose(request).errorCode).toBe(0);
    expect(session.nextEpoch).toBe(1);
  });

  it.each([
    { name: 'unknown id', change: { sessionId: 12345 }, expected: errors.fetchSessionIdNotFound },
    { name: 'epoch ahead', change: { sessionEpoch: 2 }, expected: errors.invalidFetchSessionEpoch },
    {
      name: 'names after ids',
      change: { usesTopicIds: false },
      expected: errors.fetchSessionTopicIdError,
    },
  ])('is refused: $name', ({ change, expected }) => {
    const { cache } = setup();
    const { id } = open(cache);
    const request = { ...asked, sessionId: id, sessionEpoch: 1, ...change };
    expect(cache.choose(request).errorCode).toBe(expected);
  });

  it.each([-1, 0])('ends with epoch %i', (sessionEpoch) => {
    const { cache } = setup();
    const { id } = open(cache);
    expect(cache.choose({ ...asked, sessionId: id, sessionEpoch })).toMatchObject({ isFull: true });
    const next = cache.choose({ ...asked, sessionId: id, sessionEpoch: 1 });
    expect(next.errorCode).toBe(errors.fetchSessionIdNotFound);
  });

  it('may begin without a partition, and is not kept for a client that wants none', () => {
    const { cache } = setup();
    cache.remove(open(cache, { size: 0 }));
    const request = { ...asked, sessionEpoch: -1 };
    const { session } = cache.choose(request);
    if (session) cache.keep(session, request);
    expect(session?.id).toBe(0);
    expect(cache.size).toBe(0);
  });
});

describe('a full cache', () => {
  it('serves a newcomer without a session', () => {
    const { cache } = setup(2);
    open(cache);
    open(cache);
    expect(open(cache).id).toBe(0);
    expect(cache.size).toBe(2);
  });

  it('gives up the session that was idle for two minutes', async () => {
    const { cache, world } = setup(2);
    const old = open(cache);
    await world.run(100_000);
    open(cache);
    await world.run(20_001);
    expect(open(cache).id).toBeGreaterThan(0);
    expect(old.id).toBe(0);
  });

  it('prefers followers to consumers, and never the other way round', () => {
    const { cache } = setup(1);
    const consumer = open(cache);
    const follower = open(cache, { isReplica: true });
    expect(follower.id).toBeGreaterThan(0);
    expect(consumer.id).toBe(0);
    expect(open(cache, { size: 100 }).id).toBe(0);
  });

  it('prefers large to small sessions once those are old enough', async () => {
    const { cache, world } = setup(1);
    const small = open(cache, { size: 2 });
    expect(open(cache, { size: 3 }).id).toBe(0);
    for (let epoch = 1; epoch <= 3; epoch++) {
      await world.run(50_000);
      cache.choose({ ...asked, sessionId: small.id, sessionEpoch: epoch });
    }
    expect(open(cache, { size: 3 }).id).toBeGreaterThan(0);
    expect(small.id).toBe(0);
  });
});
