import { describe, expect, it } from 'vitest';
import type { MetadataDelta, MetadataImage } from '../../../src/broker/metadata/image.ts';
import {
  MetadataCache,
  type MetadataCacheOptions,
} from '../../../src/broker/metadata/metadata-cache.ts';
import {
  decodeRecord,
  encodeRecord,
  type NewRecord,
} from '../../../src/broker/metadata/records.ts';
import { imageOf } from '../../../src/broker/metadata/replay.ts';
import { SimWorld } from '../../support/sim-env.ts';
import { FakeLog } from './fake-log.ts';
import { id } from './given.ts';

const topic = (number: number): NewRecord => ({
  type: 'topic',
  value: { name: `t${number}`, topicId: id(number) },
});

function given(options?: Partial<MetadataCacheOptions>) {
  const world = new SimWorld(1);
  const log = new FakeLog();
  const cache = new MetadataCache(world.machine('a').boot(), log, options);
  const told: { image: MetadataImage; delta: MetadataDelta; previous: MetadataImage }[] = [];
  cache.subscribe((image, delta, previous) => told.push({ image, delta, previous }));
  const settle = async () => {
    while (await world.scheduler.step());
  };
  return { world, log, cache, told, settle };
}

describe('metadata cache', () => {
  it('publishes batches that come together as one change', async () => {
    const { log, cache, told, settle } = given();
    cache.open();
    log.write(topic(1));
    log.write(topic(2));
    log.commit();
    expect(cache.image().offset).toBe(-1);
    await settle();
    expect([...cache.image().topicsByName.keys()]).toEqual(['t1', 't2']);
    expect(cache.image().offset).toBe(1);
    // One for the opening, one for the change.
    expect(told).toHaveLength(2);
    expect(told[1].delta.changedTopicIds).toEqual(new Set([id(1), id(2)]));
    expect(told[1].previous.topicsByName.size).toBe(0);
  });

  it('waits with a replay until it reaches what is committed', async () => {
    const { log, cache, settle } = given();
    cache.open();
    log.highWatermark = 2;
    const deliver = (offset: number) => {
      const records = [{ offset, value: encodeRecord(topic(offset)) }];
      for (const listener of log['commitListeners']) {
        listener({ baseOffset: offset, epoch: 1, timestampMs: 0, records, isControl: false });
      }
    };
    deliver(0);
    await settle();
    expect(cache.image().offset).toBe(-1);
    deliver(1);
    await settle();
    expect(cache.image().offset).toBe(1);
  });

  it('tells nothing before it is opened, and everything then', async () => {
    const { log, cache, told, settle } = given();
    log.write(topic(1));
    log.commit();
    await settle();
    expect(told).toEqual([]);
    expect(cache.image().topicsByName.size).toBe(1);
    cache.open();
    expect(told).toHaveLength(1);
    expect(told[0].delta.changedTopicIds).toEqual(new Set([id(1)]));
    expect(told[0].previous.topicsByName.size).toBe(0);
  });

  it('keeps quiet about records that change nothing', async () => {
    const { log, cache, told, settle } = given();
    cache.open();
    log.write({ type: 'noOp', value: {} });
    log.commit();
    await settle();
    expect(told).toHaveLength(1);
    expect(cache.image().offset).toBe(0);
  });

  it('answers waits when the image fulfils them, or when time is up', async () => {
    const { log, cache, settle, world } = given();
    const has = (name: string) => (image: MetadataImage) => image.topicsByName.has(name);
    const found = cache.waitFor(has('t1'), 1000);
    const missed = cache.waitFor(has('t9'), 50);
    log.write(topic(1));
    log.commit();
    await settle();
    expect(await found).toBe(true);
    expect(await missed).toBe(false);
    expect(world.scheduler.nowMs).toBe(50);
    expect(await cache.waitFor(has('t1'), 1000)).toBe(true);
    const open = cache.waitFor(has('t9'), 1000);
    cache.close();
    expect(await open).toBe(false);
  });

  it('starts over from a snapshot', async () => {
    const { log, cache, told, settle } = given();
    cache.open();
    log.write(topic(1));
    log.commit();
    await settle();
    log.load({ values: [encodeRecord(topic(2))], lastOffset: 41, epoch: 5 });
    expect(cache.image()).toMatchObject({ offset: 41, epoch: 5 });
    expect(told.at(-1)?.delta.deletedTopics.map(({ name }) => name)).toEqual(['t1']);
    log.write(topic(3));
    log.commit();
    await settle();
    expect([...cache.image().topicsByName.keys()]).toEqual(['t2', 't3']);
    expect(cache.image().offset).toBe(42);
  });

  it('writes a snapshot of its image when enough was replayed', async () => {
    const { log, cache, settle } = given({ maxBytesBetweenSnapshots: 100 });
    for (let number = 0; number < 8; number++) {
      log.write(topic(number));
      log.commit();
      await settle();
    }
    expect(log.snapshots.length).toBeGreaterThan(0);
    const { values, lastOffset, epoch } = log.snapshots[0];
    const image = imageOf(values.map(decodeRecord), lastOffset, epoch);
    expect(image.topicsByName.size).toBe(lastOffset + 1);
    expect(cache.image().topicsByName.size).toBe(8);
  });

  it('writes one after a while too', async () => {
    const { log, settle, world } = given({ maxSnapshotIntervalMs: 1000 });
    log.write(topic(1));
    log.commit();
    await settle();
    expect(log.snapshots).toEqual([]);
    world.scheduler.after(1000, 'later', () => undefined);
    await settle();
    log.write({ type: 'noOp', value: {} });
    log.commit();
    await settle();
    expect(log.snapshots).toMatchObject([{ lastOffset: 1 }]);
  });

  it('holds an image back for a moment that names a broker just lost', async () => {
    const { log, cache, settle, world } = given();
    const register = (fenced: boolean): NewRecord => ({
      type: 'registerBroker',
      value: {
        brokerId: 2,
        incarnationId: id(2),
        brokerEpoch: 0,
        endPoints: [],
        features: [],
        rack: null,
        fenced,
      },
    });
    log.write(register(false));
    log.commit();
    await settle();
    cache.suspect(2);
    cache.suspect(9);
    const settled = cache.settledImage();
    world.scheduler.after(20, 'fence', () => {
      log.write(register(true));
      log.commit();
    });
    await settle();
    expect((await settled).brokers.get(2)?.isFenced).toBe(true);
    // A connection may be lost without its broker: then the image counts again.
    log.write(register(false));
    log.commit();
    await settle();
    cache.suspect(2);
    const startMs = world.scheduler.nowMs;
    const unchanged = cache.settledImage();
    await settle();
    expect((await unchanged).brokers.get(2)?.isFenced).toBe(false);
    expect(world.scheduler.nowMs - startMs).toBeLessThan(1000);
  });
});
