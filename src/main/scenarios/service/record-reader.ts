/**
 * Records as handling needs them: nothing of a record is made before somebody asks for it, because
 * most headers are never looked at.
 */
import { type Batch, eachSpan, plainBody } from '../../explorer/batches.ts';
import { idFrom, traceIdFrom } from './identity.ts';

type Bytes = Buffer | null;

/** A record in the body of its batch. */
export class FetchedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly #body: Buffer;
  readonly #keyAt: number;
  readonly #keyBytes: number;
  readonly #valueAt: number;
  readonly #valueBytes: number;
  readonly #headersAt: number;
  #keyText: string | null | undefined;

  constructor(topic: string, partition: number, batch: Batch, body: Buffer, start: number) {
    this.topic = topic;
    this.partition = partition;
    this.#body = body;
    at = start;
    readVarint(body);
    at += 1;
    const deltaMs = readVarlong(body);
    this.offset = batch.baseOffset + readVarint(body);
    this.timestampMs = batch.isAppendTime ? batch.maxTimestampMs : batch.baseTimestampMs + deltaMs;
    this.#keyBytes = readVarint(body);
    this.#keyAt = at;
    at += Math.max(0, this.#keyBytes);
    this.#valueBytes = readVarint(body);
    this.#valueAt = at;
    at += Math.max(0, this.#valueBytes);
    this.#headersAt = at;
  }

  get key(): Bytes {
    return this.#slice(this.#keyAt, this.#keyBytes);
  }

  get keyText(): string | null {
    if (this.#keyText === undefined) this.#keyText = this.#text(this.#keyAt, this.#keyBytes);
    return this.#keyText;
  }

  get value(): Bytes {
    return this.#slice(this.#valueAt, this.#valueBytes);
  }

  get valueText(): string | null {
    return this.#text(this.#valueAt, this.#valueBytes);
  }

  get headers(): readonly (readonly [Bytes, Bytes])[] {
    const headers: [Bytes, Bytes][] = [];
    this.#eachHeader((nameAt, nameBytes, valueAt, valueBytes) => {
      headers.push([this.#slice(nameAt, nameBytes), this.#slice(valueAt, valueBytes)]);
    });
    return headers;
  }

  /** What its headers say of the event; records of others get ids from where they lie. */
  envelope(): Envelope {
    let traceId: string | null = null;
    let spanId: string | null = null;
    let id: string | null = null;
    let eventMs = Number.NaN;
    const body = this.#body;
    this.#eachHeader((nameAt, nameBytes, valueAt, valueBytes) => {
      if (nameBytes === 11 && valueBytes >= 55 && isNamed(body, nameAt, 'traceparent')) {
        traceId = body.toString('latin1', valueAt + 3, valueAt + 35);
        spanId = body.toString('latin1', valueAt + 36, valueAt + 52);
      } else if (nameBytes === 5 && isNamed(body, nameAt, 'ce_id')) {
        id = body.toString('utf8', valueAt, valueAt + valueBytes);
      } else if (nameBytes === 7 && isNamed(body, nameAt, 'ce_time')) {
        eventMs = timeOf(body.toString('latin1', valueAt, valueAt + valueBytes));
      }
    });
    const words =
      id === null || traceId === null ? `${this.topic}/${this.partition}/${this.offset}` : '';
    return {
      traceId: traceId ?? traceIdFrom(words),
      spanId,
      id: id ?? idFrom(words),
      eventMs: Number.isFinite(eventMs) ? eventMs : this.timestampMs,
    };
  }

  #eachHeader(
    visit: (nameAt: number, nameBytes: number, valueAt: number, valueBytes: number) => void,
  ): void {
    at = this.#headersAt;
    const count = readVarint(this.#body);
    for (let index = 0; index < count; index += 1) {
      const nameBytes = readVarint(this.#body);
      const nameAt = at;
      at += Math.max(0, nameBytes);
      const valueBytes = readVarint(this.#body);
      const valueAt = at;
      at += Math.max(0, valueBytes);
      visit(nameAt, nameBytes, valueAt, valueBytes);
    }
  }

  #slice(start: number, bytes: number): Bytes {
    return bytes < 0 ? null : this.#body.subarray(start, start + bytes);
  }

  #text(start: number, bytes: number): string | null {
    return bytes < 0 ? null : this.#body.toString('utf8', start, start + bytes);
  }
}

export type Envelope = {
  readonly traceId: string;
  readonly spanId: string | null;
  readonly id: string;
  /** In the time of the scenario. */
  readonly eventMs: number;
};

/** All records of a batch from an offset on. */
export function readBatch(
  topic: string,
  partition: number,
  batch: Batch,
  from: number,
  into: FetchedRecord[],
): void {
  const body = plainBody(batch);
  // It also checks that none of them is cut.
  eachSpan(body, batch.recordCount, (start) => {
    const record = new FetchedRecord(topic, partition, batch, body, start);
    // A batch is served whole, though it begins before the offset asked for.
    if (record.offset >= from) into.push(record);
  });
}

/** Where reading has come to; one record is read at a time. */
let at = 0;

function readVarint(bytes: Buffer): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] as number;
    value |= (byte & 0x7f) << shift;
    if (!(byte & 0x80) || shift > 28) return (value >>> 1) ^ -(value & 1);
  }
}

/** As a double: timestamps stay far below 2^53. */
function readVarlong(bytes: Buffer): number {
  let value = 0;
  let factor = 1;
  for (;;) {
    const byte = bytes[at++] as number;
    value += (byte & 0x7f) * factor;
    if (!(byte & 0x80) || factor > 2 ** 56) break;
    factor *= 128;
  }
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function isNamed(bytes: Buffer, start: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

let lastText = '';
let lastMs = Number.NaN;

function timeOf(text: string): number {
  if (text !== lastText) {
    lastText = text;
    lastMs = Date.parse(text);
  }
  return lastMs;
}
