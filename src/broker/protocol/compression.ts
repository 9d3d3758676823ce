/**
 * Decompression of record sections. The data path never needs it (batches are served as they were
 * received); lookups by time and the key check of compacted topics do. The native codecs are
 * loaded on first use, so that an idle broker does not carry them.
 */
import { createRequire } from 'node:module';
import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { ProtocolError } from './reader.ts';
import { compression } from './record-batch.ts';

const load = createRequire(import.meta.url);

/** A bomb ends here: no batch may grow beyond this. */
const maxOutputBytes = 256 * 1024 * 1024;

/** Framing that Java's snappy puts around blocks; other clients write one bare block. */
const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeaderBytes = 16;

/** `codec` is one of `compression`. Throws ProtocolError for bytes that are not what they claim. */
export function decompress(codec: number, body: Buffer): Buffer {
  try {
    if (codec === compression.none) return body;
    if (codec === compression.gzip) return gunzipSync(body, { maxOutputLength: maxOutputBytes });
    if (codec === compression.snappy) return decompressSnappy(body);
    if (codec === compression.lz4) return lz4().decompressFrameSync(body);
    if (codec === compression.zstd) {
      return zstdDecompressSync(body, {
        maxOutputLength: maxOutputBytes,
        params: { [constants.ZSTD_d_windowLogMax]: 27 },
      });
    }
  } catch (error) {
    throw new ProtocolError(`the records cannot be decompressed: ${(error as Error).message}`);
  }
  throw new ProtocolError(`compression codec ${codec} is not known`);
}

function lz4(): typeof import('lz4-napi') {
  return load('lz4-napi') as typeof import('lz4-napi');
}

function decompressSnappy(body: Buffer): Buffer {
  const { uncompressSync } = load('snappy') as typeof import('snappy');
  const raw = (block: Buffer): Buffer => uncompressSync(block, { asBuffer: true }) as Buffer;
  if (!body.subarray(0, xerialMagic.length).equals(xerialMagic)) return raw(body);
  const blocks: Buffer[] = [];
  let position = xerialHeaderBytes;
  while (position < body.length) {
    const sizeBytes = body.readInt32BE(position);
    position += 4;
    blocks.push(raw(body.subarray(position, position + sizeBytes)));
    position += sizeBytes;
  }
  return Buffer.concat(blocks);
}
