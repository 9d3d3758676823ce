/** Pages of messages, forwards and backwards, over all partitions in the order of time. */
import type { Message, MessagePage, Offsets, ReadFrom, ReadParams } from '../contract/messages.ts';
import type { MessagePlace } from '../contract/messages.ts';
import { kafkaError } from './kafka-errors.ts';
import { assertRetriable, type FetchedRecord, fetchPartitions, type RawRecord } from './fetch.ts';
import type { KafkaLink } from './kafka-link.ts';
import { partitionsOf, type TopicMetadata, topicOf } from './metadata.ts';
import { earliestTimestamp, latestTimestamp, listAllOffsets, partitionKey } from './offsets.ts';

/** What is to be read of one partition, and what was found. */
type Lane = {
  readonly partition: number;
  readonly startOffset: number;
  readonly endOffset: number;
  /** Ascending. */
  found: RawRecord[];
  /** Read so far: [scannedFrom, scannedTo). */
  scannedFrom: number;
  scannedTo: number;
};

type Scan = {
  readonly link: KafkaLink;
  readonly topic: TopicMetadata;
  readonly params: ReadParams;
};

/** Makes a record what crosses the contract. */
export type Decode = (record: RawRecord) => Message | Promise<Message>;

/** A step towards the beginning, where a compacted topic has mostly holes. */
const chunkMax = 50_000;
const partitionMaxBytes = 1024 * 1024;
const retryCountMax = 25;
const retryDelayMs = 200;

/** One page. */
export async function readMessages(
  link: KafkaLink,
  params: ReadParams,
  decode: Decode,
): Promise<MessagePage> {
  const topic = topicOf(await freshEnough(link, params.topic), params.topic);
  const partitions = partitionsOf(topic, params.partitions).map(({ partition }) => partition);
  const names = partitions.map((partition) => ({ topic: topic.name, partition }));
  const [starts, ends] = await Promise.all([
    listAllOffsets(link, names, earliestTimestamp),
    listAllOffsets(link, names, latestTimestamp),
  ]);
  const lanes = partitions.map((partition): Lane => {
    const key = partitionKey({ topic: topic.name, partition });
    const startOffset = starts.get(key) ?? 0;
    const endOffset = Math.max(ends.get(key) ?? 0, startOffset);
    const found: RawRecord[] = [];
    return { partition, startOffset, endOffset, found, scannedFrom: -1, scannedTo: -1 };
  });
  const scan: Scan = { link, topic, params };
  const isBackwards = params.from.at === 'end' || params.from.at === 'older';
  const begin = await beginnings(link, topic, params.from, lanes);
  for (const lane of lanes) {
    const offset = begin(lane);
    lane.scannedFrom = offset;
    lane.scannedTo = offset;
  }
  await Promise.all(lanes.map((lane) => (isBackwards ? scanBack(scan, lane) : scanOn(scan, lane))));
  const picked = isBackwards ? pickNewest(lanes, params.limit) : pickOldest(lanes, params.limit);
  return {
    messages: await Promise.all(picked.map(decode)),
    ...cursors(lanes, picked, isBackwards),
  };
}

/** One record; `offset-out-of-range` when it is not there. */
export async function getRecord(link: KafkaLink, place: MessagePlace): Promise<FetchedRecord> {
  const topic = topicOf(await freshEnough(link, place.topic), place.topic);
  partitionsOf(topic, [place.partition]);
  const { partition, offset } = place;
  const options = { maxWaitMs: 0, minBytes: 0, partitionMaxBytes, hasControl: true };
  const fetched = await fetchPartitions(link, topic, [{ partition, offset }], options);
  const record = fetched.get(partition)?.records.find((item) => item.offset === offset);
  if (!record) throw kafkaError(1, `There is no message at offset ${offset}.`, place);
  return record;
}

/** Metadata that knows the topic, read anew when the kept one does not. */
async function freshEnough(link: KafkaLink, topic: string) {
  const metadata = await link.metadata();
  return metadata.topics.has(topic) ? metadata : link.metadata({ isFresh: true });
}

/** Where each partition's reading begins, clamped to what it holds. */
async function beginnings(
  link: KafkaLink,
  topic: TopicMetadata,
  from: ReadFrom,
  lanes: readonly Lane[],
): Promise<(lane: Lane) => number> {
  const clamp = (lane: Lane, offset: number) =>
    Math.min(Math.max(offset, lane.startOffset), lane.endOffset);
  switch (from.at) {
    case 'beginning':
      return (lane) => lane.startOffset;
    case 'end':
      return (lane) => lane.endOffset;
    case 'offset':
      return (lane) => clamp(lane, from.offset);
    case 'older':
    case 'newer':
      // A partition that the cursor does not know is newer than the cursor.
      return (lane) => clamp(lane, from.than[lane.partition] ?? lane.startOffset);
    case 'timestamp': {
      const names = lanes.map(({ partition }) => ({ topic: topic.name, partition }));
      const offsets = await listAllOffsets(link, names, BigInt(Math.trunc(from.timestampMs)));
      return (lane) => {
        const offset = offsets.get(partitionKey({ topic: topic.name, ...lane })) ?? -1;
        return offset < 0 ? lane.endOffset : clamp(lane, offset);
      };
    }
  }
}

