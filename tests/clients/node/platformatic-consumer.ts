/** The consumer of @platformatic/kafka behind the words of driver.ts. */
import {
  Consumer,
  type MessagesStream,
  MessagesStreamFallbackModes,
  MessagesStreamModes,
} from '@platformatic/kafka';
import type { OpenArgs } from '../driver.ts';
import { base } from './platformatic-base.ts';
import { Queue, toldRecord, type Words } from './words.ts';

type Reader = {
  consumer: Consumer;
  stream: MessagesStream<Buffer, Buffer, Buffer, Buffer>;
  queue: Queue;
  topic: string;
};
const readers = new Map<string, Reader>();
let groupCount = 0;

function consumerOf(args: Partial<OpenArgs>): Consumer {
  return new Consumer({
    ...base,
    groupId: args.group ?? `platformatic-reader-${process.pid}-${groupCount++}`,
    sessionTimeout: 6000,
    rebalanceTimeout: 10_000,
    heartbeatInterval: 300,
    ...(args.rack === undefined ? {} : { clientRack: args.rack }),
  });
}

async function open(args: OpenArgs): Promise<void> {
  const { topic, partitions = 0, from, group } = args;
  const consumer = consumerOf(args);
  const modes = MessagesStreamModes;
  const start =
    typeof from === 'number'
      ? {
          mode: modes.MANUAL,
          offsets: Array.from({ length: partitions }, (_, partition) => ({
            topic,
            partition,
            offset: BigInt(from),
          })),
        }
      : {
          mode:
            group !== undefined
              ? modes.COMMITTED
              : from === 'latest'
                ? modes.LATEST
                : modes.EARLIEST,
        };
  const stream = await consumer.consume({
    topics: [topic],
    ...start,
    fallbackMode:
      args.reset === 'latest'
        ? MessagesStreamFallbackModes.LATEST
        : MessagesStreamFallbackModes.EARLIEST,
    autocommit: false,
    maxWaitTime: 100,
    isolationLevel: args.isolation === 'read_committed' ? 1 : 0,
    ...(args.maxPartitionBytes === undefined
      ? {}
      : { maxBytesPerPartition: args.maxPartitionBytes }),
    ...(args.maxBytes === undefined ? {} : { maxBytes: args.maxBytes }),
  });
  const queue = new Queue();
  stream.on('error', (error) => queue.fail(error));
  stream.on('data', (it) => {
    const place = {
      partition: it.partition,
      offset: Number(it.offset),
      timestamp: Number(it.timestamp),
    };
    const headers = it.headerEntries.map(([name, value]) => [name.toString(), value] as const);
    queue.push(toldRecord(place, it.key ?? null, it.value ?? null, headers));
  });
  readers.set(args.reader, { consumer, stream, queue, topic });
}

function readerOf({ reader }: { reader: string }): Reader {
  return readers.get(reader) as Reader;
}

function assigned(args: { reader: string }): number[] {
  const { consumer, topic } = readerOf(args);
  const own = consumer.assignments?.find((it) => it.topic === topic)?.partitions ?? [];
  return own.toSorted((a, b) => a - b);
}

async function commit(args: {
  reader: string;
  offsets: { partition: number; offset: number }[];
}): Promise<void> {
  const { consumer, topic } = readerOf(args);
  const offsets = args.offsets.map(({ partition, offset }) => ({
    topic,
    partition,
    offset: BigInt(offset),
    leaderEpoch: -1,
  }));
  await consumer.commit({ offsets });
}

async function close(args: { reader: string }): Promise<void> {
  const { consumer } = readerOf(args);
  readers.delete(args.reader);
  await consumer.close(true);
}

async function offsets(args: {
  topic: string;
  partitions: number;
  spec: string | number;
  isolation?: string;
}): Promise<number[]> {
  const consumer = consumerOf({});
  const { topic, spec } = args;
  const named = spec === 'earliest' ? -2n : -1n;
  const found = await consumer.listOffsets({
    topics: [topic],
    partitions: { [topic]: Array.from({ length: args.partitions }, (_, index) => index) },
    timestamp: typeof spec === 'number' ? BigInt(spec) : named,
    isolationLevel: args.isolation === 'read_committed' ? 1 : 0,
  });
  await consumer.close(true);
  return (found.get(topic) ?? []).map(Number);
}

export const consumerWords: Words = {
  open,
  close,
  commit,
  offsets,
  assigned,
  take: (args) => readerOf(args).queue.take(args.count, args.timeoutMs),
};

export async function closeReaders(): Promise<void> {
  await Promise.all([...readers.values()].map(({ consumer }) => consumer.close(true)));
}
