/** The producer of kafkajs behind the words of driver.ts. */
import kafkajs, { type Message, type PartitionerArgs, type RecordMetadata } from 'kafkajs';
import type { ProduceArgs, Sent } from '../driver.ts';
import { describe, kafka } from './kafkajs-base.ts';
import { valueOf } from './words.ts';

const { CompressionTypes, Partitioners } = kafkajs;

const codecs = { none: CompressionTypes.None, gzip: CompressionTypes.GZIP };

export async function produce(args: ProduceArgs): Promise<Sent[]> {
  const chosen = new Map<unknown, number>();
  const own = Partitioners.DefaultPartitioner();
  const producer = kafka.producer({
    createPartitioner: () => (it: PartitionerArgs) => {
      const partition = it.message.partition ?? own(it);
      chosen.set(it.message, partition);
      return partition;
    },
    idempotent: args.idempotent ?? false,
    maxInFlightRequests: args.inFlight,
    allowAutoTopicCreation: false,
  });
  const messages = args.records.map((record) => ({
    ...(record.partition === undefined ? {} : { partition: record.partition }),
    ...(record.timestamp === undefined ? {} : { timestamp: `${record.timestamp}` }),
    key: record.key === undefined ? null : record.key,
    value: valueOf(record) ?? null,
    headers: headersOf(record.headers ?? []),
  })) as Message[];
  await producer.connect();
  try {
    const compression = codecs[(args.codec ?? 'none') as keyof typeof codecs];
    const { topic, acks = -1 } = args;
    const told = await producer.send({ topic, messages, acks, compression });
    return offsetsOf(
      messages.map((message) => chosen.get(message) ?? -1),
      told,
    );
  } catch (error) {
    return messages.map(() => ({ error: describe(error as Error) }));
  } finally {
    await producer.disconnect();
  }
}

function headersOf(pairs: readonly (readonly [string, string | null])[]) {
  const headers: Record<string, string[]> = {};
  for (const [name, value] of pairs) (headers[name] ??= []).push(value ?? '');
  return headers;
}

/** One batch went to each partition, so its messages follow each other. */
function offsetsOf(partitions: readonly number[], told: readonly RecordMetadata[] | null): Sent[] {
  const next = new Map(
    (told ?? []).map(({ partition, baseOffset }) => [partition, Number(baseOffset)]),
  );
  return partitions.map((partition) => {
    const offset = next.get(partition);
    if (offset === undefined) return { partition, offset: -1 };
    next.set(partition, offset + 1);
    return { partition, offset };
  });
}
