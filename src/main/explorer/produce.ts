/** Producing single messages for people; services have producers of their own. */
import * as kafka from '@platformatic/kafka';
import type { PayloadInput, ProduceParams } from '../contract/messages.ts';
import { ContractError } from '../contract/errors.ts';
import { fromKafkaError, isRetriable, kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import { createProducer, type PlainProducer, sendOnce } from './send.ts';

/** A leader's death is over in less; without enough replicas it is not. */
const sendTimeoutMs = 10_000;
const retryDelayMs = 200;

export type Produced = { readonly partition: number; readonly offset: number };

/** A producer with acks=all and the partitioner of Kafka's own clients; made when first used. */
export class MessageProducer {
  readonly #link: KafkaLink;
  #producer: PlainProducer | null = null;

  constructor(link: KafkaLink) {
    this.#link = link;
  }

  /** Answers where the message lies. */
  async produce(params: ProduceParams): Promise<Produced> {
    const [produced] = await this.produceAll([params]);
    if (produced) return produced;
    throw new Error('the broker answered without an offset');
  }

  /** Messages of one topic at once; answers where each partition's first one lies. */
  async produceAll(all: readonly ProduceParams[]): Promise<readonly Produced[]> {
    const topic = all[0]?.topic;
    if (topic === undefined) return [];
    const partitions = new Set(all.map(({ partition }) => partition));
    for (const partition of partitions) await this.#assertPartition(topic, partition);
    const { bootstrap, security } = this.#link;
    this.#producer ??= createProducer(bootstrap, 'rivulet', keyPartitioner(), security);
    const deadlineMs = Date.now() + sendTimeoutMs;
    for (;;) {
      try {
        const { offsets = [] } = await sendOnce(this.#producer, all.map(toMessage));
        return offsets.map(({ partition, offset }) => ({ partition, offset: Number(offset) }));
      } catch (thrown) {
        const error = withTopic(fromKafkaError(thrown, this.#link.bootstrap), topic);
        if (!isRetriable(error) || Date.now() > deadlineMs) throw error;
        await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
      }
    }
  }

  async close(): Promise<void> {
    await this.#producer?.close();
    this.#producer = null;
  }

  /** The library would wait for a partition that will never come. */
  async #assertPartition(topic: string, partition: number | undefined): Promise<void> {
    if (partition === undefined) return;
    let known = (await this.#link.metadata()).topics.get(topic);
    if (!known?.partitions[partition]) {
      known = (await this.#link.metadata({ isFresh: true })).topics.get(topic);
    }
    if (!known || known.partitions[partition]) return;
    throw new ContractError(
      'partition-not-found',
      { topic, partition },
      `Topic ${topic} has no partition ${partition}; it has ${known.partitions.length}.`,
    );
  }
}

function toMessage(params: ProduceParams) {
  const { topic, partition, key, value, headers = [] } = params;
  return {
    topic,
    // The library's type knows no tombstones; the wire does.
    value: toBytes(value) as Buffer,
    ...(partition !== undefined && { partition }),
    ...(key != null && { key: toBytes(key) as Buffer }),
    headers: new Map(headers.map((item) => [Buffer.from(item.name), Buffer.from(item.value)])),
  };
}

/** The partition of a key is Java's; messages without one take turns. */
export function keyPartitioner(): kafka.Partitioner<Buffer, Buffer, Buffer, Buffer> {
  let turn = 0;
  return (message, key) => {
    if (Buffer.isBuffer(key)) return kafka.compatibilityPartitioner(message, key);
    turn = (turn + 1) % 0x7fffffff;
    return turn;
  };
}

function toBytes(input: PayloadInput | null): Buffer | null {
  if (input === null) return null;
  return 'text' in input ? Buffer.from(input.text) : Buffer.from(input.base64, 'base64');
}

/** The errors that name a topic lack it when they come out of a produce response. */
function withTopic(error: ContractError, topic: string): ContractError {
  if (error.code === 'record-too-large') return kafkaError(10, error.message, { topic });
  if (error.code === 'not-enough-replicas') return kafkaError(19, error.message, { topic });
  if (error.code === 'kafka' && 'number' in error.data && error.data.number === 3) {
    return kafkaError(3, null, { topic });
  }
  return error;
}
