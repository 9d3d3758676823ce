/**
 * Recent batches of all partitions of a broker, by reference and bounded in bytes. Appends go in
 * at the end; when the bound is passed the partition that was appended to longest ago gives up
 * its oldest batches first.
 */

export type CachedBatch = {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly bytes: Buffer;
};

export class TailCache {
  private readonly maxBytes: number;
  private usedBytes = 0;
  /** In the order of each partition's oldest batch that is still here. */
  private readonly order: { tail: PartitionTail; batch: CachedBatch; isGone: boolean }[] = [];
  private head = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  tail(): PartitionTail {
    return new PartitionTail(this);
  }

  /** Used by PartitionTail. */
  added(tail: PartitionTail, batch: CachedBatch): void {
    this.order.push({ tail, batch, isGone: false });
    this.usedBytes += batch.bytes.length;
    while (this.usedBytes > this.maxBytes && this.head < this.order.length) {
      const oldest = this.order[this.head++];
      oldest.tail.evict(oldest.batch);
    }
    if (this.head > 1024 && this.head * 2 > this.order.length) {
      this.order.splice(0, this.head);
      this.head = 0;
    }
  }

  /** Used by PartitionTail. */
  removed(sizeBytes: number): void {
    this.usedBytes -= sizeBytes;
  }
}

/** A large network buffer is not kept alive for a small batch. */
const copyBelowBytes = 16 * 1024;

/** The cached end of one partition: contiguous batches up to the log end. */
export class PartitionTail {
  private readonly cache: TailCache;
  private batches: CachedBatch[] = [];
  private first = 0;

  constructor(cache: TailCache) {
    this.cache = cache;
  }

  add(baseOffset: number, lastOffset: number, bytes: Buffer): void {
    const kept = bytes.length < copyBelowBytes ? Buffer.from(bytes) : bytes;
    const batch = { baseOffset, lastOffset, bytes: kept };
    this.batches.push(batch);
    this.cache.added(this, batch);
  }

  /** Whether the batch that holds `offset` is here. */
  has(offset: number): boolean {
    return this.first < this.batches.length && this.batches[this.first].baseOffset <= offset;
  }

  /** Batches from the one that holds `offset` on. */
  *from(offset: number): Generator<CachedBatch> {
    let low = this.first;
    let high = this.batches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.batches[middle].lastOffset < offset) low = middle + 1;
      else high = middle;
    }
    for (; low < this.batches.length; low++) yield this.batches[low];
  }

  evict(batch: CachedBatch): void {
    if (this.batches[this.first] !== batch) return;
    this.first++;
    this.cache.removed(batch.bytes.length);
    if (this.first > 64 && this.first * 2 > this.batches.length) {
      this.batches.splice(0, this.first);
      this.first = 0;
    }
  }

  clear(): void {
    for (let index = this.first; index < this.batches.length; index++) {
      this.cache.removed(this.batches[index].bytes.length);
    }
    this.batches = [];
    this.first = 0;
  }
}
