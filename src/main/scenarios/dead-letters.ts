/**
 * Records that services gave up. They lie in their dead-letter topic as they were, with headers
 * that tell where they came from, so that they can be sent back there.
 */
import * as kafka from '@platformatic/kafka';
import { ContractError } from '../contract/errors.ts';
import { type FetchedRecord, fetchPartitions } from '../explorer/fetch.ts';
import { setOffsets } from '../explorer/group-changes.ts';
import { committedOffsets } from '../explorer/groups.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { topicOf } from '../explorer/metadata.ts';
import {
  earliestTimestamp,
  latestTimestamp,
  listAllOffsets,
  partitionKey,
} from '../explorer/offsets.ts';
import {
  createProducer,
  type PlainMessage,
  type PlainProducer,
  sendOnce,
} from '../explorer/send.ts';

/** Before the name of each header that a dead letter gets. */
export const letterPrefix = 'rivulet-dlq-';
const redrivenHeader = 'rivulet-redriven';

const fetchOptions = { maxWaitMs: 200, minBytes: 1, partitionMaxBytes: 1024 * 1024 };
const attemptsMax = 50;
const retryDelayMs = 200;

/** The group that remembers which dead letters of a scenario were sent back. */
export function redriveGroup(scenario: string): string {
  return `${scenario}-redrive`;
}

/** Sends every dead letter that was not sent back before; answers how many. */
export async function redrive(link: KafkaLink, scenario: string, topic: string): Promise<number> {
  const groupId = redriveGroup(scenario);
  const known = topicOf(await link.metadata({ isFresh: true }), topic);
  const names = known.partitions.map(({ partition }) => ({ topic, partition }));
  const committed = await committedOffsets(link, groupId);
  const starts = await listAllOffsets(link, names, earliestTimestamp);
  const ends = await listAllOffsets(link, names, latestTimestamp);
  const producer = createProducer(
    link.bootstrap,
    groupId,
    kafka.compatibilityPartitioner,
    link.security,
  );
  try {
    let count = 0;
    for (const name of names) {
      const key = partitionKey(name);
      const from = Math.max(committed.get(key) ?? 0, starts.get(key) ?? 0);
      const to = ends.get(key) ?? from;
      if (from >= to) continue;
      const letters = await readAll(link, name, from, to);
      const messages = letters.flatMap((letter) => messageOf(letter) ?? []);
      await sendAll(producer, messages);
      await setOffsets(link, groupId, [{ ...name, offset: to }]);
      count += messages.length;
    }
    return count;
  } finally {
    await producer.close().catch(() => {});
  }
}

/** Bytes that no service can read: no JSON, and no UTF-8 either. */
export async function poison(
  link: KafkaLink,
  topic: string,
): Promise<{ readonly partition: number; readonly offset: number }> {
  topicOf(await link.metadata({ isFresh: true }), topic);
  const producer = createProducer(
    link.bootstrap,
    'rivulet',
    kafka.compatibilityPartitioner,
    link.security,
  );
  try {
    const value = Buffer.from([0xff, 0xfe, 0x00, 0x7b, 0x80, 0x81]);
    const key = Buffer.from(`poison-${Date.now().toString(36)}`);
    const [sent] = await sendAll(producer, [{ topic, key, value }]);
    if (!sent) throw new ContractError('topic-not-found', { topic }, `No offset for ${topic}.`);
    return { partition: sent.partition, offset: Number(sent.offset) };
  } finally {
    await producer.close().catch(() => {});
  }
}

async function readAll(
  link: KafkaLink,
  { topic, partition }: { readonly topic: string; readonly partition: number },
  from: number,
  to: number,
): Promise<readonly FetchedRecord[]> {
  const records: FetchedRecord[] = [];
  let offset = from;
  for (let attempt = 0; offset < to; attempt += 1) {
    const known = topicOf(await link.metadata({ isFresh: attempt > 0 }), topic);
    const fetched = await fetchPartitions(link, known, [{ partition, offset }], {
      ...fetchOptions,
      isCommittedOnly: true,
    });
    const answer = fetched.get(partition);
    if (answer && answer.nextOffset > offset) {
      records.push(...answer.records.filter((record) => record.offset < to));
      offset = answer.nextOffset;
      attempt = 0;
      continue;
    }
    // What lies before the end and cannot be read is an open transaction, or its leader moves.
    if (attempt >= attemptsMax) break;
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
  }
  return records;
}

/** The record as it was; null for one that no service gave up. */
export function messageOf(letter: Pick<FetchedRecord, 'key' | 'value' | 'headers'>) {
  const headers = new Map(
    letter.headers.map(([name, value]) => [name?.toString() ?? '', value?.toString() ?? '']),
  );
  const topic = headers.get(`${letterPrefix}topic`);
  if (topic === undefined) return null;
  const partition = Number(headers.get(`${letterPrefix}partition`) ?? Number.NaN);
  const times = Number(headers.get(redrivenHeader) ?? 0) + 1;
  const kept = letter.headers.filter(([name]) => {
    const text = name?.toString() ?? '';
    return !text.startsWith(letterPrefix) && text !== redrivenHeader;
  });
  const own = [...kept, [Buffer.from(redrivenHeader), Buffer.from(String(times))] as const];
  return {
    topic,
    ...(Number.isInteger(partition) && { partition }),
    // The library's types know neither tombstones nor records without a key; the wire does.
    ...(letter.key && { key: letter.key }),
    value: letter.value as Buffer,
    headers: new Map(own.map(([name, value]) => [name as Buffer, value as Buffer])),
  } satisfies PlainMessage;
}

async function sendAll(producer: PlainProducer, messages: readonly PlainMessage[]) {
  if (messages.length === 0) return [];
  for (let attempt = 0; ; attempt += 1) {
    try {
      return (await sendOnce(producer, [...messages])).offsets ?? [];
    } catch (error) {
      if (attempt >= attemptsMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
    }
  }
}
