/** Where a message was before it became a dead letter, by the headers of those who write them. */
import type { OutMessage } from './out-message.ts';

type Headers = readonly (readonly [Buffer | null, Buffer | null])[];

/** Spring for Apache Kafka, Kafka Connect, and the names most people choose themselves. */
const topicHeaders: readonly string[] = [
  'x-original-topic',
  'kafka_dlt-original-topic',
  '__connect.errors.topic',
  'original-topic',
  'original_topic',
  'source-topic',
  'dlq-original-topic',
];

/** Written by who gave the message up; back at its source they would only be believed again. */
const deadLetterHeader =
  /^(x-original-|x-exception-|x-dlq-|kafka_dlt-|__connect\.errors\.|dlq-|original-topic$|original_topic$|source-topic$)/i;

/** Kafka's names of topics. */
const topicName = /^[a-zA-Z0-9._-]{1,249}$/;

/** The topic that a header names; null: none does. */
export function originOf(headers: Headers): string | null {
  for (const wanted of topicHeaders) {
    for (const [name, value] of headers) {
      if (name?.toString().toLowerCase() !== wanted) continue;
      const topic = value?.toString() ?? '';
      if (topicName.test(topic)) return topic;
    }
  }
  return null;
}

/** The headers that the message had before. */
export function withoutDeadLetter(headers: OutMessage['headers']): OutMessage['headers'] {
  return headers.filter(([name]) => !deadLetterHeader.test(name.toString()));
}
