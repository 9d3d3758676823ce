/** What a leader answers to Produce, and what coordinators get from appendRecords. */
import { describe, expect, it } from 'vitest';
import { errors } from '../../../src/broker/protocol/errors.ts';
import type { ProduceResponse } from '../../../src/broker/replication/produce-service.ts';
import { Cluster } from './cluster.ts';
import { batchOf, produceRequest } from './requests.ts';
import { World } from './world.ts';

const topic = 'orders';
const client = {
  apiVersion: 12,
  clientId: 'shop',
  clientHost: '10.0.0.1',
  clientPort: 50001,
  connectionId: 'broker-10.0.0.1:50001-0',
  principal: 'User:ANONYMOUS',
};

async function started(replicas: readonly number[] = [1, 2], configs: Record<string, string> = {}) {
  const world = new World();
  const cluster = new Cluster(world, [1, 2]);
  cluster.createTopic(topic, [replicas, replicas], configs);
  await world.run(50);
  return { world, cluster };
}

type Setup = Awaited<ReturnType<typeof started>>;
type Asked = Parameters<typeof produceRequest>[1];
type Slot = { answer?: ProduceResponse | 'failed' | 'none' };

function produce({ cluster }: Setup, request: Asked, caller = client): Slot {
  const slot: Slot = {};
  const done = cluster.replicas(1).produce(caller, produceRequest(caller.apiVersion, request));
  if (done instanceof Promise) void done.then((answer) => (slot.answer = answer));
  else slot.answer = done ?? 'none';
  return slot;
}

const topicOf = (name: string, ...partitions: (readonly [number, Buffer | null])[]) => [
  { name, partitionData: partitions.map(([index, records]) => ({ index, records })) },
];

function results({ answer }: Slot) {
  if (typeof answer !== 'object') return answer;
  return answer.responses.flatMap(({ partitionResponses }) => partitionResponses);
}

const codes = (slot: Slot) => {
  const found = results(slot);
  return Array.isArray(found) ? found.map(({ errorCode }) => errorCode) : found;
};

describe('acks', () => {
  it('0 is not answered, and an error closes the connection', async () => {
    const setup = await started();
    expect(produce(setup, { acks: 0, topicData: topicOf(topic, [0, batchOf('a')]) }).answer).toBe(
      'none',
    );
    expect(setup.cluster.replicas(1).partition(topic, 0)?.log.logEndOffset).toBe(1);
    expect(produce(setup, { acks: 0, topicData: topicOf('other', [0, batchOf('a')]) }).answer).toBe(
      'failed',
    );
  });

  it('1 is answered after the append', async () => {
    const setup = await started();
    const slot = produce(setup, {
      acks: 1,
      topicData: topicOf(topic, [0, batchOf('a')], [1, batchOf('b')]),
    });
    expect(results(slot)).toMatchObject([
      { index: 0, errorCode: 0, baseOffset: 0, logAppendTimeMs: -1, logStartOffset: 0 },
      { index: 1, errorCode: 0, baseOffset: 0 },
    ]);
  });

  it('-1 is answered when all of the ISR have it', async () => {
    const setup = await started();
    const slot = produce(setup, {
      topicData: topicOf(topic, [0, batchOf('a')], [1, batchOf('b')]),
    });
    expect(slot.answer).toBeUndefined();
    await setup.world.run(10);
    expect(codes(slot)).toEqual([0, 0]);
  });

  it('-1 is answered at once with nobody to wait for', async () => {
    const setup = await started([1]);
    expect(codes(produce(setup, { topicData: topicOf(topic, [0, batchOf('a')]) }))).toEqual([0]);
  });

  it('other than those are refused for every partition', async () => {
    const setup = await started();
    const topicData = topicOf(topic, [0, batchOf('a')], [1, batchOf('b')]);
    expect(codes(produce(setup, { acks: 2, topicData }))).toEqual([21, 21]);
  });

  it('-1 times out, and the data stays', async () => {
    const setup = await started();
    setup.cluster.cuts.add('2>1');
    await setup.world.run(600);
    const slot = produce(setup, {
      timeoutMs: 100,
      topicData: topicOf(topic, [0, batchOf('a')], [7, batchOf('b')]),
    });
    await setup.world.run(99);
    expect(slot.answer).toBeUndefined();
    await setup.world.run(2);
    expect(codes(slot)).toEqual([errors.requestTimedOut, errors.unknownTopicOrPartition]);
    expect(setup.cluster.replicas(1).partition(topic, 0)?.log.logEndOffset).toBe(1);
  });

  it('-1 needs min.insync.replicas before the append, but never more than there are replicas', async () => {
    const setup = await started([1, 2], { 'min.insync.replicas': '2' });
    setup.cluster.fence(2);
    await setup.world.run(10);
    const topicData = topicOf(topic, [0, batchOf('a')]);
    expect(codes(produce(setup, { topicData }))).toEqual([errors.notEnoughReplicas]);
    expect(codes(produce(setup, { acks: 1, topicData }))).toEqual([0]);
    const single = await started([1], { 'min.insync.replicas': '2' });
    expect(codes(produce(single, { topicData }))).toEqual([0]);
  });

  it('-1 fails when leadership moves on', async () => {
    const setup = await started();
    setup.cluster.cuts.add('2>1');
    await setup.world.run(600);
    const slot = produce(setup, { topicData: topicOf(topic, [0, batchOf('a')]) });
    setup.cluster.changePartition(topic, 0, { leader: 2 });
    await setup.world.run(5);
    expect(results(slot)).toMatchObject([
      { errorCode: 6, currentLeader: { leaderId: 2, leaderEpoch: 1 } },
    ]);
    expect((slot.answer as ProduceResponse).nodeEndpoints).toMatchObject([
      { nodeId: 2, port: 9002 },
    ]);
  });
});

