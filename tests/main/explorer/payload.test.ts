import { describe, expect, it } from 'vitest';
import { decodePayload } from '../../../src/main/explorer/payload.ts';

const decode = (bytes: Buffer | string | null, textMax = 100) =>
  decodePayload(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, textMax);

describe('a payload', () => {
  it.each([
    ['{"a":1}', 'json'],
    [' [1, 2]', 'json'],
    ['{"a":', 'text'],
    ['42', 'text'],
    ['주문', 'text'],
    ['two\nlines', 'text'],
    ['', 'text'],
  ])('%j is %s', (text, kind) => {
    expect(decode(text)).toMatchObject({ kind, text, isCut: false });
  });

  it.each([
    [Buffer.from([0, 0, 0, 42]), '0000002a'],
    [Buffer.from([0xff, 0xfe]), 'fffe'],
  ])('%j is binary', (bytes, text) => {
    expect(decode(bytes)).toMatchObject({ kind: 'binary', text, sizeBytes: bytes.length });
  });

  it('that is not there is null', () => {
    expect(decode(null)).toBeNull();
  });

  it('is cut where it is long, its size is not', () => {
    expect(decode('abcdef', 4)).toEqual({ kind: 'text', text: 'abcd', sizeBytes: 6, isCut: true });
    const binary = decode(Buffer.alloc(10), 4);
    expect(binary).toEqual({ kind: 'binary', text: '0000', sizeBytes: 10, isCut: true });
  });
});
