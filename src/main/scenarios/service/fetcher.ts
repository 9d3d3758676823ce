/**
 * Fetches what is assigned, one long poll per leader and topic at a time, and keeps so much ready
 * that handling need not wait, but no more than a bounded amount.
 */
import { eachBatch } from '../../explorer/batches.ts';
import { fetchRawPartitions } from '../../explorer/fetch.ts';
import type { KafkaLink } from '../../explorer/kafka-link.ts';
import { groupByLeader } from '../../explorer/offsets.ts';
import type { RawFetchPartition } from '../../explorer/raw-fetch.ts';
import { AbortedBatches } from '../../explorer/transactions.ts';
import { type FetchedRecord, readBatch } from './record-reader.ts';

export type Position = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
};

type Source = {
  readonly topic: string;
  readonly partition: number;
  offset: number;
  isBusy: boolean;
  /** Everything there was, since when; null: more is known to be there. */
  drainedSinceMs: number | null;
};

const readyMax = 8_000;
const options = { maxWaitMs: 500, minBytes: 1, partitionMaxBytes: 1024 * 1024 };
const troubleDelayMs = 250;
const outOfRange = 1;

export class Fetcher {
  readonly #linkOf: (topic: string) => KafkaLink;
  readonly #onTrouble: (error: unknown) => void;
  #sources = new Map<string, Source>();
  #ready: { readonly source: Source; readonly records: FetchedRecord[] }[] = [];
  #readyCount = 0;
  /** `leader/topic`, each with a poll on its way. */
  readonly #polls = new Set<string>();
  #isClosed = false;
  #wake: (() => void) | null = null;

  constructor(linkOf: (topic: string) => KafkaLink, onTrouble: (error: unknown) => void) {
    this.#linkOf = linkOf;
    this.#onTrouble = onTrouble;
  }

