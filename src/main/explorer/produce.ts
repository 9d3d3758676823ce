/** Producing single messages for people; services have producers of their own. */
import * as kafka from '@platformatic/kafka';
import type { PayloadInput, ProduceParams } from '../contract/messages.ts';
import { ContractError } from '../contract/errors.ts';
import { fromKafkaError, kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';

export type Produced = { readonly partition: number; readonly offset: number };

/** A producer with acks=all and the partitioner of Kafka's own clients; made when first used. */
export class MessageProducer {
  readonly #link: KafkaLink;
  #producer: kafka.Producer<Buffer, Buffer, Buffer, Buffer> | null = null;

  constructor(link: KafkaLink) {
    this.#link = link;
  }

  /** Answers where the message lies. */
  async produce(params: ProduceParams): Promise<Produced> {
    const { topic, partition } = params;
    await this.#assertPartition(topic, partition);
    const message = {
      topic,
      // The library's type knows no tombstones; the wire does.
      value: toBytes(params.value) as Buffer,
      ...(partition !== undefined && { partition }),
      ...(params.key != null && { key: toBytes(params.key) as Buffer }),
      headers: new Map(
        (params.headers ?? []).map(({ name, value }) => [Buffer.from(name), Buffer.from(value)]),
      ),
    };
    try {
      this.#producer ??= createProducer(this.#link.bootstrap);
      const { offsets } = await this.#producer.send({ messages: [message] });
      const [produced] = offsets ?? [];
      if (!produced) throw new Error('the broker answered without an offset');
      return { partition: produced.partition, offset: Number(produced.offset) };
    } catch (error) {
      throw withTopic(fromKafkaError(error, this.#link.bootstrap), topic);
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

function createProducer(bootstrap: string) {
  return new kafka.Producer<Buffer, Buffer, Buffer, Buffer>({
    clientId: 'rivulet',
    bootstrapBrokers: bootstrap.split(','),
    acks: -1,
    autocreateTopics: true,
    partitioner: keyPartitioner(),
    retries: 20,
    retryDelay: 250,
  });
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
