/** Three brokers: replicas that move, leaders that change, configs of each and of all. */
import { metadataApi } from '../../../src/broker/protocol/messages/03-metadata.ts';
import { describeConfigsApi } from '../../../src/broker/protocol/messages/32-describe-configs.ts';
import { describeLogDirsApi } from '../../../src/broker/protocol/messages/35-describe-log-dirs.ts';
import { createPartitionsApi } from '../../../src/broker/protocol/messages/37-create-partitions.ts';
import { electLeadersApi } from '../../../src/broker/protocol/messages/43-elect-leaders.ts';
import { incrementalAlterConfigsApi } from '../../../src/broker/protocol/messages/44-incremental-alter-configs.ts';
import { alterPartitionReassignmentsApi } from '../../../src/broker/protocol/messages/45-alter-partition-reassignments.ts';
import { listPartitionReassignmentsApi } from '../../../src/broker/protocol/messages/46-list-partition-reassignments.ts';
import { describeClusterApi } from '../../../src/broker/protocol/messages/60-describe-cluster.ts';
import { unregisterBrokerApi } from '../../../src/broker/protocol/messages/64-unregister-broker.ts';
import { describeTopicPartitionsApi } from '../../../src/broker/protocol/messages/75-describe-topic-partitions.ts';
import { zeroUuid } from '../../../src/broker/protocol/types.ts';
import { versionsOf, type Wire } from '../../wire/scenario/wire.ts';
import { makeTopics, timeoutMs } from './topics.ts';

const moving = 'story-moving';
const still = 'story-still';

export async function clusterStory(wire: Wire): Promise<void> {
  await makeTopics(wire, [
    {
      name: moving,
      assignments: [
        [1, 2],
        [2, 3],
        [3, 1],
      ],
    },
    { name: still, assignments: [[1, 2, 3]] },
  ]);
  await describe(wire, 'at first');
  await reassign(wire);
  await elect(wire);
  await grow(wire);
  await configure(wire);
  await describe(wire, 'in the end');
  for (const brokerId of [-1, 0, 4, 99])
    await wire.ask(unregisterBrokerApi, 0, `broker ${brokerId}`, { brokerId });
}

async function describe(wire: Wire, when: string): Promise<void> {
  for (const version of versionsOf(metadataApi)) {
    const topics = [moving, still].map((name) => ({ topicId: zeroUuid, name }));
    await wire.ask(metadataApi, version, when, { topics, allowAutoTopicCreation: false });
  }
  for (const node of [1, 2, 3])
    await wire.ask(
      describeTopicPartitionsApi,
      0,
      `${when}, by ${node}`,
      {
        topics: [{ name: moving }, { name: still }],
      },
      { node },
    );
  for (const version of versionsOf(describeClusterApi))
    await wire.ask(describeClusterApi, version, when, { includeClusterAuthorizedOperations: true });
  for (const node of [1, 2, 3])
    await wire.ask(
      describeLogDirsApi,
      5,
      `${when}, of ${node}`,
      {
        topics: [{ topic: still, partitions: [0] }],
      },
      { node },
    );
}

async function reassign(wire: Wire): Promise<void> {
  const ask = (label: string, partitions: [number, number[] | null][], name = moving) =>
    wire.ask(alterPartitionReassignmentsApi, 0, label, {
      timeoutMs,
      topics: [
        {
          name,
          partitions: partitions.map(([partitionIndex, replicas]) => ({
            partitionIndex,
            replicas,
          })),
        },
      ],
    });
  await ask('refused', [
    [0, []],
    [1, [9]],
    [2, [1, 1]],
    [7, [1]],
    [-1, [1]],
  ]);
  await ask('nothing to cancel', [[0, null]]);
  await ask('unknown topic', [[0, [1]]], 'no-such-topic');
  await ask('as it is', [[0, [1, 2]]]);
  await ask('another order', [[1, [3, 2]]]);
  await ask('moved', [
    [0, [3, 1]],
    [2, [1, 2]],
  ]);
  await wire.until(
    listPartitionReassignmentsApi,
    0,
    { topics: null },
    ({ topics }) => topics.length === 0,
  );
  await wire.ask(listPartitionReassignmentsApi, 0, 'done', {
    topics: [{ name: moving, partitionIndexes: [0, 1, 2, 9] }],
  });
  const replicas = [
    [3, 1],
    [3, 2],
    [1, 2],
  ];
  await wire.until(metadataApi, 12, { topics: [{ topicId: zeroUuid, name: moving }] }, (answer) =>
    answer.topics[0].partitions.every(
      (it) => it.isrNodes.length === 2 && `${it.replicaNodes}` === `${replicas[it.partitionIndex]}`,
    ),
  );
}

