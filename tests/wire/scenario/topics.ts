/** Topics: made, described, changed and deleted. */
import { metadataApi } from '../../../src/broker/protocol/messages/03-metadata.ts';
import { createTopicsApi } from '../../../src/broker/protocol/messages/19-create-topics.ts';
import { deleteTopicsApi } from '../../../src/broker/protocol/messages/20-delete-topics.ts';
import { deleteRecordsApi } from '../../../src/broker/protocol/messages/21-delete-records.ts';
import { createPartitionsApi } from '../../../src/broker/protocol/messages/37-create-partitions.ts';
import { electLeadersApi } from '../../../src/broker/protocol/messages/43-elect-leaders.ts';
import { listPartitionReassignmentsApi } from '../../../src/broker/protocol/messages/46-list-partition-reassignments.ts';
import { describeTopicPartitionsApi } from '../../../src/broker/protocol/messages/75-describe-topic-partitions.ts';
import { zeroUuid } from '../../../src/broker/protocol/types.ts';
import { noTopic, noTopicId, smallTopic, topic, versionsOf, type Wire } from './wire.ts';

const timeoutMs = 10_000;
const topicOf = (version: number) => `${topic}-v${version}`;

function newTopic(name: string, fields: object = {}) {
  return { name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [], ...fields };
}

export type TopicIds = { readonly main: string; readonly small: string };

/** Makes the topics that the others work with. */
export async function createTopics(wire: Wire): Promise<TopicIds> {
  for (const version of versionsOf(createTopicsApi)) {
    const ask = (label: string, topics: object[], validateOnly = false) =>
      wire.ask(createTopicsApi, version, label, {
        topics: topics as never,
        timeoutMs,
        validateOnly,
      });
    await ask('creates', [newTopic(topicOf(version))]);
    await ask('only validates', [newTopic('valid-only')], true);
    await ask('refuses', [
      newTopic(topicOf(version)),
      newTopic('a/b'),
      newTopic('no-partitions', { numPartitions: 0 }),
      newTopic('too-many-replicas', { replicationFactor: 7 }),
      newTopic('bad-config', { configs: [{ name: 'retention.ms', value: 'soon' }] }),
      newTopic('no-config', { configs: [{ name: 'no.such.config', value: '1' }] }),
      newTopic('both', { assignments: [{ partitionIndex: 0, brokerIds: [1] }] }),
    ]);
    await ask('defaults', [
      newTopic(`${topicOf(version)}-defaults`, { numPartitions: -1, replicationFactor: -1 }),
    ]);
    await ask('assigns', [
      newTopic(`${topicOf(version)}-assigned`, {
        numPartitions: -1,
        replicationFactor: -1,
        assignments: [{ partitionIndex: 0, brokerIds: [1] }],
        configs: [{ name: 'cleanup.policy', value: 'compact' }],
      }),
    ]);
  }
  await wire.prepare(createTopicsApi, 7, {
    topics: [
      newTopic(topic, { numPartitions: 3 }),
      newTopic(smallTopic, { configs: [{ name: 'max.message.bytes', value: '100' }] }),
    ],
    timeoutMs,
  });
  const topics = [topic, smallTopic].map((name) => ({ topicId: zeroUuid, name }));
  const known = await wire.until(
    metadataApi,
    12,
    { topics, allowAutoTopicCreation: false },
    (response) =>
      response.topics.every(
        ({ errorCode, partitions }) =>
          errorCode === 0 && partitions.every((partition) => partition.errorCode === 0),
      ),
  );
  const idOf = (name: string) => known.topics.find((it) => it.name === name)?.topicId ?? zeroUuid;
  return { main: idOf(topic), small: idOf(smallTopic) };
}

