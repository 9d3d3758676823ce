/**
 * Where every replica of our own brokers stands, put together from what moved. What did not move
 * keeps its identity, so that who compares two states need not look inside.
 */
import type { ReplicaChanges, ReplicaStats } from '../../broker/control.ts';
import type { ReplicaPosition, TopicOffsets } from '../contract/replicas.ts';

/** Where a leader's log ended, and since when that is known. */
type LeaderEnd = { readonly offset: number; readonly atMs: number };

type Entry = {
  readonly replicas: Map<number, ReplicaStats>;
  leaderEnd: LeaderEnd | null;
  /** The one before: what a follower that reported a little earlier can have seen. */
  leaderEndBefore: LeaderEnd | null;
  positions: { readonly [brokerId: string]: ReplicaPosition };
};

type TopicEntry = {
  readonly partitions: Map<number, Entry>;
  readonly dirty: Set<number>;
  offsets: TopicOffsets;
};

/** What moved from a leader to a follower; sizes of logs tell the bytes. */
export type FetchedBytes = {
  readonly leader: number;
  readonly follower: number;
  bytes: number;
  partitionCount: number;
};

/**
 * Brokers report one after the other. A follower is behind by what it lacks of the log as its
 * leader told it at least this long ago: less is the distance of two reports, and no lag.
 */
const settledMs = 500;

export class ReplicaTable {
  readonly #topics = new Map<string, TopicEntry>();
  readonly #fetched = new Map<string, FetchedBytes>();
  /** Partitions of which the leader moved just now. */
  readonly #unsettled = new Map<Entry, { readonly topic: string; readonly partition: number }>();
  readonly #nowMs: () => number;
  #dirtyTopics = new Set<string>();
  #all: { readonly [topic: string]: TopicOffsets } = {};

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  apply(brokerId: number, { isWhole, replicas, gone }: ReplicaChanges): void {
    if (isWhole) this.#forgetUntold(brokerId, replicas);
    for (const { topic, partition } of gone) this.#remove(brokerId, topic, partition);
    for (const replica of replicas) this.#put(brokerId, replica);
    this.#settle();
  }

  forget(brokerId: number): void {
    this.#forgetUntold(brokerId, []);
  }

  /** All topics. */
  get all(): { readonly [topic: string]: TopicOffsets } {
    if (this.#dirtyTopics.size === 0) return this.#all;
    const all: { [topic: string]: TopicOffsets } = { ...this.#all };
    for (const topic of this.#dirtyTopics) {
      const entry = this.#topics.get(topic);
      if (entry) all[topic] = refreshed(entry);
      else delete all[topic];
    }
    this.#dirtyTopics = new Set();
    this.#all = all;
    return all;
  }

  /** What followers fetched since the last call. */
  takeFetched(): readonly FetchedBytes[] {
    const fetched = [...this.#fetched.values()];
    this.#fetched.clear();
    return fetched;
  }

  #put(brokerId: number, now: ReplicaStats): void {
    let topic = this.#topics.get(now.topic);
    if (!topic) {
      topic = { partitions: new Map(), dirty: new Set(), offsets: {} };
      this.#topics.set(now.topic, topic);
    }
    let entry = topic.partitions.get(now.partition);
    if (!entry) {
      entry = { replicas: new Map(), leaderEnd: null, leaderEndBefore: null, positions: {} };
      topic.partitions.set(now.partition, entry);
    }
    const before = entry.replicas.get(brokerId);
    entry.replicas.set(brokerId, now);
    if (now.isLeader && noteLeaderEnd(entry, now.logEndOffset, this.#nowMs())) {
      this.#unsettled.set(entry, { topic: now.topic, partition: now.partition });
    }
    if (before && !now.isLeader && now.logEndOffset > before.logEndOffset) {
      this.#noteFetched(entry, brokerId, Math.max(0, now.sizeBytes - before.sizeBytes));
    }
    topic.dirty.add(now.partition);
    this.#dirtyTopics.add(now.topic);
  }

  /** What the leader told a while ago counts now. */
  #settle(): void {
    const nowMs = this.#nowMs();
    for (const [entry, { topic, partition }] of this.#unsettled) {
      if (nowMs - (entry.leaderEnd?.atMs ?? 0) < settledMs) continue;
      entry.leaderEndBefore = entry.leaderEnd;
      this.#unsettled.delete(entry);
      this.#topics.get(topic)?.dirty.add(partition);
      this.#dirtyTopics.add(topic);
    }
  }

  #noteFetched({ replicas }: Entry, follower: number, bytes: number): void {
    for (const [leader, { isLeader }] of replicas) {
      if (!isLeader) continue;
      const key = `${leader}>${follower}`;
      const sum = this.#fetched.get(key) ?? { leader, follower, bytes: 0, partitionCount: 0 };
      sum.bytes += bytes;
      sum.partitionCount += 1;
      this.#fetched.set(key, sum);
      return;
    }
  }

  #remove(brokerId: number, name: string, partition: number): void {
    const topic = this.#topics.get(name);
    const entry = topic?.partitions.get(partition);
    if (!topic || !entry?.replicas.delete(brokerId)) return;
    if (entry.replicas.size === 0) topic.partitions.delete(partition);
    if (topic.partitions.size === 0) this.#topics.delete(name);
    topic.dirty.add(partition);
    this.#dirtyTopics.add(name);
  }

