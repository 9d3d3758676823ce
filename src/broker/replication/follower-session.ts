/**
 * The fetching side of a session (KIP-227): knows what the source has been told, and names in the
 * next request only what has changed since. No I/O; the fetcher sends and receives.
 */
import type { RequestInOf } from '../protocol/api.ts';
import type { fetchApi } from '../protocol/messages/01-fetch.ts';
import type { Uuid } from '../protocol/types.ts';
import type { Partition } from './partition.ts';

export type FollowerFetchRequest = RequestInOf<typeof fetchApi>;
type RequestTopic = FollowerFetchRequest['topics'][number];
type RequestPartition = RequestTopic['partitions'][number];

/** One partition that is fetched from a source. */
export type FetchTarget = {
  readonly partition: Partition;
  /** Leader epoch under which it is fetched. */
  readonly leaderEpoch: number;
  /** The source has it in its session. */
  isListed: boolean;
};

export type FollowerSessionOptions = {
  readonly replicaId: number;
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly partitionMaxBytes: number;
};

const maxEpoch = 0x7fffffff;

export class FollowerSession<T extends FetchTarget = FetchTarget> {
  private readonly options: FollowerSessionOptions;
  private id = 0;
  private epoch = 0;
  /** The source had no slot for a session: every request names everything. */
  private isRefused = false;
  private readonly active = new Set<T>();
  /** To be named in the next request. */
  private readonly changed = new Set<T>();
  private readonly forgotten = new Set<Partition>();

  constructor(options: FollowerSessionOptions) {
    this.options = options;
  }

  get activeCount(): number {
    return this.active.size;
  }

  /** A further request may be sent while one waits at the source. */
  get isOpen(): boolean {
    return this.id !== 0;
  }

  /** Something is to be said even though no partition is fetched any more. */
  get hasForgotten(): boolean {
    return this.forgotten.size > 0;
  }

  include(target: T): void {
    this.active.add(target);
    this.changed.add(target);
    // Named again: Kafka's leader would forget it after having taken it up.
    this.forgotten.delete(target.partition);
  }

  exclude(target: T): void {
    if (!this.active.delete(target)) return;
    this.changed.delete(target);
    if (!target.isListed) return;
    target.isListed = false;
    this.forgotten.add(target.partition);
  }

  /** Its log moved: the next request says so. */
  touch(target: T): void {
    if (this.active.has(target)) this.changed.add(target);
  }

  /** An answer for it may be used: nothing has happened since the request was made. */
  isSettled(target: T): boolean {
    return this.active.has(target) && !this.changed.has(target);
  }

  /** The source knows nothing of us (any more). */
  reset(): void {
    this.id = 0;
    this.epoch = 0;
    this.isRefused = false;
    this.forgotten.clear();
    for (const target of this.active) {
      target.isListed = false;
      this.changed.add(target);
    }
  }

  /** The next request; a full one when there is no session. */
  nextRequest(brokerEpoch: number): FollowerFetchRequest {
    const { replicaId, maxWaitMs, minBytes, maxBytes } = this.options;
    const isFull = this.id === 0;
    const topics = groupTopics(isFull ? this.active : this.changed, this.options.partitionMaxBytes);
    const forgottenTopicsData = isFull ? [] : groupForgotten(this.forgotten);
    this.changed.clear();
    this.forgotten.clear();
    const request = {
      replicaState: { replicaId, replicaEpoch: brokerEpoch },
      // The request that opens a session must not wait: partitions that come up in the meantime
      // could not be named before its answer.
      maxWaitMs: isFull && !this.isRefused ? 0 : maxWaitMs,
      minBytes,
      maxBytes,
      sessionId: this.id,
      sessionEpoch: this.epoch,
      topics,
      forgottenTopicsData,
    };
    if (!isFull) this.epoch = this.epoch === maxEpoch ? 1 : this.epoch + 1;
    return request;
  }

  /** Takes up the session of an answer without an error. */
  opened(isFull: boolean, sessionId: number): void {
    if (!isFull) {
      if (sessionId !== this.id) this.reset();
      return;
    }
    this.id = sessionId;
    this.epoch = sessionId === 0 ? 0 : 1;
    this.isRefused = sessionId === 0;
  }
}

function groupTopics(targets: Iterable<FetchTarget>, partitionMaxBytes: number): RequestTopic[] {
  const topics = new Map<Uuid, { topicId: Uuid; partitions: RequestPartition[] }>();
  for (const target of targets) {
    const { partition, leaderEpoch } = target;
    const { log, topicId } = partition;
    let topic = topics.get(topicId);
    if (!topic) topics.set(topicId, (topic = { topicId, partitions: [] }));
    topic.partitions.push({
      partition: partition.partition,
      currentLeaderEpoch: leaderEpoch,
      fetchOffset: log.logEndOffset,
      lastFetchedEpoch: log.latestEpoch,
      logStartOffset: log.logStartOffset,
      partitionMaxBytes,
    });
    target.isListed = true;
  }
  return [...topics.values()];
}

function groupForgotten(partitions: Iterable<Partition>) {
  const topics = new Map<Uuid, { topicId: Uuid; partitions: number[] }>();
  for (const { topicId, partition } of partitions) {
    const topic = topics.get(topicId);
    if (topic) topic.partitions.push(partition);
    else topics.set(topicId, { topicId, partitions: [partition] });
  }
  return [...topics.values()];
}
