import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OffsetMap } from '../../../../src/broker/log/cleaner/offset-map.ts';

const options = { bufferBytes: 24 * 1000, loadFactor: 0.9, keysMax: 10_000, seed: 7 };

describe('the map of offsets', () => {
  it('knows the last offset that was put for each key, wherever the key lies', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 300 }),
        fc.integer(),
        (keys, seed) => {
          const map = new OffsetMap({ ...options, seed });
          const expected = new Map<string, number>();
          keys.forEach((key, index) => {
            const before = index % 5;
            const bytes = Buffer.concat([Buffer.alloc(before, 1), key, Buffer.alloc(3, 2)]);
            map.put(bytes, before, before + key.length, index);
            expected.set(Buffer.from(key).toString('hex'), index);
          });
          expect(map.size).toBe(expected.size);
          expect(map.latestOffset).toBe(keys.length - 1);
          for (const [hex, offset] of expected) {
            const key = Buffer.from(hex, 'hex');
            expect(map.get(key, 0, key.length)).toBe(offset);
          }
        },
      ),
      { seed: 1 },
    );
  });

  it('does not know other keys', () => {
    const map = new OffsetMap(options);
    for (let index = 0; index < 500; index++) map.put(Buffer.from(`k${1000 + index}`), 0, 5, index);
    for (let index = 0; index < 500; index++) {
      const key = Buffer.from(`other-${index}`);
      expect(map.get(key, 0, key.length)).toBe(-1);
    }
  });

  it('is full at its share of the memory it may take', () => {
    const map = new OffsetMap(options);
    let count = 0;
    for (; !map.isFull; count++) {
      const key = Buffer.from(`key ${count}`);
      map.put(key, 0, key.length, count);
    }
    expect(count).toBe(900);
    for (let index = 0; index < count; index++) {
      const key = Buffer.from(`key ${index}`);
      expect(map.get(key, 0, key.length)).toBe(index);
    }
  });

  it('has room for all keys that can come, in no more memory than they need', () => {
    const map = new OffsetMap({ ...options, bufferBytes: 128 * 1024 * 1024, keysMax: 50 });
    for (let index = 0; index < 50; index++) {
      expect(map.isFull).toBe(false);
      const key = Buffer.from(`key ${index}`);
      map.put(key, 0, key.length, index * 1e12);
    }
    expect(map.get(Buffer.from('key 49'), 0, 6)).toBe(49e12);
  });

  it('takes at least one key however little memory it is given', () => {
    const map = new OffsetMap({ ...options, bufferBytes: 1 });
    expect(map.isFull).toBe(false);
  });
});
