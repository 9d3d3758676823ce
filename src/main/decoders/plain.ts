/** Decoders that need nothing but the bytes. Each answers text, or throws with the reason. */
import { isUtf8 } from 'node:buffer';
import { decode as decodeMsgpack } from '@msgpack/msgpack';
import { decode as decodeCbor } from 'cborg';
import type { PlainDecoder } from '../contract/decoders.ts';
import { toJsonText } from './json-text.ts';

export type PlainText = { readonly kind: 'json' | 'text' | 'binary'; readonly text: string };

type Decode = (bytes: Buffer) => PlainText;

/** One decoder per name. */
export const decodePlain: { readonly [Name in PlainDecoder]: Decode } = {
  json: (bytes) => {
    const text = utf8(bytes);
    JSON.parse(text);
    return { kind: 'json', text };
  },
  // Wrong bytes become replacement characters: text is what was asked for.
  text: (bytes) => ({ kind: 'text', text: bytes.toString('utf8') }),
  hex: (bytes) => ({ kind: 'binary', text: bytes.toString('hex') }),
  base64: (bytes) => ({ kind: 'text', text: bytes.toString('base64') }),
  uuid: (bytes) => text(uuidText(sized(bytes, 16))),
  int8: (bytes) => text(sized(bytes, 1).readInt8(0)),
  int16: (bytes) => text(sized(bytes, 2).readInt16BE(0)),
  int32: (bytes) => text(sized(bytes, 4).readInt32BE(0)),
  int64: (bytes) => text(sized(bytes, 8).readBigInt64BE(0)),
  uint32: (bytes) => text(sized(bytes, 4).readUInt32BE(0)),
  uint64: (bytes) => text(sized(bytes, 8).readBigUInt64BE(0)),
  'int16-le': (bytes) => text(sized(bytes, 2).readInt16LE(0)),
  'int32-le': (bytes) => text(sized(bytes, 4).readInt32LE(0)),
  'int64-le': (bytes) => text(sized(bytes, 8).readBigInt64LE(0)),
  float: (bytes) => text(floatText(sized(bytes, 4).readFloatBE(0))),
  double: (bytes) => text(sized(bytes, 8).readDoubleBE(0)),
  'float-le': (bytes) => text(floatText(sized(bytes, 4).readFloatLE(0))),
  'double-le': (bytes) => text(sized(bytes, 8).readDoubleLE(0)),
  msgpack: (bytes) => json(decodeMsgpack(bytes, { useBigInt64: true, ...msgpackLimits(bytes) })),
  cbor: (bytes) => json(decodeCbor(bytes, { allowBigInt: true, useMaps: true, tags: cborTags })),
};

/** The eight hexadecimal groups of a UUID. */
function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20)].join('-');
}

/** Random (4) or ordered by time (7): what applications use, and rare among other 16 bytes. */
export function looksLikeUuid(bytes: Buffer): boolean {
  if (bytes.length !== 16) return false;
  const version = (bytes[6] as number) >> 4;
  return (version === 4 || version === 7) && (bytes[8] as number) >> 6 === 0b10;
}

/** A map or a list: lone numbers and strings look like too much else. */
export function looksLikeMsgpack(bytes: Buffer): boolean {
  const first = bytes[0] ?? 0;
  return (first >= 0x80 && first <= 0x9f) || (first >= 0xdc && first <= 0xdf);
}

export function looksLikeCbor(bytes: Buffer): boolean {
  const first = bytes[0] ?? 0;
  const hasSelfDescription = first === 0xd9 && bytes[1] === 0xd9 && bytes[2] === 0xf7;
  return (first >= 0x80 && first <= 0xbf) || hasSelfDescription;
}

function utf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Error('the bytes are not UTF-8');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

function sized(bytes: Buffer, count: number): Buffer {
  if (bytes.length === count) return bytes;
  throw new Error(`${count} bytes are needed, there are ${bytes.length}`);
}

function text(value: string | number | bigint): PlainText {
  return { kind: 'text', text: String(value) };
}

/** As short as the precision of 32 bits allows. */
function floatText(value: number): string {
  for (let digits = 1; digits < 9; digits += 1) {
    const shortText = value.toPrecision(digits);
    if (Math.fround(Number(shortText)) === value) return String(Number(shortText));
  }
  return String(value);
}

function json(value: unknown): PlainText {
  const isStructured = typeof value === 'object' && value !== null;
  return { kind: isStructured ? 'json' : 'text', text: toJsonText(value) };
}

/** Lengths that the bytes cannot hold are refused before anything is allocated for them. */
function msgpackLimits({ length }: Buffer) {
  return {
    maxStrLength: length,
    maxBinLength: length,
    maxArrayLength: length,
    maxMapLength: length,
    maxExtLength: length,
  };
}

type CborRead = () => unknown;

/** Tags of RFC 8949: times and self-description are understood, the rest stands beside its value. */
const cborTags = new Proxy([], {
  get: (_target, property) => {
    const tag = Number(property);
    if (!Number.isInteger(tag)) return Reflect.get([], property) as unknown;
    return (read: CborRead) => readTag(tag, read());
  },
}) as never;

function readTag(tag: number, value: unknown): unknown {
  if (tag === 0 || tag === 55799) return value;
  if (tag === 1 && typeof value === 'number') return new Date(value * 1000);
  if (tag === 1 && typeof value === 'bigint') return new Date(Number(value) * 1000);
  if (tag === 2 && value instanceof Uint8Array) return bigNumber(value);
  if (tag === 3 && value instanceof Uint8Array) return -1n - bigNumber(value);
  return { tag, value };
}

function bigNumber(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}
