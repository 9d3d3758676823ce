/** The two walks of a cleaning: gathering the newest offset of each key, and copying what stays. */
import { type BatchHeader, isControl, readHeader } from '../../protocol/record-batch.ts';
import { readMarker } from '../producer-states.ts';
import type { Segment } from '../segment.ts';
import type { CleanedTransactions } from './cleaned-transactions.ts';
import type { OffsetMap } from './offset-map.ts';
import { RecordCursor } from './record-cursor.ts';
import { recordSection, type RetentionFilter } from './retention-filter.ts';
import type { BatchVisitor } from './segment-batches.ts';
import type { Turns } from './turns.ts';

/** Notes the newest offset of each key, until the map is full. */
export class MapFiller implements BatchVisitor {
  isDone = false;
  private readonly map: OffsetMap;
  private readonly transactions: CleanedTransactions;
  private readonly firstOffset: number;

  constructor(map: OffsetMap, transactions: CleanedTransactions, firstOffset: number) {
    this.map = map;
    this.transactions = transactions;
    this.firstOffset = firstOffset;
  }

  onBatch(bytes: Buffer, header: BatchHeader): number {
    const { map, firstOffset, transactions } = this;
    let workBytes = 0;
    if (isControl(header.attributes)) {
      transactions.isMarkerFree(header, readMarker(bytes, header));
    } else if (!transactions.isAborted(header)) {
      const body = recordSection(bytes, header);
      workBytes = body.length;
      this.putAll(new RecordCursor(body, header.recordCount), header.baseOffset);
      if (this.isDone) return workBytes;
    }
    if (header.lastOffset >= firstOffset) map.latestOffset = header.lastOffset;
    return workBytes;
  }

  private putAll(cursor: RecordCursor, baseOffset: number): void {
    const { map, firstOffset } = this;
    while (cursor.next()) {
      const offset = baseOffset + cursor.offsetDelta;
      if (cursor.keyEnd < 0 || offset < firstOffset) continue;
      if (map.isFull) {
        this.isDone = true;
        return;
      }
      map.put(cursor.body, cursor.keyStart, cursor.keyEnd, offset);
    }
  }
}

export type CopierOptions = {
  readonly filter: RetentionFilter;
  readonly target: Segment;
  readonly turns: Turns;
  readonly indexIntervalBytes: number;
  /** With the end of this segment the target ends. */
  readonly isLast: boolean;
};

/** Writes what stays of each batch to the cleaned segment, with one write for each chunk. */
export class Copier implements BatchVisitor {
  private readonly options: CopierOptions;
  private parts: Buffer[] = [];

  constructor(options: CopierOptions) {
    this.options = options;
  }

  onBatch(bytes: Buffer, header: BatchHeader, isSegmentEnd: boolean): number {
    const { filter, isLast } = this.options;
    const kept = filter.filter(bytes, header, isSegmentEnd && isLast);
    if (kept.bytes) this.parts.push(kept.bytes);
    return kept.workBytes;
  }

  onChunkEnd(): void {
    const { parts } = this;
    if (parts.length === 0) return;
    this.parts = [];
    const { target, turns, indexIntervalBytes } = this.options;
    const headers = parts.map((part) => readHeader(part, 0));
    const bytes = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    target.append(bytes, headers, 0, headers.length, indexIntervalBytes);
    turns.spend(bytes.length, 0);
  }
}
