/** The lines of `kafka-topics --describe`. */
import type { KafkaLink } from '../../main/explorer/kafka-link.ts';
import type { PartitionMetadata, TopicMetadata } from '../../main/explorer/metadata.ts';
import { readableId } from '../../main/explorer/topic-id.ts';
import { describeResources } from './config-resources.ts';
import type { Given } from './given.ts';
import type { ToolOutput } from './tool.ts';

/** What is only told by DescribeTopicPartitions (KIP-966); empty where a cluster lacks it. */
type Elr = { readonly elr: readonly number[]; readonly lastKnown: readonly number[] };

const filters = [
  'under-replicated-partitions',
  'unavailable-partitions',
  'under-min-isr-partitions',
  'at-min-isr-partitions',
] as const;

export async function describeTopics(
  link: KafkaLink,
  given: Given,
  chosen: readonly TopicMetadata[],
  to: ToolOutput,
): Promise<void> {
  const { brokers } = await link.metadata();
  const configs = await topicConfigs(link, chosen);
  const elrs = await readElrs(link, chosen);
  const isFiltered = filters.some((name) => given.has(name));
  for (const topic of chosen) {
    const own = configs.get(topic.name) ?? [];
    if (given.has('topics-with-overrides') && own.length === 0) continue;
    if (!isFiltered) to.out(topicLine(topic, own));
    if (given.has('topics-with-overrides')) continue;
    const minIsr = Number(own.find(({ name }) => name === 'min.insync.replicas')?.value ?? 1);
    for (const partition of topic.partitions) {
      const isShown =
        !isFiltered ||
        filters.some(
          (name) => given.has(name) && fits(name, partition, minIsr, new Set(brokers.keys())),
        );
      const elr = elrs.get(`${topic.name}-${partition.partition}`);
      if (isShown) to.out(partitionLine(topic.name, partition, elr));
    }
  }
}

function fits(
  filter: (typeof filters)[number],
  { leader, replicas, isr }: PartitionMetadata,
  minIsr: number,
  alive: ReadonlySet<number>,
): boolean {
  switch (filter) {
    case 'under-replicated-partitions':
      return isr.length < replicas.length;
    case 'unavailable-partitions':
      return leader < 0 || !alive.has(leader);
    case 'under-min-isr-partitions':
      return isr.length < minIsr;
    case 'at-min-isr-partitions':
      return isr.length === minIsr;
  }
}

type OwnConfig = { readonly name: string; readonly value: string };

async function topicConfigs(link: KafkaLink, chosen: readonly TopicMetadata[]) {
  const names = chosen.map(({ name }) => name);
  const described = await describeResources(link, 'any', 'topic', names);
  return new Map(
    [...described].map(([topic, entries]) => [
      topic,
      entries
        .filter(({ source }) => source !== defaultSource)
        .map(({ name, value }): OwnConfig => ({ name, value: value ?? '' })),
    ]),
  );
}

async function readElrs(
  link: KafkaLink,
  chosen: readonly TopicMetadata[],
): Promise<ReadonlyMap<string, Elr>> {
  const found = new Map<string, Elr>();
  try {
    const names = chosen.map(({ name }) => ({ name }));
    if (names.length === 0) return found;
    const { response } = await link.callPartly('any', 'describeTopicPartitions', names, 2_000);
    for (const { name, partitions } of response.topics) {
      for (const { partitionIndex, eligibleLeaderReplicas, lastKnownElr } of partitions) {
        const elr = { elr: eligibleLeaderReplicas ?? [], lastKnown: lastKnownElr ?? [] };
        found.set(`${name}-${partitionIndex}`, elr);
      }
    }
  } catch {
    // An older cluster: it has no eligible leader replicas to tell of.
  }
  return found;
}

function topicLine({ name, topicId, partitions }: TopicMetadata, own: readonly OwnConfig[]) {
  const configs = own.map((config) => `${config.name}=${config.value}`).join(',');
  return (
    `Topic: ${name}\tTopicId: ${readableId(topicId)}\tPartitionCount: ${partitions.length}` +
    `\tReplicationFactor: ${partitions[0]?.replicas.length ?? 0}\tConfigs: ${configs}\n`
  );
}

function partitionLine(topic: string, state: PartitionMetadata, elr: Elr | undefined): string {
  const { partition, leader, replicas, isr } = state;
  const told = elr
    ? `\tElr: ${elr.elr.join(',')}\tLastKnownElr: ${elr.lastKnown.join(',')}`
    : '\tElr: N/A\tLastKnownElr: N/A';
  return (
    `\tTopic: ${topic}\tPartition: ${partition}\tLeader: ${leader < 0 ? 'none' : leader}` +
    `\tReplicas: ${replicas.join(',')}\tIsr: ${isr.join(',')}${told}\n`
  );
}

const defaultSource = 5;
