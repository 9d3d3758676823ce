/**
 * Topics as the state of a cluster tells them, from metadata and what else is known of their
 * partitions. Topics of which nothing changed keep their identity: with a thousand of them this
 * is what makes composing and comparing four times a second cheap.
 */
import type { PartitionState, TopicState } from '../contract/cluster.ts';
import type { Reassignment } from '../contract/replicas.ts';
import type { Metadata, PartitionMetadata, TopicMetadata } from '../explorer/metadata.ts';

export type EligibleReplicas = {
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
};

/** By topic and partition; a topic's map is replaced when something in it changed. */
export type ByPartition<Value> = ReadonlyMap<string, ReadonlyMap<number, Value>>;

export type TopicFacts = {
  readonly metadata: Metadata | null;
  readonly isReachable: boolean;
  /** Null where the cluster does not tell of them. Only partitions that are short of replicas. */
  readonly eligible: ByPartition<EligibleReplicas> | null;
  readonly reassignments: ByPartition<Reassignment>;
};

export type TopicsView = {
  readonly topics: { readonly [topic: string]: TopicState };
  readonly leaderCounts: ReadonlyMap<number, number>;
  readonly replicaCounts: ReadonlyMap<number, number>;
  readonly underReplicatedCount: number;
  readonly offlineCount: number;
};

type Cached = {
  readonly topic: TopicMetadata;
  readonly isReachable: boolean;
  readonly hasElr: boolean;
  readonly eligible: ReadonlyMap<number, EligibleReplicas> | undefined;
  readonly reassignments: ReadonlyMap<number, Reassignment> | undefined;
  readonly state: TopicState;
};

const none: readonly number[] = [];

/** Keeps what it composed last. */
export class TopicStates {
  #cache = new Map<string, Cached>();
  #view: TopicsView = emptyView;

  view(facts: TopicFacts): TopicsView {
    const names = facts.metadata?.topics;
    if (!names) return this.#view;
    const cache = new Map<string, Cached>();
    let isChanged = names.size !== this.#cache.size;
    for (const topic of names.values()) {
      const before = this.#cache.get(topic.name);
      const now = before && isCurrent(before, facts, topic) ? before : compose(facts, topic);
      if (now !== before) isChanged = true;
      cache.set(topic.name, now);
    }
    if (!isChanged) return this.#view;
    this.#cache = cache;
    this.#view = viewOf(cache);
    return this.#view;
  }
}

const emptyView: TopicsView = {
  topics: {},
  leaderCounts: new Map(),
  replicaCounts: new Map(),
  underReplicatedCount: 0,
  offlineCount: 0,
};

function isCurrent(cached: Cached, facts: TopicFacts, topic: TopicMetadata): boolean {
  return (
    cached.topic === topic &&
    cached.isReachable === facts.isReachable &&
    cached.hasElr === (facts.eligible !== null) &&
    cached.eligible === facts.eligible?.get(topic.name) &&
    cached.reassignments === facts.reassignments.get(topic.name)
  );
}

function compose(facts: TopicFacts, topic: TopicMetadata): Cached {
  const hasElr = facts.eligible !== null;
  const eligible = facts.eligible?.get(topic.name);
  const reassignments = facts.reassignments.get(topic.name);
  const { isReachable } = facts;
  const partitions: { [partition: string]: PartitionState } = {};
  for (const now of topic.partitions) {
    partitions[now.partition] = partitionState(now, {
      isReachable,
      hasElr,
      eligible: eligible?.get(now.partition),
      reassignment: reassignments?.get(now.partition),
    });
  }
  const state = { isInternal: topic.isInternal, partitions };
  return { topic, isReachable, hasElr, eligible, reassignments, state };
}

function partitionState(
  now: PartitionMetadata,
  known: {
    readonly isReachable: boolean;
    readonly hasElr: boolean;
    readonly eligible: EligibleReplicas | undefined;
    readonly reassignment: Reassignment | undefined;
  },
): PartitionState {
  return {
    // Nobody answers: whoever led it then leads nobody now.
    leader: known.isReachable ? now.leader : -1,
    leaderEpoch: now.leaderEpoch,
    replicas: now.replicas,
    isr: now.isr,
    elr: known.hasElr ? (known.eligible?.elr ?? none) : null,
    lastKnownElr: known.hasElr ? (known.eligible?.lastKnownElr ?? none) : null,
    adding: known.reassignment?.adding ?? none,
    removing: known.reassignment?.removing ?? none,
  };
}

function viewOf(cache: ReadonlyMap<string, Cached>): TopicsView {
  const topics: { [topic: string]: TopicState } = {};
  const leaderCounts = new Map<number, number>();
  const replicaCounts = new Map<number, number>();
  let underReplicatedCount = 0;
  let offlineCount = 0;
  for (const [name, { state }] of cache) {
    topics[name] = state;
    for (const key in state.partitions) {
      const { leader, replicas, isr } = state.partitions[key] as PartitionState;
      if (leader < 0) offlineCount += 1;
      else leaderCounts.set(leader, (leaderCounts.get(leader) ?? 0) + 1);
      if (isr.length < replicas.length) underReplicatedCount += 1;
      for (const id of replicas) replicaCounts.set(id, (replicaCounts.get(id) ?? 0) + 1);
    }
  }
  return { topics, leaderCounts, replicaCounts, underReplicatedCount, offlineCount };
}
