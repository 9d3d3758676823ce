/**
 * What the protocol tells of somebody else's brokers: records in, from log end offsets; how long
 * they take to answer this app's own requests; how large their logs are. Asked only while somebody
 * watches, and at the pace of the link.
 */
import { isRetriable } from '../explorer/kafka-errors.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { logDirsOf } from '../explorer/log-dirs.ts';
import { latestTimestamp, listOffsets } from '../explorer/offsets.ts';
import { asPolling } from '../explorer/request-pace.ts';
import type { Rates } from '../contract/throughput.ts';
import { addRates, noRates, type Probe, type Tick } from './tick.ts';

type Look = { readonly atMs: number; readonly ends: ReadonlyMap<string, number> };

/** Offsets are asked for every other tick: a request to each broker at a time. */
const lookIntervalMs = 2_000;

/** Sizes of logs change slowly, and the answer may be long. */
const sizesIntervalMs = 30_000;

export class ForeignTicks {
  readonly #link: KafkaLink;
  #before: Look | null = null;
  #askedAtMs = 0;
  #sizes = new Map<number, number>();
  #sizesAtMs = 0;
  readonly #answers = new Map<number, number[]>();
  readonly #stop: () => void;

  constructor(link: KafkaLink) {
    this.#link = link;
    this.#stop = link.onAnswer((brokerId, ms) => {
      const own = this.#answers.get(brokerId) ?? [];
      own.push(ms);
      this.#answers.set(brokerId, own);
    });
  }

  close(): void {
    this.#stop();
  }

  /** Null when nobody watches, when it is not time, or when nobody answers. */
  async take(isWatched: boolean): Promise<Tick | null> {
    if (!isWatched) {
      this.#before = null;
      return null;
    }
    const nowMs = Date.now();
    if (nowMs - this.#askedAtMs < lookIntervalMs - 100) return null;
    this.#askedAtMs = nowMs;
    try {
      const now = await asPolling(() => this.#look());
      const before = this.#before;
      this.#before = now;
      if (nowMs - this.#sizesAtMs >= sizesIntervalMs) {
        this.#sizesAtMs = nowMs;
        await asPolling(() => this.#readSizes());
      }
      return before && { ...tickOf(before, now), probes: this.#takeProbes() };
    } catch (error) {
      // An environment fault: no broker answered in this second, so it has no tick.
      if (!isRetriable(error)) throw error;
      return null;
    }
  }

  async #readSizes(): Promise<void> {
    const { brokers } = await this.#link.metadata();
    const sizes = new Map<number, number>();
    for (const id of brokers.keys()) {
      const dirs = await logDirsOf(this.#link, id);
      if (dirs)
        sizes.set(
          id,
          dirs.reduce((sum, { replicaBytes }) => sum + replicaBytes, 0),
        );
    }
    this.#sizes = sizes;
  }

  /** The middle one of the answers since the last call. */
  #takeProbes(): { readonly [brokerId: string]: Probe } {
    const ids = new Set([...this.#sizes.keys(), ...this.#answers.keys()]);
    const probes = [...ids].map((id): [string, Probe] => {
      const sorted = (this.#answers.get(id) ?? []).toSorted((left, right) => left - right);
      const answerMs = sorted[sorted.length >> 1] ?? null;
      return [String(id), { answerMs, logBytes: this.#sizes.get(id) ?? null }];
    });
    this.#answers.clear();
    return Object.fromEntries(probes);
  }

  async #look(): Promise<Look> {
    const { topics } = await this.#link.metadata();
    const names = [...topics.values()].flatMap(({ name, partitions }) =>
      partitions.map(({ partition }) => ({ topic: name, partition })),
    );
    const ends = await listOffsets(this.#link, names, latestTimestamp);
    return { atMs: Date.now(), ends };
  }
}

/** Only records in are known from offsets. */
export function tickOf(before: Look, now: Look): Tick {
  const topics: Record<string, Rates> = {};
  const partitions: Record<string, Rates> = {};
  const elapsedS = (now.atMs - before.atMs) / 1000;
  for (const [key, end] of now.ends) {
    const topic = key.slice(0, key.lastIndexOf('-'));
    const grown = Math.max(0, end - (before.ends.get(key) ?? end));
    const recordsIn = elapsedS > 0 ? Math.round((grown / elapsedS) * 10) / 10 : 0;
    const rates = { ...noRates, recordsIn };
    if (recordsIn > 0) partitions[key] = rates;
    topics[topic] = addRates(topics[topic] ?? noRates, rates);
  }
  return { atMs: now.atMs, brokers: {}, topics, partitions, clients: {} };
}
