import { gzipSync, zstdCompressSync } from 'node:zlib';
import { compressFrameSync } from 'lz4-napi';
import { compressSync } from 'snappy';
import { describe, expect, test } from 'vitest';
import { decompress } from '../../../src/broker/protocol/compression.ts';
import { ProtocolError } from '../../../src/broker/protocol/reader.ts';
import { compression } from '../../../src/broker/protocol/record-batch.ts';

const text = Buffer.from('a river is made of rivulets '.repeat(5000));

/** Java's framing: magic, version 1, compatible from 1, then blocks with their length before them. */
function xerial(plain: Buffer, blockBytes = 32 * 1024): Buffer {
  const chunks: Buffer[] = [Buffer.from('82534e41505059000000000100000001', 'hex')];
  for (let at = 0; at < plain.length; at += blockBytes) {
    const block = compressSync(plain.subarray(at, at + blockBytes));
    const size = Buffer.alloc(4);
    size.writeInt32BE(block.length);
    chunks.push(size, block);
  }
  return Buffer.concat(chunks);
}

const cases: [string, number, (plain: Buffer) => Buffer][] = [
  ['nothing', compression.none, (plain) => plain],
  ['gzip', compression.gzip, (plain) => gzipSync(plain)],
  ['snappy, one block', compression.snappy, (plain) => compressSync(plain)],
  ['snappy in blocks', compression.snappy, xerial],
  ['lz4', compression.lz4, (plain) => compressFrameSync(plain)],
  ['zstd', compression.zstd, (plain) => zstdCompressSync(plain)],
];

describe('decompress', () => {
  test.each(cases)('undoes %s', (_name, codec, compress) => {
    for (const plain of [text, Buffer.from('x')]) {
      expect(decompress(codec, compress(plain))).toEqual(plain);
    }
  });

  test.each(cases.slice(1))('refuses %s that is cut or damaged', (_name, codec, compress) => {
    const whole = compress(text);
    for (const size of [0, 1, 9, 15, whole.length >> 1, whole.length - 1]) {
      expect(() => decompress(codec, whole.subarray(0, size))).toThrow(ProtocolError);
    }
    expect(() => decompress(codec, Buffer.alloc(40, 0xff))).toThrow(ProtocolError);
  });

  test('refuses blocks of a length that cannot be', () => {
    const header = xerial(Buffer.alloc(0));
    for (const size of [-4, -1, 0x7fffffff]) {
      const length = Buffer.alloc(4);
      length.writeInt32BE(size);
      const bytes = Buffer.concat([header, length, compressSync(text)]);
      expect(() => decompress(compression.snappy, bytes)).toThrow(ProtocolError);
    }
  });

  test.each(cases.slice(1))('refuses %s that unpacks to too much', (_name, codec, compress) => {
    const bytes = compress(text);
    expect(decompress(codec, bytes, text.length + 64 * 1024)).toEqual(text);
    expect(() => decompress(codec, bytes, text.length - 1)).toThrow(ProtocolError);
  });

  test('refuses a snappy block that claims more than it has', () => {
    const claim = Buffer.from('ffffffff0f00', 'hex');
    expect(() => decompress(compression.snappy, claim)).toThrow(ProtocolError);
  });

  test.each([5, 6, 7])('does not know codec %i', (codec) => {
    expect(() => decompress(codec, text)).toThrow(ProtocolError);
  });
});
