/**
 * The newest offset of each key, in bounded memory: 24 bytes a key whatever its length, as in
 * Kafka. Keys are known by a hash of 128 bits. Nothing is ever removed.
 */
import { hashKey } from './key-hash.ts';

const hashWords = 4;
const slotBytes = hashWords * 4 + 8;
const slotsMin = 16;

export type OffsetMapOptions = {
  /** Its share of log.cleaner.dedupe.buffer.size. */
  readonly bufferBytes: number;
  /** log.cleaner.io.buffer.load.factor. */
  readonly loadFactor: number;
  /** More keys than this cannot come: no more memory is taken than they need. */
  readonly keysMax: number;
  readonly seed: number;
};

export class OffsetMap {
  /** Offset of the last batch that is in the map; -1 while it is empty. */
  latestOffset = -1;
  private readonly hashes: Uint32Array;
  /** Offsets plus one: 0 stands for a free slot. */
  private readonly offsets: Float64Array;
  private readonly slots: number;
  private readonly keysLimit: number;
  private readonly seed: number;
  private readonly wanted = new Uint32Array(hashWords);
  private count = 0;

  constructor({ bufferBytes, loadFactor, keysMax, seed }: OffsetMapOptions) {
    const allowed = Math.max(slotsMin, Math.floor(bufferBytes / slotBytes));
    this.keysLimit = Math.max(1, Math.min(allowed - 1, Math.floor(allowed * loadFactor)));
    this.slots = Math.min(allowed, Math.max(slotsMin, Math.ceil(keysMax / loadFactor) + 1));
    // Zeroed memory costs nothing before it is written to.
    this.hashes = new Uint32Array(this.slots * hashWords);
    this.offsets = new Float64Array(this.slots);
    this.seed = seed;
  }

  get size(): number {
    return this.count;
  }

  /** No key may be put any more. */
  get isFull(): boolean {
    return this.count >= this.keysLimit;
  }

  /** The key is `bytes` from `start` to before `end`. */
  put(bytes: Buffer, start: number, end: number, offset: number): void {
    const slot = this.slotOf(bytes, start, end);
    if (this.offsets[slot] === 0) {
      this.hashes.set(this.wanted, slot * hashWords);
      this.count++;
    }
    this.offsets[slot] = offset + 1;
    this.latestOffset = offset;
  }

  /** The offset last put for the key; -1 for none. */
  get(bytes: Buffer, start: number, end: number): number {
    return this.offsets[this.slotOf(bytes, start, end)] - 1;
  }

  /** The slot that holds the key or that it would go to; there is always a free one. */
  private slotOf(bytes: Buffer, start: number, end: number): number {
    const { hashes, offsets, slots, wanted } = this;
    hashKey(bytes, start, end, this.seed, wanted);
    let slot = wanted[0] % slots;
    for (;;) {
      if (offsets[slot] === 0) return slot;
      const at = slot * hashWords;
      const isSame =
        hashes[at] === wanted[0] &&
        hashes[at + 1] === wanted[1] &&
        hashes[at + 2] === wanted[2] &&
        hashes[at + 3] === wanted[3];
      if (isSame) return slot;
      slot = slot + 1 === slots ? 0 : slot + 1;
    }
  }
}
