/** Producing with a library that tries the same broker again and again. */
import * as kafka from '@platformatic/kafka';
import type { LinkSecurity } from './link-security.ts';

export type PlainProducer = kafka.Producer<Buffer, Buffer, Buffer, Buffer>;
export type PlainMessage = kafka.MessageToProduce<Buffer, Buffer, Buffer, Buffer>;

/** acks=all and idempotent; few tries of its own, because `sendOnce` looks for the new leader. */
export function createProducer(
  bootstrap: string,
  clientId: string,
  partitioner: kafka.Partitioner<Buffer, Buffer, Buffer, Buffer>,
  security: LinkSecurity = {},
): PlainProducer {
  return new kafka.Producer<Buffer, Buffer, Buffer, Buffer>({
    clientId,
    bootstrapBrokers: bootstrap.split(','),
    idempotent: true,
    autocreateTopics: true,
    partitioner,
    connectTimeout: 2_000,
    retries: 2,
    retryDelay: 100,
    ...security,
  });
}

/** One attempt; after a failed one the next asks anew who leads what. */
export async function sendOnce(
  producer: PlainProducer,
  messages: PlainMessage[],
): Promise<kafka.ProduceResult> {
  try {
    return await producer.send({ messages });
  } catch (error) {
    producer.clearMetadata();
    throw error;
  }
}
