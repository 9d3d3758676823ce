/**
 * The sparse indexes of a segment in Kafka's layout: offset to file position (8-byte entries) and
 * time to offset (12-byte entries). New entries gather in memory and reach the file with `flush`;
 * an index whose file does not fit the log is built again from the log, so nothing is lost.
 */
import type { Disk } from '../env/env.ts';
import { getInt64, putInt64 } from '../protocol/writer.ts';

/** Rows of a fixed size whose first column grows. */
class IndexFile {
  private readonly disk: Disk;
  private path: string;
  private readonly rowBytes: number;
  private rows: Buffer;
  private storedCount: number;
  count: number;

  constructor(disk: Disk, path: string, rowBytes: number) {
    this.disk = disk;
    this.path = path;
    this.rowBytes = rowBytes;
    this.rows = disk.readFile(path) ?? Buffer.alloc(0);
    this.count = Math.floor(this.rows.length / rowBytes);
    this.storedCount = this.count;
  }

  /** Position of a row in `buffer`. */
  at(row: number): number {
    return row * this.rowBytes;
  }

  get buffer(): Buffer {
    return this.rows;
  }

  /** Room for one more row; the caller fills it at the returned position. */
  push(): number {
    const position = this.at(this.count);
    if (position + this.rowBytes > this.rows.length) {
      const grown = Buffer.alloc(Math.max(this.rows.length * 2, this.rowBytes * 64));
      this.rows.copy(grown, 0, 0, position);
      this.rows = grown;
    }
    this.count++;
    return position;
  }

  /** The last row for which `isBefore` holds, or -1; rows are ordered. */
  last(isBefore: (position: number) => boolean): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.at(middle))) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  cut(count: number): void {
    if (count >= this.count) return;
    this.count = count;
    this.storedCount = Math.min(this.storedCount, -1);
  }

  flush(): void {
    if (this.storedCount === this.count) return;
    const file = this.disk.open(this.path, { create: true });
    try {
      const from = this.storedCount < 0 ? 0 : this.storedCount;
      const end = this.at(this.count);
      if (end > this.at(from))
        file.writeSync(this.rows.subarray(this.at(from), end), this.at(from));
      if (file.sizeBytes > end) file.truncate(end);
    } finally {
      file.close();
    }
    this.storedCount = this.count;
  }

  renameTo(path: string): void {
    if (this.disk.stat(this.path)) this.disk.rename(this.path, path);
    this.path = path;
  }

  remove(): void {
    this.disk.remove(this.path);
  }
}

const offsetRowBytes = 8;
const timeRowBytes = 12;

/** Offset (of the last record of a batch) to the position of that batch. */
export class OffsetIndex {
  private readonly baseOffset: number;
  private readonly file: IndexFile;

  constructor(disk: Disk, path: string, baseOffset: number) {
    this.baseOffset = baseOffset;
    this.file = new IndexFile(disk, path, offsetRowBytes);
  }

  get sizeBytes(): number {
    return this.file.count * offsetRowBytes;
  }

  append(offset: number, position: number): void {
    const at = this.file.push();
    this.file.buffer.writeInt32BE(offset - this.baseOffset, at);
    this.file.buffer.writeInt32BE(position, at + 4);
  }

  /** Where to begin looking for `offset`. */
  positionFor(offset: number): number {
    const { buffer } = this.file;
    const row = this.file.last((at) => buffer.readInt32BE(at) <= offset - this.baseOffset);
    return row < 0 ? 0 : buffer.readInt32BE(this.file.at(row) + 4);
  }

  /** Whether rows grow and stay inside a log of `logBytes`. */
  isSane(logBytes: number): boolean {
    const { buffer, count } = this.file;
    for (let row = 0; row < count; row++) {
      const at = this.file.at(row);
      if (buffer.readInt32BE(at + 4) >= logBytes) return false;
      if (row > 0 && buffer.readInt32BE(at) <= buffer.readInt32BE(at - offsetRowBytes))
        return false;
    }
    return true;
  }

  truncateTo(offset: number): void {
    const { buffer } = this.file;
    this.file.cut(1 + this.file.last((at) => buffer.readInt32BE(at) < offset - this.baseOffset));
  }

  flush(): void {
    this.file.flush();
  }

  renameTo(path: string): void {
    this.file.renameTo(path);
  }

  remove(): void {
    this.file.remove();
  }
}

/** Largest timestamp so far to the offset that has it. */
export class TimeIndex {
  private readonly baseOffset: number;
  private readonly file: IndexFile;

  constructor(disk: Disk, path: string, baseOffset: number) {
    this.baseOffset = baseOffset;
    this.file = new IndexFile(disk, path, timeRowBytes);
  }

  get sizeBytes(): number {
    return this.file.count * timeRowBytes;
  }

  /** Only a row that advances both time and offset is kept, as in Kafka. */
  maybeAppend(timestampMs: number, offset: number): void {
    const last = this.last();
    if (timestampMs <= last.timestampMs || offset <= last.offset) return;
    const at = this.file.push();
    putInt64(this.file.buffer, timestampMs, at);
    this.file.buffer.writeInt32BE(offset - this.baseOffset, at + 8);
  }

  last(): { timestampMs: number; offset: number } {
    return this.row(this.file.count - 1);
  }

  /** An offset at or before the first record that is as young as `timestampMs`. */
  offsetBefore(timestampMs: number): number {
    const { buffer } = this.file;
    const row = this.file.last((at) => getInt64(buffer, at) < timestampMs);
    return row < 0 ? this.baseOffset : this.row(row).offset;
  }

  isSane(): boolean {
    for (let row = 1; row < this.file.count; row++) {
      const [before, here] = [this.row(row - 1), this.row(row)];
      if (here.timestampMs < before.timestampMs || here.offset <= before.offset) return false;
    }
    return true;
  }

  truncateTo(offset: number): void {
    const { buffer } = this.file;
    this.file.cut(
      1 + this.file.last((at) => buffer.readInt32BE(at + 8) < offset - this.baseOffset),
    );
  }

  flush(): void {
    this.file.flush();
  }

  renameTo(path: string): void {
    this.file.renameTo(path);
  }

  remove(): void {
    this.file.remove();
  }

  private row(row: number): { timestampMs: number; offset: number } {
    if (row < 0) return { timestampMs: -1, offset: -1 };
    const at = this.file.at(row);
    const { buffer } = this.file;
    return {
      timestampMs: getInt64(buffer, at),
      offset: this.baseOffset + buffer.readInt32BE(at + 8),
    };
  }
}
