/** Records by their places, as they lie in the log: nothing is decoded, nothing is cut. */
import { ContractError } from '../contract/errors.ts';
import type { MessagePlace } from '../contract/messages.ts';
import type { RepublishFrom } from '../contract/produce.ts';
import { assertRetriable, fetchPartitions, type RawRecord } from '../explorer/fetch.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { partitionsOf, topicOf } from '../explorer/metadata.ts';

export type Found =
  | { readonly place: MessagePlace; readonly record: RawRecord }
  /** Deleted by retention or compaction, or never there. */
  | { readonly place: MessagePlace; readonly record: null };

/** Offsets of one partition, ascending: some of them, or all between two. */
type Wanted =
  | { readonly offsets: readonly number[] }
  | { readonly from: number; readonly to: number };

const partitionMaxBytes = 1024 * 1024;
const tryMax = 40;
const outOfRange = 1;

/** How many there are, more or less: of a range some may be gone. */
export function countOf(from: RepublishFrom): number {
  if (from.kind === 'messages') return from.places.length;
  return Object.values(from.ranges).reduce(
    (sum, range) => sum + Math.max(0, range.to - range.from),
    0,
  );
}

/** Partition by partition, in the order of their offsets. */
export async function* readPlaces(link: KafkaLink, from: RepublishFrom): AsyncGenerator<Found> {
  if (from.kind === 'range') {
    for (const [partition, range] of Object.entries(from.ranges)) {
      yield* readPartition(link, from.topic, Number(partition), range);
    }
    return;
  }
  const groups = Map.groupBy(from.places, ({ topic, partition }) => `${topic}/${partition}`);
  for (const places of groups.values()) {
    const [first] = places as [MessagePlace, ...MessagePlace[]];
    const offsets = [...new Set(places.map(({ offset }) => offset))].sort((a, b) => a - b);
    yield* readPartition(link, first.topic, first.partition, { offsets });
  }
}

async function* readPartition(
  link: KafkaLink,
  topic: string,
  partition: number,
  wanted: Wanted,
): AsyncGenerator<Found> {
  const isRange = 'from' in wanted;
  let rest = isRange ? [] : wanted.offsets;
  let next = isRange ? wanted.from : (rest[0] ?? 0);
  const end = isRange ? wanted.to : (rest.at(-1) ?? -1) + 1;
  let tries = 0;
  while (next < end) {
    const metadata = await link.metadata({ isFresh: tries > 0 });
    partitionsOf(topicOf(metadata, topic), [partition]);
    const options = { maxWaitMs: 100, minBytes: 1, partitionMaxBytes };
    const fetched = await fetchPartitions(
      link,
      topicOf(metadata, topic),
      [{ partition, offset: next }],
      options,
    );
    const answer = fetched.get(partition);
    if (!answer || answer.errorCode !== 0) {
      const code = answer?.errorCode ?? 5;
      const start = answer?.logStartOffset ?? -1;
      // The first ones are gone: what is left begins later.
      if (code === outOfRange && start > next) next = Math.min(end, start);
      else if (code === outOfRange) break;
      else {
        assertRetriable(topic, partition, code);
        tries += 1;
        if (tries > tryMax) throw unanswered(topic, partition);
        continue;
      }
    }
    const records = answer?.errorCode === 0 ? answer.records : [];
    const until = Math.min(end, Math.max(next, answer?.nextOffset ?? next));
    const byOffset = new Map(records.map((record) => [record.offset, record]));
    const isAtEnd = answer?.errorCode === 0 && answer.nextOffset <= next;
    if (isRange) {
      for (const record of records) {
        if (record.offset < end)
          yield { place: { topic, partition, offset: record.offset }, record };
      }
    } else {
      const limit = isAtEnd ? end : until;
      for (const offset of rest.filter((one) => one < limit)) {
        yield { place: { topic, partition, offset }, record: byOffset.get(offset) ?? null };
      }
      rest = rest.filter((one) => one >= limit);
    }
    if (isAtEnd) {
      tries += 1;
      if (!isRange || answer.highWatermark <= next || tries > tryMax) break;
    }
    next = isRange ? until : (rest[0] ?? end);
  }
  for (const offset of rest) yield { place: { topic, partition, offset }, record: null };
}

function unanswered(topic: string, partition: number): ContractError<'kafka'> {
  const data = { name: 'LEADER_NOT_AVAILABLE', number: 5, isRetriable: true };
  return new ContractError('kafka', data, `Nobody answers for partition ${partition} of ${topic}.`);
}
