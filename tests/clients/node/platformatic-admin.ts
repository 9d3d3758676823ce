/** The admin of @platformatic/kafka behind the words of driver.ts. */
import { Admin, ConfigResourceTypes } from '@platformatic/kafka';
import { base } from './platformatic-base.ts';
import type { Words } from './words.ts';

export const admin = new Admin(base);
const resourceTypes = { topic: ConfigResourceTypes.TOPIC, broker: ConfigResourceTypes.BROKER };
type ResourceArgs = { type: 'topic' | 'broker'; name: string; configs: Record<string, string> };
type Operation = { op: 'set' | 'delete' | 'append' | 'subtract'; key: string; value?: string };
type PlaceArgs = { group: string; topic: string; partition: number; offset: number };
const operationTypes = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

async function describeTopic({ name }: { name: string }) {
  const { topics } = await admin.metadata({ topics: [name], forceUpdate: true });
  return (topics.get(name)?.partitions ?? []).map(({ leader, replicas, isr }, partition) => ({
    partition,
    leader,
    replicas,
    isr,
  }));
}

async function describeCluster() {
  const { id, brokers, controllerId } = await admin.metadata({ topics: [], forceUpdate: true });
  const told = [...brokers].map(([nodeId, { host, port, rack }]) => ({
    id: nodeId,
    address: `${host}:${port}`,
    rack,
  }));
  return { clusterId: id, controller: controllerId, brokers: told };
}

async function describeConfigs({ type, name }: ResourceArgs) {
  const resources = [{ resourceType: resourceTypes[type], resourceName: name }];
  const [{ configs }] = await admin.describeConfigs({ resources });
  // 5 is Kafka's default.
  return Object.fromEntries(
    configs.map((it) => [it.name, { value: it.value, isDefault: Number(it.configSource) === 5 }]),
  );
}

async function incrementalAlterConfigs(
  args: ResourceArgs & { operations: Operation[]; validateOnly?: boolean },
): Promise<void> {
  const configs = args.operations.map(({ op, key, value }) => ({
    name: key,
    configOperation: operationTypes[op],
    value: op === 'delete' ? null : value,
  }));
  const resource = { resourceType: resourceTypes[args.type], resourceName: args.name, configs };
  type Options = Parameters<Admin['incrementalAlterConfigs']>[0];
  const options = { resources: [resource], validateOnly: args.validateOnly ?? false };
  await admin.incrementalAlterConfigs(options as unknown as Options);
}

async function alterConfigs({ type, name, configs }: ResourceArgs): Promise<void> {
  const entries = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
  const resource = { resourceType: resourceTypes[type], resourceName: name, configs: entries };
  await admin.alterConfigs({ resources: [resource] });
}

async function deleteRecords({ topic, partition, offset }: PlaceArgs): Promise<number> {
  const partitions = [{ partition, offset: BigInt(offset) }];
  const [told] = await admin.deleteRecords({ topics: [{ name: topic, partitions }] });
  return Number(told.partitions[0].lowWatermark);
}

const specs: Record<string, bigint> = {
  earliest: -2n,
  latest: -1n,
  'max-timestamp': -3n,
  'earliest-local': -4n,
  'latest-tiered': -5n,
};

async function listOffset(args: { topic: string; partition: number; spec: string | number }) {
  const timestamp = typeof args.spec === 'number' ? BigInt(args.spec) : specs[args.spec];
  const partitions = [{ partitionIndex: args.partition, timestamp }];
  const [told] = await admin.listOffsets({ topics: [{ name: args.topic, partitions }] });
  const [found] = told.partitions;
  return { offset: Number(found.offset), timestamp: Number(found.timestamp) };
}

async function groupOffsets({ group }: { group: string }) {
  const [told] = await admin.listConsumerGroupOffsets({ groups: [group] });
  return Object.fromEntries(
    told.topics.flatMap(({ name, partitions }) =>
      partitions.map((it) => [`${name}-${it.partitionIndex}`, Number(it.committedOffset)]),
    ),
  );
}

async function describeLogDirs({ broker }: { broker: number }) {
  const names = await admin.listTopics({ includeInternals: true });
  const { topics } = await admin.metadata({ topics: names, forceUpdate: true });
  // A topic that was just deleted is there without its partitions.
  const present = [...topics].filter(([, it]) => it !== undefined);
  const asked = present.map(([name, { partitionsCount }]) => ({
    name,
    partitions: Array.from({ length: partitionsCount }, (_, index) => index),
  }));
  const told = await admin.describeLogDirs({ topics: asked });
  const own = told.find((it) => it.broker === broker);
  return (own?.results ?? []).map((dir) => ({
    dir: dir.logDir,
    replicas: dir.topics.flatMap((topic) =>
      topic.partitions.map((it) => ({
        partition: `${topic.name}-${it.partitionIndex}`,
        size: Number(it.partitionSize),
        isFuture: it.isFutureKey,
      })),
    ),
  }));
}

export const adminWords: Words = {
  createTopic: ({ name, partitions, replicas, assignments, configs }) =>
    admin.createTopics({
      topics: [name],
      ...(assignments
        ? {
            partitions: -1,
            replicas: -1,
            assignments: (assignments as number[][]).map((brokers, partition) => ({
              partition,
              brokers,
            })),
          }
        : { partitions: partitions ?? -1, replicas: replicas ?? -1 }),
      configs: Object.entries((configs ?? {}) as Record<string, string>).map(([key, value]) => ({
        name: key,
        value,
      })),
    }),
  deleteTopic: ({ name }) => admin.deleteTopics({ topics: [name] }),
  createPartitions: ({ name, count, assignments, validateOnly = false }) =>
    admin.createPartitions({
      topics: [
        {
          name,
          count,
          assignments: (assignments as number[][] | undefined)?.map((brokerIds) => ({
            brokerIds,
          })),
        },
      ],
      validateOnly,
    }),
  listTopics: () => admin.listTopics({ includeInternals: true }),
  describeTopic,
  describeCluster,
  describeConfigs,
  incrementalAlterConfigs,
  alterConfigs,
  deleteRecords,
  listOffset,
  listGroups: async () => [...(await admin.listGroups()).keys()],
  describeGroup: async ({ group }) => {
    const told = (await admin.describeGroups({ groups: [group] })).get(group);
    return { state: told?.state, members: told?.members.size };
  },
  deleteGroup: ({ group }) => admin.deleteGroups({ groups: [group] }),
  groupOffsets,
  alterGroupOffsets: ({ group, topic, partition, offset }: PlaceArgs) =>
    admin.alterConsumerGroupOffsets({
      groupId: group,
      topics: [{ name: topic, partitionOffsets: [{ partition, offset: BigInt(offset) }] }],
    }),
  deleteGroupOffsets: ({ group, topic, partition }: PlaceArgs) =>
    admin.deleteConsumerGroupOffsets({
      groupId: group,
      topics: [{ name: topic, partitionIndexes: [partition] }],
    }),
  describeLogDirs,
};
