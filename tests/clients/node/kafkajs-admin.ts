/** The admin of kafkajs behind the words of driver.ts. */
import kafkajs from 'kafkajs';
import { kafka } from './kafkajs-base.ts';
import type { Words } from './words.ts';

const { ConfigResourceTypes } = kafkajs;

export const admin = kafka.admin();
const resourceTypes = { topic: ConfigResourceTypes.TOPIC, broker: ConfigResourceTypes.BROKER };
type ResourceArgs = { type: 'topic' | 'broker'; name: string; configs: Record<string, string> };
type PlaceArgs = { group: string; topic: string; partition: number; offset: number };

async function offsets(args: { topic: string; partitions: number; spec: string | number }) {
  const { topic, spec } = args;
  const found =
    typeof spec === 'number'
      ? await admin.fetchTopicOffsetsByTimestamp(topic, spec)
      : (await admin.fetchTopicOffsets(topic)).map((it) => ({
          partition: it.partition,
          offset: spec === 'earliest' ? it.low : it.high,
        }));
  return found.toSorted((a, b) => a.partition - b.partition).map(({ offset }) => Number(offset));
}

async function createTopic(args: {
  name: string;
  partitions?: number;
  replicas?: number;
  assignments?: number[][];
  configs?: Record<string, string>;
  validateOnly?: boolean;
}): Promise<void> {
  const replicaAssignment = args.assignments?.map((replicas, partition) => ({
    partition,
    replicas,
  }));
  const configEntries = Object.entries(args.configs ?? {}).map(([name, value]) => ({
    name,
    value,
  }));
  const sizes =
    replicaAssignment === undefined
      ? { numPartitions: args.partitions ?? -1, replicationFactor: args.replicas ?? -1 }
      : { numPartitions: -1, replicationFactor: -1, replicaAssignment };
  const isMade = await admin.createTopics({
    topics: [{ topic: args.name, ...sizes, configEntries }],
    validateOnly: args.validateOnly ?? false,
    waitForLeaders: false,
  });
  // It tells an existing topic by its answer.
  if (!isMade) throw Object.assign(new Error('the topic exists'), { code: 36 });
}

async function describeTopic({ name }: { name: string }) {
  const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
  return topics[0].partitions
    .map((it) => ({
      partition: it.partitionId,
      leader: it.leader,
      replicas: it.replicas,
      isr: it.isr,
    }))
    .toSorted((a, b) => a.partition - b.partition);
}

async function describeCluster() {
  const { clusterId, controller, brokers } = await admin.describeCluster();
  const told = brokers.map(({ nodeId, host, port }) => ({
    id: nodeId,
    address: `${host}:${port}`,
  }));
  return { clusterId, controller, brokers: told };
}

async function describeConfigs({ type, name }: ResourceArgs) {
  const asked = { type: resourceTypes[type], name };
  const told = await admin.describeConfigs({ resources: [asked], includeSynonyms: false });
  const [{ configEntries }] = told.resources;
  return Object.fromEntries(
    configEntries.map((it) => [
      it.configName,
      // 5 is Kafka's default.
      { value: it.configValue, isDefault: (it.configSource as unknown as number) === 5 },
    ]),
  );
}

async function alterConfigs({ type, name, configs }: ResourceArgs): Promise<void> {
  const configEntries = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
  const resources = [{ type: resourceTypes[type], name, configEntries }];
  await admin.alterConfigs({ validateOnly: false, resources });
}

async function deleteRecords({ topic, partition, offset }: PlaceArgs): Promise<number> {
  await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: `${offset}` }] });
  const found = await admin.fetchTopicOffsets(topic);
  return Number(found.find((it) => it.partition === partition)?.low);
}

async function groupOffsets({ group }: { group: string }) {
  const told = await admin.fetchOffsets({ groupId: group });
  return Object.fromEntries(
    told.flatMap(({ topic, partitions }) =>
      partitions
        .filter(({ offset }) => offset !== '-1')
        .map(({ partition, offset }) => [`${topic}-${partition}`, Number(offset)]),
    ),
  );
}

async function listReassignments(): Promise<string[]> {
  const { topics } = await admin.listPartitionReassignments({});
  return topics.flatMap((it) => it.partitions.map((p) => `${it.topic}-${p.partitionIndex}`));
}

export const adminWords: Words = {
  offsets,
  createTopic,
  deleteTopic: ({ name }) => admin.deleteTopics({ topics: [name] }),
  createPartitions: ({ name, count, assignments, validateOnly = false }) =>
    admin.createPartitions({
      topicPartitions: [{ topic: name, count, ...(assignments ? { assignments } : {}) }],
      validateOnly,
    }),
  listTopics: () => admin.listTopics(),
  describeTopic,
  describeCluster,
  describeConfigs,
  alterConfigs,
  deleteRecords,
  listGroups: async () => (await admin.listGroups()).groups.map(({ groupId }) => groupId),
  describeGroup: async ({ group }) => {
    const { groups } = await admin.describeGroups([group]);
    return { state: groups[0].state, members: groups[0].members.length };
  },
  deleteGroup: ({ group }) => admin.deleteGroups([group]),
  groupOffsets,
  alterGroupOffsets: ({ group, topic, partition, offset }: PlaceArgs) =>
    admin.setOffsets({
      groupId: group,
      topic,
      partitions: [{ partition, offset: `${offset}` }],
    }),
  reassign: ({ topic, partition, replicas }) =>
    admin.alterPartitionReassignments({
      topics: [{ topic, partitionAssignment: [{ partition, replicas }] }],
    }),
  listReassignments,
};
