/** Random numbers from a seed; every part of the simulated world draws from a stream of its own. */
import type { Random } from '../../src/broker/env/env.ts';

export class SimRandom implements Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  bytes(sizeBytes: number): Buffer {
    const out = Buffer.alloc(sizeBytes);
    for (let index = 0; index < sizeBytes; index++) out[index] = this.below(256);
    return out;
  }

  /** An independent stream. */
  fork(name: string): SimRandom {
    let hash = Math.floor(this.next() * 2 ** 32) | 0;
    for (let index = 0; index < name.length; index++)
      hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
    return new SimRandom(hash);
  }

  /** An integer from 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}
