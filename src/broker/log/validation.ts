/** What a leader demands of a client's batch before it is appended, in Kafka's order. */
import type { TopicConfig } from '../config.ts';
import { clientBatchMaxBytes, decompress } from '../protocol/compression.ts';
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

/** The one batch that a client's partition data must be; `where` names the partition. Throws KafkaError. */
export function validateClientBatch(
  bytes: Buffer,
  config: TopicConfig,
  nowMs: number,
  where: string,
): BatchHeader {
  const sizeBytes = checkFrame(bytes);
  const header = readHeader(bytes, 0);
  if (header.baseOffset !== 0)
    throw refuse(errors.invalidRecord, `base offset ${header.baseOffset} where 0 is required`);
  requireMessageSize(sizeBytes, config);
  if (!isCrcValid(bytes, header)) throw refuse(errors.corruptMessage, 'the CRC does not match');
  checkHeader(header);
  checkRecords(bytes, header, config, nowMs, where);
  return header;
}

/** Asked of a batch as it came, and again when the broker compressed it anew. */
export function requireMessageSize(sizeBytes: number, config: TopicConfig): void {
  if (sizeBytes <= config.maxMessageBytes) return;
  throw refuse(
    errors.messageTooLarge,
    `a batch of ${sizeBytes} bytes; max.message.bytes is ${config.maxMessageBytes}`,
  );
}

/** Asked of a batch as it will be written. */
export function requireSegmentSize(sizeBytes: number, config: TopicConfig): void {
  if (sizeBytes <= config.segmentBytes) return;
  throw refuse(
    errors.recordListTooLarge,
    `a batch of ${sizeBytes} bytes; segment.bytes is ${config.segmentBytes}`,
  );
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
  // A batch that is not all there is none; one that cannot be that long is damaged.
  const isCut = bytes.length < headerSizeBytes || sizeBytes > bytes.length;
  if (isCut || sizeBytes < headerSizeBytes) {
    const code = isCut ? errors.invalidRecord : errors.corruptMessage;
    throw refuse(code, `a batch of ${sizeBytes} bytes in ${bytes.length}`);
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

type RecordCheck = (record: DecodedRecord) => { code: number; message: string } | undefined;

/**
 * What single records are asked for. The header's bounds decide for almost every batch: records are
 * looked at one by one only in compacted topics, whose records need keys, and where
 * message.timestamp.before.max.ms sets a real bound, since the oldest one is not in the header.
 */
function checkRecords(
  bytes: Buffer,
  header: BatchHeader,
  config: TopicConfig,
  nowMs: number,
  where: string,
): void {
  const isCompacted = config.cleanupPolicy.includes('compact');
  const { maxTimestamp, baseTimestamp, attributes } = header;
  const isStamped = config.messageTimestampType !== 'CreateTime';
  if ((isStamped || maxTimestamp === -1) && isLogAppendTime(attributes))
    throw refuse(errors.invalidTimestamp, 'clients cannot set the log append time');
  const earliest = nowMs - config.messageTimestampBeforeMaxMs;
  const latest = nowMs + config.messageTimestampAfterMaxMs;
  const isOutside = (timestampMs: number): boolean =>
    !isStamped && timestampMs !== -1 && (timestampMs < earliest || timestampMs > latest);
  const isSuspect =
    !isStamped &&
    maxTimestamp !== -1 &&
    (isOutside(maxTimestamp) || isOutside(baseTimestamp) || earliest > 0);
  if (!isCompacted && !isSuspect) return;
  refuseRecords(bytes, header, ({ key, timestampMs, offset }) => {
    if (isCompacted && key === null) {
      const message = `Compacted topic cannot accept message without key in topic partition ${where}`;
      return { code: errors.invalidRecord, message };
    }
    if (!isOutside(timestampMs)) return undefined;
    const message =
      `Timestamp ${timestampMs} of message with offset ${offset} is out of range. ` +
      `The timestamp should be within [${earliest}, ${latest}]`;
    return { code: errors.invalidTimestamp, message };
  });
  // No record says so, yet retention and lookups would go by the header.
  if (isOutside(maxTimestamp)) {
    throw refuse(
      errors.invalidTimestamp,
      `the timestamp must lie between ${earliest} and ${latest}`,
    );
  }
}

const namedErrors = 3;

/** Throws when any record is wrong, naming each by its place in the batch. */
function refuseRecords(bytes: Buffer, header: BatchHeader, problemOf: RecordCheck): void {
  const wrong: RecordError[] = [];
  let isUntimely = false;
  recordsOf(bytes, header).forEach((record, batchIndex) => {
    const problem = problemOf(record);
    if (!problem) return;
    wrong.push({ batchIndex, batchIndexErrorMessage: problem.message });
    if (problem.code === errors.invalidTimestamp) isUntimely = true;
  });
  if (wrong.length === 0) return;
  const why = 'One or more records have been rejected due to';
  if (isUntimely) {
    throw new RecordsRefusedError(errors.invalidTimestamp, `${why} invalid timestamp`, wrong);
  }
  const named = wrong
    .slice(0, namedErrors)
    .map(({ batchIndex, batchIndexErrorMessage }) => {
      return `RecordError(batchIndex=${batchIndex}, message=${`'${batchIndexErrorMessage}'`})`;
    })
    .join(', ');
  throw new RecordsRefusedError(
    errors.invalidRecord,
    `${why} ${wrong.length} record errors in total, ` +
      `and only showing the first three errors at most: [${named}]`,
    wrong,
  );
}

/** The records of a client's batch, decompressed where it is compressed. Throws KafkaError. */
export function recordsOf(bytes: Buffer, header: BatchHeader): DecodedRecord[] {
  const codec = codecOf(header.attributes);
  try {
    const body =
      codec === compression.none
        ? undefined
        : decompress(codec, bytes.subarray(at.records), clientBatchMaxBytes);
    return decodeRecords(bytes, header, body);
  } catch (error) {
    if (!(error instanceof ProtocolError || error instanceof RangeError)) throw error;
    throw refuse(errors.corruptMessage, `the records cannot be read: ${error.message}`);
  }
}
