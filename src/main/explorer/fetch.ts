/** Fetch of chosen partitions from given offsets, without a consumer group. */
import type { ControlKind } from '../contract/messages.ts';
import { type Batch, type BatchRecord, eachBatch, recordsOf } from './batches.ts';
import { isRetriable, kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import type { TopicMetadata } from './metadata.ts';
import { groupByLeader } from './offsets.ts';
import type { RawFetchPartition } from './raw-fetch.ts';
import { AbortedBatches, controlKindOf } from './transactions.ts';

/** A record with its own position; the bytes are not decoded yet. */
export type RawRecord = {
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly timestampType: 'create' | 'append';
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [Buffer | null, Buffer | null])[];
  /** What a record is that Kafka wrote for itself; absent on everybody's. */
  readonly control?: ControlKind | undefined;
};

/** A record and the batch it came in. */
export type FetchedRecord = RawRecord & { readonly batch: Batch };

export type FetchFrom = { readonly partition: number; readonly offset: number };

export type FetchedPartition = {
  readonly records: readonly FetchedRecord[];
  /** Where to go on: past control batches and holes as well. */
  readonly nextOffset: number;
  readonly highWatermark: number;
  readonly logStartOffset: number;
  /** Kafka's error code; 0 is none. */
  readonly errorCode: number;
};

/** Which records are wanted: those of open and aborted transactions, and Kafka's own, or not. */
export type Visibility = {
  readonly isCommittedOnly?: boolean | undefined;
  readonly hasControl?: boolean | undefined;
};

export type FetchOptions = Visibility & {
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly partitionMaxBytes: number;
};

const fetchMaxBytes = 16 * 1024 * 1024;
const topicIdVersion = 13;
const unreachableCode = 5;

/** One request to each leader; partitions whose leader does not answer come with an error code. */
export async function fetchPartitions(
  link: KafkaLink,
  topic: TopicMetadata,
  from: readonly FetchFrom[],
  options: FetchOptions,
): Promise<ReadonlyMap<number, FetchedPartition>> {
  const raw = await fetchRawPartitions(link, topic, from, options);
  return new Map(
    from.map(({ partition, offset }) => {
      const answer = raw.get(partition);
      const fetched = answer
        ? readPartition(answer, offset, options)
        : failed(offset, unreachableCode);
      return [partition, fetched];
    }),
  );
}

/** As `fetchPartitions`, but the records stay bytes; partitions without an answer are missing. */
export async function fetchRawPartitions(
  link: KafkaLink,
  topic: TopicMetadata,
  from: readonly FetchFrom[],
  options: FetchOptions,
): Promise<ReadonlyMap<number, RawFetchPartition>> {
  const metadata = await link.metadata();
  const named = from.map((item) => ({ ...item, topic: topic.name }));
  const answers = await Promise.all(
    [...groupByLeader(metadata, named)].map(([leader, items]) =>
      fetchFromLeader(link, topic, leader, items, options),
    ),
  );
  return new Map(answers.flat().map((answer) => [answer.partition, answer]));
}

/** Throws for an error that waiting and new metadata cannot cure. */
export function assertRetriable(topic: string, partition: number, errorCode: number): void {
  const error = kafkaError(errorCode, null, { topic, partition });
  if (!isRetriable(error)) throw error;
}

/** One record as the explorer knows it. */
export function rawRecord(partition: number, batch: Batch, record: BatchRecord): FetchedRecord {
  return {
    partition,
    offset: record.offset,
    timestampMs: record.timestampMs,
    timestampType: batch.isAppendTime ? 'append' : 'create',
    key: record.key,
    value: record.value,
    headers: record.headers,
    ...(batch.isControl && { control: controlKindOf(record.key) }),
    batch,
  };
}

async function fetchFromLeader(
  link: KafkaLink,
  topic: TopicMetadata,
  leader: number,
  items: readonly FetchFrom[],
  { maxWaitMs, minBytes, partitionMaxBytes, isCommittedOnly = false }: FetchOptions,
): Promise<readonly RawFetchPartition[]> {
  const version = await link.versionOf('fetch');
  const partitions = items.map(({ partition, offset }) => ({
    partition,
    leaderEpoch: topic.partitions[partition]?.leaderEpoch ?? -1,
    offset,
    maxBytes: partitionMaxBytes,
  }));
  try {
    return await link.fetchRaw(leader, {
      version,
      topicId: version >= topicIdVersion ? topic.topicId : topic.name,
      partitions,
      maxWaitMs,
      minBytes,
      maxBytes: fetchMaxBytes,
      isCommittedOnly,
    });
  } catch (error) {
    // An environment fault: the leader is gone; the caller reads metadata anew.
    if (!isRetriable(error)) throw error;
    return [];
  }
}

function readPartition(
  answer: RawFetchPartition,
  from: number,
  { isCommittedOnly = false, hasControl = false }: Visibility,
): FetchedPartition {
  const records: FetchedRecord[] = [];
  let nextOffset = from;
  const aborted = isCommittedOnly ? new AbortedBatches(answer.aborted) : null;
  eachBatch(answer.records, (batch) => {
    nextOffset = Math.max(nextOffset, batch.lastOffset + 1);
    if (aborted?.isAborted(batch) || (batch.isControl && !hasControl)) return;
    for (const record of recordsOf(batch)) {
      // A batch is served whole, though it begins before the offset asked for.
      if (record.offset >= from) records.push(rawRecord(answer.partition, batch, record));
    }
  });
  const { highWatermark, logStartOffset, errorCode } = answer;
  return { records, nextOffset, highWatermark, logStartOffset, errorCode };
}

function failed(offset: number, errorCode: number): FetchedPartition {
  return { records: [], nextOffset: offset, highWatermark: -1, logStartOffset: -1, errorCode };
}
