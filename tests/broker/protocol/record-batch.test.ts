import { crc32c } from '@node-rs/crc32';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coordinatorPartition, javaStringHash } from '../../../src/broker/protocol/hash.ts';
import { ProtocolError } from '../../../src/broker/protocol/reader.ts';
import {
  addSequence,
  assignOffsetAndEpoch,
  decodeRecords,
  encodeBatch,
  headersOf,
  isCrcValid,
  readHeader,
} from '../../../src/broker/protocol/record-batch.ts';

const record = fc.record({
  key: fc.option(fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes))),
  value: fc.option(fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))),
  timestampMs: fc.integer({ min: 0, max: 2 ** 45 }),
  headers: fc.array(
    fc.record({
      key: fc.string({ maxLength: 5 }),
      value: fc.option(fc.constant(Buffer.from('v'))),
    }),
    { maxLength: 2 },
  ),
});

describe('record batch', () => {
  it('knows the check value of CRC-32C', () => {
    expect(crc32c('123456789')).toBe(0xe3069283);
  });

  it('gives back what was put in, with absolute offsets', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 8 }), (records) => {
        const bytes = encodeBatch({ records, timestampMs: 0, baseOffset: 1000 });
        const header = readHeader(bytes, 0);
        expect(isCrcValid(bytes, header)).toBe(true);
        expect(header.lastOffset).toBe(1000 + records.length - 1);
        expect(decodeRecords(bytes, header)).toEqual(
          records.map((entry, index) => ({ ...entry, offset: 1000 + index })),
        );
      }),
    );
  });

  it('keeps its CRC when the leader assigns offset and epoch', () => {
    const bytes = encodeBatch({
      records: [{ key: null, value: Buffer.from('x') }],
      timestampMs: 5,
    });
    assignOffsetAndEpoch(bytes, 0, 2 ** 40, 17);
    const header = readHeader(bytes, 0);
    expect(header).toMatchObject({ baseOffset: 2 ** 40, leaderEpoch: 17 });
    expect(isCrcValid(bytes, header)).toBe(true);
  });

  it('stops at a torn tail', () => {
    const one = encodeBatch({ records: [{ key: null, value: null }], timestampMs: 0 });
    const two = Buffer.concat([one, one]);
    expect([...headersOf(two)]).toHaveLength(2);
    expect([...headersOf(two.subarray(0, two.length - 1))]).toHaveLength(1);
  });

  it('refuses a record count that the bytes do not hold', () => {
    const bytes = encodeBatch({ records: [{ key: null, value: null }], timestampMs: 0 });
    bytes.writeInt32BE(2, 57);
    expect(() => decodeRecords(bytes, readHeader(bytes, 0))).toThrow(ProtocolError);
  });

  it('wraps sequence numbers to zero', () => {
    expect(addSequence(5, 3)).toBe(8);
    expect(addSequence(0x7fffffff, 1)).toBe(0);
    expect(addSequence(0x7ffffffe, 3)).toBe(1);
  });
});

describe('coordinator partition', () => {
  it("hashes as Java's String does", () => {
    expect(javaStringHash('hello')).toBe(99162322);
    expect(javaStringHash('polygenelubricants')).toBe(-0x80000000);
  });

  it('takes the smallest int as zero', () => {
    expect(coordinatorPartition('polygenelubricants', 50)).toBe(0);
    expect(coordinatorPartition('hello', 50)).toBe(22);
  });
});
