/**
 * How retention and compaction stand with all topics. Our own brokers tell it from their segments;
 * of others the configs are known, and from ListOffsets when the oldest record was written.
 */
import type { TopicAges as BrokerAges } from '../../broker/control.ts';
import type { TopicAge, TopicAges } from '../contract/topic-logs.ts';
import { describeTopicConfigs } from './configs.ts';
import type { KafkaLink } from './kafka-link.ts';
import type { TopicMetadata } from './metadata.ts';
import { partitionKey } from './offsets.ts';
import { oldestTimes } from './topic-times.ts';

const names = ['cleanup.policy', 'retention.ms', 'retention.bytes'] as const;

/** `told` is what our own brokers say of the partitions that they lead; null of other clusters. */
export async function topicAges(
  link: KafkaLink,
  told: readonly (readonly BrokerAges[])[] | null,
): Promise<TopicAges> {
  const { topics } = await link.metadata();
  const configs = await describeTopicConfigs(link, [...topics.keys()], names);
  const merged = told && mergeAges(told);
  const oldest = merged ? null : await oldestOf(link, [...topics.values()]);
  const rows = [...topics.keys()].map((name): [string, TopicAge] => {
    const own = merged?.get(name);
    return [
      name,
      {
        ...policyOf(configs.get(name)),
        oldestMs: own?.oldestMs ?? oldest?.get(name) ?? null,
        dueMs: own?.dueMs ?? null,
        tooMuchCount: own?.tooMuchCount ?? null,
        dirtyRatio: own?.dirtyRatio ?? null,
        segmentCount: own?.segmentCount ?? null,
      },
    ];
  });
  return { topics: Object.fromEntries(rows) };
}

/** Of each topic, over all brokers that lead partitions of it. */
export function mergeAges(
  told: readonly (readonly BrokerAges[])[],
): ReadonlyMap<string, BrokerAges> {
  const merged = new Map<string, BrokerAges>();
  for (const row of told.flat()) {
    const before = merged.get(row.topic);
    if (!before) {
      merged.set(row.topic, row);
      continue;
    }
    merged.set(row.topic, {
      topic: row.topic,
      segmentCount: before.segmentCount + row.segmentCount,
      oldestMs: extreme(Math.min, before.oldestMs, row.oldestMs),
      dueMs: extreme(Math.min, before.dueMs, row.dueMs),
      tooMuchCount: before.tooMuchCount + row.tooMuchCount,
      dirtyRatio: extreme(Math.max, before.dirtyRatio, row.dirtyRatio),
    });
  }
  return merged;
}

/** What the configs say; Kafka's -1 is no limit. */
export function policyOf(
  configs: ReadonlyMap<string, string | null> | undefined,
): Pick<TopicAge, 'isDeleting' | 'isCompacted' | 'retentionMs' | 'retentionBytes'> {
  const policy =
    configs
      ?.get('cleanup.policy')
      ?.split(',')
      .map((text) => text.trim()) ?? [];
  return {
    isDeleting: policy.includes('delete'),
    isCompacted: policy.includes('compact'),
    retentionMs: limit(configs?.get('retention.ms')),
    retentionBytes: limit(configs?.get('retention.bytes')),
  };
}

function limit(text: string | null | undefined): number | null {
  const value = Number(text ?? -1);
  return value < 0 ? null : value;
}

function extreme(
  pick: (a: number, b: number) => number,
  a: number | null,
  b: number | null,
): number | null {
  if (a === null || b === null) return a ?? b;
  return pick(a, b);
}

async function oldestOf(
  link: KafkaLink,
  topics: readonly TopicMetadata[],
): Promise<ReadonlyMap<string, number>> {
  const partitions = topics.flatMap(({ name, partitions: rows }) =>
    rows.map(({ partition }) => ({ topic: name, partition })),
  );
  const times = await oldestTimes(link, partitions);
  const oldest = new Map<string, number>();
  for (const item of partitions) {
    const found = times.get(partitionKey(item));
    const before = oldest.get(item.topic);
    if (found) oldest.set(item.topic, Math.min(before ?? Infinity, found.timestampMs));
  }
  return oldest;
}
