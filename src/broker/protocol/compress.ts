/**
 * Compression of record sections, for batches that the broker writes anew: those that the cleaner
 * takes records out of. The native codecs are loaded on first use, as for decompression.
 */
import { createRequire } from 'node:module';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { compression } from './record-batch.ts';

const load = createRequire(import.meta.url);

/** What Java's clients use as the size of a block, and what their decoders expect at most. */
const snappyBlockBytes = 32 * 1024;
/** Magic, version 1, readable by version 1. */
const xerialHeader = Buffer.from('82534e41505059000000000100000001', 'hex');

/** `codec` is one of `compression`; `level` is the codec's own, and its default when left out. */
export function compress(codec: number, body: Buffer, level?: number): Buffer {
  switch (codec) {
    case compression.none:
      return body;
    case compression.gzip:
      return gzipSync(body, { level: level ?? constants.Z_DEFAULT_COMPRESSION });
    case compression.snappy:
      return compressSnappy(body);
    case compression.lz4: {
      const { compressFrameSync } = load('lz4-napi') as typeof import('lz4-napi');
      return compressFrameSync(body);
    }
    case compression.zstd:
      return zstdCompressSync(body, {
        params: { [constants.ZSTD_c_compressionLevel]: level ?? constants.ZSTD_CLEVEL_DEFAULT },
      });
    default:
      throw new Error(`compression codec ${codec} is not known`);
  }
}

/** In Java's framing: a header, then blocks with their sizes. */
function compressSnappy(body: Buffer): Buffer {
  const { compressSync } = load('snappy') as typeof import('snappy');
  const parts: Buffer[] = [xerialHeader];
  for (let start = 0; start < body.length; start += snappyBlockBytes) {
    const block = compressSync(body.subarray(start, start + snappyBlockBytes));
    const sizeBytes = Buffer.alloc(4);
    sizeBytes.writeInt32BE(block.length);
    parts.push(sizeBytes, block);
  }
  return Buffer.concat(parts);
}
