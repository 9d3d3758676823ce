/** What a leader does to batches before they are written: checks, offsets, epoch, append time. */
import type { TopicConfig } from '../config.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import {
  assignOffsetAndEpoch,
  at,
  type BatchHeader,
  isLogAppendTime,
  stampAppendTime,
  writeCrc,
} from '../protocol/record-batch.ts';
import { readHeaders } from './batch-scan.ts';
import {
  type BatchMemory,
  type Origin,
  type ProducerStates,
  readMarker,
} from './producer-states.ts';
import { recompress } from './recompress.ts';
import type { AppendInfo } from './types.ts';
import { requireMessageSize, requireSegmentSize, validateClientBatch } from './validation.ts';

/** Batches with offsets and epoch set, in the bytes and in the headers. */
export type AssignedBatches = {
  readonly bytes: Buffer;
  readonly headers: readonly BatchHeader[];
  readonly logAppendTimeMs: number;
};

export type AppendContext = {
  /** `topic-partition`, for messages. */
  readonly name: string;
  readonly config: TopicConfig;
  readonly nowMs: number;
  readonly endOffset: number;
  readonly leaderEpoch: number;
  readonly producers: ProducerStates;
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const timestampTypeBit = 0x08;

/**
 * Checks everything before it changes anything. Throws KafkaError. The bytes are `received` with
 * what the leader assigns written into them, or new ones where compression.type asks for another codec.
 */
export function prepareAppend(
  received: Buffer,
  origin: Origin,
  context: AppendContext,
): AssignedBatches | { readonly duplicate: BatchMemory } {
  const { config, nowMs, producers } = context;
  const isClient = origin === 'client';
  const { bytes, headers } = isClient
    ? clientBatch(received, context)
    : { bytes: received, headers: readHeaders(received) };
  if (headers.length === 0) throw new KafkaError(errors.invalidRecord, 'no whole batch was given');
  for (const header of headers) {
    if (header.producerId < 0) continue;
    const duplicate = isClient ? producers.findDuplicate(header) : undefined;
    if (duplicate) return { duplicate };
    producers.check(header, origin, readMarker(bytes, header));
  }
  const isStamped = isClient && config.messageTimestampType === 'LogAppendTime';
  let nextOffset = context.endOffset;
  for (const header of headers) {
    if (isClient) setTimestampType(bytes, header, isStamped ? nowMs : undefined);
    nextOffset = assign(bytes, header, nextOffset, context.leaderEpoch);
  }
  return { bytes, headers, logAppendTimeMs: isStamped ? nowMs : -1 };
}

/** A client's batch in the codec that the topic asks for. */
function clientBatch(
  received: Buffer,
  { config, nowMs, name }: AppendContext,
): { readonly bytes: Buffer; readonly headers: readonly BatchHeader[] } {
  const header = validateClientBatch(received, config, nowMs, name);
  const recoded = recompress(received, header, config);
  if (recoded) requireMessageSize(recoded.header.sizeBytes, config);
  const batch = recoded ?? { bytes: received, header };
  requireSegmentSize(batch.header.sizeBytes, config);
  return { bytes: batch.bytes, headers: [batch.header] };
}

/** Kafka answers a repeated batch with the time of the first one, whatever the timestamp type. */
export function duplicateInfo(
  { firstOffset, lastOffset, timestampMs }: BatchMemory,
  logStartOffset: number,
  lastLeaderEpoch: number,
): AppendInfo {
  return {
    firstOffset,
    lastOffset,
    maxTimestamp: timestampMs,
    logAppendTimeMs: timestampMs,
    logStartOffset,
    recordCount: lastOffset - firstOffset + 1,
    sizeBytes: 0,
    isDuplicate: true,
    lastLeaderEpoch,
  };
}

/** The header was read for this append only, so it may follow the bytes. */
function assign(
  bytes: Buffer,
  header: Writable<BatchHeader>,
  baseOffset: number,
  leaderEpoch: number,
): number {
  assignOffsetAndEpoch(bytes, header.position, baseOffset, leaderEpoch);
  header.lastOffset += baseOffset - header.baseOffset;
  header.baseOffset = baseOffset;
  header.leaderEpoch = leaderEpoch;
  return header.lastOffset + 1;
}

/** `appendTimeMs` undefined: the producer's times stand, also where it claimed another type. */
function setTimestampType(
  bytes: Buffer,
  header: Writable<BatchHeader>,
  appendTimeMs: number | undefined,
): void {
  if (appendTimeMs !== undefined) {
    stampAppendTime(bytes, header, appendTimeMs);
    header.attributes |= timestampTypeBit;
    header.maxTimestamp = appendTimeMs;
  } else if (isLogAppendTime(header.attributes)) {
    header.attributes &= ~timestampTypeBit;
    bytes.writeInt16BE(header.attributes, header.position + at.attributes);
    writeCrc(bytes, header.position, header.sizeBytes);
  }
}
