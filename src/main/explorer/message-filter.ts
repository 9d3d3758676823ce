/** Which records somebody wants to see, and what of them crosses the contract. */
import { type Message, type MessageFilter, payloadTextMax } from '../contract/messages.ts';
import type { RawRecord } from './fetch.ts';
import { decodePayload, includesText } from './payload.ts';

/** Whether the record passes. */
export function matches(filter: MessageFilter | undefined, record: RawRecord): boolean {
  if (filter?.key && !record.key?.includes(filter.key)) return false;
  if (!filter?.text) return true;
  const text = filter.text.toLowerCase();
  return (
    includesText(record.key, text) ||
    includesText(record.value, text) ||
    record.headers.some(([name, value]) => includesText(name, text) || includesText(value, text))
  );
}

/** The record decoded, payloads cut at `textMax` characters. */
export function toMessage(record: RawRecord, textMax = payloadTextMax): Message {
  return {
    partition: record.partition,
    offset: record.offset,
    timestampMs: record.timestampMs,
    timestampType: record.timestampType,
    key: decodePayload(record.key, textMax),
    value: decodePayload(record.value, textMax),
    headers: record.headers.map(([name, value]) => ({
      name: name?.toString('utf8') ?? '',
      value: decodePayload(value, textMax),
    })),
  };
}
