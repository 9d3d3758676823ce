/**
 * Fetch sessions of the serving side (KIP-227): the broker remembers what a client fetches, so
 * that requests and answers name only what changed. Each session keeps the set of partitions that
 * may have something to say; a round looks at those only, whatever the number of the others.
 *
 * A fetch without a session uses the same objects for one round.
 */
import type { RequestOf } from '../protocol/api.ts';
import type { fetchApi } from '../protocol/messages/01-fetch.ts';
import { type Uuid, zeroUuid } from '../protocol/types.ts';
import type { FollowerActivity } from './partition-state.ts';
import type { Partition, Watcher } from './partition.ts';

export type FetchRequest = RequestOf<typeof fetchApi>;
type FetchTopic = FetchRequest['topics'][number];
export type FetchPartition = FetchTopic['partitions'][number];

/** A fetch that waits; the session wakes it. */
export interface ParkedRound {
  /** Something moved; looks again when the current event is over. */
  wake(): void;
  /** Answers now with what there is. */
  expire(): void;
}

/** One partition of a session. */
export class FetchEntry implements Watcher {
  readonly session: FetchSession;
  /** Empty when the client fetches by id. */
  readonly topic: string;
  readonly topicId: Uuid;
  readonly index: number;
  /** Undefined while it is not hosted here. */
  partition: Partition | undefined;
  fetchOffset = 0;
  lastFetchedEpoch = -1;
  currentLeaderEpoch = -1;
  logStartOffset = -1;
  maxBytes = 0;
  /** What the client was last told; -1 makes the entry appear in the next answer. */
  sentHighWatermark = -1;
  sentLogStartOffset = -1;
  /** A follower that the leader's image does not list as a replica (yet). */
  isUnassigned = false;

  constructor(session: FetchSession, topic: string, topicId: Uuid, index: number) {
    this.session = session;
    this.topic = topic;
    this.topicId = topicId;
    this.index = index;
  }

  update(asked: FetchPartition): void {
    this.fetchOffset = asked.fetchOffset;
    this.lastFetchedEpoch = asked.lastFetchedEpoch;
    this.currentLeaderEpoch = asked.currentLeaderEpoch;
    this.logStartOffset = asked.logStartOffset;
    this.maxBytes = asked.partitionMaxBytes;
  }

  /** Only followers read up to the log end. */
  endOffsetMoved(): void {
    if (this.session.isReplica) this.session.touch(this, true);
  }

  /** A follower learns it with the next answer; nobody waits for that. */
  highWatermarkMoved(): void {
    this.session.touch(this, !this.session.isReplica);
  }

  logStartMoved(): void {
    this.session.touch(this, this.session.isReplica);
  }

  stateChanged(): void {
    this.session.touch(this, true);
  }

  attach(partition: Partition): void {
    this.partition = partition;
    if (this.session.isWatching) partition.watchers.add(this);
  }

  detach(): void {
    this.partition?.watchers.delete(this);
    this.partition = undefined;
  }
}

export class FetchSession {
  /** 0: lives for one request. */
  id = 0;
  /** Of the next request. */
  nextEpoch = 1;
  lastUsedMs = 0;
  createdMs = 0;
  readonly isReplica: boolean;
  /** Fetch v13+: topics are named by id; one session never mixes the two. */
  readonly usesTopicIds: boolean;
  readonly activity: FollowerActivity = { lastFetchMs: 0, isOvertaken: false };
  /** The round that waits for data, at most one. */
  parked: ParkedRound | undefined;
  /** Entries are told of the moves of their partitions. */
  isWatching = false;
  size = 0;
  /** Entries that may have something to say, in the order in which they get their turn. */
  readonly dirty = new Set<FetchEntry>();
  private readonly topics = new Map<string, Map<number, FetchEntry>>();

  constructor(isReplica: boolean, usesTopicIds: boolean) {
    this.isReplica = isReplica;
    this.usesTopicIds = usesTopicIds;
  }

  *entries(): Generator<FetchEntry> {
    for (const topic of this.topics.values()) yield* topic.values();
  }

  touch(entry: FetchEntry, wakes: boolean): void {
    this.dirty.add(entry);
    if (wakes) this.parked?.wake();
  }

  /** Takes up one partition of a request; its entry has to be looked at. */
  ask(topic: FetchTopic, asked: FetchPartition): FetchEntry {
    const key = this.usesTopicIds ? topic.topicId : topic.topic;
    let partitions = this.topics.get(key);
    if (!partitions) this.topics.set(key, (partitions = new Map()));
    let entry = partitions.get(asked.partition);
    if (!entry) {
      const id = this.usesTopicIds ? topic.topicId : zeroUuid;
      entry = new FetchEntry(this, this.usesTopicIds ? '' : topic.topic, id, asked.partition);
      partitions.set(asked.partition, entry);
      this.size++;
    }
    entry.update(asked);
    // A follower names a partition whose state moved under an answer that was already on its way,
    // and drops that answer with the high watermark in it.
    if (this.isReplica) entry.sentHighWatermark = -1;
    this.dirty.add(entry);
    return entry;
  }

  forget(topicKey: string, index: number): void {
    const partitions = this.topics.get(topicKey);
    const entry = partitions?.get(index);
    if (!partitions || !entry) return;
    partitions.delete(index);
    if (partitions.size === 0) this.topics.delete(topicKey);
    this.size--;
    this.dirty.delete(entry);
    entry.detach();
  }

  watch(): void {
    if (this.isWatching) return;
    this.isWatching = true;
    for (const entry of this.entries()) entry.partition?.watchers.add(entry);
  }

  unwatch(): void {
    if (!this.isWatching) return;
    this.isWatching = false;
    for (const entry of this.entries()) entry.partition?.watchers.delete(entry);
  }
}
