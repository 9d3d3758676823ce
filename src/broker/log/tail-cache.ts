/**
 * Recent batches of all partitions of a broker, bounded in bytes: a ring of blocks into which
 * batches are copied. A partition writes into a stretch of its own, so that many small batches are
 * one buffer for a reader. Beyond the bound the oldest block goes, with all stretches in it.
 */
import { cutBatches, positionOf } from './batch-scan.ts';
import { emptyRead, type LogRead, type ReadOptions } from './log-reads.ts';
import { type Slab, SlabPool } from './slabs.ts';

/** Batches in a row, somewhere in a block. */
type Stretch = {
  readonly block: Block;
  readonly bytes: Buffer;
  usedBytes: number;
  readonly baseOffset: number;
  lastOffset: number;
  /** Pairs of an offset and the position of the batch it begins, some distance apart. */
  readonly marks: number[];
};

type Block = {
  readonly slab: Slab;
  usedBytes: number;
  readonly stretches: { readonly tail: PartitionTail; readonly stretch: Stretch }[];
};

const firstStretchBytes = 4 * 1024;
const stretchMaxBytes = 64 * 1024;
/** So far a reader has to walk within a stretch at most. */
const markEveryBytes = 2 * 1024;
/** Of blocks: some of them make up the bound. */
const blockMaxBytes = 1024 * 1024;
const blockMinBytes = 16 * 1024;
const blocksInBound = 16;

export class TailCache {
  /** Also where room for reads of older data comes from. */
  readonly pool: SlabPool;
  private readonly maxBytes: number;
  private usedBytes = 0;
  /** In the order they began; the last one is written to. */
  private readonly blocks: Block[] = [];

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
    const shareBytes = Math.floor(maxBytes / blocksInBound);
    this.pool = new SlabPool(Math.min(Math.max(shareBytes, blockMinBytes), blockMaxBytes));
  }

  get sizeBytes(): number {
    return this.usedBytes;
  }

  tail(): PartitionTail {
    return new PartitionTail(this);
  }

  /**
   * Used by PartitionTail: a place of `wantedBytes`, or of what is left of a block when that is
   * at least `neededBytes`. Others may be evicted for it. undefined when it is too large.
   */
  reserve(
    neededBytes: number,
    wantedBytes: number,
  ): { readonly block: Block; readonly bytes: Buffer } | undefined {
    if (neededBytes > this.maxBytes) return undefined;
    let block = this.blocks.at(-1);
    if (!block || block.slab.bytes.length - block.usedBytes < neededBytes) {
      block = this.begin(Math.max(neededBytes, this.pool.slabBytes));
    }
    const { slab, usedBytes } = block;
    const end = Math.min(usedBytes + Math.max(wantedBytes, neededBytes), slab.bytes.length);
    block.usedBytes = end;
    return { block, bytes: slab.bytes.subarray(usedBytes, end) };
  }

  private begin(sizeBytes: number): Block {
    while (this.blocks.length > 0 && this.usedBytes + sizeBytes > this.maxBytes) this.evict();
    const block: Block = { slab: this.pool.take(sizeBytes), usedBytes: 0, stretches: [] };
    this.blocks.push(block);
    this.usedBytes += block.slab.bytes.length;
    return block;
  }

  private evict(): void {
    const oldest = this.blocks.shift() as Block;
    this.usedBytes -= oldest.slab.bytes.length;
    for (const { tail, stretch } of oldest.stretches) tail.evict(stretch);
    oldest.slab.release();
  }
}

/** The cached end of one partition: all batches from some offset up to the log end. */
export class PartitionTail {
  private readonly cache: TailCache;
  private stretches: Stretch[] = [];
  private first = 0;
  private nextStretchBytes = firstStretchBytes;

  constructor(cache: TailCache) {
    this.cache = cache;
  }

