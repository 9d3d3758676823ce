/** What a leader answers to Fetch: visibility, sizes, errors, waiting, incremental answers. */
import { Lease } from '../../../src/broker/log/slabs.ts';
import { describe, expect, it } from 'vitest';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { encodeBatch } from '../../../src/broker/protocol/record-batch.ts';
import type { FetchResponse } from '../../../src/broker/replication/fetch-read.ts';
import { Cluster } from './cluster.ts';
import { batchOf, fetchRequest, ofTopic } from './requests.ts';
import { World } from './world.ts';

const topic = 'orders';
const consumer = { apiVersion: 12, clientId: 'c', clientHost: 'h' };

async function started(replicas: readonly number[] = [1]) {
  const world = new World();
  const cluster = new Cluster(world, [1, 2]);
  cluster.createTopic(topic, [replicas, replicas]);
  await world.run(50);
  return { world, cluster };
}

type Setup = Awaited<ReturnType<typeof started>>;
type Asked = Parameters<typeof fetchRequest>[1];

/** Asks broker 1; the answer, or undefined while it is parked. */
function ask({ cluster }: Setup, request: Asked, caller = consumer): { answer?: FetchResponse } {
  const slot: { answer?: FetchResponse } = {};
  const from = { ...caller, lease: new Lease() };
  const done = cluster.replicas(1).fetch(from, fetchRequest(caller.apiVersion, request));
  if (done instanceof Promise) void done.then((answer) => (slot.answer = answer));
  else slot.answer = done;
  return slot;
}

function append({ cluster }: Setup, value: string, partition = 0): void {
  const batches = batchOf(value);
  const request = { topic, partition, batches, origin: 'client', timeoutMs: 1000 } as const;
  void cluster.replicas(1).appendRecords({ ...request, requiredAcks: 1 });
}

const only = (answer: FetchResponse | undefined) => answer?.responses[0]?.partitions[0];
const sizeOf = (records: unknown) =>
  (records as readonly Buffer[]).reduce((sum, slice) => sum + slice.length, 0);
const batchBytes = batchOf('v0').length;

describe('records', () => {
  it('come as whole batches from the one that holds the offset', async () => {
    const setup = await started();
    const request = {
      topic,
      partition: 0,
      origin: 'client',
      timeoutMs: 1000,
      requiredAcks: 1,
    } as const;
    const records = ['a', 'b', 'c'].map((value) => ({ key: null, value: Buffer.from(value) }));
    const batches = encodeBatch({ records, timestampMs: 1_700_000_000_000 });
    void setup.cluster.replicas(1).appendRecords({ ...request, batches });
    const data = only(ask(setup, { topics: [ofTopic(topic, 1)] }).answer);
    expect(sizeOf(data?.records)).toBe(batches.length);
    expect(data).toMatchObject({
      errorCode: 0,
      highWatermark: 3,
      lastStableOffset: 3,
      logStartOffset: 0,
    });
  });

  it('respect the limits but for the first batch', async () => {
    const setup = await started();
    for (const partition of [0, 1])
      for (const value of ['v0', 'v1', 'v2']) append(setup, value, partition);
    const sizes = (o: { maxBytes: number; partitionMaxBytes: number }) => {
      const partitions = [0, 1].map(
        (partition) =>
          ofTopic(topic, 0, { partition, maxBytes: o.partitionMaxBytes }).partitions[0],
      );
      const { answer } = ask(setup, { maxBytes: o.maxBytes, topics: [{ topic, partitions }] });
      return answer?.responses[0].partitions.map(({ records }) => sizeOf(records) / batchBytes);
    };
    expect(sizes({ maxBytes: 1e6, partitionMaxBytes: 1e6 })).toEqual([3, 3]);
    expect(sizes({ maxBytes: 1, partitionMaxBytes: 1e6 })).toEqual([1, 0]);
    expect(sizes({ maxBytes: 1e6, partitionMaxBytes: 2 * batchBytes })).toEqual([2, 2]);
    expect(sizes({ maxBytes: 4 * batchBytes, partitionMaxBytes: 1e6 })).toEqual([3, 1]);
  });

  it('above the high watermark are for followers only', async () => {
    const setup = await started([1, 2]);
    setup.cluster.cuts.add('2>1');
    await setup.world.run(1000);
    append(setup, 'v0');
    const data = only(ask(setup, { topics: [ofTopic(topic, 0)] }).answer);
    expect(data).toMatchObject({ errorCode: 0, highWatermark: 0, records: [] });
    const follower = { ...consumer, apiVersion: 15 };
    const topicId = setup.cluster.topic(topic).id;
    const asked = { topicId, partitions: ofTopic(topic, 0).partitions };
    const replicaState = { replicaId: 2, replicaEpoch: 101 };
    const seen = only(ask(setup, { replicaState, topics: [asked] }, follower).answer);
    expect(sizeOf(seen?.records)).toBe(batchBytes);
  });
});