/** Reads on until there are enough, or to the end. */
async function scanOn(scan: Scan, lane: Lane): Promise<void> {
  const { limit } = scan.params;
  while (lane.scannedTo < lane.endOffset && lane.found.length < limit) {
    const { records, nextOffset } = await fetchOnce(scan, lane, lane.scannedTo);
    lane.found.push(...records.filter(({ offset }) => offset < lane.endOffset));
    lane.scannedTo = Math.min(Math.max(nextOffset, lane.scannedTo + 1), lane.endOffset);
  }
}

/** Reads chunk by chunk towards the beginning. */
async function scanBack(scan: Scan, lane: Lane): Promise<void> {
  const { limit } = scan.params;
  let chunk = limit;
  while (lane.scannedFrom > lane.startOffset && lane.found.length < limit) {
    const end = lane.scannedFrom;
    const start = Math.max(lane.startOffset, end - chunk);
    const records: RawRecord[] = [];
    for (let offset = start; offset < end; ) {
      const fetched = await fetchOnce(scan, lane, offset);
      records.push(...fetched.records.filter((record) => record.offset < end));
      offset = Math.max(fetched.nextOffset, offset + 1);
    }
    lane.found = [...records, ...lane.found];
    lane.scannedFrom = start;
    // The holes of a compacted topic: bigger steps are over them sooner.
    chunk = Math.min(chunk * 4, chunkMax);
  }
}

/** One fetch; waits and reads metadata anew while the leader moves. */
async function fetchOnce({ link, topic, params }: Scan, { partition }: Lane, offset: number) {
  const { isCommittedOnly, hasControl } = params;
  const options = { maxWaitMs: 100, minBytes: 1, partitionMaxBytes, isCommittedOnly, hasControl };
  for (let attempt = 0; ; attempt += 1) {
    const current = topicOf(await link.metadata(), topic.name);
    const fetched = await fetchPartitions(link, current, [{ partition, offset }], options);
    const result = fetched.get(partition);
    if (result && result.errorCode === 0) return result;
    const errorCode = result?.errorCode ?? 5;
    assertRetriable(params.topic, partition, errorCode);
    if (attempt >= retryCountMax) throw kafkaError(errorCode, null, params);
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
    await link.metadata({ isFresh: true });
  }
}

/** The first records by time; each partition's own order is kept whatever its timestamps say. */
function pickOldest(lanes: readonly Lane[], limit: number): readonly RawRecord[] {
  const queues = lanes.map(({ found }) => ({ found, next: 0 }));
  const picked: RawRecord[] = [];
  while (picked.length < limit) {
    const heads = queues.filter(({ found, next }) => next < found.length);
    if (heads.length === 0) break;
    const first = heads.reduce((best, queue) =>
      isBefore(queue.found[queue.next], best.found[best.next]) ? queue : best,
    );
    picked.push(first.found[first.next] as RawRecord);
    first.next += 1;
  }
  return picked;
}

/** The last records by time, oldest first. */
function pickNewest(lanes: readonly Lane[], limit: number): readonly RawRecord[] {
  const stacks = lanes.map(({ found }) => ({ found, next: found.length - 1 }));
  const picked: RawRecord[] = [];
  while (picked.length < limit) {
    const tops = stacks.filter(({ next }) => next >= 0);
    if (tops.length === 0) break;
    const last = tops.reduce((best, stack) =>
      isBefore(best.found[best.next], stack.found[stack.next]) ? stack : best,
    );
    picked.push(last.found[last.next] as RawRecord);
    last.next -= 1;
  }
  return picked.reverse();
}

function isBefore(left: RawRecord | undefined, right: RawRecord | undefined): boolean {
  if (!left || !right) return right !== undefined;
  if (left.timestampMs !== right.timestampMs) return left.timestampMs < right.timestampMs;
  return left.partition < right.partition;
}

/** Where the pages beside this one begin. */
function cursors(
  lanes: readonly Lane[],
  picked: readonly RawRecord[],
  isBackwards: boolean,
): Pick<MessagePage, 'older' | 'newer'> {
  const older: Record<string, number> = {};
  const newer: Record<string, number> = {};
  let hasOlder = false;
  let hasNewer = false;
  for (const lane of lanes) {
    const own = picked.filter(({ partition }) => partition === lane.partition);
    // Found but not picked records belong to the next page; all that was scanned beside is done.
    const isWhole = own.length === lane.found.length;
    const last = own.at(-1);
    const nextOffset = last ? last.offset + 1 : lane.scannedFrom;
    const from = !isBackwards || isWhole ? lane.scannedFrom : (own[0]?.offset ?? lane.scannedTo);
    const to = isBackwards || isWhole ? lane.scannedTo : nextOffset;
    older[lane.partition] = from;
    newer[lane.partition] = to;
    hasOlder ||= from > lane.startOffset;
    hasNewer ||= to < lane.endOffset;
  }
  return {
    older: hasOlder ? (older as Offsets) : null,
    newer: hasNewer ? (newer as Offsets) : null,
  };
}