async function elect(wire: Wire): Promise<void> {
  for (const version of versionsOf(electLeadersApi)) {
    for (const electionType of version === 0 ? [0] : [0, 1, 7]) {
      const ask = (label: string, topicPartitions: { topic: string; partitions: number[] }[]) =>
        wire.ask(electLeadersApi, version, `${label}, ${electionType}`, {
          electionType,
          topicPartitions,
          timeoutMs,
        });
      // By then every partition is led by its first replica.
      await ask('some', [{ topic: moving, partitions: [0, 1, 2] }]);
      await ask('again', [{ topic: moving, partitions: [0, 9] }]);
      await ask('none', []);
      await ask('unknown', [{ topic: 'no-such-topic', partitions: [0] }]);
    }
  }
}

async function grow(wire: Wire): Promise<void> {
  for (const [label, count, ids] of [
    ['two where three are', 2, null],
    ['assigned to too few', 5, [[1, 2]]],
    ['assigned to another number', 4, [[1]]],
    ['assigned to nobody', 4, [[]]],
    ['assigned to strangers', 4, [[1, 9]]],
    ['assigned twice', 4, [[1, 1]]],
    ['assigned', 4, [[2, 1]]],
  ] as const)
    await wire.ask(createPartitionsApi, 3, label, {
      topics: [
        {
          name: moving,
          count,
          assignments: ids?.map((it) => ({ brokerIds: [...it] })) ?? null,
        },
      ],
      timeoutMs,
      validateOnly: false,
    });
  await wire.until(
    metadataApi,
    12,
    { topics: [{ topicId: zeroUuid, name: moving }] },
    (answer) =>
      answer.topics[0].partitions.length === 4 &&
      answer.topics[0].partitions.every((it) => it.errorCode === 0 && it.isrNodes.length === 2),
  );
}

const ofTopic = 2;
const ofBroker = 4;

async function configure(wire: Wire): Promise<void> {
  const set = (
    label: string,
    resourceType: number,
    resourceName: string,
    name: string,
    value: string,
  ) =>
    wire.ask(incrementalAlterConfigsApi, 1, label, {
      resources: [{ resourceType, resourceName, configs: [{ name, configOperation: 0, value }] }],
      validateOnly: false,
    });
  await set('of all brokers', ofBroker, '', 'log.cleaner.threads', '2');
  await set('of one broker', ofBroker, '2', 'log.cleaner.threads', '3');
  await set('of a stranger', ofBroker, '9', 'log.cleaner.threads', '3');
  await set('not of all brokers', ofBroker, '', 'log.dirs', '/x');
  await set('of a topic', ofTopic, still, 'min.insync.replicas', '3');
  await set('too low', ofTopic, still, 'min.insync.replicas', '0');
  for (const [node, resourceType, resourceName] of [
    [1, ofBroker, '1'],
    [2, ofBroker, '2'],
    [1, ofBroker, '2'],
    [1, ofBroker, ''],
    [3, ofTopic, still],
  ] as const)
    for (const version of versionsOf(describeConfigsApi))
      await wire.ask(
        describeConfigsApi,
        version,
        `of '${resourceName}' by ${node}`,
        {
          resources: [
            {
              resourceType,
              resourceName,
              configurationKeys: ['log.cleaner.threads', 'min.insync.replicas', 'no.such.key'],
            },
          ],
          includeSynonyms: true,
        },
        { node },
      );
}
