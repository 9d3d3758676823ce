/** Generated requests, put to both sides in the same order. */
import { handlers } from '../../src/broker/apis/index.ts';
import type { Api, ResponseOutOf } from '../../src/broker/protocol/api.ts';
import { produceApi } from '../../src/broker/protocol/messages/00-produce.ts';
import { metadataApi } from '../../src/broker/protocol/messages/03-metadata.ts';
import { findCoordinatorApi } from '../../src/broker/protocol/messages/10-find-coordinator.ts';
import { describeGroupsApi } from '../../src/broker/protocol/messages/15-describe-groups.ts';
import { createTopicsApi } from '../../src/broker/protocol/messages/19-create-topics.ts';
import { initProducerIdApi } from '../../src/broker/protocol/messages/22-init-producer-id.ts';
import { versionsOf } from '../wire/scenario/wire.ts';
import { batch } from './batches.ts';
import { generateRequest } from './generate.ts';
import { groups, kept, made, passingGroup } from './pools.ts';
import type { Results } from './results.ts';
import type { Member, World } from './world.ts';

export type Choice = {
  readonly seed: number;
  /** Requests of each version of each API. */
  readonly turns: number;
  /** By key; all when left out. */
  readonly isWanted: (api: Api) => boolean;
};

const timeoutMs = 10_000;
/** After these, both sides are given the time to show the same topics. */
const changesTopics = new Set([3, 19, 20, 37, 43, 45]);
/** Questions that change nothing. */
const repeatable = new Set([1, 2, 3, 9, 10, 15, 16, 18, 23, 32, 35, 46, 55, 60, 61, 75]);

export async function askGenerated(world: World, results: Results, choice: Choice): Promise<void> {
  await prepare(world);
  const wanted = handlers.map(({ api }) => api).filter(choice.isWanted);
  let unique = 0;
  for (let turn = 0; turn < choice.turns; turn++) {
    for (const api of wanted) {
      for (const version of versionsOf(api)) {
        const made = generateRequest(api, version, choice.seed, turn);
        const request = named(made, `${passingGroup}${unique++}`);
        const isRepeatable = repeatable.has(api.key);
        const { found, answers } = await world.compare(api, version, request, isRepeatable);
        const label = `generated, turn ${turn}`;
        results.add({ api: api.name, version, label, request }, found, answers);
        if (changesTopics.has(api.key)) await world.settle();
      }
    }
  }
}

/** Each JoinGroup has a group of its own: the next would otherwise wait for its member. */
function named(request: unknown, group: string): unknown {
  const fields = request as { groupId?: unknown };
  return fields.groupId === '@unique' ? { ...fields, groupId: group } : request;
}

/** Topics with records, coordinators that know their groups, producer ids at hand. */
async function prepare(world: World): Promise<void> {
  await Promise.all([prepareSide(world.kafka), prepareSide(world.rivulet)]);
  await world.settle();
}

async function prepareSide(member: Member): Promise<void> {
  const topic = (name: string, numPartitions: number, configs: object = {}) => ({
    name,
    numPartitions,
    replicationFactor: 1,
    assignments: [],
    configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
  });
  const topics = [
    topic(kept.plain, 1),
    topic(kept.wide, 3),
    topic(kept.compact, 1, { 'cleanup.policy': 'compact' }),
    topic(made[0], 2),
  ];
  await member.ask(createTopicsApi, 7, { topics, timeoutMs });
  await until(member, metadataApi, 12, { topics: null }, ({ topics: all }) =>
    topics.every(({ name }) =>
      all.some((it) => it.name === name && it.partitions.every((p) => p.leaderId > 0)),
    ),
  );
  for (const name of Object.values(kept)) {
    const produce = {
      acks: -1,
      timeoutMs,
      topicData: [{ name, partitionData: [{ index: 0, records: batch('kept') }] }],
    };
    const isStored = (it: ResponseOutOf<typeof produceApi>) =>
      it.responses[0].partitionResponses[0].errorCode === 0;
    await until(member, produceApi, 9, produce, isStored);
  }
  const isFound = (it: ResponseOutOf<typeof findCoordinatorApi>) =>
    it.coordinators[0].errorCode === 0;
  await until(member, findCoordinatorApi, 4, { coordinatorKeys: ['g'] }, isFound);
  const isLoaded = (it: ResponseOutOf<typeof describeGroupsApi>) =>
    it.groups.every((group) => group.errorCode === 0);
  const names = Array.from({ length: 64 }, (_, index) => `group-${index}`);
  await until(member, describeGroupsApi, 4, { groups: [...groups, ...names] }, isLoaded);
  const anyId = { transactionalId: null, transactionTimeoutMs: 60_000 };
  await until(member, initProducerIdApi, 4, anyId, (it) => it.errorCode === 0);
}

async function until<A extends Api>(
  member: Member,
  api: A,
  version: number,
  request: unknown,
  isSo: (answer: ResponseOutOf<A>) => boolean,
): Promise<void> {
  const endMs = Date.now() + 30_000;
  for (;;) {
    const { decoded } = await member.ask(api, version, request);
    if (typeof decoded === 'object' && isSo(decoded as ResponseOutOf<A>)) return;
    if (Date.now() > endMs) throw new Error(`${member.side.name}: ${JSON.stringify(decoded)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
