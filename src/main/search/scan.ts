/**
 * Going through partitions record by record, as fast as the bytes come: while one piece is looked
 * at the next one is on its way. A batch whose bytes do not hold what is looked for is passed over
 * as a whole; only what remains is read as records.
 */
import type { MessageVisibility, Offsets } from '../contract/messages.ts';
import { type Batch, eachBatch, eachSpan, plainBody, readRecord } from '../explorer/batches.ts';
import { type FetchedRecord, rawRecord } from '../explorer/fetch.ts';
import type { RawFetchPartition } from '../explorer/raw-fetch.ts';
import { AbortedBatches } from '../explorer/transactions.ts';
import type { Matcher } from './matcher.ts';

/** One partition of a scan: offsets of [from, to) are still to be looked at. */
export type Lane = {
  readonly partition: number;
  from: number;
  to: number;
  /** How many offsets there were at first. */
  readonly total: number;
  hitCount: number;
  isCapped: boolean;
};

export type ScanOptions<Item> = {
  readonly lanes: readonly Lane[];
  readonly order: 'oldest' | 'newest';
  /** A lane stops after this many hits. */
  readonly laneLimit: number;
  /** How many lanes are gone through at once. */
  readonly laneCountMax: number;
  readonly matcher: Matcher;
  readonly visibility: MessageVisibility;
  /** Batches that ended before this hold nothing of interest. */
  readonly fromMs?: number | undefined;
  /** Answers without an error, or rejects for good. */
  readonly fetch: (partition: number, offset: number) => Promise<RawFetchPartition>;
  /** What is kept of a hit: a record itself would keep all the bytes it came with in memory. */
  readonly take: (record: FetchedRecord) => Promise<Item> | Item;
  /** A hit, in the order of the lane. */
  readonly onHit: (item: Item) => Promise<void> | void;
  readonly signal: AbortSignal;
};

const chunkMin = 5_000;
const chunkMax = 500_000;
const chunkGrowth = 4;

/** Runs to the end of its lanes, or to where each of them has hits enough. */
export class Scan<Item> {
  readonly #options: ScanOptions<Item>;
  readonly lanes: readonly Lane[];
  scannedCount = 0;
  scannedBytes = 0;
  failedCount = 0;
  #lastProblem: string | null = null;

  constructor(options: ScanOptions<Item>) {
    this.#options = options;
    this.lanes = options.lanes;
  }

  /** Why the last record failed that the query could not be applied to. */
  get lastProblem(): string | null {
    return this.#lastProblem;
  }

