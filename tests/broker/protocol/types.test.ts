import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Message } from '../../../src/broker/protocol/api.ts';
import { ProtocolError, Reader } from '../../../src/broker/protocol/reader.ts';
import {
  array,
  between,
  bool,
  defaulted,
  int16,
  int32,
  int64,
  int8,
  nullableArray,
  nullableBytes,
  nullableString,
  nullableStruct,
  records,
  since,
  string,
  struct,
  tagged,
  uuid,
  zeroUuid,
} from '../../../src/broker/protocol/types.ts';
import { Writer } from '../../../src/broker/protocol/writer.ts';

const sample = new Message(
  'sample',
  struct({
    name: string,
    note: nullableString(1),
    flag: bool,
    small: int8,
    old: between(0, 1, int16, -1),
    fresh: since(2, int32, 7),
    items: array(struct({ id: uuid, offset: int64 })),
    extra: tagged(1, 2, nullableString(), null),
    hint: tagged(0, 2, struct({ epoch: defaulted(int32, -1), end: defaulted(int64, -1) })),
  }),
  2,
);

const id = Buffer.from('00112233445566778899aabbccddeeff', 'hex').toString('base64url');
const value = {
  name: 'a',
  note: null,
  flag: true,
  small: -1,
  items: [{ id, offset: 2 ** 40 + 5 }],
  extra: 'x',
  hint: { epoch: 3, end: 9 },
};

describe('struct', () => {
  it('leaves out what a version does not know and fills in defaults', () => {
    const bytes = sample.encode(1, { ...value, old: 5, fresh: 9 });
    expect(sample.decode(1, bytes)).toEqual({
      ...value,
      old: 5,
      fresh: 7,
      extra: null,
      hint: { epoch: -1, end: -1 },
    });
  });

  it('writes compact encodings and tagged fields in a flexible version', () => {
    const bytes = sample.encode(2, value);
    expect(sample.decode(2, bytes)).toEqual({ ...value, old: -1, fresh: 7 });
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([2, 'a'.charCodeAt(0)]));
  });

  it('does not write a tagged field that has its default', () => {
    const plain = sample.encode(2, { ...value, extra: null, hint: { epoch: -1, end: -1 } });
    expect(plain.at(-1)).toBe(0);
  });

  it('skips tags it does not know by their size', () => {
    const plain = sample.encode(2, { ...value, extra: null, hint: undefined });
    const withTag = Buffer.concat([plain.subarray(0, -1), Buffer.from([1, 9, 2, 0xaa, 0xbb])]);
    expect(sample.decode(2, withTag).name).toBe('a');
  });

  it('refuses null below the version that allows it', () => {
    expect(() => sample.encode(0, value)).toThrow(ProtocolError);
    expect(() => sample.encode(1, value)).not.toThrow();
  });

  it('refuses input cut at any byte with ProtocolError and nothing else', () => {
    for (const version of [1, 2]) {
      const bytes = sample.encode(version, value);
      for (let end = 0; end < bytes.length; end++) {
        expect(() => sample.decode(version, bytes.subarray(0, end))).toThrow(ProtocolError);
      }
      expect(() => sample.decode(version, Buffer.concat([bytes, Buffer.alloc(1)]))).toThrow(
        ProtocolError,
      );
    }
  });

  it('does not reserve memory for an array that cannot be there', () => {
    const lists = new Message('lists', struct({ list: array(int8) }), 9);
    expect(() => lists.decode(0, Buffer.from([0x7f, 0xff, 0xff, 0xff]))).toThrow(ProtocolError);
  });
});

describe('nullable types', () => {
  const table = new Message(
    'nullable',
    struct({
      list: nullableArray(int32),
      blob: nullableBytes(),
      inner: nullableStruct(struct({ a: int8 })),
      batch: records,
    }),
    1,
  );
  it.each([0, 1])('keep null and empty apart in version %i', (version) => {
    const empty = { list: [], blob: Buffer.alloc(0), inner: { a: 1 }, batch: Buffer.alloc(0) };
    const none = { list: null, blob: null, inner: null, batch: null };
    expect(table.decode(version, table.encode(version, empty))).toEqual(empty);
    expect(table.decode(version, table.encode(version, none))).toEqual(none);
  });

  it('writes records from several slices without joining them first', () => {
    const slices = [Buffer.alloc(300, 1), Buffer.alloc(5, 2)];
    const bytes = table.encode(1, { list: null, blob: null, inner: null, batch: slices });
    expect(table.decode(1, bytes).batch).toEqual(Buffer.concat(slices));
  });
});

describe('numbers', () => {
  const roundTrip = (write: (w: Writer) => void): Reader => {
    const writer = new Writer(1);
    write(writer);
    return new Reader(writer.toBuffer());
  };

  it('keeps every safe integer as int64, varlong', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => {
        expect(roundTrip((w) => w.int64(n)).int64()).toBe(n);
        const half = Math.trunc(n / 4) + 0;
        expect(roundTrip((w) => w.varlong(half)).varlong()).toBe(half);
      }),
    );
  });

  it('keeps every int32 as varint', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        expect(roundTrip((w) => w.varint(n)).varint()).toBe(n);
      }),
    );
  });

  it('saturates int64 at its limits', () => {
    expect(
      roundTrip((w) => w.int64(2 ** 63))
        .bytes(8)
        .toString('hex'),
    ).toBe('7fffffffffffffff');
    expect(
      roundTrip((w) => w.int64(-(2 ** 64)))
        .bytes(8)
        .toString('hex'),
    ).toBe('8000000000000000');
  });

  it('refuses a varint without an end', () => {
    expect(() => new Reader(Buffer.alloc(6, 0x80)).uvarint()).toThrow(ProtocolError);
    expect(() => new Reader(Buffer.alloc(11, 0x80)).varlong()).toThrow(ProtocolError);
  });

  it('writes the zero UUID', () => {
    const message = new Message('id', struct({ id: uuid }), 0);
    expect(message.encode(0, { id: zeroUuid })).toEqual(Buffer.alloc(17));
  });
});
