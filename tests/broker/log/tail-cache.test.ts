import { describe, expect, it } from 'vitest';
import { Lease } from '../../../src/broker/log/slabs.ts';
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

  it('keeps nothing of the memory that batches came in', () => {
    const tail = new TailCache(1e6).tail();
    const given = [batchOf(1, { sizeBytes: 20_000 }), batchOf(1, { baseOffset: 1 })];
    const expected = Buffer.concat(given);
    given.forEach((bytes, offset) => tail.add(offset, offset, bytes));
    for (const bytes of given) bytes.fill(0);
    expect(Buffer.concat(tail.read(0, all).slices)).toEqual(expected);
  });

  it('uses memory again that nobody reads, and only that', () => {
    const cache = new TailCache(1_000_000);
    const tail = cache.tail();
    const seen = new Set<ArrayBufferLike>();
    const add = (offset: number) =>
      tail.add(offset, offset, batchOf(1, { baseOffset: offset, sizeBytes: 10_000 }));
    add(0);
    const lease = new Lease();
    const leased = tail.read(0, { ...all, lease }).slices[0];
    const copied = tail.read(0, all).slices[0];
    const before = Buffer.from(leased);
    for (let offset = 1; offset < 1000; offset++) {
      add(offset);
      const one = new Lease();
      seen.add(tail.read(offset, { ...all, lease: one }).slices[0].buffer);
      one.release();
    }
    expect(seen.size).toBeLessThanOrEqual(18);
    expect(leased).toEqual(before);
    lease.release();
    expect(new Lease().room(cache.pool, 100).buffer).toBe(leased.buffer);
    expect(copied.buffer).not.toBe(leased.buffer);
  });

  it('lets a batch pass that is larger than the whole cache', () => {
    const tail = new TailCache(100_000).tail();
    tail.add(0, 0, batchOf(1));
    tail.add(1, 1, batchOf(1, { baseOffset: 1, sizeBytes: 200_000 }));
    expect([tail.has(0), tail.has(1)]).toEqual([false, false]);
    tail.add(2, 2, batchOf(1, { baseOffset: 2 }));
    expect([tail.has(1), tail.has(2)]).toEqual([false, true]);
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
    for (const { tail, end } of tails) expect(tail.has(end - 1)).toBe(false);
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
