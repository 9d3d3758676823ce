/**
 * `compression.type`: the leader brings a client's batch into the codec that the topic asks for
 * (with KIP-390's levels). A batch that bears the codec already stays as it was received, whatever
 * level it was compressed with.
 */
import type { TopicConfig } from '../config.ts';
import { compress } from '../protocol/compress.ts';
import { clientBatchMaxBytes, decompress } from '../protocol/compression.ts';
import {
  at,
  type BatchHeader,
  codecOf,
  compression,
  type DecodedRecord,
  encodeBatch,
  headerSizeBytes,
  lengthPrefixBytes,
  writeCrc,
} from '../protocol/record-batch.ts';
import { putInt64 } from '../protocol/writer.ts';
import { recordsOf } from './validation.ts';

const codecMask = 0x07;

/**
 * The batch in the topic's codec, or undefined when it may stay as it is. The records keep their
 * bytes; the header keeps all that the producer said but codec, length and newest timestamp.
 * Throws KafkaError(corruptMessage) for records that cannot be read.
 */
export function recompress(
  bytes: Buffer,
  header: BatchHeader,
  config: TopicConfig,
): { readonly bytes: Buffer; readonly header: BatchHeader } | undefined {
  const source = codecOf(header.attributes);
  const target = targetCodec(config.compressionType, source);
  if (target === source) return undefined;
  const records = recordsOf(bytes, header);
  const plain = plainBody(bytes, header, records);
  const body = compress(target, plain.body, levelOf(config, target));
  const recoded = Buffer.allocUnsafe(headerSizeBytes + body.length);
  bytes.copy(recoded, 0, header.position, header.position + headerSizeBytes);
  body.copy(recoded, headerSizeBytes);
  const attributes = (header.attributes & ~codecMask) | target;
  const maxTimestamp = records.reduce((max, { timestampMs }) => Math.max(max, timestampMs), -1);
  recoded.writeInt32BE(recoded.length - lengthPrefixBytes, at.batchLength);
  recoded.writeInt16BE(attributes, at.attributes);
  putInt64(recoded, plain.baseTimestamp, at.baseTimestamp);
  putInt64(recoded, maxTimestamp, at.maxTimestamp);
  writeCrc(recoded, 0, recoded.length);
  return {
    bytes: recoded,
    header: {
      ...header,
      position: 0,
      sizeBytes: recoded.length,
      attributes,
      baseTimestamp: plain.baseTimestamp,
      maxTimestamp,
    },
  };
}

/** `producer` keeps what came, `uncompressed` is no codec's name. */
function targetCodec(type: string, source: number): number {
  if (type === 'producer') return source;
  return type === 'uncompressed'
    ? compression.none
    : compression[type as Exclude<keyof typeof compression, 'none'>];
}

function levelOf(config: TopicConfig, codec: number): number | undefined {
  if (codec === compression.gzip) return config.compressionGzipLevel;
  if (codec === compression.lz4) return config.compressionLz4Level;
  return codec === compression.zstd ? config.compressionZstdLevel : undefined;
}

/** Some clients number records wrongly inside a batch; Kafka then numbers them anew. */
function plainBody(
  bytes: Buffer,
  header: BatchHeader,
  records: readonly DecodedRecord[],
): { readonly body: Buffer; readonly baseTimestamp: number } {
  const { baseOffset, baseTimestamp, attributes, position, sizeBytes } = header;
  if (records.every(({ offset }, index) => offset === baseOffset + index)) {
    const body = bytes.subarray(position + at.records, position + sizeBytes);
    return { body: decompress(codecOf(attributes), body, clientBatchMaxBytes), baseTimestamp };
  }
  const firstTimestamp = records[0].timestampMs;
  const batch = encodeBatch({ records, timestampMs: firstTimestamp });
  return { body: batch.subarray(headerSizeBytes), baseTimestamp: firstTimestamp };
}
