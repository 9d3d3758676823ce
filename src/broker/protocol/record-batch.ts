/**
 * Record batch v2 (magic 2). The data path touches only the 61-byte header; single records are
 * read and written here for logs the cluster keeps about itself, and where a lookup needs them.
 *
 * CRC-32C covers everything from `attributes` on, so base offset and leader epoch may be set in
 * place without computing it again.
 */
import { crc32c } from '@node-rs/crc32';
import { ProtocolError, Reader } from './reader.ts';
import { getInt64, putInt64, Writer } from './writer.ts';

export const at = {
  baseOffset: 0,
  batchLength: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
  records: 61,
} as const;

export const headerSizeBytes = 61;
/** Base offset and length: what stands before the bytes that `batchLength` counts. */
export const lengthPrefixBytes = 12;
export const currentMagic = 2;

export const compression = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;
const compressionMask = 0x07;
export const logAppendTimeBit = 0x08;
const transactionalBit = 0x10;
const controlBit = 0x20;
export const deleteHorizonBit = 0x40;

/** All header fields of one batch that begins at `position` of a buffer. */
export type BatchHeader = {
  readonly position: number;
  /** Whole batch, length prefix included. */
  readonly sizeBytes: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly leaderEpoch: number;
  readonly magic: number;
  readonly attributes: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly lastSequence: number;
  readonly recordCount: number;
};

export const codecOf = (attributes: number): number => attributes & compressionMask;
export const isLogAppendTime = (attributes: number): boolean =>
  (attributes & logAppendTimeBit) !== 0;
export const isTransactional = (attributes: number): boolean =>
  (attributes & transactionalBit) !== 0;
export const isControl = (attributes: number): boolean => (attributes & controlBit) !== 0;
export const hasDeleteHorizon = (attributes: number): boolean =>
  (attributes & deleteHorizonBit) !== 0;

/** Sequence numbers wrap from 2147483647 to 0. */
export function addSequence(sequence: number, increment: number): number {
  return sequence > 0x7fffffff - increment
    ? increment - (0x7fffffff - sequence) - 1
    : sequence + increment;
}

/** Size of the batch at `position`, or -1 when fewer than 12 bytes are there. */
export function batchSizeBytes(buffer: Buffer, position: number): number {
  if (buffer.length - position < lengthPrefixBytes) return -1;
  return lengthPrefixBytes + buffer.readInt32BE(position + at.batchLength);
}

/** Reads the header at `position`; the caller has made sure that 61 bytes are there. */
export function readHeader(buffer: Buffer, position: number): BatchHeader {
  const baseOffset = getInt64(buffer, position + at.baseOffset);
  const baseSequence = buffer.readInt32BE(position + at.baseSequence);
  const lastOffsetDelta = buffer.readInt32BE(position + at.lastOffsetDelta);
  return {
    position,
    sizeBytes: batchSizeBytes(buffer, position),
    baseOffset,
    lastOffset: baseOffset + lastOffsetDelta,
    leaderEpoch: buffer.readInt32BE(position + at.leaderEpoch),
    magic: buffer.readInt8(position + at.magic),
    attributes: buffer.readInt16BE(position + at.attributes),
    baseTimestamp: getInt64(buffer, position + at.baseTimestamp),
    maxTimestamp: getInt64(buffer, position + at.maxTimestamp),
    producerId: getInt64(buffer, position + at.producerId),
    producerEpoch: buffer.readInt16BE(position + at.producerEpoch),
    baseSequence,
    lastSequence: baseSequence < 0 ? -1 : addSequence(baseSequence, lastOffsetDelta),
    recordCount: buffer.readInt32BE(position + at.recordCount),
  };
}

/** Headers of all whole batches in `buffer`; stops at a torn tail. */
export function* headersOf(buffer: Buffer): Generator<BatchHeader> {
  let position = 0;
  while (buffer.length - position >= headerSizeBytes) {
    const sizeBytes = batchSizeBytes(buffer, position);
    if (sizeBytes < headerSizeBytes || sizeBytes > buffer.length - position) return;
    yield readHeader(buffer, position);
    position += sizeBytes;
  }
}

export function isCrcValid(buffer: Buffer, header: BatchHeader): boolean {
  const { position, sizeBytes } = header;
  const expected = buffer.readUInt32BE(position + at.crc);
  return crc32c(buffer.subarray(position + at.attributes, position + sizeBytes)) === expected;
}

/** Writes what a leader assigns; leaves the CRC valid. */
export function assignOffsetAndEpoch(
  buffer: Buffer,
  position: number,
  baseOffset: number,
  leaderEpoch: number,
): void {
  putInt64(buffer, baseOffset, position + at.baseOffset);
  buffer.writeInt32BE(leaderEpoch, position + at.leaderEpoch);
}

/** Stamps LogAppendTime and computes the CRC again. */
export function stampAppendTime(buffer: Buffer, header: BatchHeader, timestampMs: number): void {
  const { position, sizeBytes } = header;
  buffer.writeInt16BE(header.attributes | logAppendTimeBit, position + at.attributes);
  putInt64(buffer, timestampMs, position + at.maxTimestamp);
  writeCrc(buffer, position, sizeBytes);
}

export function writeCrc(buffer: Buffer, position: number, sizeBytes: number): void {
  buffer.writeUInt32BE(
    crc32c(buffer.subarray(position + at.attributes, position + sizeBytes)),
    position + at.crc,
  );
}

