/** KIP-392: the leader sends a consumer to a follower in the consumer's own rack. */
import { describe, expect, it } from 'vitest';
import { Lease } from '../../../src/broker/log/slabs.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import type { FetchResponse } from '../../../src/broker/replication/fetch-read.ts';
import { Cluster } from './cluster.ts';
import { batchOf, fetchRequest, ofTopic } from './requests.ts';
import { World } from './world.ts';

const topic = 'orders';
const rackAware = {
  'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector',
};

/** Broker 1 leads; broker n is in rack `rn`. Three records. */
async function started(settings: Record<string, string> = rackAware) {
  const world = new World();
  const cluster = new Cluster(world, [1, 2, 3], settings);
  for (const id of [1, 2, 3]) cluster.changeBroker(id, { rack: `r${id}` });
  cluster.createTopic(topic, [[1, 2, 3]]);
  await world.run(50);
  for (const value of ['a', 'b', 'c']) {
    void cluster.replicas(1).appendRecords({
      topic,
      partition: 0,
      origin: 'client',
      timeoutMs: 1000,
      requiredAcks: 1,
      batches: batchOf(value),
    });
  }
  await world.run(600);
  return { world, cluster };
}

type Setup = Awaited<ReturnType<typeof started>>;
type Asked = {
  readonly broker?: number;
  readonly version?: number;
  readonly rackId?: string;
  readonly offset?: number;
  readonly maxWaitMs?: number;
  readonly session?: [id: number, epoch: number];
};

async function ask({ cluster, world }: Setup, asked: Asked): Promise<FetchResponse | undefined> {
  const { broker = 1, version = 12, rackId = '', offset = 0, session = [0, -1] } = asked;
  const request = fetchRequest(version, {
    rackId,
    maxWaitMs: asked.maxWaitMs ?? 0,
    topics: [ofTopic(topic, offset)],
    sessionId: session[0],
    sessionEpoch: session[1],
  });
  const caller = { apiVersion: version, clientId: 'c', clientHost: 'h', lease: new Lease() };
  let answer: FetchResponse | undefined;
  void Promise.resolve(cluster.replicas(broker).fetch(caller, request)).then((given) => {
    answer = given;
  });
  await world.run(5);
  return answer;
}

async function data(setup: Setup, asked: Asked) {
  const found = (await ask(setup, asked))?.responses[0].partitions[0];
  const records = (found?.records ?? []) as readonly Buffer[];
  const size = records.reduce((sum, { length }) => sum + length, 0);
  return { preferredReadReplica: -1, ...found, hasRecords: size > 0 };
}

describe('the preferred replica', () => {
  it('is an in-sync follower in the rack of the consumer; the leader gives no records then', async () => {
    const setup = await started();
    expect(await data(setup, { rackId: 'r2' })).toMatchObject({
      errorCode: 0,
      preferredReadReplica: 2,
      hasRecords: false,
      highWatermark: 3,
      logStartOffset: 0,
    });
    expect(await data(setup, { rackId: 'r3' })).toMatchObject({ preferredReadReplica: 3 });
  });

  it('is told at once, also when there is nothing to read', async () => {
    const setup = await started();
    const atEnd = await data(setup, { rackId: 'r2', offset: 3, maxWaitMs: 10_000 });
    expect(atEnd.preferredReadReplica).toBe(2);
  });

  it('is told in each answer of a session', async () => {
    const setup = await started();
    const first = await ask(setup, { rackId: 'r2', session: [0, 0] });
    const next = await ask(setup, { rackId: 'r2', session: [first?.sessionId ?? 0, 1] });
    expect(next?.responses[0].partitions[0].preferredReadReplica).toBe(2);
  });

  it('is the leader in its own rack, in no rack, in an unknown one, and for old clients', async () => {
    const setup = await started();
    for (const asked of [{ rackId: 'r1' }, {}, { rackId: 'x' }, { rackId: 'r2', version: 10 }]) {
      const found = await data(setup, asked);
      expect([found.preferredReadReplica, found.hasRecords]).toEqual([-1, true]);
    }
  });

  it('is the leader without the rack-aware selector', async () => {
    const others: Record<string, string>[] = [
      {},
      { 'replica.selector.class': 'org.example.Selector' },
    ];
    for (const settings of others) {
      const setup = await started(settings);
      expect((await data(setup, { rackId: 'r2' })).preferredReadReplica).toBe(-1);
    }
  });

  it('is nobody who is fenced, out of sync or without the offset', async () => {
    const setup = await started();
    const { cluster, world } = setup;
    cluster.changePartition(topic, 0, { isr: [1, 3] });
    await world.run(1);
    expect((await data(setup, { rackId: 'r2' })).preferredReadReplica).toBe(-1);
    cluster.changeBroker(3, { isFenced: true });
    await world.run(1);
    expect((await data(setup, { rackId: 'r3' })).preferredReadReplica).toBe(-1);
    expect(await data(setup, { rackId: 'r2', offset: 4 })).toMatchObject({
      preferredReadReplica: -1,
      errorCode: errors.offsetOutOfRange,
    });
  });

  it('serves consumers up to what it knows to be committed', async () => {
    const setup = await started();
    expect(await data(setup, { broker: 2, rackId: 'r2' })).toMatchObject({
      errorCode: 0,
      preferredReadReplica: -1,
      hasRecords: true,
      highWatermark: 3,
    });
    const tooOld = await data(setup, { broker: 2, version: 10 });
    expect(tooOld.errorCode).toBe(errors.notLeaderOrFollower);
  });
});