  async run(): Promise<void> {
    const waiting = this.lanes.filter((lane) => lane.from < lane.to);
    const { laneCountMax, order } = this.#options;
    const work = async () => {
      for (let lane = waiting.shift(); lane; lane = waiting.shift()) {
        await (order === 'oldest' ? this.#runForward(lane) : this.#runBackward(lane));
      }
    };
    await Promise.all(Array.from({ length: laneCountMax }, work));
  }

  /** Where each lane goes on; null when all are done. */
  get next(): Offsets | null {
    if (!this.lanes.some(({ isCapped }) => isCapped)) return null;
    const isForward = this.#options.order === 'oldest';
    return Object.fromEntries(
      this.lanes.map(({ partition, from, to }) => [partition, isForward ? from : to]),
    );
  }

  async #runForward(lane: Lane): Promise<void> {
    const { laneLimit, take, onHit } = this.#options;
    await this.#scanRange(lane, lane.from, lane.to, async (record) => {
      await onHit(await take(record));
      lane.hitCount += 1;
      if (lane.hitCount < laneLimit) return true;
      lane.from = record.offset + 1;
      lane.isCapped = lane.from < lane.to;
      return false;
    });
  }

  /** Piece by piece towards the beginning; within a piece the newest hits are kept. */
  async #runBackward(lane: Lane): Promise<void> {
    const { laneLimit, take, onHit, signal } = this.#options;
    let chunk = chunkMin;
    while (lane.from < lane.to && !lane.isCapped && !signal.aborted) {
      const start = Math.max(lane.from, lane.to - chunk);
      const room = laneLimit - lane.hitCount;
      let found: { readonly offset: number; readonly item: Item }[] = [];
      let isCut = false;
      await this.#scanRange(lane, start, lane.to, async (record) => {
        found.push({ offset: record.offset, item: await take(record) });
        if (found.length > room * 2) {
          found = found.slice(-room);
          isCut = true;
        }
        return true;
      });
      if (signal.aborted) return;
      isCut ||= found.length > room;
      const kept = found.slice(-room).reverse();
      for (const { item } of kept) await onHit(item);
      lane.hitCount += kept.length;
      lane.to = isCut ? (kept.at(-1)?.offset ?? start) : start;
      lane.isCapped = lane.hitCount >= laneLimit && lane.from < lane.to;
      chunk = Math.min(chunk * chunkGrowth, chunkMax);
    }
  }

  /** Calls `onHit` with matching records of [from, to), ascending, until it answers false. */
  async #scanRange(
    lane: Lane,
    from: number,
    to: number,
    onHit: (record: FetchedRecord) => boolean | Promise<boolean>,
  ): Promise<void> {
    const { fetch, signal, order } = this.#options;
    let offset = from;
    let coming: Promise<RawFetchPartition> | null = fetch(lane.partition, offset);
    // Stopped before it comes, nobody looks at it any more.
    coming.catch(() => {});
    while (coming !== null && !signal.aborted) {
      const answer: RawFetchPartition = await coming;
      const batches: Batch[] = [];
      eachBatch(answer.records, (batch) => void batches.push(batch));
      const last = batches.at(-1);
      // Without a batch there is nothing between here and the end that can be read.
      const next = last ? Math.max(last.lastOffset + 1, offset + 1) : to;
      coming = next < to ? fetch(lane.partition, next) : null;
      // The answer may never be looked at; its failure is told by who looks.
      coming?.catch(() => {});
      if (!(await this.#scanBatches(lane, answer, batches, offset, to, onHit))) return;
      offset = next;
      if (order === 'oldest') lane.from = Math.min(next, to);
    }
  }

  async #scanBatches(
    lane: Lane,
    answer: RawFetchPartition,
    batches: readonly Batch[],
    from: number,
    to: number,
    onHit: (record: FetchedRecord) => boolean | Promise<boolean>,
  ): Promise<boolean> {
    const { visibility, fromMs = 0, signal } = this.#options;
    const aborted = visibility.isCommittedOnly ? new AbortedBatches(answer.aborted) : null;
    for (const batch of batches) {
      if (signal.aborted) return false;
      if (batch.baseOffset >= to) return true;
      const isHidden = aborted?.isAborted(batch) || (batch.isControl && !visibility.hasControl);
      this.scannedBytes += batch.sizeBytes;
      this.scannedCount += overlapOf(batch, from, to);
      if (isHidden || batch.lastOffset < from || batch.maxTimestampMs < fromMs) continue;
      if (!(await this.#scanBatch(lane.partition, batch, from, to, onHit))) return false;
    }
    return true;
  }

  async #scanBatch(
    partition: number,
    batch: Batch,
    from: number,
    to: number,
    onHit: (record: FetchedRecord) => boolean | Promise<boolean>,
  ): Promise<boolean> {
    const { matcher } = this.#options;
    let body: Buffer;
    let starts: readonly number[];
    try {
      body = plainBody(batch);
      starts = candidates(partition, batch, body, matcher);
    } catch (error) {
      this.#fail(error, batch.recordCount);
      return true;
    }
    for (const start of starts) {
      let record: FetchedRecord;
      try {
        record = rawRecord(partition, batch, readRecord(batch, body, start));
        if (record.offset < from || record.offset >= to) continue;
        const isMatch = matcher.matches(record);
        if (!(typeof isMatch === 'boolean' ? isMatch : await isMatch)) continue;
      } catch (error) {
        this.#fail(error, 1);
        continue;
      }
      const goesOn = onHit(record);
      if (!(typeof goesOn === 'boolean' ? goesOn : await goesOn)) return false;
    }
    return true;
  }

  #fail(error: unknown, count: number): void {
    this.failedCount += count;
    this.#lastProblem =
      error instanceof Error
        ? error.message
        : String((error as { message?: string })?.message ?? error);
  }
}

/** Where the records begin that may match. */
function candidates(
  partition: number,
  batch: Batch,
  body: Buffer,
  matcher: Matcher,
): readonly number[] {
  const starts: number[] = [];
  const { search } = matcher;
  // The first record speaks for its batch: a producer does not change its format in between.
  const isPlain =
    search !== null &&
    batch.recordCount > 0 &&
    matcher.isPlain(rawRecord(partition, batch, readRecord(batch, body, 0)));
  if (!isPlain || batch.isControl) {
    eachSpan(body, batch.recordCount, (start) => void starts.push(start));
    return starts;
  }
  const find = search(body);
  let found = find(0);
  if (found === -1) return starts;
  eachSpan(body, batch.recordCount, (start, next) => {
    if (found >= next) return;
    starts.push(start);
    found = find(next);
    return found !== -1;
  });
  return starts;
}

/** How many records of the batch count: a compacted one holds fewer than its offsets say. */
function overlapOf(batch: Batch, from: number, to: number): number {
  const isInside = batch.baseOffset >= from && batch.lastOffset < to;
  if (isInside) return batch.recordCount;
  const overlap = Math.min(batch.lastOffset + 1, to) - Math.max(batch.baseOffset, from);
  return Math.max(0, Math.min(overlap, batch.recordCount));
}
