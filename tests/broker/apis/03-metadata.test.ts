import { describe, expect, it } from 'vitest';
import { metadata } from '../../../src/broker/apis/03-metadata.ts';
import { PeerError } from '../../../src/broker/client/node-client.ts';
import { parseBrokerConfig } from '../../../src/broker/config.ts';
import type { MetadataImage } from '../../../src/broker/metadata/image.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { metadataApi } from '../../../src/broker/protocol/messages/03-metadata.ts';
import { zeroUuid } from '../../../src/broker/protocol/types.ts';
import { givenBroker, givenImage, givenPartition, id, threeBrokers } from '../metadata/given.ts';
import { call, fakeMetadata, servicesWith } from './call.ts';

const image = givenImage({
  brokers: [...threeBrokers.slice(0, 2), givenBroker(3, { isFenced: true, rack: 'r' })],
  topics: {
    t: [givenPartition({ leader: 2 }), givenPartition({ leader: -1, isr: [], elr: [3] })],
    __consumer_offsets: [givenPartition()],
  },
});
const topicId = image.topicsByName.get('t')?.id ?? '';
type Asked = { name?: string | null; topicId?: string };
type Options = {
  readonly version?: number;
  readonly allow?: boolean;
  readonly operations?: boolean;
  readonly services?: ReturnType<typeof servicesWith>;
};
const ask = (topics: Asked[] | null, options: Options = {}) =>
  call(metadata, {
    version: options.version ?? metadataApi.maxVersion,
    request: {
      topics:
        topics?.map(({ name = null, topicId: asked = zeroUuid }) => ({ name, topicId: asked })) ??
        null,
      allowAutoTopicCreation: options.allow ?? false,
      includeTopicAuthorizedOperations: options.operations ?? false,
    },
    services: options.services ?? servicesWith(image),
  });

describe('Metadata', () => {
  it('describes a topic with leaders, in-sync and offline replicas', async () => {
    const response = await ask([{ name: 't' }]);
    expect(response.brokers).toEqual([
      { nodeId: 1, host: '127.0.0.1', port: 9001, rack: null },
      { nodeId: 2, host: '127.0.0.1', port: 9002, rack: null },
    ]);
    expect(response).toMatchObject({ clusterId: 'the-cluster', controllerId: 1, errorCode: 0 });
    expect(response.topics).toMatchObject([
      {
        errorCode: 0,
        name: 't',
        topicId,
        isInternal: false,
        topicAuthorizedOperations: -2147483648,
        partitions: [
          {
            errorCode: 0,
            partitionIndex: 0,
            leaderId: 2,
            leaderEpoch: 5,
            replicaNodes: [1, 2, 3],
            isrNodes: [1, 2, 3],
            offlineReplicas: [3],
          },
          { errorCode: errors.leaderNotAvailable, partitionIndex: 1, leaderId: -1, isrNodes: [] },
        ],
      },
    ]);
  });

  it('answers in every version', async () => {
    // The first versions ask for automatic creation without saying so.
    const config = parseBrokerConfig({ 'auto.create.topics.enable': 'false' });
    const services = servicesWith(image, { config });
    for (let version = 0; version <= metadataApi.maxVersion; version++) {
      const { topics } = await ask([{ name: 't' }, { name: 'x' }], { version, services });
      expect(topics.map(({ errorCode }) => errorCode)).toEqual([0, errors.unknownTopicOrPartition]);
    }
  });

  it('tells null from an empty list', async () => {
    const names = async (topics: Asked[] | null, version: number) =>
      (await ask(topics, { version })).topics.map(({ name }) => name);
    const all = ['t', '__consumer_offsets'];
    expect(await names([], 0)).toEqual(all);
    expect(await names(null, 1)).toEqual(all);
    expect(await names([], 1)).toEqual([]);
    expect(await names(null, 13)).toEqual(all);
  });

  it('finds topics by id', async () => {
    const { topics } = await ask([{ topicId }, { topicId: id(77) }]);
    expect(topics).toMatchObject([
      { errorCode: errors.unknownTopicId, name: null, topicId: id(77) },
      { errorCode: 0, name: 't' },
    ]);
    const tooEarly = await ask([{ name: 't', topicId }], { version: 11 });
    expect(tooEarly.topics[0].errorCode).toBe(errors.invalidRequest);
    expect(tooEarly).toMatchObject({ brokers: [], controllerId: -1, clusterId: null });
    const nameless = await ask([{ topicId: zeroUuid }], { version: 10 });
    expect(nameless.topics[0]).toMatchObject({ errorCode: errors.invalidRequest, name: '' });
  });

  it('tells each topic once, those it has first, and no names beside ids', async () => {
    const names = async (asked: Asked[]) => (await ask(asked)).topics.map(({ name }) => name);
    expect(await names([{ name: 'x' }, { name: 't' }, { name: 'x' }, { name: 't' }])).toEqual([
      't',
      'x',
    ]);
    expect(await names([{ name: '__consumer_offsets' }, { topicId }, { topicId }])).toEqual(['t']);
  });

  it('marks internal topics and tells operations when asked', async () => {
    const { topics } = await ask([{ name: '__consumer_offsets' }], { operations: true });
    expect(topics[0]).toMatchObject({ isInternal: true, topicAuthorizedOperations: 3576 });
    const { topics: missing } = await ask([{ name: 'x' }], { operations: true });
    expect(missing[0]).toMatchObject({ errorCode: 3, topicAuthorizedOperations: 3576 });
  });

  it('names another live broker when clients cannot reach the controller', async () => {
    const services = servicesWith(image, { raft: { leaderId: 3 } });
    expect((await ask([], { services })).controllerId).toBe(1);
    const none = servicesWith(givenImage({}), { raft: { leaderId: -1 } });
    expect((await ask([], { services: none })).controllerId).toBe(-1);
  });
});