describe('errors', () => {
  it('of offsets and epochs', async () => {
    const setup = await started();
    append(setup, 'v0');
    const codeOf = (offset: number, o = {}) =>
      only(ask(setup, { topics: [ofTopic(topic, offset, o)] }).answer)?.errorCode;
    expect(codeOf(1)).toBe(0);
    expect(codeOf(2)).toBe(errors.offsetOutOfRange);
    expect(codeOf(-1)).toBe(errors.offsetOutOfRange);
    expect(codeOf(0, { currentLeaderEpoch: 0 })).toBe(0);
    expect(codeOf(0, { currentLeaderEpoch: 1 })).toBe(errors.unknownLeaderEpoch);
    setup.cluster.changePartition(topic, 0, { leaderEpoch: 1 });
    await setup.world.run(10);
    expect(codeOf(0, { currentLeaderEpoch: 0 })).toBe(errors.fencedLeaderEpoch);
  });

  it('of topics, by name and by id', async () => {
    const setup = await started();
    expect(only(ask(setup, { topics: [ofTopic('other', 0)] }).answer)?.errorCode).toBe(3);
    expect(
      only(ask(setup, { topics: [ofTopic(topic, 0, { partition: 9 })] }).answer)?.errorCode,
    ).toBe(3);
    const byId = { ...consumer, apiVersion: 13 };
    const topicId = 'BAAAAAAAAAAAAAAAAAAAAA';
    const asked = { topicId, partitions: ofTopic(topic, 0).partitions };
    expect(only(ask(setup, { topics: [asked] }, byId).answer)?.errorCode).toBe(100);
  });

  it('say who leads, and where', async () => {
    const setup = await started([2, 1]);
    const asked = {
      topicId: setup.cluster.topic(topic).id,
      partitions: ofTopic(topic, 0).partitions,
    };
    const { answer } = ask(
      setup,
      { replicaState: { replicaId: 5, replicaEpoch: 1 }, topics: [asked] },
      { ...consumer, apiVersion: 16 },
    );
    expect(only(answer)).toMatchObject({
      errorCode: 6,
      currentLeader: { leaderId: 2, leaderEpoch: 0 },
    });
    expect(answer?.nodeEndpoints).toEqual([
      { nodeId: 2, host: 'localhost', port: 9002, rack: null },
    ]);
  });

  it('keep old consumers from followers, and let new ones read there', async () => {
    const setup = await started([2, 1]);
    const old = { ...consumer, apiVersion: 10 };
    expect(only(ask(setup, { topics: [ofTopic(topic, 0)] }, old).answer)?.errorCode).toBe(6);
    expect(only(ask(setup, { topics: [ofTopic(topic, 0)] }).answer)?.errorCode).toBe(0);
  });

  it('tell of a diverging epoch instead of records', async () => {
    const setup = await started();
    append(setup, 'v0');
    setup.cluster.changePartition(topic, 0, { leaderEpoch: 4 });
    await setup.world.run(10);
    append(setup, 'v1');
    const diverging = (offset: number, lastFetchedEpoch: number) =>
      only(ask(setup, { topics: [ofTopic(topic, offset, { lastFetchedEpoch })] }).answer)
        ?.divergingEpoch;
    expect(diverging(1, 0)).toBeUndefined();
    expect(diverging(2, 4)).toBeUndefined();
    expect(diverging(3, 0)).toEqual({ epoch: 0, endOffset: 1 });
    expect(diverging(2, 3)).toEqual({ epoch: 0, endOffset: 1 });
  });
});

