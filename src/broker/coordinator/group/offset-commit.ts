/** OffsetCommit and OffsetDelete as records and response; nothing changes before the records are in the log. */
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors } from '../../protocol/errors.ts';
import type { offsetCommitApi } from '../../protocol/messages/08-offset-commit.ts';
import type { offsetDeleteApi } from '../../protocol/messages/47-offset-delete.ts';
import type { Group } from './group.ts';
import { isSubscribedTo } from './group.ts';
import type { CommittedOffset, OffsetKey } from './group-records.ts';
import type { OffsetStore } from './offset-store.ts';

export type OffsetChange = { readonly key: OffsetKey; readonly value: CommittedOffset | null };
export type Handled<R> = { readonly changes: readonly OffsetChange[]; readonly response: R };

type CommitRequest = RequestOf<typeof offsetCommitApi>;
type CommitResponse = ResponseOf<typeof offsetCommitApi>;
type CommitPartition = CommitRequest['topics'][number]['partitions'][number];

export function commit(
  request: CommitRequest,
  nowMs: number,
  maxMetadataSize: number,
): Handled<CommitResponse> {
  const { groupId: group, retentionTimeMs } = request;
  const changes: OffsetChange[] = [];
  const expireTimestampMs = retentionTimeMs < 0 ? -1 : nowMs + retentionTimeMs;
  const commitOne = (topic: string, topicId: string, partition: CommitPartition) => {
    const { partitionIndex } = partition;
    const metadata = partition.committedMetadata ?? '';
    if (metadata.length > maxMetadataSize)
      return { partitionIndex, errorCode: errors.offsetMetadataTooLarge };
    changes.push({
      key: { group, topic, partition: partitionIndex },
      value: {
        offset: partition.committedOffset,
        leaderEpoch: partition.committedLeaderEpoch,
        metadata,
        commitTimestampMs: nowMs,
        expireTimestampMs,
        topicId,
      },
    });
    return { partitionIndex, errorCode: errors.none };
  };
  const topics = request.topics.map(({ name, topicId, partitions }) => ({
    name,
    topicId,
    partitions: partitions.map((partition) => commitOne(name, topicId, partition)),
  }));
  return { changes, response: { topics } };
}

type DeleteRequest = RequestOf<typeof offsetDeleteApi>;
type DeleteResponse = ResponseOf<typeof offsetDeleteApi>;

/** Offsets of topics that a living group subscribes to stay. */
export function deleteOffsets(
  group: Group,
  store: OffsetStore,
  request: DeleteRequest,
): Handled<DeleteResponse> {
  const changes: OffsetChange[] = [];
  const topics = request.topics.map(({ name, partitions }) => {
    const isSubscribed = isSubscribedTo(group, name);
    const results = partitions.map(({ partitionIndex }) => {
      if (isSubscribed) return { partitionIndex, errorCode: errors.groupSubscribedToTopic };
      const key = { group: group.id, topic: name, partition: partitionIndex };
      if (store.has(key)) changes.push({ key, value: null });
      return { partitionIndex, errorCode: errors.none };
    });
    return { name, partitions: results };
  });
  return { changes, response: { errorCode: errors.none, topics } };
}
