/** Many partitions in one session, and many fetches that wait: nobody starves, nobody is woken in vain. */
import { describe, expect, it, vi } from 'vitest';
import { Lease } from '../../../src/broker/log/slabs.ts';
import type { FetchResponse } from '../../../src/broker/replication/fetch-read.ts';
import { FetchReader } from '../../../src/broker/replication/fetch-read.ts';
import { Cluster } from './cluster.ts';
import { batchOf, fetchRequest, ofTopic } from './requests.ts';
import { World } from './world.ts';

const topic = 'orders';
const batchBytes = batchOf('v').length;

async function started(partitionCount: number) {
  const world = new World();
  const cluster = new Cluster(world, [1]);
  cluster.createTopic(
    topic,
    Array.from({ length: partitionCount }, () => [1]),
  );
  await world.run(50);
  return { world, cluster };
}

type Setup = Awaited<ReturnType<typeof started>>;

function ask({ cluster }: Setup, request: Parameters<typeof fetchRequest>[1]) {
  const slot: { answer?: FetchResponse } = {};
  const caller = { apiVersion: 12, clientId: 'c', clientHost: 'h', lease: new Lease() };
  const done = cluster.replicas(1).fetch(caller, fetchRequest(12, request));
  if (done instanceof Promise) void done.then((answer) => (slot.answer = answer));
  else slot.answer = done;
  return slot;
}

function append({ cluster }: Setup, partition: number): void {
  void cluster.replicas(1).appendRecords({
    topic,
    partition,
    origin: 'client',
    timeoutMs: 1000,
    requiredAcks: 1,
    batches: batchOf('v'),
  });
}

const partitionsFrom = (offsets: readonly (readonly [partition: number, offset: number])[]) => [
  {
    topic,
    partitions: offsets.map(([partition, at]) => ofTopic(topic, at, { partition }).partitions[0]),
  },
];

const served = ({ answer }: { answer?: FetchResponse }): number[] =>
  (answer?.responses ?? []).flatMap(({ partitions }) =>
    partitions
      .filter(({ records }) => (records as readonly Buffer[]).length > 0)
      .map(({ partitionIndex }) => partitionIndex),
  );

describe('a session over 1,200 partitions', () => {
  const count = 1200;
  const perAnswer = 50;

  it('serves each of them before any a second time', async () => {
    const setup = await started(count);
    const all = Array.from({ length: count }, (_, partition) => partition);
    const opening = ask(setup, {
      sessionEpoch: 0,
      topics: partitionsFrom(all.map((partition) => [partition, 0])),
    });
    const sessionId = opening.answer?.sessionId ?? 0;
    for (const partition of all) {
      append(setup, partition);
      append(setup, partition);
    }
    const seen: number[] = [];
    let moved: [number, number][] = [];
    for (let sessionEpoch = 1; seen.length < count; sessionEpoch++) {
      const round = ask(setup, {
        sessionId,
        sessionEpoch,
        maxBytes: perAnswer * batchBytes,
        topics: partitionsFrom(moved),
      });
      const now = served(round);
      expect(now.length).toBeGreaterThan(0);
      seen.push(...now);
      moved = now.map((partition) => [partition, 2]);
    }
    expect([...seen].sort((left, right) => left - right)).toEqual(all);
  });

  it('looks at what moved only', async () => {
    const setup = await started(count);
    const opening = ask(setup, {
      sessionEpoch: 0,
      topics: partitionsFrom(Array.from({ length: count }, (_, partition) => [partition, 0])),
    });
    const sessionId = opening.answer?.sessionId ?? 0;
    const reads = vi.spyOn(FetchReader.prototype, 'read');
    ask(setup, { sessionId, sessionEpoch: 1 });
    expect(reads).toHaveBeenCalledTimes(0);
    append(setup, 700);
    expect(served(ask(setup, { sessionId, sessionEpoch: 2 }))).toEqual([700]);
    expect(reads).toHaveBeenCalledTimes(1);
    reads.mockRestore();
  });
});

it('3,000 waiting fetches are left alone but for those whose partition moved', async () => {
  const count = 3000;
  const setup = await started(count);
  const waiting = Array.from({ length: count }, (_, partition) => {
    const topics = partitionsFrom([[partition, 0]]);
    return ask(setup, { sessionEpoch: 0, topics, maxWaitMs: 60_000 });
  });
  const twin = ask(setup, { topics: partitionsFrom([[17, 0]]), maxWaitMs: 60_000 });
  const reads = vi.spyOn(FetchReader.prototype, 'read');
  await setup.world.run(5000);
  expect(reads).toHaveBeenCalledTimes(0);
  append(setup, 17);
  await setup.world.run(5);
  expect(reads).toHaveBeenCalledTimes(2);
  reads.mockRestore();
  expect(waiting.flatMap(({ answer }, index) => (answer ? [index] : []))).toEqual([17]);
  expect(served(twin)).toEqual([17]);
});
