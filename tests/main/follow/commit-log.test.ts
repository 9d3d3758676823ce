import { describe, expect, it } from 'vitest';
import { readCommit, ReadTable } from '../../../src/main/follow/commit-log.ts';

const text16 = (text: string) => {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const int = (value: number, size: 2 | 4) => {
  const bytes = Buffer.alloc(size);
  if (size === 2) bytes.writeInt16BE(value);
  else bytes.writeInt32BE(value);
  return bytes;
};
const long = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
};
const key = (version: number) =>
  Buffer.concat([int(version, 2), text16('billing'), text16('orders'), int(2, 4)]);

describe('a commit', () => {
  const wanted = { groupId: 'billing', topic: 'orders', partition: 2, offset: 42, atMs: 1_700_000 };

  it.each([
    [0, Buffer.concat([int(0, 2), long(42), text16('note'), long(1_700_000)])],
    [1, Buffer.concat([int(1, 2), long(42), text16(''), long(1_700_000), long(9)])],
    [3, Buffer.concat([int(3, 2), long(42), int(7, 4), text16('note'), long(1_700_000)])],
    [
      4,
      Buffer.concat([
        int(4, 2),
        long(42),
        int(7, 4),
        Buffer.from([5]),
        Buffer.from('note'),
        long(1_700_000),
        Buffer.from([0]),
      ]),
    ],
  ])('of version %i is read', (_version, value) => {
    expect(readCommit(key(1), value)).toEqual(wanted);
    expect(readCommit(key(0), value)).toEqual(wanted);
  });

  it('is not a member, a tombstone, a later version, nor what is cut', () => {
    const value = Buffer.concat([int(3, 2), long(42), int(7, 4), text16(''), long(1)]);
    expect(readCommit(key(2), value)).toBeNull();
    expect(readCommit(key(1), null)).toBeNull();
    expect(readCommit(key(1), Buffer.concat([int(9, 2), long(42)]))).toBeNull();
    expect(readCommit(key(1), value.subarray(0, 12))).toBeNull();
    expect(readCommit(key(1).subarray(0, 9), value)).toBeNull();
  });
});

describe('the table of reads', () => {
  const at = { topic: 'orders', partition: 0 };

  it('keeps the first commit past a record, and tells it once', () => {
    const table = new ReadTable();
    table.addPlace({ ...at, offset: 5 });
    table.add({ groupId: 'a', ...at, offset: 5, atMs: 10 });
    expect(table.takeChanged()).toEqual([]);
    table.add({ groupId: 'a', ...at, offset: 9, atMs: 20 });
    table.add({ groupId: 'a', ...at, offset: 12, atMs: 30 });
    expect(table.takeChanged()).toEqual([{ groupId: 'a', ...at, offset: 5, atMs: 20 }]);
    expect(table.takeChanged()).toEqual([]);
  });

  it('prefers a time that is known to one that is not', () => {
    const table = new ReadTable();
    table.addPlace({ ...at, offset: 0 });
    table.add({ groupId: 'a', ...at, offset: 1, atMs: null });
    expect(table.takeChanged()[0]?.atMs).toBeNull();
    table.add({ groupId: 'a', ...at, offset: 1, atMs: 7 });
    expect(table.takeChanged()[0]?.atMs).toBe(7);
    table.add({ groupId: 'a', ...at, offset: 3, atMs: null });
    expect(table.takeChanged()).toEqual([]);
  });
});
