/**
 * Memory for batches, used again and again, so that a broker under load makes no garbage: blocks of
 * one size, each held by everyone who still needs its bytes and taken up again after the last one.
 */

const freeMax = 16;

/** One block. Whoever takes it out of the pool holds it once. */
export class Slab {
  readonly bytes: Buffer;
  private readonly pool: SlabPool;
  private holdCount = 0;

  /** Used by SlabPool. */
  constructor(pool: SlabPool, sizeBytes: number) {
    this.pool = pool;
    this.bytes = Buffer.allocUnsafeSlow(sizeBytes);
  }

  hold(): void {
    this.holdCount++;
  }

  release(): void {
    this.holdCount--;
    if (this.holdCount < 0) throw new Error('a slab was released more often than held');
    if (this.holdCount === 0) this.pool.giveBack(this);
  }
}

export class SlabPool {
  readonly slabBytes: number;
  private readonly free: Slab[] = [];

  constructor(slabBytes: number) {
    this.slabBytes = slabBytes;
  }

  /** A block of at least `sizeBytes`, with any content, held once. */
  take(sizeBytes = 0): Slab {
    const { slabBytes } = this;
    const slab =
      sizeBytes <= slabBytes
        ? (this.free.pop() ?? new Slab(this, slabBytes))
        : new Slab(this, sizeBytes);
    slab.hold();
    return slab;
  }

  /** Used by Slab. What is not needed again soon is left to the garbage collector. */
  giveBack(slab: Slab): void {
    if (slab.bytes.length === this.slabBytes && this.free.length < freeMax) this.free.push(slab);
  }
}

/**
 * What a reader holds until its bytes have left: one lease per answer. A lease that is never
 * released costs its blocks, which the garbage collector then takes; one that is released too early
 * would send other people's bytes.
 */
export class Lease {
  private slabs: Slab[] | undefined;
  /** The last block of its own, and how much of it is given out. */
  private own: Slab | undefined;
  private ownUsedBytes = 0;

  get isEmpty(): boolean {
    return this.slabs === undefined;
  }

  /** Holds a block that others hold too. */
  hold(slab: Slab): void {
    slab.hold();
    this.slabs ??= [];
    this.slabs.push(slab);
  }

  /** Room for a read, from a block that nobody else uses. */
  room(pool: SlabPool, sizeBytes: number): Buffer {
    if (!this.own || this.own.bytes.length - this.ownUsedBytes < sizeBytes) {
      this.own = pool.take(sizeBytes);
      this.ownUsedBytes = 0;
      this.slabs ??= [];
      this.slabs.push(this.own);
    }
    const start = this.ownUsedBytes;
    this.ownUsedBytes += sizeBytes;
    return this.own.bytes.subarray(start, start + sizeBytes);
  }

  /** Takes over what another lease holds. */
  absorb(other: Lease): void {
    if (!other.slabs) return;
    if (this.slabs) this.slabs.push(...other.slabs);
    else this.slabs = other.slabs;
    other.slabs = undefined;
    other.own = undefined;
  }

  /** Idempotent. */
  release(): void {
    const { slabs } = this;
    if (!slabs) return;
    this.slabs = undefined;
    this.own = undefined;
    for (const slab of slabs) slab.release();
  }
}
