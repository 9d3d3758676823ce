/** Compacted logs for the cleaner's tests: single records in, what is left of them out. */
import type { TopicConfig } from '../../../../src/broker/config.ts';
import { type Cleaned, cleanLog } from '../../../../src/broker/log/cleaner/clean-log.ts';
import { planOf } from '../../../../src/broker/log/cleaner/selection.ts';
import type { PartitionLog } from '../../../../src/broker/log/partition-log.ts';
import { compress } from '../../../../src/broker/protocol/compress.ts';
import { decompress } from '../../../../src/broker/protocol/compression.ts';
import {
  at,
  type BatchHeader,
  codecOf,
  decodeRecords,
  encodeBatch,
  headersOf,
  isControl,
  lengthPrefixBytes,
  type NewBatch,
  writeCrc,
} from '../../../../src/broker/protocol/record-batch.ts';
import { type Machine, readAll } from '../support.ts';

export const compacted: Partial<TopicConfig> = {
  cleanupPolicy: ['compact'],
  minCleanableDirtyRatio: 0.01,
  segmentBytes: 1000,
  indexIntervalBytes: 200,
};

export const limits = {
  mapBytes: 1024 * 1024,
  mapLoadFactor: 0.9,
  readBytes: 4096,
  bytesPerSecond: Number.MAX_VALUE,
};

export type Entry = readonly [key: string | null, value: string | null];

/** One batch of these records, compressed with a codec. */
export function entriesBatch(
  entries: readonly Entry[],
  o: Partial<NewBatch> & { codec?: number } = {},
): Buffer {
  const { codec = 0, ...rest } = o;
  const plain = encodeBatch({
    records: entries.map(([key, value]) => ({
      key: key === null ? null : Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
    })),
    timestampMs: 1_800_000_000_000,
    ...rest,
  });
  return codec === 0 ? plain : compressed(plain, codec);
}

export function compressed(plain: Buffer, codec: number): Buffer {
  const body = compress(codec, plain.subarray(at.records));
  const out = Buffer.concat([plain.subarray(0, at.records), body]);
  out.writeInt32BE(out.length - lengthPrefixBytes, at.batchLength);
  out.writeInt16BE(out.readInt16BE(at.attributes) | codec, at.attributes);
  writeCrc(out, 0, out.length);
  return out;
}

/** Appends a batch and takes it as replicated. */
export function put(
  log: PartitionLog,
  entries: readonly Entry[],
  o: Parameters<typeof entriesBatch>[1] & { origin?: 'client' | 'coordinator' } = {},
): number {
  const { origin = 'client', ...rest } = o;
  const { firstOffset } = log.appendAsLeader(entriesBatch(entries, rest), 1, origin);
  log.setHighWatermark(log.logEndOffset);
  return firstOffset;
}

export function putBytes(log: PartitionLog, bytes: Buffer): number {
  const { firstOffset } = log.appendAsLeader(bytes, 1, 'coordinator');
  log.setHighWatermark(log.logEndOffset);
  return firstOffset;
}

/** Fills up the active segment, so that everything before can be cleaned. */
export function rollOver(log: PartitionLog, filler = 'filler'): void {
  const { active } = log.contents.segments;
  while (log.contents.segments.active === active) put(log, [[filler, 'x'.repeat(400)]]);
}

/** Runs a promise to its end while the machine's deferred work is done. */
export async function settled<T>(machine: Machine, work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  while (!isOver) await machine.settle();
  return work;
}

/** Cleans the machine's log if it is due. */
export async function clean(
  machine: Machine,
  o: Partial<typeof limits> = {},
): Promise<Cleaned | undefined> {
  const plan = planOf(machine.log, machine.nowMs);
  if (!plan) return undefined;
  const work = cleanLog(machine.env, plan, { ...limits, ...o }, () => false);
  const cleaned = await settled(machine, work);
  machine.log.cleanedOffset = cleaned.endOffset;
  return cleaned;
}

export type Survivor = {
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: string | null;
  readonly value: string | null;
};

export function recordsIn(bytes: Buffer, header: BatchHeader): Survivor[] {
  const { position, sizeBytes, attributes } = header;
  const section = bytes.subarray(position + at.records, position + sizeBytes);
  return decodeRecords(bytes, header, decompress(codecOf(attributes), section)).map(
    ({ offset, timestampMs, key, value }) => ({
      offset,
      timestampMs,
      key: key && key.toString(),
      value: value && value.toString(),
    }),
  );
}

/** Records of clients, as a reader gets them. */
export async function survivors(log: PartitionLog): Promise<Survivor[]> {
  const bytes = await readAll(log);
  return [...headersOf(bytes)].flatMap((header) =>
    isControl(header.attributes) ? [] : recordsIn(bytes, header),
  );
}

/** `offset key=value` of all but the records that only fill segments. */
export async function lines(log: PartitionLog): Promise<string[]> {
  const records = await survivors(log);
  return records
    .filter(({ key }) => key !== 'filler')
    .map(({ offset, key, value }) => `${offset} ${key}=${value}`);
}
