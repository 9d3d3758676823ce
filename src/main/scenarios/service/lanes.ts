/** Where records go, partition by partition, and under which sequence they were last sent. */
import * as kafka from '@platformatic/kafka';
import type { Metadata } from '../../explorer/metadata.ts';
import { type Identity, noIdentity } from '../../produce/producer-id.ts';
import { type Outgoing, sizeOf } from './outgoing.ts';

export type Lane = {
  readonly topic: string;
  readonly partition: number;
  /** Waiting, oldest first. */
  readonly queue: Outgoing[][];
  identity: Identity;
  sequence: number;
};

/** Below what brokers take by default (max.message.bytes). */
const batchBytesMax = 480 * 1024;
const batchRecordsMax = 4_000;
const knownKeysMax = 10_000;

export class Lanes {
  readonly #lanes = new Map<string, readonly Lane[]>();
  readonly #sizes = new Map<Lane, number>();
  readonly #hashes = new Map<string, number>();
  /** Records without keys fill one partition after the other, as Kafka's clients spread them. */
  #turn = 0;

  /** Puts records into the batches of their partitions; those of unknown topics are given back. */
  add(records: readonly Outgoing[], metadata: Metadata): readonly Outgoing[] {
    const unknown: Outgoing[] = [];
    this.#turn += 1;
    for (const record of records) {
      const lanes = this.#lanesOf(record.topic, metadata);
      if (!lanes) unknown.push(record);
      else this.#push(this.#laneOf(record, lanes), record);
    }
    return unknown;
  }

  /** Those with something to send. */
  waiting(): readonly Lane[] {
    return [...this.#lanes.values()].flat().filter(({ queue }) => queue.length > 0);
  }

  clear(): void {
    for (const lane of this.waiting()) lane.queue.length = 0;
    this.#sizes.clear();
  }

  #lanesOf(topic: string, metadata: Metadata): readonly Lane[] | undefined {
    const known = this.#lanes.get(topic);
    if (known) return known;
    const partitions = metadata.topics.get(topic)?.partitions;
    if (!partitions) return undefined;
    const lanes = partitions.map(
      ({ partition }): Lane => ({
        topic,
        partition,
        queue: [],
        identity: noIdentity,
        sequence: 0,
      }),
    );
    this.#lanes.set(topic, lanes);
    return lanes;
  }

  #laneOf({ partition, key }: Outgoing, lanes: readonly Lane[]): Lane {
    const count = lanes.length;
    if (partition !== null && partition < count) return lanes[partition] as Lane;
    if (key === null || key.length === 0) return lanes[this.#turn % count] as Lane;
    if (count === 1) return lanes[0] as Lane;
    return lanes[this.#hashOf(key) % count] as Lane;
  }

  /** Keys come again and again. */
  #hashOf(key: string | Buffer): number {
    if (typeof key !== 'string') return kafka.compatibilityPartitioner(undefined as never, key);
    let hash = this.#hashes.get(key);
    if (hash === undefined) {
      hash = kafka.compatibilityPartitioner(undefined as never, Buffer.from(key));
      if (this.#hashes.size >= knownKeysMax) this.#hashes.clear();
      this.#hashes.set(key, hash);
    }
    return hash;
  }

  #push(lane: Lane, record: Outgoing): void {
    const bytes = sizeOf(record);
    const last = lane.queue.at(-1);
    const filled = this.#sizes.get(lane) ?? 0;
    const isFull =
      last === undefined || last.length >= batchRecordsMax || filled + bytes > batchBytesMax;
    if (isFull) lane.queue.push([record]);
    else last.push(record);
    this.#sizes.set(lane, isFull ? bytes : filled + bytes);
  }
}
