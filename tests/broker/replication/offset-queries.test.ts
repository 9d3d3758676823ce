/** ListOffsets, OffsetForLeaderEpoch, DeleteRecords errors and DescribeLogDirs. */
import { describe, expect, it } from 'vitest';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { Cluster } from './cluster.ts';
import { batchOf } from './requests.ts';
import { World } from './world.ts';

const topic = 'orders';
const firstMs = 1_700_000_000_000;

async function started(replicas: readonly number[] = [1], configs: Record<string, string> = {}) {
  const world = new World();
  const cluster = new Cluster(world, [1, 2]);
  cluster.createTopic(topic, [replicas], configs);
  await world.run(50);
  const request = {
    topic,
    partition: 0,
    origin: 'client',
    timeoutMs: 1000,
    requiredAcks: 1,
  } as const;
  // Times out of order: 0, 20, 10 milliseconds after the first.
  for (const afterMs of [0, 20, 10]) {
    const batches = batchOf('v', { timestampMs: firstMs + afterMs });
    void cluster.replicas(1).appendRecords({ ...request, batches });
  }
  await world.run(20);
  return { world, cluster };
}

type Setup = Awaited<ReturnType<typeof started>>;

async function list(
  { cluster }: Setup,
  timestamp: number,
  o: { version?: number; replicaId?: number; epoch?: number } = {},
) {
  const partition = { partitionIndex: 0, currentLeaderEpoch: o.epoch ?? -1, timestamp };
  const answer = await cluster.replicas(1).listOffsets(
    { apiVersion: o.version ?? 11 },
    {
      replicaId: o.replicaId ?? -1,
      isolationLevel: 0,
      topics: [{ name: topic, partitions: [partition] }],
      timeoutMs: 0,
    },
  );
  const { errorCode, offset, timestamp: found, leaderEpoch } = answer.topics[0].partitions[0];
  return errorCode === 0 ? [offset, found, leaderEpoch] : errorCode;
}

describe('ListOffsets', () => {
  it('finds the places of the log', async () => {
    const setup = await started();
    expect(await list(setup, -1)).toEqual([3, -1, 0]);
    expect(await list(setup, -2)).toEqual([0, -1, 0]);
    expect(await list(setup, -3)).toEqual([1, firstMs + 20, 0]);
    expect(await list(setup, -4)).toEqual([0, -1, 0]);
    expect(await list(setup, -5)).toEqual([-1, -1, -1]);
    expect(await list(setup, -6)).toEqual([-1, -1, -1]);
  });

  it('finds the first record in offset order that is not earlier', async () => {
    const setup = await started();
    expect(await list(setup, firstMs)).toEqual([0, firstMs, 0]);
    expect(await list(setup, firstMs + 5)).toEqual([1, firstMs + 20, 0]);
    expect(await list(setup, firstMs + 21)).toEqual([-1, -1, -1]);
  });

  it.each([
    [-3, 6],
    [-4, 7],
    [-5, 8],
    [-6, 10],
    [-7, 11],
  ])('refuses timestamp %i in version %i', async (timestamp, version) => {
    expect(await list(await started(), timestamp, { version })).toBe(errors.unsupportedVersion);
  });

  it('shows consumers the high watermark and replicas the log end', async () => {
    const setup = await started([1, 2]);
    setup.cluster.cuts.add('2>1');
    await setup.world.run(600);
    const batches = batchOf('v');
    const request = {
      topic,
      partition: 0,
      origin: 'client',
      timeoutMs: 1,
      requiredAcks: 1,
    } as const;
    void setup.cluster.replicas(1).appendRecords({ ...request, batches });
    expect(await list(setup, -1)).toEqual([3, -1, 0]);
    expect(await list(setup, -1, { replicaId: 2 })).toEqual([4, -1, 0]);
  });

  it('of a leader that cannot know yet what is committed is 78, or 5 before version 5', async () => {
    const setup = await started([1, 2]);
    setup.cluster.cuts.add('2>1');
    await setup.world.run(600);
    const batches = batchOf('v');
    const request = {
      topic,
      partition: 0,
      origin: 'client',
      timeoutMs: 1,
      requiredAcks: 1,
    } as const;
    void setup.cluster.replicas(1).appendRecords({ ...request, batches });
    setup.cluster.changePartition(topic, 0, { leaderEpoch: 1 });
    await setup.world.run(10);
    expect(await list(setup, -1)).toBe(errors.offsetNotAvailable);
    expect(await list(setup, -1, { version: 4 })).toBe(errors.leaderNotAvailable);
    expect(await list(setup, -2)).toEqual([0, -1, 0]);
  });

  it('checks leader and epoch', async () => {
    const setup = await started();
    expect(await list(setup, -1, { epoch: 1 })).toBe(errors.unknownLeaderEpoch);
    expect(await list(setup, -1, { epoch: -2 })).toBe(errors.fencedLeaderEpoch);
    setup.cluster.changePartition(topic, 0, { leaderEpoch: 3 });
    await setup.world.run(10);
    expect(await list(setup, -1, { epoch: 0 })).toBe(errors.fencedLeaderEpoch);
  });

  it('finds no youngest record while that is not visible', async () => {
    const setup = await started([1, 2]);
    setup.cluster.cuts.add('2>1');
    await setup.world.run(600);
    const youngest = batchOf('v', { timestampMs: firstMs + 1000 });
    void setup.cluster.replicas(1).appendRecords({
      topic,
      partition: 0,
      origin: 'client',
      timeoutMs: 1,
      requiredAcks: 1,
      batches: youngest,
    });
    expect(await list(setup, -3)).toEqual([-1, -1, -1]);
    expect(await list(setup, firstMs + 500)).toEqual([-1, -1, -1]);
    expect(await list(setup, -3, { replicaId: 2 })).toEqual([3, firstMs + 1000, 0]);
  });

  it('answers each partition once, and refuses those that are asked for twice', async () => {
    const { cluster } = await started();
    const ask = async (topics: [name: string, partitions: number[]][], isolationLevel = 0) => {
      const answer = await cluster.replicas(1).listOffsets(
        { apiVersion: 11 },
        {
          replicaId: -1,
          isolationLevel,
          topics: topics.map(([name, partitions]) => ({
            name,
            partitions: partitions.map((partitionIndex) => ({
              partitionIndex,
              currentLeaderEpoch: -1,
              timestamp: -2,
            })),
          })),
          timeoutMs: 0,
        },
      );
      return answer.topics.map(({ name, partitions }) => [
        name,
        ...partitions.map(({ partitionIndex, errorCode }) => [partitionIndex, errorCode]),
      ]);
    };
    const { invalidRequest, unknownTopicOrPartition, unknownServerError } = errors;
    expect(await ask([])).toEqual([]);
    expect(await ask([[topic, []]])).toEqual([]);
    expect(await ask([[topic, [0, 7, 7]]])).toEqual([[topic, [0, 0], [7, invalidRequest]]]);
    const spread: [string, number[]][] = [
      [topic, [0]],
      ['other', [0]],
      [topic, [1, 0]],
    ];
    expect(await ask(spread)).toEqual([
      [topic, [0, invalidRequest], [1, unknownTopicOrPartition]],
      ['other', [0, unknownTopicOrPartition]],
    ]);
    expect(await ask([[topic, [0]]], 2)).toEqual([[topic, [0, unknownServerError]]]);
  });
});

