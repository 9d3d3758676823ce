/** The codecs of Kafka's batches, each with a bound on what it may unpack to. */
import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { decompressFrameSync } from 'lz4-napi';
import { uncompressSync } from 'snappy';

export const codecNames = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type CodecName = (typeof codecNames)[number];

const batchMaxBytes = 256 * 1024 * 1024;
const zstdWindowLogMax = 27;

/** Throws for bytes that are not what they claim, or that unpack to more than `maxBytes`. */
export function decompress(codec: CodecName, body: Buffer, maxBytes = batchMaxBytes): Buffer {
  switch (codec) {
    case 'none':
      return body;
    case 'gzip':
      return gunzipSync(body, { maxOutputLength: maxBytes });
    case 'snappy':
      return decompressSnappy(body, maxBytes);
    case 'lz4':
      return decompressLz4(body, maxBytes);
    case 'zstd':
      return zstdDecompressSync(body, {
        maxOutputLength: maxBytes,
        params: { [constants.ZSTD_d_windowLogMax]: zstdWindowLogMax },
      });
  }
}

function requireBound(outputBytes: number, maxBytes: number): void {
  if (outputBytes > maxBytes) throw new Error(`it unpacks to more than ${maxBytes} bytes`);
}

// --- Snappy: one bare block, or Java's framing around many --------------------------------------

/** What Java's framing begins with. */
export const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeaderBytes = 16;

function decompressSnappy(body: Buffer, maxBytes: number): Buffer {
  const isFramed = body.subarray(0, xerialMagic.length).equals(xerialMagic);
  const blocks = isFramed ? xerialBlocks(body) : [body];
  requireBound(
    blocks.reduce((sum, block) => sum + snappySizeBytes(block), 0),
    maxBytes,
  );
  const plain = blocks.map((block) => uncompressSync(block, { asBuffer: true }) as Buffer);
  return plain.length === 1 ? (plain[0] as Buffer) : Buffer.concat(plain);
}

function xerialBlocks(body: Buffer): readonly Buffer[] {
  const blocks: Buffer[] = [];
  for (let position = xerialHeaderBytes; position < body.length; ) {
    const sizeBytes = body.readInt32BE(position);
    position += 4;
    if (sizeBytes <= 0 || sizeBytes > body.length - position) throw new Error('a block is cut');
    blocks.push(body.subarray(position, position + sizeBytes));
    position += sizeBytes;
  }
  return blocks;
}

/** A block begins with its plain size, as an unsigned varint. */
function snappySizeBytes(block: Buffer): number {
  let sizeBytes = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = block[index] ?? 0xff;
    sizeBytes += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return sizeBytes;
  }
  throw new Error('a block begins with no size');
}

// --- LZ4: one frame -----------------------------------------------------------------------------

export const lz4Magic = 0x184d2204;
const storedBit = 0x80000000;
/** A byte of a sequence stands for at most this many. */
const lz4RatioMax = 255;

function decompressLz4(body: Buffer, maxBytes: number): Buffer {
  requireBound(lz4BoundBytes(body), maxBytes);
  return decompressFrameSync(body);
}

/** Walks the blocks up to the end mark; each of them bounds its own output. */
function lz4BoundBytes(body: Buffer): number {
  if (body.length < 7 || body.readUInt32LE(0) !== lz4Magic) throw new Error('it is no LZ4 frame');
  const flags = body[4] as number;
  const blockMaxBytes = 1 << (8 + 2 * (((body[5] as number) >> 4) & 0x07));
  const hasBlockChecksum = (flags & 0x10) !== 0;
  let position = 7 + ((flags & 0x08) !== 0 ? 8 : 0) + ((flags & 0x01) !== 0 ? 4 : 0);
  let boundBytes = 0;
  for (;;) {
    const word = body.readUInt32LE(position);
    position += 4;
    if (word === 0) return boundBytes;
    const isStored = word >= storedBit;
    const sizeBytes = isStored ? word - storedBit : word;
    boundBytes += isStored ? sizeBytes : Math.min(blockMaxBytes, sizeBytes * lz4RatioMax);
    position += sizeBytes + (hasBlockChecksum ? 4 : 0);
  }
}
