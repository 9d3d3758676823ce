/** Records that could not be handled, as they are kept for later: their bytes, and what went wrong. */
import { idFrom } from './identity.ts';
import type { Outgoing } from './outgoing.ts';
import type { Envelope, FetchedRecord } from './record-reader.ts';

const ours = 'rivulet-dlq-';
const errorMax = 1_000;

export function deadLetter(
  record: FetchedRecord,
  envelope: Envelope,
  failure: {
    readonly topic: string;
    readonly service: string;
    readonly error: string;
    readonly attempts: number;
  },
): Outgoing {
  const { topic, partition, offset, key, value, timestampMs } = record;
  const told = {
    topic,
    partition,
    offset,
    service: failure.service,
    error: failure.error.slice(0, errorMax),
    attempts: failure.attempts,
  };
  // Of an earlier death nothing is kept: it was redriven since.
  const kept = record.headers.flatMap(([name, content]): [Buffer, Buffer | null][] =>
    name && !name.toString().startsWith(ours) ? [[name, content]] : [],
  );
  return {
    topic: failure.topic,
    partition: null,
    key,
    value,
    timestampMs,
    eventMs: envelope.eventMs,
    id: idFrom(`${envelope.id}/dead`),
    type: failure.topic,
    traceId: envelope.traceId,
    parentId: envelope.spanId,
    headers: [
      ...kept,
      ...Object.entries(told).map(([name, text]): [string, string] => [ours + name, String(text)]),
    ],
    isBare: true,
  };
}
