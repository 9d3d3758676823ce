/** The consumer of kafkajs behind the words of driver.ts. */
import type { Consumer } from 'kafkajs';
import type { OpenArgs } from '../driver.ts';
import { kafka } from './kafkajs-base.ts';
import { Queue, toldRecord, type Words } from './words.ts';

type Reader = { consumer: Consumer; queue: Queue; topic: string; partitions: number[] };
const readers = new Map<string, Reader>();
let groupCount = 0;

async function open(args: OpenArgs): Promise<void> {
  const { topic, partitions = 0, from, reset = 'earliest' } = args;
  // For it a place that is gone is a group that begins.
  const start = typeof from === 'string' ? from : reset;
  const consumer = kafka.consumer({
    groupId: args.group ?? `kafkajs-reader-${process.pid}-${groupCount++}`,
    sessionTimeout: 6000,
    heartbeatInterval: 300,
    maxWaitTimeInMs: 100,
    readUncommitted: args.isolation !== 'read_committed',
    ...(args.maxPartitionBytes === undefined
      ? {}
      : { maxBytesPerPartition: args.maxPartitionBytes }),
    ...(args.maxBytes === undefined ? {} : { maxBytes: args.maxBytes }),
    ...(args.rack === undefined ? {} : { rackId: args.rack }),
  });
  const reader: Reader = { consumer, queue: new Queue(), topic, partitions: [] };
  readers.set(args.reader, reader);
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    reader.partitions = payload.memberAssignment[topic] ?? [];
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) reader.queue.fail(payload.error);
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: start !== 'latest' });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: true,
    eachBatch: async ({ batch, isStale }) => {
      if (isStale()) return;
      for (const it of batch.messages) {
        const place = {
          partition: batch.partition,
          offset: Number(it.offset),
          timestamp: Number(it.timestamp),
        };
        const headers = Object.entries(it.headers ?? {}).flatMap(([name, values]) =>
          [values].flat().map((value) => [name, value as Buffer] as const),
        );
        reader.queue.push(toldRecord(place, it.key, it.value, headers));
      }
    },
  });
  if (typeof from !== 'number') return;
  for (let partition = 0; partition < partitions; partition++) {
    consumer.seek({ topic, partition, offset: `${from}` });
  }
}

function readerOf({ reader }: { reader: string }): Reader {
  return readers.get(reader) as Reader;
}

type Places = { reader: string; offsets: { partition: number; offset: number }[] };

async function commit(args: Places): Promise<void> {
  const { consumer, topic } = readerOf(args);
  const places = args.offsets.map(({ partition, offset }) => ({
    topic,
    partition,
    offset: `${offset}`,
  }));
  await consumer.commitOffsets(places);
}

async function close(args: { reader: string }): Promise<void> {
  const { consumer } = readerOf(args);
  readers.delete(args.reader);
  await consumer.disconnect();
}

export const consumerWords: Words = {
  open,
  close,
  commit,
  take: (args) => readerOf(args).queue.take(args.count, args.timeoutMs),
  seek: (args) => {
    const { consumer, queue, topic } = readerOf(args);
    consumer.seek({ topic, partition: args.partition, offset: `${args.offset}` });
    queue.clear();
  },
  assigned: (args) => readerOf(args).partitions.toSorted((a, b) => a - b),
};

export async function closeReaders(): Promise<void> {
  await Promise.all([...readers.values()].map(({ consumer }) => consumer.disconnect()));
}
