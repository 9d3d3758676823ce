/**
 * Gives a replica back what damage took: its segment is written anew from batches of the leader and
 * takes the place of the damaged one in one step. The log never ends earlier than it did, so the
 * replica may stay in sync: what it has acknowledged it still has, or gets back.
 */
import type { Env } from '../../env/env.ts';
import { DiskError } from '../../env/env.ts';
import { at, type BatchHeader, isCrcValid } from '../../protocol/record-batch.ts';
import { readHeaders } from '../batch-scan.ts';
import type { PartitionLog } from '../partition-log.ts';
import { repairSuffix } from '../segment-files.ts';
import { Segment } from '../segment.ts';
import { encodeRows, txnIndexName } from '../txn-index.ts';

/** Why a segment was not replaced; the message says it to the operator. */
export class RepairError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RepairError';
  }
}

export type RepairSource = {
  /** Batches of the leader from the one that holds `offset` on, at least one; empty at its end. */
  readonly fetch: (offset: number) => Promise<Buffer>;
  readonly isStopped: () => boolean;
};

/**
 * Replaces a damaged segment, of which the log may have more behind it. In a compacted log those
 * before it are replaced as well, the oldest first: the leader may have dropped a tombstone in the
 * damaged one, and what that covered must go before it. Throws RepairError and DiskError, and what
 * `fetch` throws.
 */
export async function repairSegment(
  env: Env,
  log: PartitionLog,
  damaged: Segment,
  source: RepairSource,
): Promise<void> {
  if (damaged === log.contents.segments.active) log.rollNow();
  const { all } = log.contents.segments;
  const index = all.indexOf(damaged);
  if (index < 0) return;
  const isCompacted = log.config.cleanupPolicy.includes('compact');
  const due = isCompacted ? all.slice(0, index + 1) : [damaged];
  if (isCompacted) log.cleanedOffset = -1;
  for (const segment of due) {
    if (log.contents.segments.holds([segment]))
      await new SegmentRepair(env, log, segment, source, !isCompacted).run();
  }
}

class SegmentRepair {
  private readonly env: Env;
  private readonly log: PartitionLog;
  private readonly damaged: Segment;
  private readonly source: RepairSource;
  /** Sound batches must be the leader's, byte for byte. */
  private readonly isCompared: boolean;
  private readonly endOffset: number;

  constructor(
    env: Env,
    log: PartitionLog,
    damaged: Segment,
    source: RepairSource,
    isCompared: boolean,
  ) {
    this.env = env;
    this.log = log;
    this.damaged = damaged;
    this.source = source;
    this.isCompared = isCompared;
    const { segments } = log.contents;
    this.endOffset = segments.endOf(segments.all.indexOf(damaged), log.logEndOffset);
  }

  async run(): Promise<void> {
    const { env, log, damaged, endOffset } = this;
    const { baseOffset, files } = damaged;
    const { version } = log.contents;
    const fresh = Segment.createBeside(env, files, log.dir, baseOffset, repairSuffix);
    try {
      await this.fill(fresh);
      const rows = log.contents.producers.aborted
        .rowsBetween(baseOffset, endOffset)
        .filter(({ lastOffset }) => lastOffset < endOffset);
      if (rows.length > 0) {
        const path = `${log.dir}/${txnIndexName(baseOffset)}${repairSuffix}`;
        env.disk.writeFileAtomic(path, encodeRows(rows));
      }
      fresh.seal();
      fresh.keepAge(damaged);
      await fresh.flush();
      const { contents } = log;
      const isChanged = contents.isClosed || contents.version !== version;
      if (isChanged || this.source.isStopped() || !contents.segments.holds([damaged]))
        throw new RepairError('the log has changed meanwhile');
      log.replaceSegments(fresh, [damaged], rows);
    } catch (error) {
      fresh.close();
      if (!(error instanceof DiskError) && !log.contents.isClosed) fresh.discard();
      throw error;
    }
  }

  private async fill(fresh: Segment): Promise<void> {
    const { log, source, endOffset } = this;
    let offset = Math.max(this.damaged.baseOffset, log.logStartOffset);
    while (offset < endOffset) {
      const bytes = await source.fetch(offset);
      if (source.isStopped() || log.contents.isClosed)
        throw new RepairError('the repair was given up');
      const headers = this.usable(bytes, offset);
      if (headers.length === 0) return;
      const run = bytes.subarray(headers[0].position, endOf(headers[headers.length - 1]));
      if (this.isCompared && this.damaged.baseOffset >= log.logStartOffset)
        await this.compare(run, headers, fresh.sizeBytes);
      fresh.append(run, headers, 0, headers.length, log.config.indexIntervalBytes);
      offset = headers[headers.length - 1].lastOffset + 1;
    }
  }

  /** Those of the fetched batches that belong into the segment. Throws when one of them is damaged. */
  private usable(bytes: Buffer, offset: number): BatchHeader[] {
    const headers = readHeaders(bytes);
    if (headers.length === 0) throw new RepairError(`the leader gave nothing for offset ${offset}`);
    let next = offset;
    const usable: BatchHeader[] = [];
    for (const header of headers) {
      const isOrdered = header.lastOffset >= next && header.lastOffset >= header.baseOffset;
      if (!isOrdered || !isCrcValid(bytes, header))
        throw new RepairError(`the leader's batch at ${header.baseOffset} is damaged, too`);
      if (header.baseOffset >= this.endOffset) break;
      usable.push(header);
      next = header.lastOffset + 1;
    }
    return usable;
  }

  /** A sound batch that is not the leader's means that the logs have parted: that is no damage. */
  private async compare(
    run: Buffer,
    headers: readonly BatchHeader[],
    position: number,
  ): Promise<void> {
    const own = Buffer.allocUnsafe(run.length);
    const count = await this.damaged.readAsync(own, position);
    if (count === run.length && own.equals(run)) return;
    const start = headers[0].position;
    for (const header of headers) {
      const from = header.position - start;
      const to = from + header.sizeBytes;
      if (to > count) return;
      const isSame =
        own.readUInt32BE(from + at.crc) === run.readUInt32BE(from + at.crc) ||
        own.readInt32BE(from + at.batchLength) !== header.sizeBytes - at.leaderEpoch ||
        !isCrcValid(own, { ...header, position: from });
      if (!isSame) {
        throw new RepairError(
          `the batch at ${header.baseOffset} is sound, but not the one the leader has`,
        );
      }
    }
  }
}

const endOf = ({ position, sizeBytes }: BatchHeader): number => position + sizeBytes;
