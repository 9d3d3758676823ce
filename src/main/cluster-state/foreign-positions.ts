/**
 * Where the replicas of somebody else's cluster stand: sizes and lags from the log folders of each
 * broker, high watermarks of the topics that are looked at. Log ends nobody tells but the brokers
 * themselves, among each other.
 */
import type { ReplicaPosition, TopicOffsets } from '../contract/replicas.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import type { Metadata } from '../explorer/metadata.ts';
import { earliestTimestamp, latestTimestamp, listOffsets } from '../explorer/offsets.ts';
import type { FetchedBytes } from './replica-table.ts';

export type DirReplica = {
  readonly topic: string;
  readonly partition: number;
  readonly sizeBytes: number;
  /** Null: the replica is offline. */
  readonly lag: number | null;
};

type Held = { readonly sizeBytes: number; readonly behindCount: number | null };

const startsIntervalMs = 15_000;

export class ForeignPositions {
  /** `topic/partition` -> broker -> what its log folder holds. */
  readonly #held = new Map<string, Map<number, Held>>();
  readonly #starts = new Map<string, { readonly atMs: number; readonly offset: number }>();
  #fetched: FetchedBytes[] = [];

  /** What a broker's log folders hold now, all of it. */
  putDirs(brokerId: number, replicas: readonly DirReplica[], metadata: Metadata | null): void {
    const fetched = new Map<number, FetchedBytes>();
    const told = new Set<string>();
    for (const { topic, partition, sizeBytes, lag } of replicas) {
      const key = `${topic}/${partition}`;
      told.add(key);
      const held = this.#held.get(key) ?? new Map<number, Held>();
      const before = held.get(brokerId);
      held.set(brokerId, { sizeBytes, behindCount: lag });
      this.#held.set(key, held);
      const leader = metadata?.topics.get(topic)?.partitions[partition]?.leader ?? -1;
      if (!before || leader < 0 || leader === brokerId || sizeBytes <= before.sizeBytes) continue;
      const sum = fetched.get(leader) ?? {
        leader,
        follower: brokerId,
        bytes: 0,
        partitionCount: 0,
      };
      sum.bytes += sizeBytes - before.sizeBytes;
      sum.partitionCount += 1;
      fetched.set(leader, sum);
    }
    for (const [key, held] of this.#held) if (!told.has(key)) held.delete(brokerId);
    this.#fetched.push(...fetched.values());
  }

  takeFetched(): readonly FetchedBytes[] {
    return this.#fetched.splice(0);
  }

  sizeOf(topic: string, partition: number, brokerId: number): number | null {
    return this.#held.get(`${topic}/${partition}`)?.get(brokerId)?.sizeBytes ?? null;
  }

  /** A topic's bytes on its leaders; null while one of them is not known. */
  sizeOfLeaders(
    topic: string,
    partitions: readonly { readonly partition: number; readonly leader: number }[],
  ): number | null {
    const sizes = partitions.map(({ partition, leader }) => this.sizeOf(topic, partition, leader));
    return sizes.reduce<number | null>(
      (sum, size) => (sum === null || size === null ? null : sum + size),
      0,
    );
  }

  /** Asks for the high watermarks of these topics, and now and then for their log starts. */
  async read(
    link: KafkaLink,
    topics: readonly string[],
  ): Promise<{ readonly [topic: string]: TopicOffsets }> {
    const metadata = await link.metadata();
    const names = topics.flatMap((topic) =>
      (metadata.topics.get(topic)?.partitions ?? []).map(({ partition }) => ({ topic, partition })),
    );
    const nowMs = Date.now();
    const aged = names.filter(({ topic, partition }) => {
      const start = this.#starts.get(`${topic}-${partition}`);
      return !start || nowMs - start.atMs > startsIntervalMs;
    });
    const [ends, starts] = await Promise.all([
      listOffsets(link, names, latestTimestamp),
      aged.length > 0 ? listOffsets(link, aged, earliestTimestamp) : new Map<string, number>(),
    ]);
    for (const [key, offset] of starts) this.#starts.set(key, { atMs: nowMs, offset });
    return Object.fromEntries(
      topics.map((topic) => [topic, this.#topicOffsets(metadata, topic, ends)]),
    );
  }

  #topicOffsets(
    metadata: Metadata,
    topic: string,
    ends: ReadonlyMap<string, number>,
  ): TopicOffsets {
    const offsets: { [partition: string]: { [brokerId: string]: ReplicaPosition } } = {};
    for (const { partition, leader, replicas } of metadata.topics.get(topic)?.partitions ?? []) {
      const end = ends.get(`${topic}-${partition}`) ?? null;
      const start = this.#starts.get(`${topic}-${partition}`)?.offset ?? null;
      const held = this.#held.get(`${topic}/${partition}`);
      const positions: { [brokerId: string]: ReplicaPosition } = {};
      for (const id of replicas) {
        const isLeader = id === leader;
        const own = held?.get(id);
        if (!own && !isLeader) continue;
        positions[id] = {
          logStartOffset: isLeader ? start : null,
          logEndOffset: null,
          highWatermark: isLeader ? end : null,
          sizeBytes: own?.sizeBytes ?? null,
          behindCount: isLeader ? 0 : (own?.behindCount ?? null),
        };
      }
      offsets[partition] = positions;
    }
    return offsets;
  }
}
