import { expect, it } from 'vitest';
import { PeerError } from '../../../src/broker/client/node-client.ts';
import type { ToController } from '../../../src/broker/client/to-controller.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { AlterPartitionManager } from '../../../src/broker/replication/alter-partition-manager.ts';
import { Deadlines } from '../../../src/broker/replication/deadlines.ts';
import type { Partition } from '../../../src/broker/replication/partition.ts';
import { World } from './world.ts';

type Result = { errorCode: number; leaderEpoch: number; partitionEpoch: number; isr: number[] };
type Answer = (partitions: readonly number[]) => Result[] | PeerError | number;

/** A manager whose controller answers as told, each time after ten milliseconds. */
function setup(answers: Answer[]) {
  const world = new World();
  const requests: number[][] = [];
  const toController = (async (
    _api: unknown,
    _version: unknown,
    request: { topics: { partitions: { partitionIndex: number }[] }[] },
  ) => {
    const asked = request.topics.flatMap(({ partitions }) =>
      partitions.map(({ partitionIndex }) => partitionIndex),
    );
    requests.push(asked);
    await new Promise<void>((resolve) => void world.schedule(10, resolve));
    const answer = (answers.shift() ?? (() => []))(asked);
    if (answer instanceof PeerError) throw answer;
    if (typeof answer === 'number') return { errorCode: answer, topics: [] };
    const partitions = answer.map((result, at) => ({ ...result, partitionIndex: asked[at] }));
    return { errorCode: 0, topics: [{ topicId: 'id', partitions }] };
  }) as unknown as ToController;
  const env = world.env();
  const deadlines = new Deadlines(env.clock);
  const manager = new AlterPartitionManager(env, {
    nodeId: 1,
    brokerEpoch: () => 7,
    toController,
    deadlines,
  });
  return { world, requests, manager };
}

function proposing(partition: number) {
  const settled: unknown[] = [];
  const view = {
    leaderEpoch: 5,
    partitionEpoch: 1,
    followers: [],
    pendingIsr: [1, 2] as readonly number[] | undefined,
  };
  const fake = {
    topic: 't',
    topicId: 'id',
    partition,
    view,
    settleProposal: (_proposal: unknown, confirmed: unknown) => {
      settled.push(confirmed && 'confirmed');
      view.pendingIsr = undefined;
    },
  };
  return { partition: fake as unknown as Partition, view, settled };
}

const confirmed = (): Result => ({
  errorCode: 0,
  leaderEpoch: 5,
  partitionEpoch: 2,
  isr: [1, 2],
});
const failed = (errorCode: number): Result => ({ ...confirmed(), errorCode });

it('sends what is proposed in one event together, and one request at a time', async () => {
  const { manager, world, requests } = setup([
    (asked) => asked.map(confirmed),
    () => [confirmed()],
  ]);
  const [first, second, third] = [0, 1, 2].map(proposing);
  manager.submit(first.partition);
  manager.submit(second.partition);
  await world.run(5);
  manager.submit(third.partition);
  await world.run(4);
  expect(requests).toEqual([[0, 1]]);
  await world.run(100);
  expect(requests).toEqual([[0, 1], [2]]);
  for (const { settled } of [first, second, third]) expect(settled).toEqual(['confirmed']);
});

it.each([
  { name: 'no answer', answer: () => new PeerError('timeout', 'late') },
  { name: 'an error of the whole request', answer: () => errors.staleBrokerEpoch },
  { name: 'an error that may pass', answer: () => [failed(errors.notController)] },
])('sends again after $name', async ({ answer }) => {
  const { manager, world, requests } = setup([answer, () => [confirmed()]]);
  const proposal = proposing(0);
  manager.submit(proposal.partition);
  await world.run(200);
  expect(requests).toEqual([[0], [0]]);
  expect(proposal.settled).toEqual(['confirmed']);
});

it('withdraws what is refused and leaves to the image what was overtaken', async () => {
  const codes = [errors.ineligibleReplica, errors.invalidUpdateVersion];
  const { manager, world, requests } = setup([() => codes.map(failed)]);
  const [refused, overtaken] = [0, 1].map(proposing);
  manager.submit(refused.partition);
  manager.submit(overtaken.partition);
  await world.run(200);
  expect(requests).toEqual([[0, 1]]);
  expect(refused.settled).toEqual([null]);
  expect(overtaken.settled).toEqual([]);
  expect(overtaken.view.pendingIsr).toEqual([1, 2]);
});

it('forgets a proposal that a newer image has ended', async () => {
  const { manager, world, requests } = setup([() => new PeerError('timeout', 'late')]);
  const proposal = proposing(0);
  manager.submit(proposal.partition);
  await world.run(5);
  proposal.view.pendingIsr = undefined;
  await world.run(200);
  expect(requests).toEqual([[0]]);
});
