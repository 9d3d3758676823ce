/**
 * Batches with some of their records taken out. Offsets, sequences, epochs and the producer stay,
 * and so does the last offset, which may now be that of a record that is gone: a producer's next
 * sequence is known by it.
 *
 * A batch with tombstones says from when on they may go (KIP-534): attribute bit 6 is set, and the
 * base timestamp is that point in time, to which the times of its records are then relative.
 */
import { compress } from '../../protocol/compress.ts';
import {
  assignOffsetAndEpoch,
  at,
  type BatchHeader,
  codecOf,
  deleteHorizonBit,
  hasDeleteHorizon,
  headerSizeBytes,
  isLogAppendTime,
  logAppendTimeBit,
  lengthPrefixBytes,
  writeCrc,
} from '../../protocol/record-batch.ts';
import { putInt64, Writer } from '../../protocol/writer.ts';
import { RecordCursor } from './record-cursor.ts';

/** Codec, kind of time, transactional, control: what a rewritten batch keeps of its attributes. */
const keptBits = 0x3f;
const codecBits = 0x07;

export type Kept = {
  /** One for each record of the batch that stays. */
  readonly flags: Uint8Array;
  readonly count: number;
};

/**
 * The batch of `header` with only the records that `kept` names, at least one; `body` is its record
 * section, uncompressed. `deleteHorizonMs` is set when the batch had none and needs one.
 */
export function rewriteBatch(
  header: BatchHeader,
  body: Buffer,
  kept: Kept,
  deleteHorizonMs: number | undefined,
): Buffer {
  const { attributes } = header;
  const horizonMs = hasDeleteHorizon(attributes) ? header.baseTimestamp : deleteHorizonMs;
  const records = keepRecords(header, body, kept, horizonMs);
  const compressed = compress(codecOf(attributes), records.bytes);
  const out = Buffer.allocUnsafe(headerSizeBytes + compressed.length);
  compressed.copy(out, headerSizeBytes);
  writeHeader(out, header, {
    attributes: (attributes & keptBits) | (horizonMs === undefined ? 0 : deleteHorizonBit),
    baseTimestamp: records.baseTimestamp,
    maxTimestamp: records.maxTimestamp,
    recordCount: kept.count,
  });
  return out;
}

/** The batch with no record left: it only tells the last sequence of its producer. */
export function emptyBatch(header: BatchHeader): Buffer {
  const out = Buffer.allocUnsafe(headerSizeBytes);
  writeHeader(out, header, {
    attributes: header.attributes & keptBits & ~codecBits,
    baseTimestamp: -1,
    maxTimestamp: header.maxTimestamp,
    recordCount: 0,
  });
  return out;
}

/** An empty batch of no producer: all it says is how far the offsets go. */
export function fillerBatch(header: BatchHeader): Buffer {
  return emptyBatch({
    ...header,
    attributes: header.attributes & logAppendTimeBit,
    // No record has a time any more, so none may get into the time index.
    maxTimestamp: -1,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
  });
}

type KeptRecords = {
  readonly bytes: Buffer;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
};

function keepRecords(
  header: BatchHeader,
  body: Buffer,
  { flags }: Kept,
  horizonMs: number | undefined,
): KeptRecords {
  const isStamped = isLogAppendTime(header.attributes);
  const cursor = new RecordCursor(body, header.recordCount);
  const writer = new Writer(body.length + 64);
  let baseTimestamp = horizonMs;
  let maxTimestamp = -1;
  for (let index = 0; cursor.next(); index++) {
    if (flags[index] === 0) continue;
    const timestampMs = isStamped
      ? header.maxTimestamp
      : header.baseTimestamp + cursor.timestampDelta;
    baseTimestamp ??= timestampMs;
    maxTimestamp = Math.max(maxTimestamp, timestampMs);
    if (!isStamped && baseTimestamp === header.baseTimestamp) {
      writer.bytes(body.subarray(cursor.start, cursor.end));
    } else {
      writeRecord(writer, cursor, timestampMs - baseTimestamp);
    }
  }
  if (isStamped) maxTimestamp = header.maxTimestamp;
  return { bytes: writer.toBuffer(), baseTimestamp: baseTimestamp ?? -1, maxTimestamp };
}

/** The record that `cursor` stands at, with another time. */
function writeRecord(writer: Writer, cursor: RecordCursor, timestampDelta: number): void {
  const rest = cursor.body.subarray(cursor.restStart, cursor.end);
  writer.varint(1 + varlongBytes(timestampDelta) + rest.length);
  writer.int8(cursor.attributes);
  writer.varlong(timestampDelta);
  writer.bytes(rest);
}

function varlongBytes(value: number): number {
  let rest = value >= 0 ? value * 2 : -value * 2 - 1;
  let count = 1;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) count++;
  return count;
}

function writeHeader(
  out: Buffer,
  header: BatchHeader,
  changed: Pick<BatchHeader, 'attributes' | 'baseTimestamp' | 'maxTimestamp' | 'recordCount'>,
): void {
  const { baseOffset, lastOffset, leaderEpoch, magic } = header;
  assignOffsetAndEpoch(out, 0, baseOffset, leaderEpoch);
  out.writeInt32BE(out.length - lengthPrefixBytes, at.batchLength);
  out.writeInt8(magic, at.magic);
  out.writeInt16BE(changed.attributes, at.attributes);
  out.writeInt32BE(lastOffset - baseOffset, at.lastOffsetDelta);
  putInt64(out, changed.baseTimestamp, at.baseTimestamp);
  putInt64(out, changed.maxTimestamp, at.maxTimestamp);
  putInt64(out, header.producerId, at.producerId);
  out.writeInt16BE(header.producerEpoch, at.producerEpoch);
  out.writeInt32BE(header.baseSequence, at.baseSequence);
  out.writeInt32BE(changed.recordCount, at.recordCount);
  writeCrc(out, 0, out.length);
}
