/**
 * The sparse indexes of a segment in Kafka's layout: offset to file position (8-byte entries) and
 * time to offset (12-byte entries). New entries gather in memory and reach the file with `write`;
 * an index whose file does not fit the log is built again from the log, so nothing is lost.
 */
import type { Disk } from '../env/env.ts';
import { getInt64, putInt64 } from '../protocol/writer.ts';

const noRows = Buffer.alloc(0);

/** Rows of a fixed size whose first column grows. */
class IndexFile {
  private readonly disk: Disk;
  private readonly path: string;
  private readonly rowBytes: number;
  private rows: Buffer;
  /** Rows that the file holds as they are here. */
  private storedCount: number;
  /** False when the file is missing or ends within a row. */
  readonly isWhole: boolean;
  /** The file may hold more than `storedCount` rows, or none. */
  private isStale: boolean;
  count: number;

  /** A new index is empty, whatever the file may hold. */
  constructor(disk: Disk, path: string, rowBytes: number, isNew: boolean) {
    this.disk = disk;
    this.path = path;
    this.rowBytes = rowBytes;
    const stored = isNew ? undefined : disk.readFile(path);
    this.rows = stored ?? noRows;
    this.count = Math.floor(this.rows.length / rowBytes);
    this.storedCount = this.count;
    this.isWhole = stored !== undefined && stored.length % rowBytes === 0;
    this.isStale = !this.isWhole;
  }

  get buffer(): Buffer {
    return this.rows;
  }

  /** Room for one more row; the caller fills it at the returned position. */
  push(): number {
    const position = this.count * this.rowBytes;
    if (position + this.rowBytes > this.rows.length) {
      const grown = Buffer.alloc(Math.max(this.rows.length * 2, this.rowBytes * 64));
      this.rows.copy(grown, 0, 0, position);
      this.rows = grown;
    }
    this.count++;
    return position;
  }

  cut(count: number): void {
    if (count >= this.count) return;
    this.count = count;
    this.storedCount = Math.min(this.storedCount, count);
    this.isStale = true;
  }

  /** Brings the file up to date, without waiting for the device. */
  write(): void {
    if (!this.isStale && this.storedCount === this.count) return;
    const file = this.disk.open(this.path, { create: true });
    try {
      const from = this.storedCount * this.rowBytes;
      const end = this.count * this.rowBytes;
      if (end > from) file.writeSync(this.rows.subarray(from, end), from);
      if (file.sizeBytes > end) file.truncate(end);
    } finally {
      file.close();
    }
    this.storedCount = this.count;
    this.isStale = false;
  }
}

/** fsync of index files that have been written. */
export async function syncFile(disk: Disk, path: string): Promise<void> {
  const file = disk.open(path, { create: true });
  try {
    await file.sync();
  } finally {
    file.close();
  }
}

export function syncFileNow(disk: Disk, path: string): void {
  const file = disk.open(path, { create: true });
  try {
    file.syncNow();
  } finally {
    file.close();
  }
}

const offsetRowBytes = 8;
const timeRowBytes = 12;

/** The last offset of a batch and where that batch begins. */
export type IndexPoint = { readonly offset: number; readonly position: number };

/** Offset (of the last record of a batch) to the position of that batch. */
export class OffsetIndex {
  private readonly baseOffset: number;
  private readonly file: IndexFile;

  constructor(disk: Disk, path: string, baseOffset: number, isNew: boolean) {
    this.baseOffset = baseOffset;
    this.file = new IndexFile(disk, path, offsetRowBytes, isNew);
  }

  get count(): number {
    return this.file.count;
  }

  isFull(maxBytes: number): boolean {
    return (this.file.count + 1) * offsetRowBytes > maxBytes;
  }

  append(offset: number, position: number): void {
    const row = this.file.push();
    this.file.buffer.writeInt32BE(offset - this.baseOffset, row);
    this.file.buffer.writeInt32BE(position, row + 4);
  }

  /** The last row; the start of the segment when there is none. */
  last(): IndexPoint {
    return this.row(this.file.count - 1);
  }

  /** Where to begin looking for `offset`. */
  positionFor(offset: number): number {
    return this.floor(offset).position;
  }