describe('refusals', () => {
  const one = (records: Buffer | null) => topicOf(topic, [0, records]);
  it.each([
    { name: 'no records', records: null, expected: errors.invalidRecord },
    { name: 'empty records', records: Buffer.alloc(0), expected: errors.invalidRecord },
    {
      name: 'two batches',
      records: Buffer.concat([batchOf('a'), batchOf('b')]),
      expected: errors.invalidRecord,
    },
    { name: 'a wrong CRC', records: corrupted(batchOf('a')), expected: errors.corruptMessage },
    {
      name: 'a transaction without an id',
      records: batchOf('a', { isTransactional: true }),
      expected: 53,
    },
  ])('$name', async ({ records, expected }) => {
    const setup = await started();
    expect(codes(produce(setup, { acks: 1, topicData: one(records) }))).toEqual([expected]);
  });

  it('zstd before version 7', async () => {
    const setup = await started();
    const zstd = batchOf('a');
    zstd.writeInt16BE(4, 21);
    const slot = produce(setup, { acks: 1, topicData: one(zstd) }, { ...client, apiVersion: 6 });
    expect(codes(slot)).toEqual([errors.unsupportedCompressionType]);
  });

  it('unknown ids, unknown names, internal topics, other leaders: one answer each', async () => {
    const setup = await started([2, 1]);
    setup.cluster.createTopic('__consumer_offsets', [[1]]);
    await setup.world.run(10);
    const topicData = [
      ...topicOf('other', [0, batchOf('a')]),
      ...topicOf('__consumer_offsets', [0, batchOf('a')]),
      ...topicOf(topic, [0, batchOf('a')], [9, batchOf('b')]),
    ];
    expect(codes(produce(setup, { acks: 1, topicData }))).toEqual([3, 17, 6, 3]);
    const byId = [{ topicId: 'BAAAAAAAAAAAAAAAAAAAAA', partitionData: topicData[0].partitionData }];
    const newest = { ...client, apiVersion: 13 };
    expect(codes(produce(setup, { acks: 1, topicData: byId }, newest))).toEqual([100]);
  });
});

describe('idempotent producers', () => {
  it('get the first offset again for a batch sent twice', async () => {
    const setup = await started();
    const batch = (baseSequence: number) =>
      batchOf('a', { producerId: 5, producerEpoch: 0, baseSequence });
    for (const sequence of [0, 1, 2]) {
      produce(setup, { acks: 1, topicData: topicOf(topic, [0, batch(sequence)]) });
    }
    const again = produce(setup, { topicData: topicOf(topic, [0, batch(1)]) });
    await setup.world.run(10);
    expect(results(again)).toMatchObject([{ errorCode: 0, baseOffset: 1 }]);
    const gap = produce(setup, { acks: 1, topicData: topicOf(topic, [0, batch(9)]) });
    expect(codes(gap)).toEqual([errors.outOfOrderSequenceNumber]);
  });
});

