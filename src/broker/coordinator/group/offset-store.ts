/**
 * The offsets of one shard. State follows the log at once, but readers are given only what is
 * committed: an entry remembers what it replaced until the high watermark has passed it.
 */
import type { CommittedOffset, OffsetKey } from './group-records.ts';

type Entry = {
  /** null: deleted. */
  readonly value: CommittedOffset | null;
  readonly logOffset: number;
  /** What readers see until this entry is committed. */
  older: Entry | undefined;
};

type Partitions = Map<number, Entry>;
type Topics = Map<string, Partitions>;

/** Offsets that were in the log when this broker became its leader count as committed. */
const loaded = -1;

export class OffsetStore {
  private readonly groups = new Map<string, Topics>();
  /** Entries above the high watermark as it was last told, in log order. */
  private readonly uncommitted: { readonly key: OffsetKey; readonly entry: Entry }[] = [];

  /** Takes up a record while loading. */
  load(key: OffsetKey, value: CommittedOffset | null): void {
    if (value === null) this.drop(key);
    else this.partitions(key).set(key.partition, { value, logOffset: loaded, older: undefined });
  }

  /** Takes up a record that was just appended at `logOffset`. */
  put(key: OffsetKey, value: CommittedOffset | null, logOffset: number): void {
    const partitions = this.partitions(key);
    const entry: Entry = { value, logOffset, older: partitions.get(key.partition) };
    partitions.set(key.partition, entry);
    this.uncommitted.push({ key, entry });
  }

  /** Forgets what the committed entries replaced. */
  settle(highWatermark: number): void {
    while (this.uncommitted.length > 0 && this.uncommitted[0].entry.logOffset < highWatermark) {
      const { key, entry } = this.uncommitted.shift() as (typeof this.uncommitted)[number];
      entry.older = undefined;
      const current = this.groups.get(key.group)?.get(key.topic)?.get(key.partition);
      if (current === entry && entry.value === null) this.drop(key);
    }
  }

  /** The committed offset; `settle` was called before. */
  committed(group: string, topic: string, partition: number): CommittedOffset | null {
    return this.committedOf(this.groups.get(group)?.get(topic)?.get(partition));
  }

  /** All committed offsets of a group. */
  *allCommitted(group: string): Generator<[topic: string, [partition: number, CommittedOffset][]]> {
    for (const [topic, partitions] of this.groups.get(group) ?? []) {
      const found: [number, CommittedOffset][] = [];
      for (const [partition, entry] of partitions) {
        const value = this.committedOf(entry);
        if (value) found.push([partition, value]);
      }
      if (found.length > 0) yield [topic, found];
    }
  }

  /** All offsets of a group, committed or not: what a deletion has to delete. */
  *latest(group: string): Generator<[OffsetKey, CommittedOffset]> {
    for (const [topic, partitions] of this.groups.get(group) ?? []) {
      for (const [partition, { value }] of partitions)
        if (value) yield [{ group, topic, partition }, value];
    }
  }

  has({ group, topic, partition }: OffsetKey): boolean {
    return Boolean(this.groups.get(group)?.get(topic)?.get(partition)?.value);
  }

  groupIds(): string[] {
    return [...this.groups.keys()];
  }

  private committedOf(newest: Entry | undefined): CommittedOffset | null {
    const first = this.uncommitted[0]?.entry.logOffset ?? Infinity;
    let entry = newest;
    while (entry && entry.logOffset >= first) entry = entry.older;
    return entry?.value ?? null;
  }

  private partitions({ group, topic }: OffsetKey): Partitions {
    let topics = this.groups.get(group);
    if (!topics) this.groups.set(group, (topics = new Map()));
    let partitions = topics.get(topic);
    if (!partitions) topics.set(topic, (partitions = new Map()));
    return partitions;
  }

  private drop({ group, topic, partition }: OffsetKey): void {
    const topics = this.groups.get(group);
    const partitions = topics?.get(topic);
    if (!topics || !partitions) return;
    partitions.delete(partition);
    if (partitions.size === 0) topics.delete(topic);
    if (topics.size === 0) this.groups.delete(group);
  }
}