describe('waiting', () => {
  it('ends with the first record', async () => {
    const setup = await started();
    const asked = ask(setup, { maxWaitMs: 500, topics: [ofTopic(topic, 0)] });
    await setup.world.run(100);
    expect(asked.answer).toBeUndefined();
    append(setup, 'v0');
    await setup.world.run(0);
    expect(sizeOf(only(asked.answer)?.records)).toBe(batchBytes);
  });

  it('gathers min_bytes', async () => {
    const setup = await started();
    const request = { maxWaitMs: 500, minBytes: 2 * batchBytes, topics: [ofTopic(topic, 0)] };
    const asked = ask(setup, request);
    append(setup, 'v0');
    await setup.world.run(10);
    expect(asked.answer).toBeUndefined();
    append(setup, 'v1');
    await setup.world.run(0);
    expect(sizeOf(only(asked.answer)?.records)).toBe(2 * batchBytes);
  });

  it('ends after max_wait with what there is', async () => {
    const setup = await started();
    const asked = ask(setup, { maxWaitMs: 500, topics: [ofTopic(topic, 0)] });
    await setup.world.run(499);
    expect(asked.answer).toBeUndefined();
    await setup.world.run(2);
    expect(only(asked.answer)).toMatchObject({ errorCode: 0, records: [] });
  });

  it('ends when the leader changes', async () => {
    const setup = await started([1, 2]);
    const old = { ...consumer, apiVersion: 10 };
    const asked = ask(setup, { maxWaitMs: 500, topics: [ofTopic(topic, 0)] }, old);
    setup.cluster.changePartition(topic, 0, { leader: 2 });
    await setup.world.run(5);
    expect(only(asked.answer)?.errorCode).toBe(6);
  });

  it('ends when the topic is deleted', async () => {
    const setup = await started();
    const asked = ask(setup, { maxWaitMs: 500, topics: [ofTopic(topic, 0)] });
    setup.cluster.deleteTopic(topic);
    await setup.world.run(5);
    expect(only(asked.answer)?.errorCode).toBe(3);
  });

  it('does not happen without partitions', async () => {
    const setup = await started();
    expect(ask(setup, { maxWaitMs: 500 }).answer).toMatchObject({ errorCode: 0, responses: [] });
  });
});