describe('appendRecords', () => {
  const request = { topic, partition: 0, origin: 'coordinator', timeoutMs: 100 } as const;

  it('throws for a partition led elsewhere and rejects when it is not committed in time', async () => {
    const setup = await started();
    const replicas = setup.cluster.replicas(1);
    const append = (partition: number) =>
      replicas.appendRecords({ ...request, partition, batches: batchOf('a'), requiredAcks: -1 });
    expect(() => append(5)).toThrow(expect.objectContaining({ code: 3 }));
    setup.cluster.cuts.add('2>1');
    await setup.world.run(600);
    let code = 0;
    Promise.resolve(append(0)).catch((error: { code: number }) => (code = error.code));
    await setup.world.run(101);
    expect(code).toBe(7);
    setup.cluster.changePartition(topic, 0, { leader: 2 });
    await setup.world.run(5);
    expect(() => append(0)).toThrow(expect.objectContaining({ code: 6 }));
  });

  it('is done when it returns, with acks 1 or alone', async () => {
    const setup = await started([1]);
    const info = setup.cluster
      .replicas(1)
      .appendRecords({ ...request, batches: batchOf('a'), requiredAcks: -1 });
    expect(info).toMatchObject({ firstOffset: 0, lastOffset: 0 });
  });
});

it('counts what comes in, and who sends it', async () => {
  const setup = await started([1]);
  const batch = batchOf('a');
  for (let index = 0; index < 3; index++)
    produce(setup, { topicData: topicOf(topic, [0, batchOf('a')]) });
  const replicas = setup.cluster.replicas(1);
  expect(replicas.topicCounters()).toMatchObject([
    { topic, recordsIn: 3, bytesIn: 3 * batch.length },
  ]);
  const [stats] = replicas.producerStats(() => ({ name: 'librdkafka', version: '2.3.0' }));
  expect(stats).toMatchObject({
    clientId: 'shop',
    host: '10.0.0.1',
    port: 50001,
    principal: 'User:ANONYMOUS',
    softwareName: 'librdkafka',
    softwareVersion: '2.3.0',
    isOpen: true,
    errors: [],
    topics: [
      {
        topic,
        recordsIn: 3,
        bytesIn: 3 * batch.length,
        batches: 3,
        duplicates: 0,
        acks: -1,
        codec: 0,
        isTransactional: false,
        producerId: -1,
        partitionRecords: [3],
      },
    ],
  });
});

describe('what is known of producers', () => {
  const unnamed = () => undefined;

  it('has a line per connection and topic, with the last batch and what was repeated', async () => {
    const setup = await started([1]);
    const batch = (baseSequence: number) =>
      batchOf('a', { producerId: 7, producerEpoch: 2, baseSequence });
    for (const sequence of [0, 1, 1])
      produce(setup, { acks: 1, topicData: topicOf(topic, [0, batch(sequence)]) });
    produce(
      setup,
      { acks: 0, topicData: topicOf(topic, [0, batchOf('b')]) },
      { ...client, connectionId: 'another' },
    );
    const all = setup.cluster.replicas(1).producerStats(unnamed);
    expect(all.map(({ topics }) => topics[0])).toMatchObject([
      { batches: 2, recordsIn: 2, duplicates: 1, acks: 1, producerId: 7, producerEpoch: 2 },
      { batches: 1, recordsIn: 1, duplicates: 0, acks: 0, producerId: -1 },
    ]);
  });

  it('counts refusals by error, those that come late as well', async () => {
    const setup = await started();
    produce(setup, { topicData: topicOf('absent', [0, batchOf('a')]) });
    produce(setup, { topicData: topicOf('absent', [0, batchOf('a')]) });
    setup.cluster.cuts.add('2>1');
    produce(setup, { acks: -1, timeoutMs: 100, topicData: topicOf(topic, [0, batchOf('a')]) });
    await setup.world.run(200);
    const [stats] = setup.cluster.replicas(1).producerStats(unnamed);
    expect(stats.errors).toMatchObject([
      { code: 3, count: 2, topic: 'absent' },
      { code: 7, count: 1, topic },
    ]);
  });

  it('is kept for a minute when the connection has ended', async () => {
    const setup = await started([1]);
    produce(setup, { topicData: topicOf(topic, [0, batchOf('a')]) });
    const replicas = setup.cluster.replicas(1);
    await setup.world.run(120_000);
    expect(replicas.producerStats(unnamed)).toMatchObject([{ isOpen: true }]);
    produce(setup, { topicData: topicOf(topic, [0, batchOf('a')]) });
    replicas.connectionClosed(client.connectionId, { name: 'kafkajs', version: '2.2.4' });
    expect(replicas.producerStats(unnamed)).toMatchObject([
      { isOpen: false, softwareName: 'kafkajs' },
    ]);
    await setup.world.run(60_001);
    expect(replicas.producerStats(unnamed)).toEqual([]);
  });
});

function corrupted(batch: Buffer): Buffer {
  batch[batch.length - 1] ^= 1;
  return batch;
}
