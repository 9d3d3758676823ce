/** Record batches as clients send them, and as they should not. */
import { compress } from '../../src/broker/protocol/compress.ts';
import {
  at,
  compression,
  encodeBatch,
  type NewBatch,
  writeCrc,
} from '../../src/broker/protocol/record-batch.ts';

const timestampMs = 1_700_000_000_000;

/** Two records with keys and a header; the same bytes at every call. */
export function batch(text: string, fields: Partial<NewBatch> = {}): Buffer {
  const records = [0, 1].map((index) => ({
    key: Buffer.from(`key ${index}`),
    value: Buffer.from(`${text} ${index}`),
    headers: [{ key: 'h', value: Buffer.from('v') }],
  }));
  return encodeBatch({ records, timestampMs, ...fields });
}

/** The same records, compressed. */
export function compressed(codec: number, text: string): Buffer {
  const plain = batch(text);
  const body = compress(codec, plain.subarray(at.records));
  const out = Buffer.concat([plain.subarray(0, at.records), body]);
  out.writeInt32BE(out.length - 12, at.batchLength);
  out.writeInt16BE(codec, at.attributes);
  writeCrc(out, 0, out.length);
  return out;
}

/** A batch with something in it changed, and its checksum right again unless that is the point. */
export function changed(change: (bytes: Buffer) => void, isCrcRight = true): Buffer {
  const bytes = batch('changed');
  change(bytes);
  if (isCrcRight) writeCrc(bytes, 0, bytes.length);
  return bytes;
}

export const codecs = Object.entries(compression);

/** A message of format 0 or 1, with a checksum that is not looked at before the format is. */
export function oldMessage(magic: 0 | 1): Buffer {
  const bytes = Buffer.alloc(magic === 0 ? 28 : 36);
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes[at.magic] = magic;
  return bytes;
}

/** By what is wrong with them. */
export const wrongBatches: Readonly<Record<string, Buffer>> = {
  'no records': Buffer.alloc(0),
  'wrong checksum': changed((bytes) => (bytes[at.crc] ^= 0xff), false),
  'format 9': changed((bytes) => (bytes[at.magic] = 9)),
  'format 0': oldMessage(0),
  'format 1': oldMessage(1),
  'more records than there are': changed((bytes) => bytes.writeInt32BE(7, at.recordCount)),
  'no record in a batch': changed((bytes) => bytes.writeInt32BE(0, at.recordCount)),
  'wrong last offset': changed((bytes) => bytes.writeInt32BE(5, at.lastOffsetDelta)),
  'base offset 5': changed((bytes) => bytes.writeBigInt64BE(5n, at.baseOffset)),
  'unknown codec': changed((bytes) => bytes.writeInt16BE(5, at.attributes)),
  'codec that it is not': changed((bytes) => bytes.writeInt16BE(compression.gzip, at.attributes)),
  'control batch': batch('control', { isControl: true }),
  'log append time': changed((bytes) => bytes.writeInt16BE(8, at.attributes)),
  'two batches': Buffer.concat([batch('one'), batch('two')]),
  'length beyond the end': changed((bytes) => bytes.writeInt32BE(5000, at.batchLength)),
  'negative length': changed((bytes) => bytes.writeInt32BE(-1, at.batchLength)),
  'cut in the header': batch('cut').subarray(0, 40),
  'cut in the records': batch('cut').subarray(0, 70),
  'a time far ahead': batch('late', { timestampMs: 9_000_000_000_000 }),
  'no time': batch('timeless', { timestampMs: -1 }),
  'producer without a sequence': batch('bare', { producerId: 5, producerEpoch: 0 }),
};

export const soundBatches: readonly Buffer[] = [
  batch('plain'),
  ...codecs.map(([name, codec]) => compressed(codec, name)),
];
/** Without those that one side takes and the other does not: their logs would part. */
export const oddBatches: readonly unknown[] = Object.entries(wrongBatches)
  .filter(([what]) => what !== 'codec that it is not' && what !== 'negative length')
  .map(([, bytes]) => bytes);
