import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BrokerImage,
  emptyImage,
  type MetadataImage,
  type PartitionImage,
} from '../../../src/broker/metadata/image.ts';
import { decodeRecord, encodeRecord } from '../../../src/broker/metadata/records.ts';
import { imageOf } from '../../../src/broker/metadata/replay.ts';
import { imageToRecords } from '../../../src/broker/metadata/snapshot-records.ts';

const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => {
  // Zero is "none": an image never holds it as an id.
  const id = Buffer.from(bytes);
  id[15] |= 1;
  return id.toString('base64url');
});
const ids = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 4 });
const text = fc.string({ minLength: 1, maxLength: 8 });
const features = fc.array(
  fc.record({
    name: text,
    min: fc.integer({ min: 0, max: 9 }),
    max: fc.integer({ min: 9, max: 30 }),
  }),
  { maxLength: 3 },
);
const endpoints = fc.array(
  fc.record({
    name: text,
    host: text,
    port: fc.integer({ min: 0, max: 65_535 }),
    securityProtocol: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 2 },
);

const partition: fc.Arbitrary<PartitionImage> = fc
  .record({
    replicas: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }),
    isr: ids,
    leader: fc.integer({ min: -1, max: 9 }),
    leaderEpoch: fc.nat(),
    partitionEpoch: fc.nat(),
    leaderRecoveryState: fc.constantFrom(0, 1),
    addingReplicas: ids,
    removingReplicas: ids,
    elr: ids,
    lastKnownElr: ids,
    directory: uuid,
  })
  .map(({ directory, ...rest }) => ({ ...rest, directories: rest.replicas.map(() => directory) }));

const broker: fc.Arbitrary<BrokerImage> = fc.record({
  id: fc.integer({ min: 0, max: 20 }),
  epoch: fc.nat(),
  incarnationId: uuid,
  endpoints,
  rack: fc.option(text),
  isFenced: fc.boolean(),
  inControlledShutdown: fc.boolean(),
  logDirs: fc.array(uuid, { maxLength: 2 }),
  features,
});

const byKey = <K, V>(entries: readonly V[], key: (value: V) => K): Map<K, V> =>
  new Map(entries.map((value) => [key(value), value]));

const image: fc.Arbitrary<MetadataImage> = fc
  .record({
    offset: fc.nat(),
    epoch: fc.nat(),
    brokers: fc.array(broker, { maxLength: 4 }),
    controllers: fc.array(
      fc.record({ id: fc.integer({ min: 0, max: 9 }), incarnationId: uuid, endpoints, features }),
      { maxLength: 3 },
    ),
    topics: fc.uniqueArray(
      fc.record({ name: text, id: uuid, partitions: fc.array(partition, { maxLength: 4 }) }),
      { maxLength: 5, selector: ({ name }) => name },
    ),
    configs: fc.array(
      fc.tuple(
        fc
          .tuple(fc.constantFrom(2, 4, 16, 32), fc.string({ maxLength: 6 }))
          .map((key) => key.join(':')),
        fc
          .array(fc.tuple(text, text), { minLength: 1, maxLength: 3 })
          .map((entries) => new Map(entries)),
      ),
      { maxLength: 4 },
    ),
    features: fc.array(fc.tuple(text, fc.integer({ min: 1, max: 30 })), { maxLength: 3 }),
    nextProducerId: fc.nat(),
  })
  .map(({ topics, ...rest }) => ({
    ...rest,
    brokers: byKey(rest.brokers, ({ id }) => id),
    controllers: byKey(rest.controllers, ({ id }) => id),
    topicsByName: byKey(topics, ({ name }) => name),
    topicsById: byKey(topics, ({ id }) => id),
    configs: new Map(rest.configs),
    features: new Map(rest.features),
  }));

describe('snapshots', () => {
  it('give an equal image when they are replayed', () => {
    fc.assert(
      fc.property(image, (before) => {
        fc.pre(before.topicsById.size === before.topicsByName.size);
        const bytes = imageToRecords(before).map(encodeRecord);
        const after = imageOf(bytes.map(decodeRecord), before.offset, before.epoch);
        expect(after).toEqual(before);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it('of nothing are empty', () => {
    expect(imageToRecords(emptyImage)).toEqual([]);
  });
});
