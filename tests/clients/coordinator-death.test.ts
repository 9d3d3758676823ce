import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api, RequestInOf, ResponseOutOf } from '../../src/broker/protocol/api.ts';
import { offsetCommitApi } from '../../src/broker/protocol/messages/08-offset-commit.ts';
import { offsetFetchApi } from '../../src/broker/protocol/messages/09-offset-fetch.ts';
import { findCoordinatorApi } from '../../src/broker/protocol/messages/10-find-coordinator.ts';
import { joinGroupApi } from '../../src/broker/protocol/messages/11-join-group.ts';
import { heartbeatApi } from '../../src/broker/protocol/messages/12-heartbeat.ts';
import { syncGroupApi } from '../../src/broker/protocol/messages/14-sync-group.ts';
import { zeroUuid } from '../../src/broker/protocol/types.ts';
import { WireClient } from '../wire/wire-client.ts';
import { startCluster, type TestBroker, type TestCluster } from './cluster.ts';
import { createTopics } from './topics.ts';

const groupId = 'outlives-its-coordinator';
const topic = 'orders';
const giveUpAfterMs = 30_000;
let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startCluster(3);
  await createTopics(cluster.bootstrap, [topic], 1);
});

afterAll(async () => {
  await cluster?.stop();
});

/** Asks until the answer is as wished; a broker that is gone or does not know yet is no answer. */
async function eventually<A extends Api>(
  port: () => Promise<number>,
  api: A,
  version: number,
  request: RequestInOf<A>,
  isSo: (response: ResponseOutOf<A>) => boolean,
): Promise<ResponseOutOf<A>> {
  const endMs = Date.now() + giveUpAfterMs;
  for (;;) {
    const client = new WireClient(`127.0.0.1:${await port()}`);
    const answer = await client.ask(api, version, request).catch(() => undefined);
    client.close();
    if (answer?.decoded && isSo(answer.decoded)) return answer.decoded;
    if (Date.now() > endMs)
      throw new Error(`${api.name}: ${JSON.stringify(answer?.decoded ?? 'no answer')}`);
    await sleep(50);
  }
}

/** The coordinator, as one of `brokers` sees it. */
async function coordinatorOf(brokers: readonly TestBroker[]): Promise<TestBroker> {
  const isAlive = (id: number) => brokers.some((broker) => broker.id === id);
  const ask = async () => brokers[0].port;
  const request = { key: groupId, keyType: 0 };
  const { nodeId } = await eventually(ask, findCoordinatorApi, 2, request, (response) => {
    return response.errorCode === 0 && isAlive(response.nodeId);
  });
  return brokers.find(({ id }) => id === nodeId) as TestBroker;
}

describe('a group', () => {
  it('keeps its members and offsets when its coordinator is killed', async () => {
    const first = await coordinatorOf(cluster.brokers);
    const port = async () => first.port;
    const isGood = ({ errorCode }: { errorCode: number }) => errorCode === 0;
    const { memberId, generationId } = await eventually(
      port,
      joinGroupApi,
      3,
      {
        groupId,
        memberId: '',
        protocolType: 'consumer',
        sessionTimeoutMs: 30_000,
        rebalanceTimeoutMs: 30_000,
        protocols: [{ name: 'range', metadata: Buffer.alloc(6) }],
      },
      isGood,
    );
    const member = { groupId, memberId, generationId };
    const assignments = [{ memberId, assignment: Buffer.from('part') }];
    await eventually(port, syncGroupApi, 2, { ...member, assignments }, isGood);
    const partitions = [{ partitionIndex: 0, committedOffset: 42, committedMetadata: '' }];
    const topics = [{ name: topic, topicId: zeroUuid, partitions }];
    const commit = { groupId, memberId, generationIdOrMemberEpoch: generationId, topics };
    await eventually(port, offsetCommitApi, 7, commit, ({ topics: [it] }) =>
      isGood(it.partitions[0]),
    );

    const killedMs = Date.now();
    process.kill(first.pid, 'SIGKILL');
    const living = cluster.brokers.filter(({ id }) => id !== first.id);
    const now = async () => (await coordinatorOf(living)).port;
    const asked = [{ name: topic, topicId: zeroUuid, partitionIndexes: [0] }];
    const fetched = await eventually(now, offsetFetchApi, 7, { groupId, topics: asked }, isGood);
    expect(fetched.topics[0].partitions[0].committedOffset).toBe(42);
    await eventually(now, heartbeatApi, 3, member, isGood);
    const synced = await eventually(now, syncGroupApi, 3, { ...member, assignments: [] }, isGood);
    expect(synced.assignment.toString()).toBe('part');
    expect(Date.now() - killedMs).toBeLessThan(10_000);
  });
});
