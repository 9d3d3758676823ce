/** The bytes of a `.snapshot` file: the last batch and open transaction of each producer. */
import { crc32c } from '@node-rs/crc32';
import { Reader } from '../protocol/reader.ts';
import { Writer } from '../protocol/writer.ts';
import type { ProducerEntry } from './producer-states.ts';

const snapshotVersion = 1;
const crcAt = 2;
const crcEnd = 6;
const headBytes = 10;
const entryBytes = 46;

/** Size of the file for so many producers. */
export const snapshotBytes = (count: number): number => headBytes + count * entryBytes;

export function encodeSnapshot(entries: readonly ProducerEntry[]): Buffer {
  const writer = new Writer(snapshotBytes(entries.length));
  writer.int16(snapshotVersion);
  writer.uint32(0);
  writer.int32(entries.length);
  for (const entry of entries) writeEntry(writer, entry);
  const bytes = writer.toBuffer();
  bytes.writeUInt32BE(crc32c(bytes.subarray(crcEnd)), crcAt);
  return bytes;
}

/** undefined when the bytes are not a whole snapshot. */
export function decodeSnapshot(bytes: Buffer): ProducerEntry[] | undefined {
  if (bytes.length < headBytes || bytes.readInt16BE(0) !== snapshotVersion) return undefined;
  if (crc32c(bytes.subarray(crcEnd)) !== bytes.readUInt32BE(crcAt)) return undefined;
  const reader = new Reader(bytes, crcEnd);
  const count = reader.int32();
  if (count < 0 || bytes.length !== headBytes + count * entryBytes) return undefined;
  return Array.from({ length: count }, () => readEntry(reader));
}

function writeEntry(writer: Writer, entry: ProducerEntry): void {
  const last = entry.batches.at(-1);
  writer.int64(entry.producerId);
  writer.int16(entry.epoch);
  writer.int32(last?.lastSequence ?? -1);
  writer.int64(last?.lastOffset ?? -1);
  writer.int32(last ? last.lastOffset - last.firstOffset : 0);
  writer.int64(entry.lastTimestampMs);
  writer.int32(entry.coordinatorEpoch);
  writer.int64(entry.txnFirstOffset);
}

function readEntry(reader: Reader): ProducerEntry {
  const producerId = reader.int64();
  const epoch = reader.int16();
  const lastSequence = reader.int32();
  const lastOffset = reader.int64();
  const offsetDelta = reader.int32();
  const lastTimestampMs = reader.int64();
  const coordinatorEpoch = reader.int32();
  const txnFirstOffset = reader.int64();
  const batch = {
    firstSequence: firstSequence(lastSequence, offsetDelta),
    lastSequence,
    firstOffset: lastOffset - offsetDelta,
    lastOffset,
    timestampMs: lastTimestampMs,
  };
  const batches = lastOffset < 0 ? [] : [batch];
  return { producerId, epoch, coordinatorEpoch, lastTimestampMs, txnFirstOffset, batches };
}

/** Sequences wrap from 2147483647 to 0; -1 stands for none. */
function firstSequence(lastSequence: number, offsetDelta: number): number {
  if (lastSequence < 0) return -1;
  if (lastSequence >= offsetDelta) return lastSequence - offsetDelta;
  return 0x7fffffff - (offsetDelta - lastSequence) + 1;
}