describe('automatic creation of topics', () => {
  /** A controller that makes what it is asked for, or answers `errorCode`. */
  function creating(errorCode: number, properties: Record<string, string> = {}) {
    const created: { name: string; numPartitions: number; configs: unknown[] }[] = [];
    let current: MetadataImage = image;
    const services = servicesWith(image, {
      config: parseBrokerConfig({ 'node.id': '1', ...properties }),
      metadata: fakeMetadata(() => current),
      toController: (_api: unknown, _version: number, request: { topics: typeof created }) => {
        created.push(...request.topics);
        const made = Object.fromEntries(
          request.topics.map(({ name }) => [name, [givenPartition()]]),
        );
        if (errorCode === 0) current = givenImage({ brokers: threeBrokers, topics: made });
        return Promise.resolve({ topics: request.topics.map(({ name }) => ({ name, errorCode })) });
      },
    });
    return { services, created };
  }

  it('answers with the leaders of the new topic', async () => {
    const { services, created } = creating(0);
    const { topics } = await ask([{ name: 'fresh' }], { allow: true, services });
    expect(created).toMatchObject([{ name: 'fresh', numPartitions: -1, replicationFactor: -1 }]);
    expect(topics[0]).toMatchObject({ errorCode: 0, partitions: [{ leaderId: 1 }] });
  });

  it('makes internal topics as their coordinators would', async () => {
    const { services, created } = creating(0);
    await ask([{ name: '__transaction_state' }], { allow: true, services });
    expect(created[0]).toMatchObject({ numPartitions: 50, replicationFactor: 3 });
    expect(created[0].configs).toContainEqual({ name: 'cleanup.policy', value: 'compact' });
  });

  it('is left out when the client, the broker or the name forbids it', async () => {
    const { services, created } = creating(0);
    await ask([{ name: 'fresh' }], { services });
    await ask([{ topicId: id(77) }], { allow: true, services });
    const { topics } = await ask([{ name: 'no good' }], { allow: true, services });
    expect(topics[0].errorCode).toBe(errors.invalidTopicException);
    const off = creating(0, { 'auto.create.topics.enable': 'false' });
    await ask([{ name: 'fresh' }], { allow: true, services: off.services });
    expect([...created, ...off.created]).toEqual([]);
  });

  it('leaves the client to try again when it fails', async () => {
    const { services } = creating(errors.invalidReplicationFactor);
    const { topics } = await ask([{ name: 'fresh' }], { allow: true, services });
    expect(topics[0].errorCode).toBe(errors.unknownTopicOrPartition);
    const toController = () => Promise.reject(new PeerError('timeout', 'nobody'));
    const alone = servicesWith(image, { toController });
    const answer = await ask([{ name: 'fresh' }], { allow: true, services: alone });
    expect(answer.topics[0].errorCode).toBe(errors.unknownTopicOrPartition);
  });
});
