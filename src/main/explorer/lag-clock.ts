/**
 * Lag in seconds: how long ago the oldest record was written that a group has not consumed. That
 * needs the record's timestamp, so one is fetched per partition, and kept while the group stands
 * still.
 */
import { fetchPartitions } from './fetch.ts';
import type { KafkaLink } from './kafka-link.ts';
import { partitionKey, type TopicPartitionName } from './offsets.ts';

type Position = TopicPartitionName & { readonly offset: number };

const entriesMax = 10_000;
// One batch is served whatever its size; more is not wanted.
const fetchOptions = { maxWaitMs: 0, minBytes: 0, partitionMaxBytes: 1 };

/** Remembers timestamps of records by their position. */
export class LagClock {
  readonly #timestampsMs = new Map<string, number>();

  /** Age of the record at each position, by `topic-partition`; unreadable ones are missing. */
  async agesS(
    link: KafkaLink,
    positions: readonly Position[],
  ): Promise<ReadonlyMap<string, number>> {
    const unknown = positions.filter((position) => !this.#timestampsMs.has(positionKey(position)));
    await this.#read(link, unknown);
    const nowMs = Date.now();
    return new Map(
      positions.flatMap((position): [string, number][] => {
        const timestampMs = this.#timestampsMs.get(positionKey(position));
        if (timestampMs === undefined) return [];
        const ageS = Math.max(0, Math.round((nowMs - timestampMs) / 100) / 10);
        return [[partitionKey(position), ageS]];
      }),
    );
  }

  async #read(link: KafkaLink, positions: readonly Position[]): Promise<void> {
    const { topics } = await link.metadata();
    await Promise.all(
      [...Map.groupBy(positions, ({ topic }) => topic)].map(async ([name, own]) => {
        const topic = topics.get(name);
        if (!topic) return;
        const fetched = await fetchPartitions(link, topic, own, fetchOptions);
        for (const position of own) {
          const record = fetched.get(position.partition)?.records[0];
          if (record) this.#remember(position, record.timestampMs);
        }
      }),
    );
  }

  #remember(position: Position, timestampMs: number): void {
    if (this.#timestampsMs.size >= entriesMax) this.#timestampsMs.clear();
    this.#timestampsMs.set(positionKey(position), timestampMs);
  }
}

function positionKey(position: Position): string {
  return `${partitionKey(position)}@${position.offset}`;
}