  /** Where to begin looking for `offset`: the last row not above it, or the start of the segment. */
  floor(offset: number): IndexPoint {
    return this.row(this.countUpTo(offset - this.baseOffset) - 1);
  }

  /** Whether rows grow and stay inside a log of `logBytes`. */
  isSane(logBytes: number): boolean {
    const { buffer, count, isWhole } = this.file;
    if (!isWhole) return false;
    let offset = -1;
    let position = -1;
    for (let row = 0; row < count; row++) {
      const nextOffset = buffer.readInt32BE(row * offsetRowBytes);
      const nextPosition = buffer.readInt32BE(row * offsetRowBytes + 4);
      if (nextOffset <= offset || nextPosition <= position) return false;
      offset = nextOffset;
      position = nextPosition;
    }
    return position < logBytes || count === 0;
  }

  /** Drops rows of `offset` and above. */
  truncateTo(offset: number): void {
    this.file.cut(this.countUpTo(offset - this.baseOffset - 1));
  }

  write(): void {
    this.file.write();
  }

  /** The start of the segment stands before the first row. */
  private row(row: number): IndexPoint {
    if (row < 0) return { offset: this.baseOffset, position: 0 };
    const { buffer } = this.file;
    const at = row * offsetRowBytes;
    return {
      offset: this.baseOffset + buffer.readInt32BE(at),
      position: buffer.readInt32BE(at + 4),
    };
  }

  /** How many rows are not above a relative offset. */
  private countUpTo(relativeOffset: number): number {
    const { buffer } = this.file;
    let low = 0;
    let high = this.file.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (buffer.readInt32BE(middle * offsetRowBytes) <= relativeOffset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Largest timestamp so far to the offset that has it. */
export class TimeIndex {
  private readonly baseOffset: number;
  private readonly file: IndexFile;

  constructor(disk: Disk, path: string, baseOffset: number, isNew: boolean) {
    this.baseOffset = baseOffset;
    this.file = new IndexFile(disk, path, timeRowBytes, isNew);
  }

  get count(): number {
    return this.file.count;
  }

  /** One row is kept free for the entry that closes the segment. */
  isFull(maxBytes: number): boolean {
    return (this.file.count + 2) * timeRowBytes > maxBytes;
  }

  /** Only a row that advances both time and offset is kept, as in Kafka. */
  maybeAppend(timestampMs: number, offset: number): void {
    const last = this.last();
    if (timestampMs <= last.timestampMs || offset <= last.offset) return;
    const row = this.file.push();
    putInt64(this.file.buffer, timestampMs, row);
    this.file.buffer.writeInt32BE(offset - this.baseOffset, row + 8);
  }

  last(): { timestampMs: number; offset: number } {
    return this.row(this.file.count - 1);
  }

  /** An offset at or before the first record that is as young as `timestampMs`. */
  offsetBefore(timestampMs: number): number {
    const row = this.countWhere((at) => getInt64(this.file.buffer, at) < timestampMs) - 1;
    return row < 0 ? this.baseOffset : this.row(row).offset;
  }

  isSane(): boolean {
    if (!this.file.isWhole) return false;
    for (let row = 1; row < this.file.count; row++) {
      const before = this.row(row - 1);
      const here = this.row(row);
      if (here.timestampMs < before.timestampMs || here.offset <= before.offset) return false;
    }
    return this.file.count === 0 || this.row(0).offset >= this.baseOffset;
  }

  /** Drops rows of `offset` and above. */
  truncateTo(offset: number): void {
    const { buffer } = this.file;
    const relative = offset - this.baseOffset;
    this.file.cut(this.countWhere((at) => buffer.readInt32BE(at + 8) < relative));
  }

  write(): void {
    this.file.write();
  }

  private row(row: number): { timestampMs: number; offset: number } {
    if (row < 0) return { timestampMs: -1, offset: -1 };
    const at = row * timeRowBytes;
    const { buffer } = this.file;
    return {
      timestampMs: getInt64(buffer, at),
      offset: this.baseOffset + buffer.readInt32BE(at + 8),
    };
  }

  /** How many rows from the first on meet a condition that no later one meets again. */
  private countWhere(isBefore: (position: number) => boolean): number {
    let low = 0;
    let high = this.file.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(middle * timeRowBytes)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
