/**
 * How many messages each span of time holds, from the brokers' own time index: no record is read
 * but the first and the last of each partition.
 */
import type { Histogram, HistogramParams } from '../contract/messages.ts';
import { fetchPartitions } from '../explorer/fetch.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { partitionsOf, type TopicMetadata, topicOf } from '../explorer/metadata.ts';
import {
  earliestTimestamp,
  latestTimestamp,
  listAllOffsets,
  partitionKey,
  type TopicPartitionName,
} from '../explorer/offsets.ts';

const spanCount = 60;
const askedAtOnce = 4;
const spanMinMs = 1_000;

export async function readHistogram(link: KafkaLink, params: HistogramParams): Promise<Histogram> {
  const topic = topicOf(await link.metadata({ isFresh: true }), params.topic);
  const names = partitionsOf(topic, params.partitions).map(({ partition }) => ({
    topic: topic.name,
    partition,
  }));
  const [starts, ends] = await Promise.all([
    listAllOffsets(link, names, earliestTimestamp),
    listAllOffsets(link, names, latestTimestamp),
  ]);
  const range = await rangeOf(link, topic, params, names, starts, ends);
  if (range === null) return { fromMs: 0, toMs: 0, counts: [] };
  const { fromMs, toMs } = range;
  const edges = Array.from(
    { length: spanCount + 1 },
    (_, index) => fromMs + ((toMs - fromMs) * index) / spanCount,
  );
  const offsets = await offsetsAt(link, names, edges, ends);
  const counts = Array.from({ length: spanCount }, (_, index) =>
    names.reduce((sum, name) => {
      const key = partitionKey(name);
      const from = Math.max(offsets[index]?.get(key) ?? 0, starts.get(key) ?? 0);
      const to = offsets[index + 1]?.get(key) ?? from;
      return sum + Math.max(0, to - from);
    }, 0),
  );
  return { fromMs, toMs, counts };
}

/** From the oldest record to the newest, unless told otherwise; null: there is none. */
async function rangeOf(
  link: KafkaLink,
  topic: TopicMetadata,
  params: HistogramParams,
  names: readonly TopicPartitionName[],
  starts: ReadonlyMap<string, number>,
  ends: ReadonlyMap<string, number>,
): Promise<{ readonly fromMs: number; readonly toMs: number } | null> {
  const filled = names.filter((name) => {
    const key = partitionKey(name);
    return (ends.get(key) ?? 0) > (starts.get(key) ?? 0);
  });
  if (filled.length === 0) return null;
  const at = async (offsetOf: (key: string) => number) => {
    const from = filled.map((name) => ({
      partition: name.partition,
      offset: offsetOf(partitionKey(name)),
    }));
    const options = { maxWaitMs: 0, minBytes: 0, partitionMaxBytes: 1, hasControl: true };
    const fetched = await fetchPartitions(link, topic, from, options);
    return [...fetched.values()].flatMap(({ records }) => records.map((it) => it.timestampMs));
  };
  const [first, last] = await Promise.all([
    at((key) => starts.get(key) ?? 0),
    at((key) => (ends.get(key) ?? 1) - 1),
  ]);
  const oldestMs = params.fromMs ?? min(first) ?? Date.now();
  // A compacted topic may have a hole where its newest record was.
  const newestMs = params.toMs ?? (max([...first, ...last]) ?? Date.now()) + 1;
  return { fromMs: oldestMs, toMs: Math.max(newestMs, oldestMs + spanMinMs) };
}

/** The offsets of all partitions at each of the times. */
async function offsetsAt(
  link: KafkaLink,
  names: readonly TopicPartitionName[],
  timesMs: readonly number[],
  ends: ReadonlyMap<string, number>,
): Promise<readonly ReadonlyMap<string, number>[]> {
  const found: ReadonlyMap<string, number>[] = [];
  const waiting = timesMs.map((atMs, index) => ({ atMs, index }));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const offsets = await listAllOffsets(link, names, BigInt(Math.ceil(next.atMs)));
      // -1: no record is as late as that.
      found[next.index] = new Map(
        [...offsets].map(([key, offset]) => [key, offset < 0 ? (ends.get(key) ?? 0) : offset]),
      );
    }
  };
  await Promise.all(Array.from({ length: askedAtOnce }, work));
  return found;
}

function min(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b));
}

function max(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b));
}
