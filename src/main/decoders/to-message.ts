/** A record as it crosses the contract. */
import type { TopicDecoders } from '../contract/decoders.ts';
import {
  type BatchFacts,
  type Message,
  type Payload,
  payloadTextMax,
} from '../contract/messages.ts';
import type { Batch } from '../explorer/batches.ts';
import type { RawRecord } from '../explorer/fetch.ts';
import { decodePayload } from '../explorer/payload.ts';
import type { PayloadDecoder } from './payload-decoder.ts';

/** The record decoded, payloads cut at `textMax` characters. A promise only for unknown schemas. */
export function toMessage(
  record: RawRecord,
  decoder: PayloadDecoder,
  choices: TopicDecoders,
  textMax = payloadTextMax,
): Message | Promise<Message> {
  if (record.control !== undefined) return { ...common(record, textMax), ...controlParts(record) };
  const key = decoder.decode(record.key, choices.key, textMax);
  const value = decoder.decode(record.value, choices.value, textMax);
  if (key instanceof Promise || value instanceof Promise) {
    return Promise.all([key, value]).then(([knownKey, knownValue]) => ({
      ...common(record, textMax),
      key: knownKey,
      value: knownValue,
    }));
  }
  return { ...common(record, textMax), key, value };
}

/** What the batch says, for who asks about a single message. */
export function batchFacts(batch: Batch): BatchFacts {
  const { baseOffset, lastOffset, recordCount, sizeBytes, codec, leaderEpoch } = batch;
  const { isTransactional, producerId, producerEpoch, baseSequence } = batch;
  const producer =
    producerId < 0 ? null : { id: producerId, epoch: producerEpoch, sequence: baseSequence };
  return {
    baseOffset,
    lastOffset,
    recordCount,
    sizeBytes,
    codec,
    leaderEpoch,
    isTransactional,
    producer,
  };
}

function common(record: RawRecord, textMax: number) {
  const { partition, offset, timestampMs, timestampType, control } = record;
  return {
    partition,
    offset,
    timestampMs,
    timestampType,
    headers: record.headers.map(([name, value]) => ({
      name: name?.toString('utf8') ?? '',
      value: decodePayload(value, textMax),
    })),
    ...(control !== undefined && { control }),
  };
}

/** Kafka's own records have a fixed form: a version and a type, and for a marker who wrote it. */
function controlParts({ key, value, control }: RawRecord) {
  const isMarker = control === 'commit' || control === 'abort';
  const hasFields = isMarker && value !== null && value.length >= 6;
  return {
    key:
      key && key.length >= 4
        ? json({ version: key.readInt16BE(0), type: key.readInt16BE(2) }, key)
        : null,
    value: hasFields
      ? json({ version: value.readInt16BE(0), coordinatorEpoch: value.readInt32BE(2) }, value)
      : decodePayload(value, payloadTextMax),
  };
}

function json(fields: object, bytes: Buffer): Payload {
  return { kind: 'json', text: JSON.stringify(fields), sizeBytes: bytes.length, isCut: false };
}
