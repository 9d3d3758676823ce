import { describe, expect, it } from 'vitest';
import { TailCache } from '../../../src/broker/log/tail-cache.ts';
import { headersOf } from '../../../src/broker/protocol/record-batch.ts';
import { SimRandom } from '../../support/sim-random.ts';
import { batchOf } from './support.ts';

const all = { maxBytes: 1e9, upperOffset: 1e9, minOneBatch: true };

describe('the cached end of a log', () => {
  it('gives many small batches as few buffers', () => {
    const tail = new TailCache(1e6).tail();
    for (let offset = 0; offset < 500; offset++)
      tail.add(offset, offset, batchOf(1, { baseOffset: offset }));
    const { slices, nextOffset } = tail.read(7, all);
    expect(nextOffset).toBe(500);
    expect(slices.length).toBeLessThan(10);
    expect([...headersOf(Buffer.concat(slices))].map(({ baseOffset }) => baseOffset)).toEqual(
      Array.from({ length: 493 }, (_, index) => index + 7),
    );
  });

  it('keeps a large run as it is and a small one as a copy', () => {
    const tail = new TailCache(1e6).tail();
    const large = batchOf(1, { sizeBytes: 20_000 });
    const small = batchOf(1, { baseOffset: 1 });
    tail.add(0, 0, large);
    tail.add(1, 1, small);
    const [first, second] = tail.read(0, all).slices;
    expect(first.buffer).toBe(large.buffer);
    expect(second.buffer).not.toBe(small.buffer);
  });

  it('stays within its bound and lets the oldest go first, over all partitions', () => {
    const cache = new TailCache(1_000_000);
    const random = new SimRandom(3);
    const tails = Array.from({ length: 5 }, () => ({ tail: cache.tail(), end: 0 }));
    for (let count = 0; count < 3000; count++) {
      const one = tails[random.below(5)];
      const bytes = batchOf(1, { baseOffset: one.end, sizeBytes: random.below(3000) });
      one.tail.add(one.end, one.end, bytes);
      one.end++;
      expect(cache.sizeBytes).toBeLessThanOrEqual(1_000_000);
    }
    for (const { tail, end } of tails) {
      let from = end;
      while (from > 0 && tail.has(from - 1)) from--;
      expect(from).toBeLessThan(end);
      expect(tail.read(from, all).nextOffset).toBe(end);
    }
    for (const { tail } of tails) tail.clear();
    expect(cache.sizeBytes).toBe(0);
  });

  it('never gives a batch that reaches the upper offset', () => {
    const tail = new TailCache(1e6).tail();
    for (let offset = 0; offset < 90; offset += 3)
      tail.add(offset, offset + 2, batchOf(3, { baseOffset: offset, sizeBytes: 500 }));
    for (let upperOffset = 1; upperOffset <= 90; upperOffset++) {
      const { nextOffset } = tail.read(0, { ...all, upperOffset });
      expect(nextOffset).toBe(Math.floor(upperOffset / 3) * 3);
    }
  });
});