describe('a session', () => {
  const both = [
    {
      topic,
      partitions: [0, 1].map((partition) => ofTopic(topic, 0, { partition }).partitions[0]),
    },
  ];
  const indexes = (answer: FetchResponse | undefined) =>
    answer?.responses.flatMap(({ partitions }) =>
      partitions.map(({ partitionIndex }) => partitionIndex),
    );

  async function opened() {
    const setup = await started();
    const { answer } = ask(setup, { sessionEpoch: 0, topics: both });
    expect(indexes(answer)).toEqual([0, 1]);
    return { setup, sessionId: answer?.sessionId ?? 0 };
  }

  it('answers with what changed', async () => {
    const { setup, sessionId } = await opened();
    const next = (sessionEpoch: number, request: Asked = {}) =>
      indexes(ask(setup, { sessionId, sessionEpoch, ...request }).answer);
    expect(next(1)).toEqual([]);
    append(setup, 'v0', 1);
    expect(next(2)).toEqual([1]);
    // The client has not moved on: the records come again.
    expect(next(3)).toEqual([1]);
    expect(next(4, { topics: [ofTopic(topic, 1, { partition: 1 })] })).toEqual([]);
    expect(next(5, { forgottenTopicsData: [{ topic, partitions: [1] }] })).toEqual([]);
    append(setup, 'v1', 1);
    expect(next(6)).toEqual([]);
  });

  it('tells an error each time, and when it is over', async () => {
    const { setup, sessionId } = await opened();
    const next = (sessionEpoch: number, request: Asked = {}) =>
      only(ask(setup, { sessionId, sessionEpoch, ...request }).answer)?.errorCode;
    expect(next(1, { topics: [ofTopic(topic, 7)] })).toBe(1);
    expect(next(2)).toBe(1);
    expect(next(3, { topics: [ofTopic(topic, 0)] })).toBe(0);
    expect(next(4)).toBeUndefined();
  });

  it('serves partitions in turn when the answer is full', async () => {
    const { setup, sessionId } = await opened();
    for (const partition of [0, 1])
      for (const value of ['v0', 'v1']) append(setup, value, partition);
    const first = ask(setup, { sessionId, sessionEpoch: 1, maxBytes: 1 }).answer;
    const served = (answer: FetchResponse | undefined) =>
      answer?.responses[0].partitions
        .filter(({ records }) => sizeOf(records) > 0)
        .map(({ partitionIndex }) => partitionIndex);
    expect(served(first)).toEqual([0]);
    const second = ask(setup, {
      sessionId,
      sessionEpoch: 2,
      maxBytes: 1,
      topics: [ofTopic(topic, 1)],
    }).answer;
    expect(served(second)).toEqual([1]);
  });

  it('lets a later request end the wait of the one before', async () => {
    const { setup, sessionId } = await opened();
    const first = ask(setup, { sessionId, sessionEpoch: 1, maxWaitMs: 500 });
    await setup.world.run(10);
    const second = ask(setup, { sessionId, sessionEpoch: 2, maxWaitMs: 500 });
    await setup.world.run(0);
    expect(indexes(first.answer)).toEqual([]);
    expect(second.answer).toBeUndefined();
  });

  it('that has no partition left is closed', async () => {
    const { setup, sessionId } = await opened();
    const forgottenTopicsData = [{ topic, partitions: [0, 1] }];
    const { answer } = ask(setup, {
      sessionId,
      sessionEpoch: 1,
      forgottenTopicsData,
      maxWaitMs: 500,
    });
    expect(answer).toMatchObject({ errorCode: 0, sessionId: 0 });
    expect(ask(setup, { sessionId, sessionEpoch: 2 }).answer).toMatchObject({ errorCode: 70 });
  });
});

describe('a request that makes no sense', () => {
  it('with a negative size is refused for that partition', async () => {
    const setup = await started();
    append(setup, 'v');
    expect(
      only(ask(setup, { topics: [ofTopic(topic, 0, { maxBytes: -1 })] }).answer),
    ).toMatchObject({ errorCode: errors.unknownServerError, highWatermark: -1 });
  });

  it('that names a partition and forgets it forgets it', async () => {
    const setup = await started();
    append(setup, 'v');
    const topics = [ofTopic(topic, 0), ofTopic(topic, 0, { partition: 1 })];
    const { answer } = ask(setup, { sessionId: 0, sessionEpoch: 0, topics });
    const sessionId = answer?.sessionId ?? 0;
    const forgottenTopicsData = [{ topic, partitions: [0] }];
    const both = { topics: [ofTopic(topic, 0)], forgottenTopicsData };
    expect(ask(setup, { sessionId, sessionEpoch: 1, ...both }).answer?.responses).toEqual([]);
  });

  it('that begins, or that there is none of, leaves nothing out', async () => {
    const setup = await started();
    append(setup, 'v');
    const forgottenTopicsData = [{ topic, partitions: [0] }];
    const both = { topics: [ofTopic(topic, 0)], forgottenTopicsData };
    for (const sessionEpoch of [0, -1]) {
      const { answer } = ask(setup, { sessionId: 0, sessionEpoch, ...both });
      expect(only(answer)).toMatchObject({ partitionIndex: 0, errorCode: errors.none });
    }
  });
});

it('counts what consumers take', async () => {
  const setup = await started();
  for (const value of ['v0', 'v1', 'v2']) append(setup, value);
  ask(setup, { topics: [ofTopic(topic, 1)] });
  const [counters] = setup.cluster.replicas(1).topicCounters();
  expect(counters).toMatchObject({ topic, bytesOut: 2 * batchBytes, recordsOut: 2 });
});