export async function describeTopics(wire: Wire, topicId: string): Promise<void> {
  for (const version of versionsOf(metadataApi)) {
    const ask = (label: string, topics: { topicId: string; name: string | null }[] | null) =>
      wire.ask(metadataApi, version, label, {
        topics,
        allowAutoTopicCreation: false,
        includeTopicAuthorizedOperations: version >= 8,
        includeClusterAuthorizedOperations: version >= 8 && version <= 10,
      });
    await ask('one topic', [{ topicId: zeroUuid, name: topic }]);
    if (version >= 4) await ask('unknown', [{ topicId: zeroUuid, name: noTopic }]);
    if (version >= 4) await ask('bad name', [{ topicId: zeroUuid, name: 'a/b' }]);
    if (version >= 1) await ask('no topics', []);
    if (version >= 10)
      await ask('by id', [
        { topicId, name: null },
        { topicId: noTopicId, name: null },
      ]);
  }
  const partitions = { responsePartitionLimit: 2 };
  await wire.ask(describeTopicPartitionsApi, 0, 'page', {
    topics: [{ name: topic }],
    ...partitions,
  });
  await wire.ask(describeTopicPartitionsApi, 0, 'next page', {
    topics: [{ name: topic }],
    cursor: { topicName: topic, partitionIndex: 2 },
  });
  await wire.ask(describeTopicPartitionsApi, 0, 'unknown', { topics: [{ name: noTopic }] });
}

export async function changeTopics(wire: Wire): Promise<void> {
  for (const version of versionsOf(createPartitionsApi)) {
    const name = topicOf(version + 2);
    const ask = (label: string, topics: object[], validateOnly = false) =>
      wire.ask(createPartitionsApi, version, label, {
        topics: topics as never,
        timeoutMs,
        validateOnly,
      });
    await ask('grows', [{ name, count: 2, assignments: null }]);
    await ask('assigns', [{ name, count: 3, assignments: [{ brokerIds: [1] }] }]);
    await ask('only validates', [{ name, count: 9, assignments: null }], true);
    await ask('refuses', [
      { name, count: 1, assignments: null },
      { name: noTopic, count: 2, assignments: null },
      { name: topic, count: 4, assignments: [{ brokerIds: [7] }] },
    ]);
  }
  for (const version of versionsOf(electLeadersApi)) {
    for (const electionType of version === 0 ? [0] : [0, 1]) {
      await wire.ask(electLeadersApi, version, `type ${electionType}`, {
        electionType,
        topicPartitions: [
          { topic, partitions: [0, 9] },
          { topic: noTopic, partitions: [0] },
        ],
        timeoutMs,
      });
    }
  }
  await wire.ask(listPartitionReassignmentsApi, 0, 'all', { topics: null });
  await wire.ask(listPartitionReassignmentsApi, 0, 'one', {
    topics: [{ name: topic, partitionIndexes: [0] }],
  });
}

export async function deleteTopics(wire: Wire): Promise<void> {
  for (const version of versionsOf(deleteRecordsApi)) {
    const ask = (label: string, name: string, partitionIndex: number, offset: number) =>
      wire.ask(deleteRecordsApi, version, label, {
        topics: [{ name, partitions: [{ partitionIndex, offset }] }],
        timeoutMs,
      });
    await ask('deletes', topic, 0, version + 1);
    await ask('beyond the end', topic, 0, 1000);
    await ask('unknown', noTopic, 0, 0);
    await ask('compacted', `${topicOf(7)}-assigned`, 0, 0);
  }
  for (const version of versionsOf(deleteTopicsApi)) {
    const existing = `${topicOf(Math.max(version, 2))}${version === 1 ? '-defaults' : ''}`;
    const names = [existing, noTopic];
    await wire.ask(deleteTopicsApi, version, 'some', {
      topicNames: names,
      topics: names.map((name) => ({ name })),
      timeoutMs,
    });
  }
  await wire.ask(deleteTopicsApi, 6, 'by id', {
    topicNames: [],
    topics: [{ name: null, topicId: noTopicId }],
    timeoutMs,
  });
}
