/** The producer of @platformatic/kafka behind the words of driver.ts. */
import { type CompressionAlgorithmValue, Producer, type ProduceResult } from '@platformatic/kafka';
import type { ProduceArgs, RecordIn, Sent } from '../driver.ts';
import { base, describe } from './platformatic-base.ts';
import { valueOf } from './words.ts';

export async function produce(args: ProduceArgs): Promise<Sent[]> {
  const { topic, records, acks = -1, idempotent = false, codec = 'none' } = args;
  const producer = new Producer({
    ...base,
    idempotent,
    ...(args.inFlight === undefined ? {} : { maxInflights: args.inFlight }),
  });
  let spread = 0;
  try {
    const { partitionsCount = 1 } =
      (await producer.metadata({ topics: [topic] })).topics.get(topic) ?? {};
    const hash = (key: string) => [...key].reduce((sum, it) => sum * 31 + it.charCodeAt(0), 7);
    // Its own partitioner does not tell where a message went, so the partition is named.
    const partitions = records.map(({ partition, key }) => {
      if (partition !== undefined) return partition;
      const number = key === null || key === undefined ? spread++ : hash(key);
      return number % partitionsCount;
    });
    const messages = records.map((record, index) => messageOf(topic, record, partitions[index]));
    const compression = codec as CompressionAlgorithmValue;
    const told = await producer.send({ messages, acks, compression });
    return offsetsOf(partitions, told);
  } catch (error) {
    return records.map(() => ({ error: describe(error as Error) }));
  } finally {
    await producer.close();
  }
}

function messageOf(topic: string, record: RecordIn, partition: number) {
  const headers = (record.headers ?? []).map(
    ([name, value]) => [Buffer.from(name), value === null ? null : Buffer.from(value)] as const,
  );
  return {
    topic,
    partition,
    key: record.key === undefined || record.key === null ? null : Buffer.from(record.key),
    value: valueOf(record) ?? null,
    headers: new Map(headers),
    ...(record.timestamp === undefined ? {} : { timestamp: BigInt(record.timestamp) }),
    // Its types know no null, its code does.
  } as unknown as Parameters<Producer['send']>[0]['messages'][number];
}

/** One batch went to each partition, so its messages follow each other. */
function offsetsOf(partitions: readonly number[], { offsets = [] }: ProduceResult): Sent[] {
  const next = new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]));
  return partitions.map((partition) => {
    const offset = next.get(partition);
    if (offset === undefined) return { partition, offset: -1 };
    next.set(partition, offset + 1);
    return { partition, offset };
  });
}
