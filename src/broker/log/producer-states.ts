/**
 * What a partition knows of its producers: the last batches of each (idempotence) and open
 * transactions. Stored beside segments as `<offset>.snapshot` in Kafka's layout.
 */
import { crc32c } from '@node-rs/crc32';
import { errors, KafkaError } from '../protocol/errors.ts';
import {
  addSequence,
  type BatchHeader,
  isControl,
  isTransactional,
} from '../protocol/record-batch.ts';
import { Reader } from '../protocol/reader.ts';
import { Writer } from '../protocol/writer.ts';

/** Duplicates are recognised among this many batches: as many as a producer may have in flight. */
const rememberedBatches = 5;

type BatchMemory = {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly timestampMs: number;
};

export type ProducerEntry = {
  readonly producerId: number;
  epoch: number;
  coordinatorEpoch: number;
  lastTimestampMs: number;
  /** -1: no open transaction. */
  txnFirstOffset: number;
  batches: BatchMemory[];
};

export type AbortedTxn = {
  readonly producerId: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly lastStableOffset: number;
};

export class ProducerStates {
  private entries = new Map<number, ProducerEntry>();

  get size(): number {
    return this.entries.size;
  }

  values(): ProducerEntry[] {
    return [...this.entries.values()];
  }

  /** First offset of the oldest open transaction. */
  firstUnstableOffset(): number | undefined {
    let first: number | undefined;
    for (const { txnFirstOffset } of this.entries.values()) {
      if (txnFirstOffset >= 0 && (first === undefined || txnFirstOffset < first))
        first = txnFirstOffset;
    }
    return first;
  }

  /** The earlier append that this batch repeats, if any. */
  findDuplicate(batch: BatchHeader): BatchMemory | undefined {
    const entry = this.entries.get(batch.producerId);
    if (!entry || entry.epoch !== batch.producerEpoch) return undefined;
    return entry.batches.find(
      (known) =>
        known.firstSequence === batch.baseSequence && known.lastSequence === batch.lastSequence,
    );
  }

  /** Throws KafkaError when a client's batch does not follow what is known of its producer. */
  check(batch: BatchHeader): void {
    const entry = this.entries.get(batch.producerId);
    if (!entry) return;
    if (batch.producerEpoch < entry.epoch) throw new KafkaError(errors.invalidProducerEpoch);
    if (!isTransactional(batch.attributes) && entry.txnFirstOffset >= 0)
      throw new KafkaError(errors.invalidTxnState);
    if (batch.producerEpoch !== entry.epoch) {
      if (batch.baseSequence !== 0) throw new KafkaError(errors.outOfOrderSequenceNumber);
      return;
    }
    const last = entry.batches.at(-1);
    if (last && addSequence(last.lastSequence, 1) !== batch.baseSequence) {
      throw new KafkaError(errors.outOfOrderSequenceNumber);
    }
  }

  /** Takes up an appended batch of a producer. */
  record(batch: BatchHeader): void {
    if (batch.producerId < 0) return;
    const entry = this.entryOf(batch);
    if (batch.producerEpoch !== entry.epoch) {
      entry.epoch = batch.producerEpoch;
      entry.batches = [];
    }
    entry.lastTimestampMs = batch.maxTimestamp;
    if (isControl(batch.attributes)) return;
    entry.batches.push({
      firstSequence: batch.baseSequence,
      lastSequence: batch.lastSequence,
      firstOffset: batch.baseOffset,
      lastOffset: batch.lastOffset,
      timestampMs: batch.maxTimestamp,
    });
    if (entry.batches.length > rememberedBatches) entry.batches.shift();
    if (isTransactional(batch.attributes) && entry.txnFirstOffset < 0)
      entry.txnFirstOffset = batch.baseOffset;
  }

  /** Ends a producer's transaction at its marker; gives the aborted range for the transaction index. */
  endTransaction(
    batch: BatchHeader,
    isCommit: boolean,
    coordinatorEpoch: number,
  ): AbortedTxn | undefined {
    const entry = this.entryOf(batch);
    const firstOffset = entry.txnFirstOffset;
    entry.txnFirstOffset = -1;
    entry.coordinatorEpoch = coordinatorEpoch;
    if (firstOffset < 0 || isCommit) return undefined;
    const lastStableOffset = this.firstUnstableOffset() ?? batch.lastOffset + 1;
    return {
      producerId: batch.producerId,
      firstOffset,
      lastOffset: batch.lastOffset,
      lastStableOffset,
    };
  }

  expire(nowMs: number, expirationMs: number): void {
    for (const [id, entry] of this.entries) {
      if (entry.txnFirstOffset < 0 && nowMs - entry.lastTimestampMs >= expirationMs)
        this.entries.delete(id);
    }
  }

  clear(): void {
    this.entries = new Map();
  }

  private entryOf(batch: BatchHeader): ProducerEntry {
    let entry = this.entries.get(batch.producerId);
    if (!entry) {
      entry = {
        producerId: batch.producerId,
        epoch: batch.producerEpoch,
        coordinatorEpoch: -1,
        lastTimestampMs: batch.maxTimestamp,
        txnFirstOffset: -1,
        batches: [],
      };
      this.entries.set(batch.producerId, entry);
    }
    return entry;
  }

  /** The bytes of a snapshot file. */
  encode(): Buffer {
    const writer = new Writer();
    writer.int16(snapshotVersion);
    writer.uint32(0);
    writer.int32(this.entries.size);
    for (const entry of this.entries.values()) writeEntry(writer, entry);
    const bytes = writer.toBuffer();
    bytes.writeUInt32BE(crc32c(bytes.subarray(crcEnd)), crcAt);
    return bytes;
  }

  /** False when the bytes are not a whole snapshot; the state is then empty. */
  load(bytes: Buffer): boolean {
    this.clear();
    if (bytes.length < crcEnd || bytes.readInt16BE(0) !== snapshotVersion) return false;
    if (crc32c(bytes.subarray(crcEnd)) !== bytes.readUInt32BE(crcAt)) return false;
    const reader = new Reader(bytes, crcEnd);
    const count = reader.int32();
    for (let index = 0; index < count; index++) {
      const entry = readEntry(reader);
      this.entries.set(entry.producerId, entry);
    }
    return true;
  }
}

const snapshotVersion = 1;
const crcAt = 2;
const crcEnd = 6;

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
  const firstSequence =
    lastSequence >= offsetDelta
      ? lastSequence - offsetDelta
      : 0x7fffffff - (offsetDelta - lastSequence) + 1;
  const batch = {
    firstSequence,
    lastSequence,
    firstOffset: lastOffset - offsetDelta,
    lastOffset,
    timestampMs: lastTimestampMs,
  };
  const batches = lastOffset < 0 ? [] : [batch];
  return { producerId, epoch, coordinatorEpoch, lastTimestampMs, txnFirstOffset, batches };
}
