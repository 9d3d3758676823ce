/**
 * Record batches (magic 2) as producers write them. The library makes several objects for each
 * field of each record; this writes into one buffer, because everything that a scenario does
 * passes here.
 */
import { crc32c } from '@node-rs/crc32';
import type { Outgoing } from './outgoing.ts';

export type BatchIdentity = {
  /** -1: not idempotent. */
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly baseSequence: number;
};

const headerBytes = 61;

/** What all records of one service say of themselves in the same words. */
export class RecordWriter {
  readonly #source: string;
  /** By event type: the headers that do not change. */
  readonly #fixed = new Map<string, Buffer>();
  #bytes = Buffer.allocUnsafe(256 * 1024);
  #position = 0;

  constructor(scenario: string, service: string) {
    this.#source = `/scenarios/${scenario}/${service}`;
  }

  /** One batch; the bytes are its own. */
  write(records: readonly Outgoing[], identity: BatchIdentity): Buffer {
    this.#position = headerBytes;
    const baseMs = records[0]?.timestampMs ?? 0;
    let maxMs = baseMs;
    for (let index = 0; index < records.length; index += 1) {
      const record = records[index] as Outgoing;
      if (record.timestampMs > maxMs) maxMs = record.timestampMs;
      this.#record(record, index, record.timestampMs - baseMs);
    }
    const bytes = this.#bytes;
    const end = this.#position;
    bytes.writeBigInt64BE(0n, 0);
    bytes.writeInt32BE(end - 12, 8);
    bytes.writeInt32BE(-1, 12);
    bytes[16] = 2;
    bytes.writeInt16BE(0, 21);
    bytes.writeInt32BE(records.length - 1, 23);
    bytes.writeBigInt64BE(BigInt(baseMs), 27);
    bytes.writeBigInt64BE(BigInt(maxMs), 35);
    bytes.writeBigInt64BE(identity.producerId, 43);
    bytes.writeInt16BE(identity.producerEpoch, 51);
    bytes.writeInt32BE(identity.baseSequence, 53);
    bytes.writeInt32BE(records.length, 57);
    bytes.writeUInt32BE(crc32c(bytes.subarray(21, end)), 17);
    return Buffer.from(bytes.subarray(0, end));
  }

  #record(record: Outgoing, index: number, deltaMs: number): void {
    const keyBytes = byteLength(record.key);
    const valueBytes = byteLength(record.value);
    // More than it can take, so that nothing below has to look.
    this.#reserve(200 + Math.max(0, keyBytes) * 2 + valueBytes + this.#headerRoom(record));
    // The length goes before the record, but is known after it: it is written behind a gap.
    const gap = 5;
    const start = this.#position + gap;
    this.#position = start;
    this.#bytes[this.#position++] = 0;
    this.#varlong(deltaMs);
    this.#varint(index);
    this.#content(record.key, keyBytes);
    this.#content(record.value, valueBytes);
    this.#headers(record, keyBytes);
    const sizeBytes = this.#position - start;
    const from = start - gap;
    this.#position = from;
    this.#varint(sizeBytes);
    this.#bytes.copyWithin(this.#position, start, start + sizeBytes);
    this.#position += sizeBytes;
  }

  #headerRoom({ headers, type }: Outgoing): number {
    let room = 400 + this.#source.length + type.length * 3;
    for (const [name, value] of headers) room += 20 + byteLength(name) + byteLength(value);
    return room;
  }

  #headers(record: Outgoing, keyBytes: number): void {
    const { headers, isBare = false, parentId, key } = record;
    const hasSubject = keyBytes > 0;
    const given = isBare ? 0 : 4 + 3 + (parentId === null ? 0 : 1) + (hasSubject ? 1 : 0);
    this.#varint(given + headers.length);
    if (!isBare) {
      this.#ascii(traceparentName);
      this.#ascii(`\u006e00-${record.traceId}-${record.id}-01`);
      if (parentId !== null) {
        this.#ascii(tracestateName);
        this.#ascii(`\u0030rivulet=${parentId}`);
      }
      this.#ascii(idName);
      this.#ascii(`\u0020${record.id}`);
      this.#ascii(timeName);
      this.#ascii(`\u0030${isoTime(record.eventMs)}`);
      this.#append(this.#fixedHeaders(record.type));
      if (hasSubject) {
        this.#ascii(subjectName);
        this.#content(key, keyBytes);
      }
    }
    for (const [name, value] of headers) {
      this.#content(name, byteLength(name));
      this.#content(value, byteLength(value));
    }
  }

  #fixedHeaders(type: string): Buffer {
    const known = this.#fixed.get(type);
    if (known) return known;
    const bytes = Buffer.concat(
      (
        [
          ['ce_specversion', '1.0'],
          ['ce_source', this.#source],
          ['ce_type', type],
          ['content-type', 'application/json'],
        ] as const
      ).flatMap(([name, value]) => [encodeText(name), encodeText(value)]),
    );
    if (this.#fixed.size < 1_000) this.#fixed.set(type, bytes);
    return bytes;
  }

  #content(content: string | Buffer | null, sizeBytes: number): void {
    this.#varint(sizeBytes);
    if (content === null) return;
    if (typeof content !== 'string') this.#append(content);
    else if (content.length < 24 && content.length === sizeBytes) this.#ascii(content);
    else this.#position += this.#bytes.write(content, this.#position);
  }

  #ascii(text: string): void {
    const bytes = this.#bytes;
    if (text.length > 40) {
      this.#position += bytes.write(text, this.#position, 'latin1');
      return;
    }
    for (let index = 0; index < text.length; index += 1) {
      bytes[this.#position++] = text.charCodeAt(index);
    }
  }

  #append(bytes: Buffer): void {
    bytes.copy(this.#bytes, this.#position);
    this.#position += bytes.length;
  }

  #varint(value: number): void {
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest > 0x7f) {
      this.#bytes[this.#position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#position++] = rest;
  }

  /** Differences of timestamps may be larger than 32 bits. */
  #varlong(value: number): void {
    let rest = value >= 0 ? value * 2 : -value * 2 - 1;
    while (rest > 0x7f) {
      this.#bytes[this.#position++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#position++] = rest;
  }

  #reserve(bytes: number): void {
    if (this.#position + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#position + bytes));
    this.#bytes.copy(larger, 0, 0, this.#position);
    this.#bytes = larger;
  }
}

function byteLength(content: string | Buffer | null): number {
  if (content === null) return -1;
  return typeof content === 'string' ? Buffer.byteLength(content) : content.length;
}

function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const size: number[] = [];
  for (let rest = bytes.length * 2; ; rest >>>= 7) {
    size.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
    if (rest <= 0x7f) break;
  }
  return Buffer.concat([Buffer.from(size), bytes]);
}

const lengthThen = (text: string) => String.fromCharCode(text.length * 2) + text;
const traceparentName = lengthThen('traceparent');
const tracestateName = lengthThen('tracestate');
const idName = lengthThen('ce_id');
const timeName = lengthThen('ce_time');
const subjectName = lengthThen('ce_subject');

let lastMs = Number.NaN;
let lastText = '';

/** Events of one millisecond follow each other. */
function isoTime(timeMs: number): string {
  if (timeMs !== lastMs) {
    lastMs = timeMs;
    lastText = new Date(timeMs).toISOString();
  }
  return lastText;
}
