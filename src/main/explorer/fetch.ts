/** Fetch of chosen partitions from given offsets, without a consumer group. */
import type { fetchV17 } from '@platformatic/kafka';
import { isRetriable, kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import type { TopicMetadata } from './metadata.ts';
import { groupByLeader } from './offsets.ts';

/** A record with its own position; the bytes are not decoded yet. */
export type RawRecord = {
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly timestampType: 'create' | 'append';
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [Buffer | null, Buffer | null])[];
};

export type FetchFrom = { readonly partition: number; readonly offset: number };

export type FetchedPartition = {
  readonly records: readonly RawRecord[];
  /** Where to go on: past control batches and holes as well. */
  readonly nextOffset: number;
  readonly highWatermark: number;
  readonly logStartOffset: number;
  /** Kafka's error code; 0 is none. */
  readonly errorCode: number;
};

export type FetchOptions = {
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly partitionMaxBytes: number;
};

const fetchMaxBytes = 16 * 1024 * 1024;
const controlBit = 0x20;
const appendTimeBit = 0x08;
const topicIdVersion = 13;
const unreachableCode = 5;

/** One request to each leader; partitions whose leader does not answer come with an error code. */
export async function fetchPartitions(
  link: KafkaLink,
  topic: TopicMetadata,
  from: readonly FetchFrom[],
  options: FetchOptions,
): Promise<ReadonlyMap<number, FetchedPartition>> {
  const metadata = await link.metadata();
  const named = from.map((item) => ({ ...item, topic: topic.name }));
  const byLeader = groupByLeader(metadata, named);
  const fetched = new Map<number, FetchedPartition>();
  await Promise.all(
    [...byLeader].map(async ([leader, items]) => {
      const answered = await fetchFromLeader(link, topic, leader, items, options);
      for (const [partition, result] of answered) fetched.set(partition, result);
    }),
  );
  for (const { partition, offset } of from) {
    if (!fetched.has(partition)) fetched.set(partition, failed(offset, unreachableCode));
  }
  return fetched;
}

/** Throws for an error that waiting and new metadata cannot cure. */
export function assertRetriable(topic: string, partition: number, errorCode: number): void {
  const error = kafkaError(errorCode, null, { topic, partition });
  if (!isRetriable(error)) throw error;
}

async function fetchFromLeader(
  link: KafkaLink,
  topic: TopicMetadata,
  leader: number,
  items: readonly FetchFrom[],
  { maxWaitMs, minBytes, partitionMaxBytes }: FetchOptions,
): Promise<ReadonlyMap<number, FetchedPartition>> {
  const version = await link.versionOf('fetch');
  const partitions = items.map(({ partition, offset }) => ({
    partition,
    currentLeaderEpoch: topic.partitions[partition]?.leaderEpoch ?? -1,
    fetchOffset: BigInt(offset),
    lastFetchedEpoch: -1,
    partitionMaxBytes,
  }));
  // The library has one field for both: a name up to version 12, an id from 13 on.
  const topicId = version >= topicIdVersion ? topic.topicId : topic.name;
  try {
    const { response } = await link.callPartly(
      leader,
      'fetch',
      maxWaitMs,
      minBytes,
      fetchMaxBytes,
      0,
      0,
      -1,
      [{ topicId, partitions }],
      [],
      '',
    );
    const offsets = new Map(items.map(({ partition, offset }) => [partition, offset]));
    return new Map(
      response.responses
        .flatMap((answer) => answer.partitions)
        .map((answer) => [
          answer.partitionIndex,
          readPartition(answer, offsets.get(answer.partitionIndex) ?? 0),
        ]),
    );
  } catch (error) {
    // An environment fault: the leader is gone; the caller reads metadata anew.
    if (!isRetriable(error)) throw error;
    return new Map(items.map(({ partition, offset }) => [partition, failed(offset, 5)]));
  }
}

function readPartition(answer: fetchV17.FetchResponsePartition, from: number): FetchedPartition {
  const records: RawRecord[] = [];
  let nextOffset = from;
  for (const batch of answer.records ?? []) {
    const baseOffset = Number(batch.firstOffset);
    nextOffset = Math.max(nextOffset, baseOffset + batch.lastOffsetDelta + 1);
    if ((batch.attributes & controlBit) !== 0) continue;
    const isAppendTime = (batch.attributes & appendTimeBit) !== 0;
    for (const record of batch.records) {
      const offset = baseOffset + record.offsetDelta;
      // A batch is served whole, though it begins before the offset asked for.
      if (offset < from) continue;
      records.push({
        partition: answer.partitionIndex,
        offset,
        timestampMs: Number(
          isAppendTime ? batch.maxTimestamp : batch.firstTimestamp + record.timestampDelta,
        ),
        timestampType: isAppendTime ? 'append' : 'create',
        key: record.key,
        value: record.value,
        headers: record.headers,
      });
    }
  }
  return {
    records,
    nextOffset,
    highWatermark: Number(answer.highWatermark),
    logStartOffset: Number(answer.logStartOffset),
    errorCode: answer.errorCode,
  };
}

function failed(offset: number, errorCode: number): FetchedPartition {
  return { records: [], nextOffset: offset, highWatermark: -1, logStartOffset: -1, errorCode };
}
