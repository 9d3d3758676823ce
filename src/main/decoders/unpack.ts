/** Payloads that their producer compressed before Kafka ever saw them, told by their magic bytes. */
import type { DecodedAs } from '../contract/decoders.ts';
import { decompress, lz4Magic, xerialMagic } from '../explorer/decompress.ts';

export type Packing = NonNullable<DecodedAs['unpacked']>;

/** A bomb ends here. */
const unpackedMaxBytes = 64 * 1024 * 1024;
const zstdMagic = 0xfd2fb528;

/** Null: it does not look compressed. */
export function packingOf(bytes: Buffer): Packing | null {
  if (bytes.length < 8) return null;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08) return 'gzip';
  const magic = bytes.readUInt32LE(0);
  if (magic === zstdMagic) return 'zstd';
  if (magic === lz4Magic) return 'lz4';
  return bytes.subarray(0, xerialMagic.length).equals(xerialMagic) ? 'snappy' : null;
}

/** Throws when the bytes only looked like it. */
export function unpack(packing: Packing, bytes: Buffer): Buffer {
  return decompress(packing, bytes, unpackedMaxBytes);
}
