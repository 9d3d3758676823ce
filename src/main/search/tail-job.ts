/**
 * New messages of a topic as they come. What comes faster than anybody reads is not even fetched:
 * the tail jumps ahead and says how much it passed over.
 */
import type { Message } from '../contract/messages.ts';
import { ContractError } from '../contract/errors.ts';
import type { TailBatch, TailParams } from '../contract/search.ts';
import { toMessage } from '../decoders/to-message.ts';
import { type Batch, eachBatch, recordsOf } from '../explorer/batches.ts';
import {
  assertRetriable,
  fetchRawPartitions,
  rawRecord,
  type RawRecord,
} from '../explorer/fetch.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { partitionsOf, type TopicMetadata, topicNotFound, topicOf } from '../explorer/metadata.ts';
import { latestTimestamp, listAllOffsets, partitionKey } from '../explorer/offsets.ts';
import type { RawFetchPartition } from '../explorer/raw-fetch.ts';
import { AbortedBatches } from '../explorer/transactions.ts';
import type { JobRun } from './job.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import type { Reading } from './search-job.ts';

const batchIntervalMs = 250;
const batchCountMax = 500;
const retryDelayMs = 250;
const metadataIntervalMs = 5_000;
/** Further behind than this a tail without a query jumps to the end. */
const behindMax = 1_000;
const fetchOptions = { maxWaitMs: 500, minBytes: 1, partitionMaxBytes: 1024 * 1024 };

/** Starts at the end of each partition; runs until the signal says so or the topic is gone. */
export async function runTail(
  reading: Reading,
  params: TailParams,
  { signal, tell }: JobRun,
): Promise<void> {
  const { link } = reading;
  const matcher = createMatcher({ selection: params, ...reading });
  const pending = new PendingBatch(reading, (batch) => tell({ kind: 'tail', batch }));
  const tail = new Tail(params, matcher, pending);
  let topic = topicOf(await link.metadata({ isFresh: true }), params.topic);
  await tail.addPositions(link, topic, true);
  tell({ kind: 'ready' });
  let metadataAtMs = Date.now();
  try {
    while (!signal.aborted) {
      if (Date.now() - metadataAtMs > metadataIntervalMs) {
        topic = await refresh(link, params.topic);
        await tail.addPositions(link, topic, false);
        metadataAtMs = Date.now();
      }
      const isDisturbed = await tail.step(link, topic);
      if (isDisturbed) {
        await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
        topic = await refresh(link, params.topic);
      } else await pending.whenWanted();
    }
  } finally {
    pending.close();
  }
}

/** Positions in all partitions, and the step that moves them on. */
class Tail {
  readonly #params: TailParams;
  readonly #matcher: Matcher;
  readonly #pending: PendingBatch;
  readonly #positions = new Map<number, number>();
  readonly #isSampled: boolean;

  constructor(params: TailParams, matcher: Matcher, pending: PendingBatch) {
    this.#params = params;
    this.#matcher = matcher;
    this.#pending = pending;
    // With a query each record has to be looked at: it may be the one.
    this.#isSampled = !params.query?.text && !params.keyText && params.keyIs === undefined;
  }

  /** Partitions added later are read from their beginning: all that is in them is new. */
  async addPositions(link: KafkaLink, topic: TopicMetadata, isFirst: boolean): Promise<void> {
    const missing = partitionsOf(topic, this.#params.partitions).filter(
      ({ partition }) => !this.#positions.has(partition),
    );
    const names = missing.map(({ partition }) => ({ topic: topic.name, partition }));
    const ends = isFirst ? await listAllOffsets(link, names, latestTimestamp) : new Map();
    for (const name of names)
      this.#positions.set(name.partition, ends.get(partitionKey(name)) ?? 0);
  }

