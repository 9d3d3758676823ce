/** A second topic like the first one: its shape and configs, and its records where wanted. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CloneTopicParams } from '../contract/topics.ts';
import type { TaskResult } from '../contract/tasks.ts';
import type { Task, TaskBoard } from '../tasks/task-board.ts';
import { assertRetriable, type FetchFrom, fetchPartitions, type RawRecord } from './fetch.ts';
import type { KafkaLink } from './kafka-link.ts';
import { topicOf } from './metadata.ts';
import { earliestTimestamp, latestTimestamp, listAllOffsets, partitionKey } from './offsets.ts';
import { createProducer, type PlainMessage, type PlainProducer, sendOnce } from './send.ts';
import { shapeOf } from './topic-purge.ts';
import { createTopic } from './topics.ts';

const fetchOptions = {
  maxWaitMs: 200,
  minBytes: 1,
  partitionMaxBytes: 1024 * 1024,
  isCommittedOnly: true,
};
const sendTriesMax = 20;
const retryDelayMs = 250;
/** Small enough for one request of a broker with the least limits. */
const sendBytesMax = 512 * 1024;

/** Answers once the new topic is there; the records follow as a task. */
export async function cloneTopic(
  link: KafkaLink,
  tasks: TaskBoard,
  { topic, to, isWithData }: CloneTopicParams,
): Promise<{ readonly taskId: string | null }> {
  await createTopic(link, { topic: to, ...(await shapeOf(link, topic)) });
  if (!isWithData) return { taskId: null };
  const subject = `${topic} → ${to}`;
  return tasks.start({ kind: 'clone-topic', subject, unit: 'records' }, (task) =>
    copyRecords(link, topic, to, task),
  );
}

/** Up to where the topic ended when the copying began; what comes later is not waited for. */
async function copyRecords(
  link: KafkaLink,
  from: string,
  to: string,
  task: Task,
): Promise<TaskResult> {
  const topic = topicOf(await link.metadata({ isFresh: true }), from);
  const names = topic.partitions.map(({ partition }) => ({ topic: from, partition }));
  const starts = await listAllOffsets(link, names, earliestTimestamp);
  const ends = await listAllOffsets(link, names, latestTimestamp);
  const at = new Map<number, number>();
  let total = 0;
  for (const name of names) {
    const [start, end] = [starts, ends].map((map) => map.get(partitionKey(name)) ?? 0);
    at.set(name.partition, start ?? 0);
    total += (end ?? 0) - (start ?? 0);
  }
  const passedAtStart = sumOf(at.values());
  const producer = createProducer(link.bootstrap, 'rivulet-clone', () => 0, link.security);
  let copied = 0;
  try {
    for (;;) {
      task.signal.throwIfAborted();
      const due = [...at].filter(
        ([partition, offset]) => offset < (ends.get(partitionKey({ topic: from, partition })) ?? 0),
      );
      if (due.length === 0) break;
      const records = await fetchSome(link, from, due, at, ends);
      await send(producer, to, records, task.signal);
      copied += records.length;
      task.progress(Math.min(total, sumOf(at.values()) - passedAtStart), total);
    }
  } finally {
    await producer.close();
  }
  return { records: copied };
}

/** Moves `at` on past what was read. */
async function fetchSome(
  link: KafkaLink,
  name: string,
  due: readonly (readonly [number, number])[],
  at: Map<number, number>,
  ends: ReadonlyMap<string, number>,
): Promise<readonly RawRecord[]> {
  const topic = topicOf(await link.metadata(), name);
  const from: FetchFrom[] = due.map(([partition, offset]) => ({ partition, offset }));
  const fetched = await fetchPartitions(link, topic, from, fetchOptions);
  const records: RawRecord[] = [];
  let hasFailed = false;
  for (const [partition, answer] of fetched) {
    const end = ends.get(partitionKey({ topic: name, partition })) ?? 0;
    if (answer.errorCode === 0) {
      records.push(...answer.records.filter(({ offset }) => offset < end));
      at.set(partition, Math.max(at.get(partition) ?? 0, answer.nextOffset));
      continue;
    }
    hasFailed = true;
    // Retention was faster: what it took is not there to be copied.
    if (answer.errorCode === offsetOutOfRange)
      at.set(partition, Math.max(answer.logStartOffset, 0));
    else assertRetriable(name, partition, answer.errorCode);
  }
  if (hasFailed) {
    await delay(retryDelayMs);
    await link.metadata({ isFresh: true });
  }
  return records;
}

const offsetOutOfRange = 1;

async function send(
  producer: PlainProducer,
  topic: string,
  records: readonly RawRecord[],
  signal: AbortSignal,
): Promise<void> {
  let batch: PlainMessage[] = [];
  let bytes = 0;
  for (const [index, record] of records.entries()) {
    batch.push(toMessage(topic, record));
    bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0) + recordOverheadBytes;
    if (bytes < sendBytesMax && index < records.length - 1) continue;
    await sendWithPatience(producer, batch, signal);
    batch = [];
    bytes = 0;
  }
}

const recordOverheadBytes = 70;

/** A leader may move meanwhile. */
async function sendWithPatience(
  producer: PlainProducer,
  batch: PlainMessage[],
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      await sendOnce(producer, batch);
      return;
    } catch (error) {
      if (attempt === sendTriesMax) throw error;
      await delay(retryDelayMs);
    }
  }
}

function toMessage(topic: string, record: RawRecord): PlainMessage {
  const { partition, timestampMs, key, value, headers } = record;
  return {
    topic,
    partition,
    timestamp: BigInt(timestampMs),
    // The library's type knows no tombstones; the wire does.
    value: value as Buffer,
    ...(key !== null && { key }),
    headers: new Map(
      headers.map(([name, text]) => [name ?? Buffer.alloc(0), text as Buffer] as const),
    ),
  };
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
