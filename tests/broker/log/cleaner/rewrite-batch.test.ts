import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyBatch,
  fillerBatch,
  rewriteBatch,
} from '../../../../src/broker/log/cleaner/rewrite-batch.ts';
import { decompress } from '../../../../src/broker/protocol/compression.ts';
import {
  at,
  codecOf,
  decodeRecords,
  encodeBatch,
  hasDeleteHorizon,
  isCrcValid,
  isTransactional,
  readHeader,
  stampAppendTime,
} from '../../../../src/broker/protocol/record-batch.ts';
import { compressed } from './support.ts';

const bytesOrNull = fc.option(fc.uint8Array({ maxLength: 300 }));

const batches = fc
  .record({
    records: fc.array(
      fc.record({
        key: bytesOrNull,
        value: bytesOrNull,
        timestampMs: fc.nat(2 ** 31 - 1).map((ms) => 1_700_000_000_000 + ms),
        headers: fc.array(fc.record({ key: fc.string({ maxLength: 5 }), value: bytesOrNull }), {
          maxLength: 2,
        }),
      }),
      { minLength: 1, maxLength: 20 },
    ),
    codec: fc.nat(4),
    isTransactional: fc.boolean(),
    isStamped: fc.boolean(),
    horizonMs: fc.option(fc.nat(2 ** 31 - 1).map((ms) => 1_700_000_000_000 + ms)),
    kept: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
  })
  .filter(({ records, kept }) => records.some((_, index) => kept[index]));

function bytesOf({ records, codec, isTransactional: isOpen, isStamped }: Given): Buffer {
  const plain = encodeBatch({
    records,
    timestampMs: 0,
    baseOffset: 5_000_000_000,
    leaderEpoch: 3,
    isTransactional: isOpen,
    producerId: 77,
    producerEpoch: 2,
    baseSequence: 40,
  });
  if (isStamped) stampAppendTime(plain, readHeader(plain, 0), 1_750_000_000_000);
  return codec === 0 ? plain : compressed(plain, codec);
}
type Given = typeof batches extends fc.Arbitrary<infer T> ? T : never;

const decode = (bytes: Buffer) => {
  const header = readHeader(bytes, 0);
  return decodeRecords(
    bytes,
    header,
    decompress(codecOf(header.attributes), bytes.subarray(at.records)),
  );
};

describe('a batch with records taken out', () => {
  it('has the others unchanged, and says of itself what it said, with every codec', () => {
    fc.assert(
      fc.property(batches, (given) => {
        const bytes = bytesOf(given);
        const before = readHeader(bytes, 0);
        const flags = Uint8Array.from(given.records, (_, index) => (given.kept[index] ? 1 : 0));
        const count = flags.reduce((sum, flag) => sum + flag, 0);
        const body = decompress(given.codec, bytes.subarray(at.records));
        const horizonMs = given.horizonMs ?? undefined;
        const out = rewriteBatch(before, body, { flags, count }, horizonMs);
        const expected = decode(bytes).filter((_, index) => flags[index]);
        expect(decode(out)).toEqual(expected);
        const after = readHeader(out, 0);
        expect(isCrcValid(out, after)).toBe(true);
        const oldest = expected[0].timestampMs;
        expect(after).toEqual({
          ...before,
          sizeBytes: out.length,
          recordCount: count,
          attributes: before.attributes | (horizonMs === undefined ? 0 : 0x40),
          baseTimestamp: horizonMs ?? oldest,
          maxTimestamp: Math.max(...expected.map(({ timestampMs }) => timestampMs)),
        });
      }),
      { seed: 2 },
    );
  });

  it('keeps a delete horizon that it has', () => {
    const bytes = encodeBatch({
      records: [
        { key: Buffer.from('a'), value: null },
        { key: Buffer.from('b'), value: null },
      ],
      timestampMs: 1000,
    });
    const all = { flags: Uint8Array.of(1, 1), count: 2 };
    const first = rewriteBatch(readHeader(bytes, 0), bytes.subarray(at.records), all, 9000);
    const one = { flags: Uint8Array.of(0, 1), count: 1 };
    const second = rewriteBatch(readHeader(first, 0), first.subarray(at.records), one, undefined);
    const header = readHeader(second, 0);
    expect(hasDeleteHorizon(header.attributes)).toBe(true);
    expect(header).toMatchObject({ baseTimestamp: 9000, maxTimestamp: 1000 });
    expect(decode(second)).toMatchObject([{ offset: 1, timestampMs: 1000 }]);
  });
});

describe('an empty batch', () => {
  const bytes = compressed(
    encodeBatch({
      records: [{ key: Buffer.from('a'), value: Buffer.from('1') }],
      timestampMs: 1000,
      baseOffset: 12,
      isTransactional: true,
      producerId: 5,
      producerEpoch: 1,
      baseSequence: 9,
    }),
    1,
  );
  const header = readHeader(bytes, 0);

  it('tells the sequence of its producer', () => {
    const out = emptyBatch(header);
    const after = readHeader(out, 0);
    expect(isCrcValid(out, after)).toBe(true);
    expect(after).toEqual({
      ...header,
      sizeBytes: 61,
      attributes: 0x10,
      baseTimestamp: -1,
      recordCount: 0,
    });
    expect(decode(out)).toEqual([]);
  });

  it('tells nothing but offsets as a filler', () => {
    const after = readHeader(fillerBatch(header), 0);
    expect(isTransactional(after.attributes)).toBe(false);
    expect(after).toMatchObject({
      baseOffset: 12,
      lastOffset: 12,
      maxTimestamp: -1,
      producerId: -1,
      baseSequence: -1,
    });
  });
});