  /** One fetch of all partitions. Answers whether some leader did not answer. */
  async step(link: KafkaLink, topic: TopicMetadata): Promise<boolean> {
    const from = [...this.#positions].map(([partition, offset]) => ({ partition, offset }));
    const { isCommittedOnly } = this.#params;
    const fetched = await fetchRawPartitions(link, topic, from, {
      ...fetchOptions,
      isCommittedOnly,
    });
    let isDisturbed = fetched.size < from.length;
    for (const { partition, offset } of from) {
      const answer = fetched.get(partition);
      if (!answer) continue;
      if (answer.errorCode !== 0) {
        assertRetriable(topic.name, partition, answer.errorCode);
        isDisturbed = true;
        continue;
      }
      await this.#take(answer, offset);
    }
    return isDisturbed;
  }

  async #take(answer: RawFetchPartition, from: number): Promise<void> {
    const { partition } = answer;
    const aborted = this.#params.isCommittedOnly ? new AbortedBatches(answer.aborted) : null;
    const batches: Batch[] = [];
    let position = from;
    eachBatch(answer.records, (batch) => {
      position = Math.max(position, batch.lastOffset + 1);
      if (batch.lastOffset < from || aborted?.isAborted(batch)) return;
      if (!batch.isControl || this.#params.hasControl) batches.push(batch);
    });
    for (const batch of batches) {
      if (this.#isSampled && this.#pending.isFull) {
        this.#pending.skip(batch.recordCount);
        continue;
      }
      for (const record of recordsOf(batch)) {
        if (record.offset < from) continue;
        const raw = rawRecord(partition, batch, record);
        if (this.#isSampled || (await this.#isMatch(raw))) this.#pending.add(raw);
      }
    }
    const end = this.#params.isCommittedOnly ? answer.lastStableOffset : answer.highWatermark;
    const isBehind = this.#isSampled && end - position > behindMax;
    if (isBehind) this.#pending.skip(end - position);
    this.#positions.set(partition, isBehind ? end : position);
    this.#pending.arrived((isBehind ? end : position) - from);
  }

  async #isMatch(record: RawRecord): Promise<boolean> {
    try {
      return await this.#matcher.matches(record);
    } catch {
      // The query cannot be applied to this record: it is none that was looked for.
      return false;
    }
  }
}

/** The topic as it is now. Without brokers the old one has to do; without the topic it is over. */
async function refresh(link: KafkaLink, name: string): Promise<TopicMetadata> {
  const before = (await link.metadata()).topics.get(name);
  try {
    return topicOf(await link.metadata({ isFresh: true }), name);
  } catch (error) {
    const isGone = error instanceof ContractError && error.code === 'topic-not-found';
    if (isGone || !before) throw topicNotFound(name);
    return before;
  }
}

/** Collects what comes within a quarter of a second; decodes only what is shown. */
class PendingBatch {
  readonly #reading: Reading;
  readonly #onBatch: (batch: TailBatch) => void;
  readonly #timer: NodeJS.Timeout;
  #records: RawRecord[] = [];
  #skippedCount = 0;
  #arrivedCount = 0;
  #isFlushing = false;
  #wake: (() => void) | null = null;

  constructor(reading: Reading, onBatch: (batch: TailBatch) => void) {
    this.#reading = reading;
    this.#onBatch = onBatch;
    this.#timer = setInterval(() => void this.#flush(), batchIntervalMs);
  }

  get isFull(): boolean {
    return this.#records.length >= batchCountMax;
  }

  add(record: RawRecord): void {
    if (this.isFull) this.#skippedCount += 1;
    else this.#records.push(record);
  }

  skip(count: number): void {
    this.#skippedCount += count;
  }

  arrived(count: number): void {
    this.#arrivedCount += count;
  }

  /** Settles when there is room again: what would be thrown away need not be fetched. */
  async whenWanted(): Promise<void> {
    if (!this.isFull) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  close(): void {
    clearInterval(this.#timer);
    this.#wake?.();
  }

  async #flush(): Promise<void> {
    if (this.#isFlushing || this.#arrivedCount === 0) return;
    this.#isFlushing = true;
    const { decoder, decoders } = this.#reading;
    const records = this.#records;
    const [skippedCount, arrivedCount] = [this.#skippedCount, this.#arrivedCount];
    this.#records = [];
    this.#skippedCount = 0;
    this.#arrivedCount = 0;
    this.#wake?.();
    this.#wake = null;
    const messages: Message[] = [];
    for (const record of records) messages.push(await toMessage(record, decoder, decoders));
    this.#onBatch({ messages, skippedCount, arrivedCount });
    this.#isFlushing = false;
  }
}
