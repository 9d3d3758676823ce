/**
 * What stays of a batch: of each key the newest record, tombstones and markers until their delete
 * horizon, nothing of aborted transactions. Batches of which nothing stays are kept empty where the
 * last sequence of a producer or the end of the log would be lost with them.
 */
import { decompress } from '../../protocol/compression.ts';
import {
  at,
  type BatchHeader,
  codecOf,
  hasDeleteHorizon,
  isControl,
} from '../../protocol/record-batch.ts';
import { type ProducerEntry, readMarker } from '../producer-states.ts';
import type { CleanedTransactions } from './cleaned-transactions.ts';
import type { OffsetMap } from './offset-map.ts';
import { RecordCursor } from './record-cursor.ts';
import { emptyBatch, fillerBatch, rewriteBatch } from './rewrite-batch.ts';

export type FilterInput = {
  readonly map: OffsetMap;
  readonly transactions: CleanedTransactions;
  /** Of producers that may still send. */
  readonly producers: ReadonlyMap<number, ProducerEntry>;
  /** Where this cleaning ends. */
  readonly endOffset: number;
  readonly nowMs: number;
  readonly deleteRetentionMs: number;
};

/** `bytes` is undefined when the batch goes; it shares memory with what it was made of. */
export type Filtered = { readonly bytes: Buffer | undefined; readonly workBytes: number };

/** The record section of a batch, uncompressed. Throws ProtocolError. */
export function recordSection(bytes: Buffer, header: BatchHeader): Buffer {
  const { position, sizeBytes, attributes } = header;
  return decompress(
    codecOf(attributes),
    bytes.subarray(position + at.records, position + sizeBytes),
  );
}

export class RetentionFilter {
  private readonly input: FilterInput;
  private flags = new Uint8Array(1024);

  constructor(input: FilterInput) {
    this.input = input;
  }

  /** `isGroupEnd`: the last batch of what becomes one segment. Throws ProtocolError. */
  filter(bytes: Buffer, header: BatchHeader, isGroupEnd: boolean): Filtered {
    return isControl(header.attributes)
      ? this.filterMarker(bytes, header, isGroupEnd)
      : this.filterRecords(bytes, header, isGroupEnd);
  }

  /** Markers wait for a delete horizon as tombstones do, from when their transaction is gone. */
  private filterMarker(bytes: Buffer, header: BatchHeader, isGroupEnd: boolean): Filtered {
    const { transactions, nowMs, deleteRetentionMs } = this.input;
    const isFree = transactions.isMarkerFree(header, readMarker(bytes, header));
    const hasHorizon = hasDeleteHorizon(header.attributes);
    const isDue = isFree && hasHorizon && header.baseTimestamp <= nowMs;
    if (isDue || header.recordCount === 0) return this.without(header, isGroupEnd);
    if (!isFree || hasHorizon) return { bytes: whole(bytes, header), workBytes: 0 };
    const kept = { flags: this.flags.fill(1), count: header.recordCount };
    const body = recordSection(bytes, header);
    const rewritten = rewriteBatch(header, body, kept, nowMs + deleteRetentionMs);
    return { bytes: rewritten, workBytes: body.length };
  }

  private filterRecords(bytes: Buffer, header: BatchHeader, isGroupEnd: boolean): Filtered {
    const { transactions, nowMs, deleteRetentionMs } = this.input;
    if (transactions.isAborted(header)) return this.without(header, isGroupEnd);
    const body = recordSection(bytes, header);
    const workBytes = body.length;
    const { count, hasTombstones } = this.flagRecords(header, body);
    if (count === 0) return { ...this.without(header, isGroupEnd), workBytes };
    const needsHorizon = hasTombstones && !hasDeleteHorizon(header.attributes);
    if (count === header.recordCount && !needsHorizon)
      return { bytes: whole(bytes, header), workBytes };
    const horizonMs = needsHorizon ? nowMs + deleteRetentionMs : undefined;
    const kept = { flags: this.flags, count };
    return { bytes: rewriteBatch(header, body, kept, horizonMs), workBytes };
  }

  private flagRecords(
    header: BatchHeader,
    body: Buffer,
  ): { readonly count: number; readonly hasTombstones: boolean } {
    if (header.recordCount > this.flags.length) this.flags = new Uint8Array(header.recordCount);
    const { map, nowMs } = this.input;
    const isDue = hasDeleteHorizon(header.attributes) && header.baseTimestamp <= nowMs;
    const cursor = new RecordCursor(body, header.recordCount);
    let count = 0;
    let hasTombstones = false;
    for (let index = 0; cursor.next(); index++) {
      const isKept = isRetained(map, cursor, header.baseOffset + cursor.offsetDelta, isDue);
      this.flags[index] = isKept ? 1 : 0;
      if (!isKept) continue;
      count++;
      if (!cursor.hasValue) hasTombstones = true;
    }
    return { count, hasTombstones };
  }

  /** The batch with nothing in it, where it has to stay. */
  private without(header: BatchHeader, isGroupEnd: boolean): Filtered {
    if (this.isLastOfProducer(header) || header.lastOffset + 1 === this.input.endOffset)
      return { bytes: emptyBatch(header), workBytes: 0 };
    // So that a segment reaches the next one, as all others do: recovery goes by it, and so does a
    // swap that is completed after a crash.
    return { bytes: isGroupEnd ? fillerBatch(header) : undefined, workBytes: 0 };
  }

  /** Its sequence is what the producer's next batch has to follow, or its epoch the newest. */
  private isLastOfProducer(header: BatchHeader): boolean {
    const { producerId, producerEpoch, lastOffset, attributes } = header;
    const entry = producerId < 0 ? undefined : this.input.producers.get(producerId);
    if (!entry) return false;
    const last = entry.batches.at(-1);
    return last
      ? last.lastOffset === lastOffset
      : isControl(attributes) && entry.epoch === producerEpoch;
  }
}

/** What is not in the map yet stays; else the newest record of each key does. */
function isRetained(map: OffsetMap, cursor: RecordCursor, offset: number, isDue: boolean): boolean {
  if (offset > map.latestOffset) return true;
  if (cursor.keyEnd < 0) return false;
  if (!cursor.hasValue && isDue) return false;
  return offset >= map.get(cursor.body, cursor.keyStart, cursor.keyEnd);
}

const whole = (bytes: Buffer, { position, sizeBytes }: BatchHeader): Buffer =>
  bytes.subarray(position, position + sizeBytes);