  /** `bytes` holds whole batches from `baseOffset` to `lastOffset`; they are copied. */
  add(baseOffset: number, lastOffset: number, bytes: Buffer): void {
    const newest =
      this.first < this.stretches.length ? this.stretches[this.stretches.length - 1] : undefined;
    if (newest && newest.usedBytes + bytes.length <= newest.bytes.length) {
      const { marks, usedBytes } = newest;
      if (usedBytes - (marks[marks.length - 1] ?? 0) >= markEveryBytes)
        marks.push(baseOffset, usedBytes);
      bytes.copy(newest.bytes, usedBytes);
      newest.usedBytes += bytes.length;
      newest.lastOffset = lastOffset;
      return;
    }
    const place = this.cache.reserve(bytes.length, this.nextStretchBytes);
    if (!place) return this.clear();
    this.nextStretchBytes = Math.min(stretchMaxBytes, this.nextStretchBytes * 2);
    bytes.copy(place.bytes);
    const stretch = { ...place, usedBytes: bytes.length, baseOffset, lastOffset, marks: [] };
    this.stretches.push(stretch);
    place.block.stretches.push({ tail: this, stretch });
  }

  /** Whether `offset`, which lies below the log end, is here. */
  has(offset: number): boolean {
    return this.first < this.stretches.length && this.stretches[this.first].baseOffset <= offset;
  }

  /** Batches from the one that holds `fromOffset` on: copied, or with a lease as they are. */
  read(fromOffset: number, options: ReadOptions): LogRead {
    const { maxBytes, upperOffset, lease } = options;
    const slices: Buffer[] = [];
    let sizeBytes = 0;
    let nextOffset = fromOffset;
    for (let index = this.indexOf(fromOffset); index < this.stretches.length; index++) {
      const stretch = this.stretches[index];
      const bytes = stretch.bytes.subarray(0, stretch.usedBytes);
      const start = slices.length === 0 ? startIn(stretch, fromOffset) : 0;
      const roomBytes = maxBytes - sizeBytes;
      let end = bytes.length;
      const isWhole = stretch.lastOffset < upperOffset && end - start <= roomBytes;
      if (isWhole) nextOffset = stretch.lastOffset + 1;
      else {
        const minOneBatch = options.minOneBatch && slices.length === 0;
        const limits = { maxBytes: roomBytes, upperOffset, minOneBatch };
        const cut = cutBatches(bytes, start, nextOffset, limits);
        end = cut.position;
        nextOffset = cut.nextOffset;
      }
      if (end > start) {
        const slice = bytes.subarray(start, end);
        slices.push(lease ? slice : Buffer.from(slice));
        lease?.hold(stretch.block.slab);
      }
      sizeBytes += end - start;
      if (!isWhole) break;
    }
    return slices.length === 0 ? emptyRead(fromOffset) : { slices, sizeBytes, nextOffset };
  }

  /** Used by TailCache, which lets the oldest go first. */
  evict(stretch: Stretch): void {
    if (this.stretches[this.first] !== stretch) return;
    this.first++;
    if (this.first === this.stretches.length) {
      this.stretches = [];
      this.first = 0;
    } else if (this.first > 64 && this.first * 2 > this.stretches.length) {
      this.stretches = this.stretches.slice(this.first);
      this.first = 0;
    }
  }

  /** Batches below `offset` are read from the files again: the cleaner has changed them there. */
  dropBefore(offset: number): void {
    const { stretches } = this;
    while (this.first < stretches.length && stretches[this.first].baseOffset < offset) this.first++;
    if (this.first === stretches.length) this.clear();
  }

  /** The room stays taken until the block's turn comes. */
  clear(): void {
    this.stretches = [];
    this.first = 0;
    this.nextStretchBytes = firstStretchBytes;
  }

  /** Of the first stretch that reaches `offset`. */
  private indexOf(offset: number): number {
    let low = this.first;
    let high = this.stretches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.stretches[middle].lastOffset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Position of the batch that holds `offset`. */
function startIn({ bytes, usedBytes, marks }: Stretch, offset: number): number {
  let mark = marks.length - 2;
  while (mark >= 0 && marks[mark] > offset) mark -= 2;
  const from = mark < 0 ? 0 : marks[mark + 1];
  return from + positionOf(bytes.subarray(from, usedBytes), offset);
}
