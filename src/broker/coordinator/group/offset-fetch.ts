/** OffsetFetch of one group: what is asked for and what is answered, the same in all versions. */
import { errors } from '../../protocol/errors.ts';
import { type Uuid, zeroUuid } from '../../protocol/types.ts';
import type { CommittedOffset } from './group-records.ts';
import type { OffsetStore } from './offset-store.ts';

export type OffsetsQuery = {
  readonly groupId: string;
  /** null: all that the group has. */
  readonly topics:
    | readonly {
        readonly name: string;
        /** Zero when the client did not say. */
        readonly topicId: Uuid;
        readonly partitionIndexes: readonly number[];
      }[]
    | null;
};

export type FetchedPartition = {
  readonly partitionIndex: number;
  readonly committedOffset: number;
  readonly committedLeaderEpoch: number;
  readonly metadata: string;
  readonly errorCode: number;
};

export type FetchedTopic = {
  readonly name: string;
  readonly topicId: Uuid;
  readonly partitions: readonly FetchedPartition[];
};

export type FetchedOffsets = {
  readonly groupId: string;
  readonly errorCode: number;
  readonly topics: readonly FetchedTopic[];
};

/** No offset, or an error: clients want an empty string as metadata, not null. */
export function noOffset(
  partitionIndex: number,
  errorCode: number = errors.none,
): FetchedPartition {
  return {
    partitionIndex,
    committedOffset: -1,
    committedLeaderEpoch: -1,
    metadata: '',
    errorCode,
  };
}

/** An unknown group has no offsets: that is no error. */
export function fetchOffsets(store: OffsetStore, query: OffsetsQuery): FetchedOffsets {
  const { groupId } = query;
  const topics = query.topics
    ? askedTopics(store, groupId, query.topics)
    : allTopics(store, groupId);
  return { groupId, errorCode: errors.none, topics };
}

function askedTopics(
  store: OffsetStore,
  groupId: string,
  topics: NonNullable<OffsetsQuery['topics']>,
): FetchedTopic[] {
  // A topic named twice is answered once: clients take the answer for a map.
  const asked = new Map<string, { topicId: Uuid; partitions: Set<number> }>();
  for (const { name, topicId, partitionIndexes } of topics) {
    const entry = asked.get(name) ?? { topicId, partitions: new Set<number>() };
    for (const partition of partitionIndexes) entry.partitions.add(partition);
    asked.set(name, entry);
  }
  return [...asked].map(([name, { topicId, partitions }]) => ({
    name,
    topicId,
    partitions: [...partitions].map((partition) => {
      const value = store.committed(groupId, name, partition);
      // The offset of a topic that was deleted and made again says nothing about the new one.
      return value && isSameTopic(value.topicId, topicId)
        ? fetched(partition, value)
        : noOffset(partition);
    }),
  }));
}

function isSameTopic(committed: Uuid, asked: Uuid): boolean {
  return committed === asked || committed === zeroUuid || asked === zeroUuid;
}

function allTopics(store: OffsetStore, groupId: string): FetchedTopic[] {
  return [...store.allCommitted(groupId)].map(([name, partitions]) => ({
    name,
    topicId: zeroUuid,
    partitions: partitions.map(([partition, value]) => fetched(partition, value)),
  }));
}

function fetched(partitionIndex: number, value: CommittedOffset): FetchedPartition {
  return {
    partitionIndex,
    committedOffset: value.offset,
    committedLeaderEpoch: value.leaderEpoch,
    metadata: value.metadata,
    errorCode: errors.none,
  };
}
