/**
 * Recent batches of all partitions of a broker, bounded in bytes. Small batches are copied into
 * chunks, so that many of them are one buffer for a reader and no large network buffer is kept
 * alive for them; large ones are kept as they are. Beyond the bound the oldest chunk goes first.
 */
import { cutBatches, positionOf } from './batch-scan.ts';
import { emptyRead, type LogRead, type ReadOptions } from './log-reads.ts';

/** Batches in a row; `bytes` may have room behind the first `usedBytes`. */
type Chunk = {
  bytes: Buffer;
  usedBytes: number;
  readonly baseOffset: number;
  lastOffset: number;
  /** Pairs of an offset and the position of the batch it begins, some distance apart. */
  readonly marks: number[];
};

/** From here on a run of batches is a chunk of its own, by reference. */
const copyBelowBytes = 16 * 1024;
const firstChunkBytes = 4 * 1024;
const chunkMaxBytes = 64 * 1024;
/** So far a reader has to walk within a chunk at most. */
const markEveryBytes = 2 * 1024;
const nothing = Buffer.alloc(0);

export class TailCache {
  private readonly maxBytes: number;
  private usedBytes = 0;
  /** Chunks of all partitions in the order they began; those before `head` are gone. */
  private order: ({ readonly tail: PartitionTail; readonly chunk: Chunk } | undefined)[] = [];
  private head = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get sizeBytes(): number {
    return this.usedBytes;
  }

  tail(): PartitionTail {
    return new PartitionTail(this);
  }

  /** Used by PartitionTail. */
  added(tail: PartitionTail, chunk: Chunk): void {
    this.order.push({ tail, chunk });
    this.usedBytes += chunk.bytes.length;
    while (this.usedBytes > this.maxBytes && this.head < this.order.length) {
      const oldest = this.order[this.head];
      this.order[this.head++] = undefined;
      oldest?.tail.evict(oldest.chunk);
    }
    if (this.head > 1024 && this.head * 2 > this.order.length) {
      this.order = this.order.slice(this.head);
      this.head = 0;
    }
  }

  /** Used by PartitionTail. */
  removed(chunk: Chunk): void {
    this.usedBytes -= chunk.bytes.length;
    // Its place in the order may stay for a while and must not keep the bytes.
    chunk.bytes = nothing;
    chunk.usedBytes = 0;
  }
}

/** The cached end of one partition: all batches from some offset up to the log end. */
export class PartitionTail {
  private readonly cache: TailCache;
  private chunks: Chunk[] = [];
  private first = 0;
  private nextChunkBytes = firstChunkBytes;

  constructor(cache: TailCache) {
    this.cache = cache;
  }

  /** `bytes` holds whole batches from `baseOffset` to `lastOffset`. */
  add(baseOffset: number, lastOffset: number, bytes: Buffer): void {
    if (bytes.length >= copyBelowBytes) {
      this.push({ bytes, usedBytes: bytes.length, baseOffset, lastOffset, marks: [] });
      return;
    }
    const newest =
      this.first < this.chunks.length ? this.chunks[this.chunks.length - 1] : undefined;
    if (newest && newest.usedBytes + bytes.length <= newest.bytes.length) {
      const { marks, usedBytes } = newest;
      if (usedBytes - (marks[marks.length - 1] ?? 0) >= markEveryBytes)
        marks.push(baseOffset, usedBytes);
      bytes.copy(newest.bytes, usedBytes);
      newest.usedBytes += bytes.length;
      newest.lastOffset = lastOffset;
      return;
    }
    const chunkBytes = Buffer.allocUnsafeSlow(Math.max(this.nextChunkBytes, bytes.length));
    this.nextChunkBytes = Math.min(chunkMaxBytes, this.nextChunkBytes * 2);
    bytes.copy(chunkBytes);
    const usedBytes = bytes.length;
    this.push({ bytes: chunkBytes, usedBytes, baseOffset, lastOffset, marks: [] });
  }

  /** Whether `offset`, which lies below the log end, is here. */
  has(offset: number): boolean {
    return this.first < this.chunks.length && this.chunks[this.first].baseOffset <= offset;
  }

  /** Batches from the one that holds `fromOffset` on. */
  read(fromOffset: number, options: ReadOptions): LogRead {
    const { maxBytes, upperOffset } = options;
    const slices: Buffer[] = [];
    let sizeBytes = 0;
    let nextOffset = fromOffset;
    for (let index = this.indexOf(fromOffset); index < this.chunks.length; index++) {
      const chunk = this.chunks[index];
      const bytes = chunk.bytes.subarray(0, chunk.usedBytes);
      const start = slices.length === 0 ? startIn(chunk, fromOffset) : 0;
      const roomBytes = maxBytes - sizeBytes;
      let end = bytes.length;
      const isWhole = chunk.lastOffset < upperOffset && end - start <= roomBytes;
      if (isWhole) nextOffset = chunk.lastOffset + 1;
      else {
        const minOneBatch = options.minOneBatch && slices.length === 0;
        const limits = { maxBytes: roomBytes, upperOffset, minOneBatch };
        const cut = cutBatches(bytes, start, nextOffset, limits);
        end = cut.position;
        nextOffset = cut.nextOffset;
      }
      if (end > start) slices.push(bytes.subarray(start, end));
      sizeBytes += end - start;
      if (!isWhole) break;
    }
    return slices.length === 0 ? emptyRead(fromOffset) : { slices, sizeBytes, nextOffset };
  }

  /** Used by TailCache. */
  evict(chunk: Chunk): void {
    if (this.chunks[this.first] !== chunk) return;
    this.first++;
    this.cache.removed(chunk);
    if (this.first === this.chunks.length) {
      this.chunks = [];
      this.first = 0;
    } else if (this.first > 64 && this.first * 2 > this.chunks.length) {
      this.chunks = this.chunks.slice(this.first);
      this.first = 0;
    }
  }

  clear(): void {
    for (let index = this.first; index < this.chunks.length; index++)
      this.cache.removed(this.chunks[index]);
    this.chunks = [];
    this.first = 0;
    this.nextChunkBytes = firstChunkBytes;
  }

  private push(chunk: Chunk): void {
    this.chunks.push(chunk);
    this.cache.added(this, chunk);
  }

  /** Of the first chunk that reaches `offset`. */
  private indexOf(offset: number): number {
    let low = this.first;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.chunks[middle].lastOffset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Position of the batch that holds `offset`. */
function startIn({ bytes, usedBytes, marks }: Chunk, offset: number): number {
  let mark = marks.length - 2;
  while (mark >= 0 && marks[mark] > offset) mark -= 2;
  const from = mark < 0 ? 0 : marks[mark + 1];
  return from + positionOf(bytes.subarray(from, usedBytes), offset);
}
