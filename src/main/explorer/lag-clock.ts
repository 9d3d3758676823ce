/**
 * Lag in seconds: how long ago the oldest record was written that a group has not consumed. That
 * needs the record's timestamp, which the head of its batch tells; it is kept while the group
 * stands still.
 */
import { fetchPartitions } from './fetch.ts';
import { isRetriable } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import type { Metadata } from './metadata.ts';
import { groupByLeader, partitionKey, type TopicPartitionName } from './offsets.ts';

export type LagPosition = TopicPartitionName & { readonly offset: number };

const entriesMax = 20_000;
const fetchMaxBytes = 16 * 1024 * 1024;
/** One batch is served whatever its size by our own brokers; Kafka serves only what fits. */
const localBytes = 1;
const batchBytes = 64 * 1024;
const largeBatchBytes = 2 * 1024 * 1024;
/** A timestamp inside of a batch is guessed only when the batch is shorter than that. */
const guessMsMax = 1_000;
const headerBytes = 61;
const topicIdVersion = 13;

/** Remembers timestamps of records by their position. */
export class LagClock {
  readonly #timestampsMs = new Map<string, number>();

  /**
   * Age of the record at each position, by `positionKey`; unreadable ones are missing, and so are
   * those for which more than `requestsMax` requests would have been needed.
   */
  async agesS(
    link: KafkaLink,
    positions: readonly LagPosition[],
    requestsMax = Infinity,
  ): Promise<ReadonlyMap<string, number>> {
    const unknown = positions.filter((position) => !this.#timestampsMs.has(positionKey(position)));
    if (unknown.length > 0) await this.#read(link, unknown, requestsMax);
    const nowMs = Date.now();
    return new Map(
      positions.flatMap((position): [string, number][] => {
        const timestampMs = this.#timestampsMs.get(positionKey(position));
        if (timestampMs === undefined) return [];
        const ageS = Math.max(0, Math.round((nowMs - timestampMs) / 100) / 10);
        return [[positionKey(position), ageS]];
      }),
    );
  }

  async #read(
    link: KafkaLink,
    positions: readonly LagPosition[],
    requestsMax: number,
  ): Promise<void> {
    const metadata = await link.metadata();
    const requests = [...groupByLeader(metadata, positions)].flatMap(([leader, own]) =>
      [...Map.groupBy(own, ({ topic }) => topic)].flatMap(([topic, named]) =>
        onePerPartition(named).map((items) => ({ leader, topic, items })),
      ),
    );
    await Promise.all(
      requests.slice(0, requestsMax).map(async ({ leader, topic, items }) => {
        const maxBytes = link.isPaced ? batchBytes : localBytes;
        const unread = await this.#readHeads(link, metadata, { leader, topic, items, maxBytes });
        if (unread.length > 0) await this.#readWhole(link, metadata, topic, unread);
      }),
    );
  }

  /** Answers the positions that a head does not tell the time of. */
  async #readHeads(
    link: KafkaLink,
    metadata: Metadata,
    ask: {
      readonly leader: number;
      readonly topic: string;
      readonly items: readonly LagPosition[];
      readonly maxBytes: number;
    },
  ): Promise<readonly LagPosition[]> {
    const { leader, topic, items, maxBytes } = ask;
    const found = metadata.topics.get(topic);
    if (!found) return [];
    const version = await link.versionOf('fetch');
    try {
      const answers = await link.fetchRaw(leader, {
        version,
        topicId: version >= topicIdVersion ? found.topicId : topic,
        partitions: items.map(({ partition, offset }) => ({
          partition,
          leaderEpoch: found.partitions[partition]?.leaderEpoch ?? -1,
          offset,
          maxBytes,
        })),
        maxWaitMs: 0,
        minBytes: 0,
        maxBytes: fetchMaxBytes,
        isCommittedOnly: false,
      });
      const byPartition = new Map(answers.map((answer) => [answer.partition, answer]));
      return items.filter((position) => {
        const answer = byPartition.get(position.partition);
        if (!answer || answer.errorCode !== 0) return false;
        const timestampMs = timestampAt(answer.records, position.offset);
        if (timestampMs === null) return answer.highWatermark > position.offset;
        this.#remember(position, timestampMs);
        return false;
      });
    } catch (error) {
      // An environment fault: this leader's partitions stay without a time for now.
      if (!isRetriable(error)) throw error;
      return [];
    }
  }

  async #readWhole(
    link: KafkaLink,
    metadata: Metadata,
    topic: string,
    positions: readonly LagPosition[],
  ): Promise<void> {
    const found = metadata.topics.get(topic);
    if (!found) return;
    // One after the other: only the first partition of a request is served whatever its size.
    for (const position of positions) {
      const options = { maxWaitMs: 0, minBytes: 0, partitionMaxBytes: largeBatchBytes };
      const fetched = await fetchPartitions(link, found, [position], options);
      const record = fetched.get(position.partition)?.records[0];
      if (record) this.#remember(position, record.timestampMs);
    }
  }

  #remember(position: LagPosition, timestampMs: number): void {
    if (this.#timestampsMs.size >= entriesMax) this.#timestampsMs.clear();
    this.#timestampsMs.set(positionKey(position), timestampMs);
  }
}

/** A request names a partition once; groups that stand at different offsets take several. */
function onePerPartition(positions: readonly LagPosition[]): readonly (readonly LagPosition[])[] {
  const rounds: Map<number, LagPosition>[] = [];
  const distinct = new Map(positions.map((position) => [positionKey(position), position]));
  for (const position of distinct.values()) {
    let round = rounds.find((items) => !items.has(position.partition));
    if (!round) rounds.push((round = new Map()));
    round.set(position.partition, position);
  }
  return rounds.map((items) => [...items.values()]);
}

/**
 * When the record at `offset` was written, as far as the head of the first batch (version 2) tells;
 * null when it does not.
 */
export function timestampAt(records: Buffer, offset: number): number | null {
  if (records.length < headerBytes || records.readInt8(16) !== 2) return null;
  const baseOffset = Number(records.readBigInt64BE(0));
  const lastDelta = records.readInt32BE(23);
  const firstMs = Number(records.readBigInt64BE(27));
  const largestMs = Number(records.readBigInt64BE(35));
  const isAppendTime = (records.readInt16BE(21) & 0x08) !== 0;
  if (isAppendTime) return largestMs;
  if (offset <= baseOffset) return firstMs;
  if (offset > baseOffset + lastDelta || largestMs - firstMs > guessMsMax) return null;
  return Math.round(firstMs + ((offset - baseOffset) / lastDelta) * (largestMs - firstMs));
}

/** `topic-partition@offset`. */
export function positionKey(position: LagPosition): string {
  return `${partitionKey(position)}@${position.offset}`;
}
