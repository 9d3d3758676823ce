/** Record batches as a broker would serve them, written apart from what reads them. */
import { gzipSync } from 'node:zlib';

export type RecordIn = {
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers?: readonly (readonly [string, string | null])[];
};

export type BatchIn = {
  readonly isGzip?: boolean;
  readonly isAppendTime?: boolean;
  /** A transaction of this producer. */
  readonly producerId?: number;
  readonly isControl?: boolean;
};

/** One batch; records by ascending offset. */
export function batchOf(records: readonly RecordIn[], options: BatchIn = {}): Buffer {
  const first = records[0] as RecordIn;
  const last = records.at(-1) as RecordIn;
  const { isGzip = false, isAppendTime = false, producerId = -1, isControl = false } = options;
  const body = Buffer.concat(records.map((record) => recordBytes(record, first)));
  const packed = isGzip ? gzipSync(body) : body;
  const head = Buffer.alloc(61);
  head.writeBigInt64BE(BigInt(first.offset), 0);
  head.writeInt32BE(49 + packed.length, 8);
  head.writeInt8(2, 16);
  const bits = [isGzip && 0x01, isAppendTime && 0x08, producerId >= 0 && 0x10, isControl && 0x20];
  head.writeInt16BE(
    bits.reduce<number>((sum, bit) => sum + Number(bit), 0),
    21,
  );
  head.writeInt32BE(last.offset - first.offset, 23);
  head.writeBigInt64BE(BigInt(first.timestampMs), 27);
  const maxMs = Math.max(...records.map(({ timestampMs }) => timestampMs));
  head.writeBigInt64BE(BigInt(maxMs), 35);
  head.writeBigInt64BE(BigInt(producerId), 43);
  head.writeInt16BE(producerId >= 0 ? 0 : -1, 51);
  head.writeInt32BE(producerId >= 0 ? 0 : -1, 53);
  head.writeInt32BE(records.length, 57);
  return Buffer.concat([head, packed]);
}

/** The key of a marker: version 0 and its type. */
export function markerKey(type: 0 | 1): Buffer {
  return Buffer.from([0, 0, 0, type]);
}

function recordBytes(record: RecordIn, first: RecordIn): Buffer {
  const headers = (record.headers ?? []).flatMap(([name, value]) => [sized(name), sized(value)]);
  const body = Buffer.concat([
    Buffer.from([0]),
    varint(record.timestampMs - first.timestampMs),
    varint(record.offset - first.offset),
    sized(record.key),
    sized(record.value),
    varint(record.headers?.length ?? 0),
    ...headers,
  ]);
  return Buffer.concat([varint(body.length), body]);
}

function sized(content: string | Buffer | null): Buffer {
  if (content === null) return varint(-1);
  const bytes = Buffer.from(content as string);
  return Buffer.concat([varint(bytes.length), bytes]);
}

/** Zigzag. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value >= 0 ? BigInt(value) * 2n : BigInt(-value) * 2n - 1n;
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