describe('OffsetForLeaderEpoch', () => {
  it('tells where epochs end', async () => {
    const setup = await started();
    setup.cluster.changePartition(topic, 0, { leaderEpoch: 5 });
    await setup.world.run(10);
    const ask = (partition: number, leaderEpoch: number, currentLeaderEpoch = -1) => {
      const partitions = [{ partition, leaderEpoch, currentLeaderEpoch }];
      const answer = setup.cluster
        .replicas(1)
        .offsetsForLeaderEpoch({ replicaId: -1, topics: [{ topic, partitions }] });
      const found = answer.topics[0].partitions[0];
      return found.errorCode === 0 ? [found.leaderEpoch, found.endOffset] : found.errorCode;
    };
    expect(ask(0, 5)).toEqual([5, 3]);
    expect(ask(0, 0)).toEqual([0, 3]);
    expect(ask(0, 3)).toEqual([0, 3]);
    expect(ask(0, 6)).toEqual([-1, -1]);
    expect(ask(0, 0, 4)).toBe(errors.fencedLeaderEpoch);
    expect(ask(4, 0)).toBe(errors.unknownTopicOrPartition);
  });
});

describe('DeleteRecords', () => {
  const ask = async ({ cluster }: Setup, offset: number, name = topic) => {
    const partitions = [{ partitionIndex: 0, offset }];
    const answer = await cluster
      .replicas(1)
      .deleteRecords({ topics: [{ name, partitions }], timeoutMs: 0 });
    const { errorCode, lowWatermark } = answer.topics[0].partitions[0];
    return errorCode === 0 ? `from ${lowWatermark}` : errorCode;
  };

  it('goes up to the high watermark', async () => {
    const setup = await started();
    expect(await ask(setup, 4)).toBe(errors.offsetOutOfRange);
    expect(await ask(setup, -2)).toBe(errors.offsetOutOfRange);
    expect(await ask(setup, 2)).toBe('from 2');
    expect(await ask(setup, 1)).toBe('from 2');
    expect(await ask(setup, -1)).toBe('from 3');
    expect(await ask(setup, 0, 'other')).toBe(errors.unknownTopicOrPartition);
    expect(await ask(setup, 0, '__consumer_offsets')).toBe(errors.invalidTopicException);
  });

  it('is not for topics that are only compacted', async () => {
    const setup = await started([1], { 'cleanup.policy': 'compact' });
    expect(await ask(setup, 1)).toBe(errors.policyViolation);
  });
});

describe('DescribeLogDirs', () => {
  it('gives the sizes of what is asked for', async () => {
    const { cluster } = await started();
    const { results } = cluster.replicas(1).describeLogDirs({ topics: null });
    expect(results).toMatchObject([
      {
        logDir: '/data-1',
        errorCode: 0,
        topics: [
          {
            name: topic,
            partitions: [{ partitionIndex: 0, partitionSize: 3 * batchOf('v').length }],
          },
        ],
      },
    ]);
    const none = cluster
      .replicas(1)
      .describeLogDirs({ topics: [{ topic: 'other', partitions: [0] }] });
    expect(none.results[0].topics).toEqual([]);
  });
});
