/**
 * Decompression of record sections. The data path never needs it (batches are served as they were
 * received); lookups by time and the key check of compacted topics do. The native codecs are
 * loaded on first use, so that an idle broker does not carry them.
 *
 * What comes in may be anything that a client cares to send: no codec is started before it is
 * known that its output has a bound.
 */
import { createRequire } from 'node:module';
import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { ProtocolError } from './reader.ts';
import { compression } from './record-batch.ts';

const load = createRequire(import.meta.url);

/** A bomb ends here: no batch may grow beyond this. */
const batchMaxBytes = 256 * 1024 * 1024;
/** Nor one beyond this that a client sends and that is looked into while others wait. */
export const clientBatchMaxBytes = 64 * 1024 * 1024;

/**
 * `codec` is one of `compression`. Throws ProtocolError for bytes that are not what they claim, or
 * that unpack to more than `maxOutputLength`.
 */
export function decompress(
  codec: number,
  body: Buffer,
  maxOutputLength: number = batchMaxBytes,
): Buffer {
  try {
    if (codec === compression.none) return body;
    if (codec === compression.gzip) return gunzipSync(body, { maxOutputLength });
    if (codec === compression.snappy) return decompressSnappy(body, maxOutputLength);
    if (codec === compression.lz4) return decompressLz4(body, maxOutputLength);
    if (codec === compression.zstd) {
      return zstdDecompressSync(body, {
        maxOutputLength,
        params: { [constants.ZSTD_d_windowLogMax]: 27 },
      });
    }
  } catch (error) {
    throw new ProtocolError(`the records cannot be decompressed: ${(error as Error).message}`);
  }
  throw new ProtocolError(`compression codec ${codec} is not known`);
}

function requireBound(outputBytes: number, maxBytes: number): void {
  if (outputBytes > maxBytes) throw new ProtocolError('they unpack to too many bytes');
}

// --- Snappy: one bare block, or Java's framing around many ---------------------------------------

const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeaderBytes = 16;

function decompressSnappy(body: Buffer, maxBytes: number): Buffer {
  const { uncompressSync } = load('snappy') as typeof import('snappy');
  const blocks = body.subarray(0, xerialMagic.length).equals(xerialMagic)
    ? xerialBlocks(body)
    : [body];
  const outputBytes = blocks.reduce((sum, block) => sum + snappySizeBytes(block), 0);
  requireBound(outputBytes, maxBytes);
  const plain = blocks.map((block) => uncompressSync(block, { asBuffer: true }) as Buffer);
  return plain.length === 1 ? plain[0] : Buffer.concat(plain);
}

function xerialBlocks(body: Buffer): Buffer[] {
  if (body.length < xerialHeaderBytes) throw new ProtocolError('the header is cut');
  const blocks: Buffer[] = [];
  let position = xerialHeaderBytes;
  while (position < body.length) {
    const sizeBytes = body.readInt32BE(position);
    position += 4;
    if (sizeBytes <= 0 || sizeBytes > body.length - position)
      throw new ProtocolError(`a block of ${sizeBytes} bytes in ${body.length - position}`);
    blocks.push(body.subarray(position, position + sizeBytes));
    position += sizeBytes;
  }
  return blocks;
}

/** A block begins with its plain size, as an unsigned varint. */
function snappySizeBytes(block: Buffer): number {
  let sizeBytes = 0;
  for (let index = 0; index < 5; index++) {
    const byte = block[index] ?? 0xff;
    sizeBytes += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return sizeBytes;
  }
  throw new ProtocolError('a block begins with no size');
}

// --- LZ4: one frame ------------------------------------------------------------------------------

const lz4Magic = 0x184d2204;
const lz4 = {
  contentSizeFlag: 0x08,
  contentChecksumFlag: 0x04,
  blockChecksumFlag: 0x10,
  dictionaryFlag: 0x01,
  storedBit: 0x80000000,
  /** A byte of a sequence stands for at most this many. */
  maxRatio: 255,
} as const;

function decompressLz4(body: Buffer, maxBytes: number): Buffer {
  requireBound(lz4BoundBytes(body), maxBytes);
  const { decompressFrameSync } = load('lz4-napi') as typeof import('lz4-napi');
  return decompressFrameSync(body);
}

/** Walks the blocks up to the end mark: what is cut has none, and each block bounds its output. */
function lz4BoundBytes(body: Buffer): number {
  if (body.readUInt32LE(0) !== lz4Magic) throw new ProtocolError('no LZ4 frame');
  const flags = body[4];
  const maxBlockBytes = 1 << (8 + 2 * ((body[5] >> 4) & 0x07));
  let position = 7;
  if (flags & lz4.contentSizeFlag) position += 8;
  if (flags & lz4.dictionaryFlag) position += 4;
  let boundBytes = 0;
  for (;;) {
    const word = body.readUInt32LE(position);
    position += 4;
    if (word === 0) break;
    const isStored = word >= lz4.storedBit;
    const sizeBytes = isStored ? word - lz4.storedBit : word;
    boundBytes += isStored ? sizeBytes : Math.min(maxBlockBytes, sizeBytes * lz4.maxRatio);
    position += sizeBytes + (flags & lz4.blockChecksumFlag ? 4 : 0);
  }
  if (flags & lz4.contentChecksumFlag) position += 4;
  if (position > body.length) throw new ProtocolError('the frame is cut');
  return boundBytes;
}