  /** Everything of a broker that it did not just tell. */
  #forgetUntold(brokerId: number, told: readonly ReplicaStats[]): void {
    const names = new Set(told.map(({ topic, partition }) => `${topic}/${partition}`));
    for (const [topic, { partitions }] of this.#topics) {
      for (const [partition, { replicas }] of partitions) {
        if (!replicas.has(brokerId) || names.has(`${topic}/${partition}`)) continue;
        this.#remove(brokerId, topic, partition);
      }
    }
  }
}

function refreshed(topic: TopicEntry): TopicOffsets {
  const offsets = { ...topic.offsets } as { [partition: string]: TopicOffsets[string] };
  for (const partition of topic.dirty) {
    const entry = topic.partitions.get(partition);
    if (entry) offsets[partition] = refreshPositions(entry);
    else delete offsets[partition];
  }
  topic.dirty.clear();
  topic.offsets = offsets;
  return offsets;
}

function refreshPositions(entry: Entry): Entry['positions'] {
  const leaderEnd = entry.leaderEndBefore?.offset ?? null;
  const positions: { [brokerId: string]: ReplicaPosition } = {};
  for (const [brokerId, replica] of entry.replicas) {
    const { logStartOffset, logEndOffset, highWatermark, sizeBytes } = replica;
    const behind = leaderEnd === null ? null : Math.max(0, leaderEnd - logEndOffset);
    const behindCount = replica.isLeader ? 0 : behind;
    const before = entry.positions[brokerId];
    const now = { logStartOffset, logEndOffset, highWatermark, sizeBytes, behindCount };
    positions[brokerId] = before && isSame(before, now) ? before : now;
  }
  entry.positions = positions;
  return positions;
}

/** True while what the leader told just now is not to be measured against yet. */
function noteLeaderEnd(entry: Entry, offset: number, atMs: number): boolean {
  const { leaderEnd } = entry;
  if (leaderEnd?.offset === offset) return false;
  if (leaderEnd !== null && atMs - leaderEnd.atMs < settledMs) {
    entry.leaderEnd = { offset, atMs: leaderEnd.atMs };
    return true;
  }
  entry.leaderEndBefore = leaderEnd;
  entry.leaderEnd = { offset, atMs };
  return true;
}

function isSame(before: ReplicaPosition, now: ReplicaPosition): boolean {
  return (
    before.logEndOffset === now.logEndOffset &&
    before.highWatermark === now.highWatermark &&
    before.behindCount === now.behindCount &&
    before.logStartOffset === now.logStartOffset &&
    before.sizeBytes === now.sizeBytes
  );
}
