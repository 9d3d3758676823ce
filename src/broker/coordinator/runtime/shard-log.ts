/** One partition of an internal topic as a coordinator uses it: replayed once, then appended to. */
import type { Env } from '../../env/env.ts';
import { decompress } from '../../protocol/compression.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import {
  at,
  codecOf,
  compression,
  decodeRecords,
  encodeBatch,
  headersOf,
  isControl,
  isTransactional,
  type NewRecord,
} from '../../protocol/record-batch.ts';
import type { LeaderLog, LeaderLogs } from './ports.ts';

/** A record of an internal topic; these always have a key. */
export type LogRecord = {
  readonly offset: number;
  readonly key: Buffer;
  readonly value: Buffer | null;
};

export type ShardRecord = { readonly key: Buffer; readonly value: Buffer | null };

export type ShardLogOptions = {
  readonly topic: string;
  readonly partition: number;
  readonly replicas: LeaderLogs;
  readonly appendTimeoutMs: number;
};

/** Records of one append go into several batches above this, well below max.message.bytes. */
const batchSizeBytes = 512 * 1024;
const readSizeBytes = 1024 * 1024;

export class ShardLog {
  readonly options: ShardLogOptions;
  private readonly env: Env;

  constructor(env: Env, options: ShardLogOptions) {
    this.env = env;
    this.options = options;
  }

  get highWatermark(): number {
    return this.leaderLog().highWatermark;
  }

  /** Throws KafkaError NOT_LEADER_OR_FOLLOWER. */
  leaderLog(): LeaderLog {
    const { topic, partition, replicas } = this.options;
    const log = replicas.leaderLog(topic, partition);
    if (!log) throw new KafkaError(errors.notLeaderOrFollower);
    return log;
  }

  /**
   * Appends with acks=all. `onAppended` is called before this returns, with the offset of the
   * first record, when the records are in our log, so that state follows the log exactly. The
   * promise settles later: when they are committed, or with KafkaError. A timeout leaves them in
   * the log, from where they may still be committed; nothing is to be taken back then.
   */
  append(
    records: readonly ShardRecord[],
    onAppended: (firstOffset: number) => void,
  ): Promise<void> {
    const { topic, partition, replicas, appendTimeoutMs } = this.options;
    const timestampMs = this.env.clock.nowMs();
    try {
      const log = this.leaderLog();
      const firstOffset = log.logEndOffset;
      const committed = replicas.appendRecords({
        topic,
        partition,
        batches: encodeBatches(records, timestampMs),
        origin: 'coordinator',
        requiredAcks: -1,
        timeoutMs: appendTimeoutMs,
      });
      if (log.logEndOffset > firstOffset) onAppended(firstOffset);
      return Promise.resolve(committed).then(() => undefined);
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }
}

function encodeBatches(records: readonly NewRecord[], timestampMs: number): Buffer {
  const batches: Buffer[] = [];
  let batch: NewRecord[] = [];
  let sizeBytes = 0;
  const close = () => {
    if (batch.length > 0) batches.push(encodeBatch({ records: batch, timestampMs }));
    batch = [];
    sizeBytes = 0;
  };
  for (const record of records) {
    const addedBytes = (record.key?.length ?? 0) + (record.value?.length ?? 0);
    if (sizeBytes + addedBytes > batchSizeBytes) close();
    batch.push(record);
    sizeBytes += addedBytes;
  }
  close();
  return batches.length === 1 ? batches[0] : Buffer.concat(batches);
}

export type ReplayOptions = {
  /** Asked between reads. */
  readonly isStopped: () => boolean;
  readonly onRecord: (record: LogRecord) => void;
};

/**
 * Reads from the start of the log to its end, yielding to other events between reads. Transactional
 * batches are skipped: transactions are not served. Gives the number of records.
 */
export async function replayLog(env: Env, log: ShardLog, options: ReplayOptions): Promise<number> {
  let offset = log.leaderLog().logStartOffset;
  let count = 0;
  while (!options.isStopped()) {
    const leaderLog = log.leaderLog();
    if (offset >= leaderLog.logEndOffset) return count;
    const read = await leaderLog.read(offset, {
      maxBytes: readSizeBytes,
      upperOffset: leaderLog.logEndOffset,
      minOneBatch: true,
    });
    if (options.isStopped()) break;
    const from = offset;
    const bytes = Buffer.concat(read.slices);
    for (const header of headersOf(bytes)) {
      if (header.lastOffset < offset) continue;
      if (!isControl(header.attributes) && !isTransactional(header.attributes)) {
        const records = recordsOf(bytes, header);
        for (const record of records) if (record.offset >= offset) options.onRecord(record);
        count += records.length;
      }
      offset = header.lastOffset + 1;
    }
    if (offset === from) throw new Error(`nothing to read at offset ${offset} below the log's end`);
    await new Promise<void>((resolve) => env.clock.defer(resolve));
  }
  return count;
}

function recordsOf(bytes: Buffer, header: Parameters<typeof decodeRecords>[1]): LogRecord[] {
  const codec = codecOf(header.attributes);
  const body =
    codec === compression.none
      ? undefined
      : decompress(
          codec,
          bytes.subarray(header.position + at.records, header.position + header.sizeBytes),
        );
  return decodeRecords(bytes, header, body).flatMap(({ offset, key, value }) =>
    key === null ? [] : [{ offset, key, value }],
  );
}
