/** What a leader demands of a client's batch before it is appended, in Kafka's order. */
import type { TopicConfig } from '../config.ts';
import { decompress } from '../protocol/compression.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import { ProtocolError } from '../protocol/reader.ts';
import {
  at,
  type BatchHeader,
  batchSizeBytes,
  codecOf,
  compression,
  currentMagic,
  decodeRecords,
  type DecodedRecord,
  headerSizeBytes,
  isControl,
  isCrcValid,
  isLogAppendTime,
  readHeader,
} from '../protocol/record-batch.ts';

export type RecordError = {
  readonly batchIndex: number;
  readonly batchIndexErrorMessage: string | null;
};

/** Single records made the leader refuse a batch (KIP-467). */
export class RecordsRefusedError extends KafkaError {
  readonly recordErrors: readonly RecordError[];
  constructor(code: number, message: string, recordErrors: readonly RecordError[]) {
    super(code, message);
    this.name = 'RecordsRefusedError';
    this.recordErrors = recordErrors;
  }
}

const refuse = (code: number, message: string): KafkaError => new KafkaError(code, message);

/** The one batch that a client's partition data must be. Throws KafkaError. */
export function validateClientBatch(
  bytes: Buffer,
  config: TopicConfig,
  nowMs: number,
): BatchHeader {
  const sizeBytes = checkFrame(bytes);
  const header = readHeader(bytes, 0);
  if (header.baseOffset !== 0)
    throw refuse(errors.invalidRecord, `base offset ${header.baseOffset} where 0 is required`);
  if (sizeBytes > config.maxMessageBytes) {
    throw refuse(
      errors.messageTooLarge,
      `a batch of ${sizeBytes} bytes; max.message.bytes is ${config.maxMessageBytes}`,
    );
  }
  if (!isCrcValid(bytes, header)) throw refuse(errors.corruptMessage, 'the CRC does not match');
  checkHeader(header);
  checkTimestamps(bytes, header, config, nowMs);
  if (config.cleanupPolicy.includes('compact')) requireKeys(bytes, header);
  if (sizeBytes > config.segmentBytes) {
    throw refuse(
      errors.recordListTooLarge,
      `a batch of ${sizeBytes} bytes; segment.bytes is ${config.segmentBytes}`,
    );
  }
  return header;
}

/** One whole batch of the current format, by length. */
function checkFrame(bytes: Buffer): number {
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
  return sizeBytes;
}

function checkHeader(header: BatchHeader): void {
  const { recordCount, lastOffset, baseOffset, attributes } = header;
  if (recordCount <= 0 || lastOffset - baseOffset + 1 !== recordCount) {
    throw refuse(
      errors.invalidRecord,
      `${recordCount} records, but offsets for ${lastOffset - baseOffset + 1}`,
    );
  }
  if (isControl(attributes))
    throw refuse(errors.invalidRecord, 'clients cannot write control batches');
  if (header.producerId >= 0 && header.baseSequence < 0) {
    throw refuse(
      errors.invalidRecord,
      `sequence ${header.baseSequence} of producer ${header.producerId}`,
    );
  }
  if (codecOf(attributes) > compression.zstd)
    throw refuse(errors.invalidRecord, `compression codec ${codecOf(attributes)} is not known`);
}

/**
 * The header's bounds decide for almost every batch. Records are looked at one by one only where
 * message.timestamp.before.max.ms sets a real bound, since the oldest one is not in the header.
 */
function checkTimestamps(
  bytes: Buffer,
  header: BatchHeader,
  config: TopicConfig,
  nowMs: number,
): void {
  const { maxTimestamp, baseTimestamp, attributes } = header;
  if (config.messageTimestampType !== 'CreateTime' || maxTimestamp === -1) {
    if (isLogAppendTime(attributes))
      throw refuse(errors.invalidTimestamp, 'clients cannot set the log append time');
    return;
  }
  const earliest = nowMs - config.messageTimestampBeforeMaxMs;
  const latest = nowMs + config.messageTimestampAfterMaxMs;
  const isOutside = (timestampMs: number): boolean =>
    timestampMs !== -1 && (timestampMs < earliest || timestampMs > latest);
  const isSuspect = isOutside(maxTimestamp) || isOutside(baseTimestamp) || earliest > 0;
  if (!isSuspect) return;
  const message = `the timestamp must lie between ${earliest} and ${latest}`;
  refuseRecords(errors.invalidTimestamp, message, bytes, header, ({ timestampMs }) =>
    isOutside(timestampMs),
  );
  // No record says so, yet retention and lookups would go by the header.
  if (isOutside(maxTimestamp)) throw refuse(errors.invalidTimestamp, message);
}

function requireKeys(bytes: Buffer, header: BatchHeader): void {
  const message = 'a compacted topic takes no record without a key';
  refuseRecords(errors.invalidRecord, message, bytes, header, ({ key }) => key === null);
}

/** Throws when any record is wrong, naming each by its place in the batch. */
function refuseRecords(
  code: number,
  message: string,
  bytes: Buffer,
  header: BatchHeader,
  isWrong: (record: DecodedRecord) => boolean,
): void {
  const wrong: RecordError[] = [];
  recordsOf(bytes, header).forEach((record, batchIndex) => {
    if (isWrong(record)) wrong.push({ batchIndex, batchIndexErrorMessage: message });
  });
  if (wrong.length > 0) throw new RecordsRefusedError(code, message, wrong);
}

function recordsOf(bytes: Buffer, header: BatchHeader): DecodedRecord[] {
  const codec = codecOf(header.attributes);
  try {
    const body =
      codec === compression.none ? undefined : decompress(codec, bytes.subarray(at.records));
    return decodeRecords(bytes, header, body);
  } catch (error) {
    if (!(error instanceof ProtocolError || error instanceof RangeError)) throw error;
    throw refuse(errors.corruptMessage, `the records cannot be read: ${error.message}`);
  }
}
