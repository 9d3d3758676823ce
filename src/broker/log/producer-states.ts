/**
 * What a partition knows of its producers: the last batches of each (idempotence, KIP-98) and open
 * transactions.
 */
import { errors, KafkaError } from '../protocol/errors.ts';
import {
  addSequence,
  type BatchHeader,
  controlType,
  decodeRecords,
  isControl,
  isTransactional,
} from '../protocol/record-batch.ts';
import type { AbortedTxn } from './txn-index.ts';

/** Who writes; replicas and recovery take what a leader accepted. */
export type Origin = 'client' | 'coordinator' | 'raft';

/** Duplicates are recognised among this many batches: as many as a producer may have in flight. */
const rememberedBatches = 5;

export type BatchMemory = {
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

/** The one record of a batch that ends a transaction. */
export type EndTxnMarker = { readonly isCommit: boolean; readonly coordinatorEpoch: number };

export class ProducerStates {
  private entries = new Map<number, ProducerEntry>();
  /** First offsets of open transactions by producer; they begin in the order of the log. */
  private readonly open = new Map<number, number>();
  /** Ended, with the marker at or above the high watermark: readers must not pass them yet. */
  private unreplicated: { readonly firstOffset: number; readonly markerOffset: number }[] = [];

  get size(): number {
    return this.entries.size;
  }

  values(): ProducerEntry[] {
    return [...this.entries.values()];
  }

  /** First offset of the oldest transaction that is open or whose end is not replicated. */
  firstUnstableOffset(): number | undefined {
    if (this.open.size === 0 && this.unreplicated.length === 0) return undefined;
    const [firstOpen = Number.MAX_SAFE_INTEGER] = this.open.values();
    let first = firstOpen;
    for (const { firstOffset } of this.unreplicated) first = Math.min(first, firstOffset);
    return first;
  }

  /** Markers below it are on all in-sync replicas. */
  highWatermarkAt(offset: number): void {
    if (this.unreplicated.length > 0 && this.unreplicated[0].markerOffset < offset)
      this.unreplicated = this.unreplicated.filter(({ markerOffset }) => markerOffset >= offset);
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

  /** Throws KafkaError when a batch does not follow what is known of its producer. */
  check(batch: BatchHeader, origin: Origin, marker: EndTxnMarker | undefined): void {
    const entry = this.entries.get(batch.producerId);
    if (!entry) return;
    if (batch.producerEpoch < entry.epoch) {
      throw new KafkaError(
        errors.invalidProducerEpoch,
        `producer ${batch.producerId} has epoch ${entry.epoch}, not ${batch.producerEpoch}`,
      );
    }
    if (marker) {
      if (marker.coordinatorEpoch < entry.coordinatorEpoch)
        throw new KafkaError(errors.transactionCoordinatorFenced);
      return;
    }
    if (origin === 'client') checkSequence(batch, entry);
    if (!isTransactional(batch.attributes) && entry.txnFirstOffset >= 0)
      throw new KafkaError(errors.invalidTxnState);
  }

  /** Takes up an appended batch with records of a producer. */
  record(batch: BatchHeader): void {
    const entry = this.entryOf(batch);
    entry.batches.push({
      firstSequence: batch.baseSequence,
      lastSequence: batch.lastSequence,
      firstOffset: batch.baseOffset,
      lastOffset: batch.lastOffset,
      timestampMs: batch.maxTimestamp,
    });
    if (entry.batches.length > rememberedBatches) entry.batches.shift();
    if (!isTransactional(batch.attributes) || entry.txnFirstOffset >= 0) return;
    entry.txnFirstOffset = batch.baseOffset;
    this.open.set(batch.producerId, batch.baseOffset);
  }

  /** Ends a producer's transaction at its marker; gives the row of the transaction index. */
  endTransaction(batch: BatchHeader, marker: EndTxnMarker): AbortedTxn | undefined {
    const entry = this.entryOf(batch);
    const firstOffset = entry.txnFirstOffset;
    entry.txnFirstOffset = -1;
    entry.coordinatorEpoch = marker.coordinatorEpoch;
    if (firstOffset < 0) return undefined;
    this.open.delete(batch.producerId);
    this.unreplicated.push({ firstOffset, markerOffset: batch.lastOffset });
    if (marker.isCommit) return undefined;
    const [nextOpen] = this.open.values();
    return {
      producerId: batch.producerId,
      firstOffset,
      lastOffset: batch.lastOffset,
      lastStableOffset: nextOpen ?? batch.lastOffset + 1,
    };
  }

  expire(nowMs: number, expirationMs: number): void {
    for (const [id, entry] of this.entries)
      if (isExpired(entry, nowMs, expirationMs)) this.entries.delete(id);
  }

  clear(): void {
    this.entries = new Map();
    this.open.clear();
    this.unreplicated = [];
  }

  /** Starts from what a snapshot held; producers that have expired since are left out. */
  restore(entries: readonly ProducerEntry[], nowMs: number, expirationMs: number): void {
    this.clear();
    for (const entry of entries)
      if (!isExpired(entry, nowMs, expirationMs)) this.entries.set(entry.producerId, entry);
    const openEntries = entries
      .filter(({ txnFirstOffset }) => txnFirstOffset >= 0)
      .sort((a, b) => a.txnFirstOffset - b.txnFirstOffset);
    for (const { producerId, txnFirstOffset } of openEntries)
      this.open.set(producerId, txnFirstOffset);
  }

  /** The entry of the batch's producer, brought to the batch's epoch and time. */
  private entryOf(batch: BatchHeader): ProducerEntry {
    const { producerId, producerEpoch, maxTimestamp } = batch;
    let entry = this.entries.get(producerId);
    if (!entry) {
      entry = {
        producerId,
        epoch: producerEpoch,
        coordinatorEpoch: -1,
        lastTimestampMs: maxTimestamp,
        txnFirstOffset: -1,
        batches: [],
      };
      this.entries.set(producerId, entry);
    }
    if (entry.epoch !== producerEpoch) {
      entry.epoch = producerEpoch;
      entry.batches = [];
    }
    entry.lastTimestampMs = maxTimestamp;
    return entry;
  }
}

/** What a control batch of a transaction says; undefined for other batches. */
export function readMarker(bytes: Buffer, header: BatchHeader): EndTxnMarker | undefined {
  if (!isControl(header.attributes)) return undefined;
  const [record] = decodeRecords(bytes, header);
  if (!record?.key || !record.value || record.key.length < 4 || record.value.length < 6)
    return undefined;
  const type = record.key.readInt16BE(2);
  if (type !== controlType.abort && type !== controlType.commit) return undefined;
  return {
    isCommit: type === controlType.commit,
    coordinatorEpoch: record.value.readInt32BE(2),
  };
}

function isExpired(entry: ProducerEntry, nowMs: number, expirationMs: number): boolean {
  return entry.txnFirstOffset < 0 && nowMs - entry.lastTimestampMs >= expirationMs;
}

function checkSequence(batch: BatchHeader, entry: ProducerEntry): void {
  const last = batch.producerEpoch === entry.epoch ? entry.batches.at(-1) : undefined;
  const expected = last ? addSequence(last.lastSequence, 1) : 0;
  if (batch.baseSequence === expected) return;
  throw new KafkaError(
    errors.outOfOrderSequenceNumber,
    `producer ${batch.producerId} sent sequence ${batch.baseSequence}, not ${expected}`,
  );
}
