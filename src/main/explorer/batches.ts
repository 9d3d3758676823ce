/**
 * Record batches (magic 2) as a Fetch response carries them. Everything works on the bytes: a
 * batch is a view, and a record is read only when somebody asks for it.
 */
import { codecNames, decompress, type CodecName } from './decompress.ts';

/** The header of one batch, and where its records lie. */
export type Batch = {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly leaderEpoch: number;
  readonly codec: CodecName;
  readonly isAppendTime: boolean;
  readonly isTransactional: boolean;
  readonly isControl: boolean;
  readonly baseTimestampMs: number;
  readonly maxTimestampMs: number;
  /** -1: not idempotent. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly recordCount: number;
  readonly sizeBytes: number;
  /** The records as they lie in the batch, compressed by `codec`. */
  readonly body: Buffer;
};

/** One record; the bytes are views of the batch. */
export type BatchRecord = {
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [Buffer | null, Buffer | null])[];
};

const headerBytes = 61;
const lengthPrefixBytes = 12;
const currentMagic = 2;

/**
 * Calls `visit` with each whole batch, until it answers false. The last batch of a response may be
 * cut: it is fetched again. Throws for the formats before magic 2, which Kafka 4 no longer writes.
 */
export function eachBatch(bytes: Buffer, visit: (batch: Batch) => boolean | void): void {
  let position = 0;
  while (position + headerBytes <= bytes.length) {
    const sizeBytes = lengthPrefixBytes + bytes.readInt32BE(position + 8);
    if (sizeBytes < headerBytes || position + sizeBytes > bytes.length) return;
    const magic = bytes[position + 16];
    if (magic !== currentMagic) throw new Error(`records of format ${magic} cannot be read`);
    if (visit(readBatch(bytes, position, sizeBytes)) === false) return;
    position += sizeBytes;
  }
}

function readBatch(bytes: Buffer, position: number, sizeBytes: number): Batch {
  const baseOffset = Number(bytes.readBigInt64BE(position));
  const attributes = bytes.readInt16BE(position + 21);
  return {
    baseOffset,
    lastOffset: baseOffset + bytes.readInt32BE(position + 23),
    leaderEpoch: bytes.readInt32BE(position + 12),
    codec: codecNames[attributes & 0x07] ?? unknownCodec(attributes & 0x07),
    isAppendTime: (attributes & 0x08) !== 0,
    isTransactional: (attributes & 0x10) !== 0,
    isControl: (attributes & 0x20) !== 0,
    baseTimestampMs: Number(bytes.readBigInt64BE(position + 27)),
    maxTimestampMs: Number(bytes.readBigInt64BE(position + 35)),
    producerId: Number(bytes.readBigInt64BE(position + 43)),
    producerEpoch: bytes.readInt16BE(position + 51),
    baseSequence: bytes.readInt32BE(position + 53),
    recordCount: bytes.readInt32BE(position + 57),
    sizeBytes,
    body: bytes.subarray(position + headerBytes, position + sizeBytes),
  };
}

function unknownCodec(codec: number): never {
  throw new Error(`compression codec ${codec} is not known`);
}

/** The records of a batch as bytes, decompressed. */
export function plainBody(batch: Batch): Buffer {
  return batch.codec === 'none' ? batch.body : decompress(batch.codec, batch.body);
}

/** Calls `visit` with the bounds of each record in turn, until it answers false. */
export function eachSpan(
  body: Buffer,
  recordCount: number,
  visit: (start: number, next: number) => boolean | void,
): void {
  const cursor = new Cursor(body, 0);
  for (let index = 0; index < recordCount; index += 1) {
    const start = cursor.position;
    const sizeBytes = cursor.varint();
    const next = cursor.position + sizeBytes;
    if (sizeBytes < 0 || next > body.length) throw new Error('a record is cut');
    if (visit(start, next) === false) return;
    cursor.position = next;
  }
}

/** The record that begins at `start` of the plain body of its batch. */
export function readRecord(batch: Batch, body: Buffer, start: number): BatchRecord {
  const cursor = new Cursor(body, start);
  cursor.varint();
  cursor.position += 1;
  const timestampDelta = cursor.varlong();
  const offset = batch.baseOffset + cursor.varint();
  const key = cursor.bytes();
  const value = cursor.bytes();
  const headerCount = cursor.varint();
  const headers: [Buffer | null, Buffer | null][] = [];
  for (let index = 0; index < headerCount; index += 1) {
    headers.push([cursor.bytes(), cursor.bytes()]);
  }
  const timestampMs = batch.isAppendTime
    ? batch.maxTimestampMs
    : batch.baseTimestampMs + timestampDelta;
  return { offset, timestampMs, key, value, headers };
}

/** All records of a batch. */
export function recordsOf(batch: Batch): readonly BatchRecord[] {
  const body = plainBody(batch);
  const records: BatchRecord[] = [];
  eachSpan(body, batch.recordCount, (start) => {
    records.push(readRecord(batch, body, start));
  });
  return records;
}

/** Kafka's zigzag varints. */
class Cursor {
  readonly #bytes: Buffer;
  position: number;

  constructor(bytes: Buffer, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  varint(): number {
    const bytes = this.#bytes;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[this.position];
      if (byte === undefined) throw new Error('a record is cut');
      this.position += 1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new Error('a number is too long');
  }

  /** As a double: timestamps stay far below 2^53. */
  varlong(): number {
    let value = 0;
    let factor = 1;
    for (let index = 0; index < 10; index += 1) {
      const byte = this.#bytes[this.position];
      if (byte === undefined) throw new Error('a record is cut');
      this.position += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      factor *= 128;
    }
    throw new Error('a number is too long');
  }

  /** Null for a length of -1. */
  bytes(): Buffer | null {
    const sizeBytes = this.varint();
    if (sizeBytes < 0) return null;
    const start = this.position;
    if (start + sizeBytes > this.#bytes.length) throw new Error('a record is cut');
    this.position += sizeBytes;
    return this.#bytes.subarray(start, this.position);
  }
}