  /** From now on these, from there on; what was fetched before is dropped. */
  assign(positions: readonly Position[]): void {
    this.#sources = new Map(
      positions.map(({ topic, partition, offset }): [string, Source] => [
        `${topic}/${partition}`,
        { topic, partition, offset, isBusy: false, drainedSinceMs: null },
      ]),
    );
    this.#ready = [];
    this.#readyCount = 0;
    this.#pump();
  }

  isAssigned(topic: string, partition: number): boolean {
    return this.#sources.has(`${topic}/${partition}`);
  }

  /** Milliseconds for which nothing has been left to fetch; null: something is, or may be. */
  drainedForMs(topic: string, partition: number): number | null {
    const source = this.#sources.get(`${topic}/${partition}`);
    if (!source || source.drainedSinceMs === null) return null;
    if (this.#ready.some((chunk) => chunk.source === source)) return null;
    return Date.now() - source.drainedSinceMs;
  }

  get readyCount(): number {
    return this.#readyCount;
  }

  /** At most so many, in the order of their partition; none after `waitMs` without any. */
  async take(countMax: number, waitMs: number): Promise<readonly FetchedRecord[]> {
    if (this.#readyCount === 0 && waitMs > 0 && !this.#isClosed) await this.#more(waitMs);
    const taken: FetchedRecord[] = [];
    while (taken.length < countMax) {
      const chunk = this.#ready[0];
      if (!chunk) break;
      const room = countMax - taken.length;
      if (chunk.records.length <= room) {
        for (const record of chunk.records) taken.push(record);
        this.#ready.shift();
      } else taken.push(...chunk.records.splice(0, room));
    }
    this.#readyCount -= taken.length;
    this.#pump();
    return taken;
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  async #more(waitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  #isOurs(source: Source): boolean {
    return this.#sources.get(`${source.topic}/${source.partition}`) === source;
  }

  /** Asks for all that is not being asked for. */
  #pump(): void {
    if (this.#isClosed || this.#readyCount >= readyMax) return;
    const topics = new Map<string, Source[]>();
    for (const source of this.#sources.values()) {
      if (source.isBusy) continue;
      const known = topics.get(source.topic);
      if (known) known.push(source);
      else topics.set(source.topic, [source]);
    }
    for (const [topic, sources] of topics) {
      for (const source of sources) source.isBusy = true;
      void this.#fetchTopic(topic, sources);
    }
  }

  async #fetchTopic(topic: string, sources: readonly Source[]): Promise<void> {
    try {
      const link = this.#linkOf(topic);
      const metadata = await link.metadata();
      const groups = [...groupByLeader(metadata, sources)];
      const led = new Set(groups.flatMap(([, items]) => items));
      const leaderless = sources.filter((source) => !led.has(source));
      await Promise.all([
        ...groups.map(([leader, items]) => this.#poll(link, topic, leader, items)),
        leaderless.length > 0 ? this.#trouble(link, leaderless) : undefined,
      ]);
    } catch (error) {
      this.#onTrouble(error);
      await this.#trouble(this.#linkOf(topic), sources);
    }
  }

  /** One at a time: what comes while a poll is open is asked for with the next one. */
  async #poll(
    link: KafkaLink,
    topic: string,
    leader: number,
    sources: readonly Source[],
  ): Promise<void> {
    const name = `${leader}/${topic}`;
    if (this.#polls.has(name)) {
      for (const source of sources) source.isBusy = false;
      return;
    }
    this.#polls.add(name);
    const isFine = await this.#fetchLeader(link, topic, sources);
    this.#polls.delete(name);
    if (isFine) this.#free(sources);
    else await this.#trouble(link, sources);
  }

  async #fetchLeader(link: KafkaLink, topic: string, sources: readonly Source[]): Promise<boolean> {
    const known = (await link.metadata()).topics.get(topic);
    if (!known) return false;
    let isFine = true;
    try {
      const answers = await fetchRawPartitions(link, known, sources, {
        ...options,
        isCommittedOnly: true,
      });
      for (const source of sources) {
        const answer = answers.get(source.partition);
        if (!answer || !this.#accept(source, answer)) isFine = false;
      }
    } catch (error) {
      this.#onTrouble(error);
      isFine = false;
    }
    return isFine;
  }

  #free(sources: readonly Source[]): void {
    for (const source of sources) source.isBusy = false;
    this.#pump();
  }

  /** A leader that moves or is down: a little later, by what is known then. */
  async #trouble(link: KafkaLink, sources: readonly Source[]): Promise<void> {
    for (const source of sources) source.drainedSinceMs = null;
    await new Promise((resolve) => setTimeout(resolve, troubleDelayMs));
    if (!this.#isClosed) await link.metadata({ isFresh: true }).catch(() => {});
    this.#free(sources);
  }

  /** False: it must be asked again after a while. */
  #accept(source: Source, answer: RawFetchPartition): boolean {
    if (!this.#isOurs(source)) return true;
    const { errorCode, logStartOffset, lastStableOffset, highWatermark } = answer;
    if (errorCode === outOfRange) {
      source.offset = Math.max(0, logStartOffset);
      return logStartOffset >= 0;
    }
    if (errorCode !== 0) return false;
    const records = readRecords(source, answer);
    if (records.length > 0) {
      this.#ready.push({ source, records });
      this.#readyCount += records.length;
      this.#wake?.();
    }
    const end = lastStableOffset >= 0 ? lastStableOffset : highWatermark;
    if (source.offset < end) source.drainedSinceMs = null;
    else if (records.length > 0) source.drainedSinceMs = Date.now();
    else source.drainedSinceMs ??= Date.now();
    return true;
  }
}

/** Moves the source past what it read: holes and markers too. */
function readRecords(source: Source, answer: RawFetchPartition): FetchedRecord[] {
  const { topic, partition } = source;
  const from = source.offset;
  const records: FetchedRecord[] = [];
  const aborted = new AbortedBatches(answer.aborted);
  eachBatch(answer.records, (batch) => {
    source.offset = Math.max(source.offset, batch.lastOffset + 1);
    if (aborted.isAborted(batch) || batch.isControl) return;
    readBatch(topic, partition, batch, from, records);
  });
  return records;
}