export type RecordHeader = { readonly key: string; readonly value: Buffer | null };

/** One record, its offset and time absolute. */
export type DecodedRecord = {
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
};

function readNullable(reader: Reader): Buffer | null {
  const sizeBytes = reader.varint();
  return sizeBytes < 0 ? null : reader.bytes(sizeBytes);
}

/**
 * The records of one batch. `body` is the record section, already decompressed when the batch is
 * compressed (see compression.ts); for an uncompressed batch it can be left out.
 */
export function decodeRecords(buffer: Buffer, header: BatchHeader, body?: Buffer): DecodedRecord[] {
  if (!body && codecOf(header.attributes) !== compression.none) {
    throw new ProtocolError('the batch is compressed');
  }
  const start = header.position + at.records;
  const reader = new Reader(body ?? buffer.subarray(start, header.position + header.sizeBytes));
  const out: DecodedRecord[] = [];
  for (let index = 0; index < header.recordCount; index++) {
    const sizeBytes = reader.varint();
    const end = reader.position + sizeBytes;
    if (sizeBytes < 0 || end > reader.end)
      throw new ProtocolError(`record ${index} does not fit its batch`);
    reader.int8();
    const timestampDelta = reader.varlong();
    const timestampMs = isLogAppendTime(header.attributes)
      ? header.maxTimestamp
      : header.baseTimestamp + timestampDelta;
    const offset = header.baseOffset + reader.varint();
    const key = readNullable(reader);
    const value = readNullable(reader);
    const headerCount = reader.varint();
    const headers: RecordHeader[] = [];
    for (let at = 0; at < headerCount; at++) {
      const name = reader.varint();
      if (name < 0) throw new ProtocolError(`record ${index} has a header without a key`);
      headers.push({ key: reader.text(name), value: readNullable(reader) });
    }
    if (reader.position !== end) throw new ProtocolError(`record ${index} has a wrong length`);
    out.push({ offset, timestampMs, key, value, headers });
  }
  return out;
}

export type NewRecord = {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly timestampMs?: number;
  readonly headers?: readonly { readonly key: string; readonly value: Uint8Array | null }[];
};

export type NewBatch = {
  readonly records: readonly NewRecord[];
  /** Of records that bring none. */
  readonly timestampMs: number;
  readonly baseOffset?: number;
  readonly leaderEpoch?: number;
  readonly isControl?: boolean;
  readonly isTransactional?: boolean;
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
};

function writeNullable(writer: Writer, value: Uint8Array | null): void {
  writer.varint(value ? value.length : -1);
  if (value) writer.bytes(value);
}

function encodeRecord(record: NewRecord, offsetDelta: number, timestampDelta: number): Buffer {
  const writer = new Writer(32 + (record.key?.length ?? 0) + (record.value?.length ?? 0));
  writer.int8(0);
  writer.varlong(timestampDelta);
  writer.varint(offsetDelta);
  writeNullable(writer, record.key);
  writeNullable(writer, record.value);
  writer.varint(record.headers?.length ?? 0);
  for (const header of record.headers ?? []) {
    writeNullable(writer, Buffer.from(header.key));
    writeNullable(writer, header.value);
  }
  return writer.toBuffer();
}

/** An uncompressed batch of `records`, at least one. */
export function encodeBatch(batch: NewBatch): Buffer {
  const stamps = batch.records.map((record) => record.timestampMs ?? batch.timestampMs);
  const baseTimestamp = stamps[0];
  const writer = new Writer(1024);
  writer.bytes(Buffer.alloc(headerSizeBytes));
  batch.records.forEach((record, index) => {
    const encoded = encodeRecord(record, index, stamps[index] - baseTimestamp);
    writer.varint(encoded.length);
    writer.bytes(encoded);
  });
  const out = writer.toBuffer();
  const attributes =
    (batch.isTransactional ? transactionalBit : 0) | (batch.isControl ? controlBit : 0);
  assignOffsetAndEpoch(out, 0, batch.baseOffset ?? 0, batch.leaderEpoch ?? -1);
  out.writeInt32BE(out.length - lengthPrefixBytes, at.batchLength);
  out.writeInt8(currentMagic, at.magic);
  out.writeInt16BE(attributes, at.attributes);
  out.writeInt32BE(batch.records.length - 1, at.lastOffsetDelta);
  putInt64(out, baseTimestamp, at.baseTimestamp);
  putInt64(
    out,
    stamps.reduce((a, b) => Math.max(a, b)),
    at.maxTimestamp,
  );
  putInt64(out, batch.producerId ?? -1, at.producerId);
  out.writeInt16BE(batch.producerEpoch ?? -1, at.producerEpoch);
  out.writeInt32BE(batch.baseSequence ?? -1, at.baseSequence);
  out.writeInt32BE(batch.records.length, at.recordCount);
  writeCrc(out, 0, out.length);
  return out;
}

/** Types of control records: the second int16 of their key (the first is version 0). */
export const controlType = {
  abort: 0,
  commit: 1,
  leaderChange: 2,
  snapshotHeader: 3,
  snapshotFooter: 4,
  kraftVersion: 5,
  kraftVoters: 6,
} as const;

export function controlKey(type: number): Buffer {
  const key = Buffer.alloc(4);
  key.writeInt16BE(type, 2);
  return key;
}
