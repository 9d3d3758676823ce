/** What a scan needs of a topic: where to begin and end, and bytes from an offset on. */
import type { Offsets } from '../contract/messages.ts';
import type { Selection } from '../contract/search.ts';
import { assertRetriable, fetchRawPartitions } from '../explorer/fetch.ts';
import { kafkaError } from '../explorer/kafka-errors.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { partitionsOf, topicOf } from '../explorer/metadata.ts';
import {
  earliestTimestamp,
  latestTimestamp,
  listAllOffsets,
  partitionKey,
} from '../explorer/offsets.ts';
import type { RawFetchPartition } from '../explorer/raw-fetch.ts';
import type { Lane } from './scan.ts';

const partitionMaxBytes = 4 * 1024 * 1024;
const retryCountMax = 25;
const retryDelayMs = 200;
/** Producers' clocks differ: records of the past hour may still come this much later. */
const disorderMs = 3_600_000;

/** The stretch of each partition that the selection may lie in. */
export async function lanesOf(
  link: KafkaLink,
  selection: Selection,
  order: 'oldest' | 'newest',
  resume?: Offsets,
): Promise<readonly Lane[]> {
  const { topic: name, fromMs, toMs, fromOffset = 0 } = selection;
  const known = await link.metadata();
  const metadata = known.topics.has(name) ? known : await link.metadata({ isFresh: true });
  const topic = topicOf(metadata, name);
  const partitions = partitionsOf(topic, selection.partitions).map(({ partition }) => ({
    topic: name,
    partition,
  }));
  const at = (timestampMs: number | undefined) =>
    timestampMs === undefined
      ? new Map<string, number>()
      : listAllOffsets(link, partitions, BigInt(Math.trunc(timestampMs)));
  const [starts, ends, fromTimes, toTimes] = await Promise.all([
    listAllOffsets(link, partitions, earliestTimestamp),
    listAllOffsets(link, partitions, latestTimestamp),
    at(fromMs),
    at(toMs === undefined ? undefined : toMs + disorderMs),
  ]);
  return partitions.map(({ partition }): Lane => {
    const key = partitionKey({ topic: name, partition });
    const start = starts.get(key) ?? 0;
    const end = Math.max(ends.get(key) ?? 0, start);
    const limit = (offset: number) => Math.min(Math.max(offset, start), end);
    // -1: no record is as late as that.
    const timed = fromTimes.get(key);
    const from = limit(Math.max(fromOffset, timed === undefined ? start : timed < 0 ? end : timed));
    const until = toTimes.get(key) ?? -1;
    const to = until < 0 ? end : limit(until);
    const left = resume?.[partition];
    const lane = {
      partition,
      from: order === 'oldest' && left !== undefined ? limit(left) : from,
      to: order === 'newest' && left !== undefined ? limit(left) : to,
    };
    return { ...lane, total: Math.max(0, lane.to - lane.from), hitCount: 0, isCapped: false };
  });
}

/** Bytes from an offset on; waits and reads metadata anew while a leader moves. */
export function fetcherOf(
  link: KafkaLink,
  { topic: name, isCommittedOnly }: Selection,
): (partition: number, offset: number) => Promise<RawFetchPartition> {
  const options = { maxWaitMs: 100, minBytes: 1, partitionMaxBytes, isCommittedOnly };
  return async (partition, offset) => {
    for (let attempt = 0; ; attempt += 1) {
      const topic = topicOf(await link.metadata(), name);
      const from = [{ partition, offset }];
      const answer = (await fetchRawPartitions(link, topic, from, options)).get(partition);
      if (answer?.errorCode === 0) return answer;
      const errorCode = answer?.errorCode ?? 5;
      assertRetriable(name, partition, errorCode);
      if (attempt >= retryCountMax) throw kafkaError(errorCode, null, { topic: name, partition });
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
      await link.metadata({ isFresh: true });
    }
  };
}

/** Two pieces for each leader at once: one on its way while one is looked at. */
export async function laneCountMaxOf(link: KafkaLink): Promise<number> {
  const { brokers } = await link.metadata();
  return Math.min(6, Math.max(2, brokers.size * 2));
}
