/**
 * Aborted transactions of a log, oldest marker first, in memory and as `.txnindex` files in
 * Kafka's layout: each abort is a row of the segment that holds its marker. Aborts are rare, so a
 * row is written at once and the files are not kept open.
 */
import type { Disk } from '../env/env.ts';
import { getInt64, putInt64 } from '../protocol/writer.ts';
import { offsetName } from './names.ts';

export type AbortedTxn = {
  readonly producerId: number;
  readonly firstOffset: number;
  /** Of the abort marker. */
  readonly lastOffset: number;
  /** Up to which records were decided once this one was. */
  readonly lastStableOffset: number;
};

const rowBytes = 34;
const rowVersion = 0;
const suffix = '.txnindex';

export class TxnIndex {
  private readonly disk: Disk;
  private rows: AbortedTxn[] = [];

  constructor(disk: Disk) {
    this.disk = disk;
  }

  /** Offset of the newest abort marker; -1 when there is none. */
  get lastMarker(): number {
    return this.rows.at(-1)?.lastOffset ?? -1;
  }

  /** False when the file of the segment at `baseOffset` is damaged: it has to be rebuilt. */
  load(dir: string, baseOffset: number): boolean {
    const bytes = this.disk.readFile(pathOf(dir, baseOffset)) ?? Buffer.alloc(0);
    const rows: AbortedTxn[] = [];
    let isSane = bytes.length % rowBytes === 0;
    for (let at = 0; isSane && at < bytes.length; at += rowBytes) {
      const row = decodeRow(bytes, at);
      isSane =
        bytes.readInt16BE(at) === rowVersion &&
        row.firstOffset <= row.lastOffset &&
        row.lastOffset >= (rows.at(-1)?.lastOffset ?? baseOffset);
      rows.push(row);
    }
    if (isSane) this.rows.push(...rows);
    return isSane;
  }

  /** `baseOffset` is that of the segment with the marker. */
  append(dir: string, baseOffset: number, row: AbortedTxn): void {
    this.rows.push(row);
    const file = this.disk.open(pathOf(dir, baseOffset), { create: true });
    try {
      file.append([encodeRow(row)]);
    } finally {
      file.close();
    }
  }

  /** Transactions with records or their marker in [fromOffset, toOffset), by first offset. */
  overlapping(fromOffset: number, toOffset: number): { producerId: number; firstOffset: number }[] {
    if (this.rows.length === 0) return [];
    return this.rows
      .filter((row) => row.lastOffset >= fromOffset && row.firstOffset < toOffset)
      .sort((a, b) => a.firstOffset - b.firstOffset)
      .map(({ producerId, firstOffset }) => ({ producerId, firstOffset }));
  }

  /** The same transactions as rows. */
  rowsBetween(fromOffset: number, toOffset: number): AbortedTxn[] {
    return this.rows.filter((row) => row.lastOffset >= fromOffset && row.firstOffset < toOffset);
  }

  /** A cleaned segment with markers from `fromOffset` to before `toOffset` brought its own rows. */
  replaceRows(fromOffset: number, toOffset: number, rows: readonly AbortedTxn[]): void {
    const isBefore = (row: AbortedTxn): boolean => row.lastOffset < fromOffset;
    const isBehind = (row: AbortedTxn): boolean => row.lastOffset >= toOffset;
    this.rows = [...this.rows.filter(isBefore), ...rows, ...this.rows.filter(isBehind)];
  }

  /** Forgets markers at `offset` and above; `baseOffset` is that of the segment it falls into. */
  truncateTo(offset: number, dir: string, baseOffset: number): void {
    const kept = this.rows.filter((row) => row.lastOffset < offset);
    if (kept.length === this.rows.length) return;
    this.rows = kept;
    this.rewrite(dir, baseOffset);
  }

  /** Forgets markers below `offset`; their files go with the segments. */
  truncateStart(offset: number): void {
    if (this.rows.length > 0 && this.rows[0].lastOffset < offset)
      this.rows = this.rows.filter((row) => row.lastOffset >= offset);
  }

  /** Removes the file of a segment that is scanned again. */
  reset(dir: string, baseOffset: number): void {
    this.disk.remove(pathOf(dir, baseOffset));
  }

  private rewrite(dir: string, baseOffset: number): void {
    const path = pathOf(dir, baseOffset);
    const rows = this.rows.filter((row) => row.lastOffset >= baseOffset);
    this.disk.remove(path);
    if (rows.length > 0) this.disk.writeFileAtomic(path, encodeRows(rows));
  }
}

/** Name of the file of the segment at `baseOffset`. */
export const txnIndexName = (baseOffset: number): string => `${offsetName(baseOffset)}${suffix}`;

function pathOf(dir: string, baseOffset: number): string {
  return `${dir}/${txnIndexName(baseOffset)}`;
}

/** The content of a file with these rows. */
export function encodeRows(rows: readonly AbortedTxn[]): Buffer {
  return Buffer.concat(rows.map(encodeRow));
}

function encodeRow(row: AbortedTxn): Buffer {
  const bytes = Buffer.alloc(rowBytes);
  bytes.writeInt16BE(rowVersion, 0);
  putInt64(bytes, row.producerId, 2);
  putInt64(bytes, row.firstOffset, 10);
  putInt64(bytes, row.lastOffset, 18);
  putInt64(bytes, row.lastStableOffset, 26);
  return bytes;
}

function decodeRow(bytes: Buffer, at: number): AbortedTxn {
  return {
    producerId: getInt64(bytes, at + 2),
    firstOffset: getInt64(bytes, at + 10),
    lastOffset: getInt64(bytes, at + 18),
    lastStableOffset: getInt64(bytes, at + 26),
  };
}
