/** How far a run is, as its cluster tells it: what was written, and what still waits for whom. */
import type { ScenarioDefinition, ServiceDefinition } from '../../scenario/definition/scenario.ts';
import { groupOf, producedTopics, readTopics } from '../../scenario/service-links.ts';
import { committedOffsets } from '../explorer/groups.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { countSpans, RecordCounter } from './record-count.ts';
import { endOffsets, type Offsets } from './run-topics.ts';

export type Progress = {
  /** Service -> records that wait for it; absent for one that consumes nothing. */
  readonly lags: ReadonlyMap<string, number>;
  /** Topic -> records written since the run began. */
  readonly written: ReadonlyMap<string, number>;
};

export const noProgress: Progress = { lags: new Map(), written: new Map() };

/** A gap so small may be nothing but the markers of transactions. */
const smallGap = 64;

/** Asked once in a while, of one run. */
export class ProgressReader {
  readonly #link: KafkaLink;
  readonly #scenario: ScenarioDefinition;
  readonly #starts: Offsets;
  /** Of topics that are written to in transactions. */
  readonly #counters: ReadonlyMap<string, RecordCounter>;

  constructor(link: KafkaLink, scenario: ScenarioDefinition, starts: Offsets) {
    this.#link = link;
    this.#scenario = scenario;
    this.#starts = starts;
    const writers = scenario.services.filter(({ delivery }) => delivery === 'exactly-once');
    const topics = new Set(writers.flatMap((service) => producedTopics(service)));
    this.#counters = new Map([...topics].map((topic) => [topic, new RecordCounter(topic)]));
  }

  /** Committed positions are read before the ends, so that a lag of 0 everywhere is the truth. */
  async read(): Promise<Progress> {
    const consumers = this.#scenario.services.filter(({ consume }) => consume !== undefined);
    const committed = await Promise.all(
      consumers.map((service) => committedOffsets(this.#link, groupOf(service))),
    );
    const ends = await endOffsets(this.#link, this.#scenario);
    const lags = await Promise.all(
      consumers.map(
        async (service, index): Promise<[string, number]> => [
          service.name,
          await this.#lag(service, committed[index] ?? new Map(), ends),
        ],
      ),
    );
    const written = await Promise.all(
      this.#scenario.topics.map(
        async ({ name }): Promise<[string, number]> => [name, await this.#written(name, ends)],
      ),
    );
    return { lags: new Map(lags), written: new Map(written) };
  }

  async #lag(service: ServiceDefinition, committed: Offsets, ends: Offsets): Promise<number> {
    let lag = 0;
    for (const topic of readTopics(service)) {
      const gaps = partitionsOf(topic, ends).map(({ key, partition }) => {
        const to = ends.get(key) ?? 0;
        return { partition, from: committed.get(key) ?? this.#starts.get(key) ?? 0, to };
      });
      const open = gaps.filter(({ from, to }) => to > from);
      const isSmall = open.every(({ from, to }) => to - from <= smallGap);
      lag +=
        this.#counters.has(topic) && isSmall
          ? await this.#realLag(topic, open)
          : open.reduce((sum, { from, to }) => sum + to - from, 0);
    }
    return lag;
  }

  async #realLag(topic: string, gaps: Parameters<typeof countSpans>[2]): Promise<number> {
    const counts = await countSpans(this.#link, topic, gaps);
    return gaps.reduce((sum, { partition, from, to }) => {
      const { count, next } = counts.get(partition) ?? { count: 0, next: from };
      // What could not be read counts as waiting: an open transaction, a leader that is away.
      return sum + count + Math.max(0, to - next);
    }, 0);
  }

  async #written(topic: string, ends: Offsets): Promise<number> {
    const counter = this.#counters.get(topic);
    if (counter) return counter.read(this.#link, this.#starts, ends);
    return partitionsOf(topic, ends).reduce(
      (sum, { key }) => sum + Math.max(0, (ends.get(key) ?? 0) - (this.#starts.get(key) ?? 0)),
      0,
    );
  }
}

function partitionsOf(topic: string, offsets: Offsets) {
  return [...offsets.keys()].flatMap((key) => {
    const at = key.lastIndexOf('-');
    if (key.slice(0, at) !== topic) return [];
    return [{ key, partition: Number(key.slice(at + 1)) }];
  });
}
