/** What a leader demands of a batch before it is appended (protocol: Produce, validation order). */
import type { TopicConfig } from '../config.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import {
  type BatchHeader,
  batchSizeBytes,
  codecOf,
  currentMagic,
  decodeRecords,
  at,
  headerSizeBytes,
  isControl,
  isCrcValid,
  isLogAppendTime,
  readHeader,
} from '../protocol/record-batch.ts';
import { decompress } from '../protocol/compression.ts';

const refuse = (code: number, message: string): KafkaError => new KafkaError(code, message);

/** The one batch that a client's partition data must be. Throws KafkaError. */
export function validateClientBatch(
  bytes: Buffer,
  config: TopicConfig,
  nowMs: number,
): BatchHeader {
  if (bytes.length === 0) throw refuse(errors.invalidRecord, 'no records were sent');
  if (bytes.length > at.magic && bytes[at.magic] !== currentMagic) {
    throw refuse(
      errors.invalidRecord,
      `record format ${bytes[at.magic]} is not supported, only ${currentMagic} is`,
    );
  }
  const sizeBytes = batchSizeBytes(bytes, 0);
  if (bytes.length < headerSizeBytes || sizeBytes < headerSizeBytes || sizeBytes > bytes.length) {
    throw refuse(errors.corruptMessage, `a batch of ${sizeBytes} bytes in ${bytes.length}`);
  }
  if (sizeBytes < bytes.length) throw refuse(errors.invalidRecord, 'more than one batch was sent');
  const header = readHeader(bytes, 0);
  if (!isCrcValid(bytes, header)) throw refuse(errors.corruptMessage, 'the CRC does not match');
  if (sizeBytes > config.maxMessageBytes) {
    throw refuse(
      errors.messageTooLarge,
      `a batch of ${sizeBytes} bytes; max.message.bytes is ${config.maxMessageBytes}`,
    );
  }
  if (sizeBytes > config.segmentBytes) {
    throw refuse(
      errors.recordListTooLarge,
      `a batch of ${sizeBytes} bytes; segment.bytes is ${config.segmentBytes}`,
    );
  }
  validateHeader(header);
  validateTimestamps(header, config, nowMs);
  if (config.cleanupPolicy.includes('compact')) requireKeys(bytes, header);
  return header;
}

function validateHeader(header: BatchHeader): void {
  if (header.baseOffset !== 0)
    throw refuse(errors.invalidRecord, `base offset ${header.baseOffset} where 0 is required`);
  const { recordCount, lastOffset, baseOffset } = header;
  if (recordCount <= 0 || lastOffset - baseOffset + 1 !== recordCount) {
    throw refuse(
      errors.invalidRecord,
      `${recordCount} records, but offsets for ${lastOffset - baseOffset + 1}`,
    );
  }
  if (isControl(header.attributes))
    throw refuse(errors.invalidRecord, 'clients cannot write control batches');
  if (header.producerId >= 0 && header.baseSequence < 0) {
    throw refuse(
      errors.invalidRecord,
      `sequence ${header.baseSequence} of producer ${header.producerId}`,
    );
  }
}

/** The header's own bounds decide for almost every batch; single records are looked at only if they do not. */
function validateTimestamps(header: BatchHeader, config: TopicConfig, nowMs: number): void {
  if (isLogAppendTime(header.attributes)) {
    throw refuse(errors.invalidTimestamp, 'clients cannot set the log append time');
  }
  if (config.messageTimestampType !== 'CreateTime') return;
  const earliest = nowMs - config.messageTimestampBeforeMaxMs;
  const latest = nowMs + config.messageTimestampAfterMaxMs;
  const isOutside = (timestampMs: number): boolean =>
    timestampMs !== -1 && (timestampMs < earliest || timestampMs > latest);
  if (isOutside(header.maxTimestamp) || isOutside(header.baseTimestamp)) {
    throw refuse(errors.invalidTimestamp, `timestamps must lie between ${earliest} and ${latest}`);
  }
}

function requireKeys(bytes: Buffer, header: BatchHeader): void {
  const body =
    codecOf(header.attributes) === 0
      ? undefined
      : decompress(codecOf(header.attributes), bytes.subarray(at.records));
  const hasNull = decodeRecords(bytes, header, body).some(({ key }) => key === null);
  if (hasNull)
    throw refuse(errors.invalidRecord, 'a compacted topic takes no record without a key');
}
