/**
 * One cleaning of one log. First the newest offset of each key in the dirty part is gathered, then
 * everything up to there is written anew without what those make obsolete, one group of segments
 * after the other. Nothing of the log changes but in the moment in which a finished segment takes
 * the place of those it was made from.
 */
import { DiskError, type Env } from '../../env/env.ts';
import type { ProducerEntry } from '../producer-states.ts';
import { cleanedSuffix } from '../segment-files.ts';
import { Segment } from '../segment.ts';
import { encodeRows, txnIndexName } from '../txn-index.ts';
import { CleanedTransactions } from './cleaned-transactions.ts';
import { Copier, MapFiller } from './batch-visitors.ts';
import { OffsetMap } from './offset-map.ts';
import { RetentionFilter } from './retention-filter.ts';
import { type ReadBuffer, visitBatches } from './segment-batches.ts';
import { type CleaningPlan, groupSegments } from './selection.ts';
import { CleaningAbortedError, Turns } from './turns.ts';

export type CleaningLimits = {
  /** For the offsets of keys. */
  readonly mapBytes: number;
  readonly mapLoadFactor: number;
  /** For reading; more is taken for larger batches. */
  readonly readBytes: number;
  readonly bytesPerSecond: number;
};

export type Cleaned = {
  /** The first offset that is not cleaned. */
  readonly endOffset: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
};

/** Throws CleaningAbortedError, DamagedSegmentError, ProtocolError, DiskError. */
export function cleanLog(
  env: Env,
  plan: CleaningPlan,
  limits: CleaningLimits,
  isStopped: () => boolean,
): Promise<Cleaned> {
  return new LogCleaning(env, plan, limits, isStopped).run();
}

class LogCleaning {
  private readonly env: Env;
  private readonly plan: CleaningPlan;
  private readonly limits: CleaningLimits;
  private readonly turns: Turns;
  private readonly buffer: ReadBuffer;
  private readonly map: OffsetMap;
  private bytesRead = 0;
  private bytesWritten = 0;

  constructor(env: Env, plan: CleaningPlan, limits: CleaningLimits, isStopped: () => boolean) {
    this.env = env;
    this.plan = plan;
    this.limits = limits;
    this.buffer = { bytes: Buffer.allocUnsafeSlow(limits.readBytes) };
    const { version } = plan.log.contents;
    this.turns = new Turns(env.clock, limits.bytesPerSecond, () => {
      const { isClosed, version: current } = plan.log.contents;
      const isCompacted = plan.log.config.cleanupPolicy.includes('compact');
      return isStopped() || isClosed || version !== current || !isCompacted;
    });
    this.map = new OffsetMap({
      bufferBytes: limits.mapBytes,
      loadFactor: limits.mapLoadFactor,
      keysMax: plan.endOffset - plan.firstDirtyOffset,
      seed: Math.floor(env.random.next() * 0x100000000) | 0,
    });
  }

  async run(): Promise<Cleaned> {
    await this.fillMap();
    const endOffset = this.map.latestOffset + 1;
    const { log } = this.plan;
    const { segments, producers } = log.contents;
    const chosen = segments.all.filter(({ baseOffset }) => baseOffset < endOffset);
    const transactions = new CleanedTransactions(producers.aborted.rowsBetween(0, endOffset));
    for (const group of groupSegments(chosen, log.config, this.plan.endOffset))
      await this.cleanGroup(group, transactions);
    const { bytesRead, bytesWritten } = this;
    return { endOffset, bytesRead, bytesWritten };
  }

  /** Takes up the dirty part, as far as the map has room for. */
  private async fillMap(): Promise<void> {
    const { map, turns, plan } = this;
    const { firstDirtyOffset, endOffset, log } = plan;
    const { segments, producers } = log.contents;
    const from = segments.indexOf(firstDirtyOffset);
    const dirty = segments.all.slice(from).filter(({ baseOffset }) => baseOffset < endOffset);
    const transactions = new CleanedTransactions(
      producers.aborted.rowsBetween(firstDirtyOffset, endOffset),
    );
    const visitor = new MapFiller(map, transactions, firstDirtyOffset);
    for (const [index, segment] of dirty.entries()) {
      turns.check();
      if (segment.isGone) throw new CleaningAbortedError();
      const position = index === 0 ? segment.index.offset.floor(firstDirtyOffset).position : 0;
      await visitBatches(segment, position, this.buffer, turns, visitor);
      if (visitor.isDone) return;
      // Offsets behind the last batch are gone for good.
      map.latestOffset = (dirty[index + 1]?.baseOffset ?? endOffset) - 1;
    }
  }

  private async cleanGroup(
    group: readonly Segment[],
    transactions: CleanedTransactions,
  ): Promise<void> {
    const { env, plan, turns } = this;
    const { log } = plan;
    const { dir, config } = log;
    const { baseOffset } = group[0];
    const cleaned = Segment.createCleaned(env, group[0].files, dir, baseOffset);
    const producers = new Map<number, ProducerEntry>();
    for (const entry of log.activeProducers()) producers.set(entry.producerId, entry);
    const filter = new RetentionFilter({
      map: this.map,
      transactions,
      producers,
      endOffset: plan.endOffset,
      nowMs: env.clock.nowMs(),
      deleteRetentionMs: config.deleteRetentionMs,
    });
    const last = group.findLast(({ sizeBytes }) => sizeBytes > 0);
    try {
      for (const segment of group) {
        const isLast = segment === last;
        const { indexIntervalBytes } = config;
        const copier = new Copier({ filter, target: cleaned, turns, indexIntervalBytes, isLast });
        await visitBatches(segment, 0, this.buffer, turns, copier);
        this.bytesRead += segment.sizeBytes;
      }
      this.bytesWritten += cleaned.sizeBytes;
      const rows = transactions.takeRetained();
      if (rows.length > 0) {
        const path = `${dir}/${txnIndexName(baseOffset)}${cleanedSuffix}`;
        env.disk.writeFileAtomic(path, encodeRows(rows));
      }
      cleaned.seal();
      cleaned.keepAge(last ?? group[group.length - 1]);
      await cleaned.flush();
      turns.check();
      if (!log.contents.segments.holds(group)) throw new CleaningAbortedError();
      log.replaceSegments(cleaned, group, rows);
    } catch (error) {
      cleaned.close();
      // A folder that fails or has gone is no place to tidy up; the next start does that.
      if (!(error instanceof DiskError) && !log.contents.isClosed) cleaned.discard();
      throw error;
    }
  }
}
