/** OffsetCommit, key 8, versions 2 to 10. */
import { api } from '../api.ts';
import {
  array,
  between,
  defaulted,
  int16,
  int32,
  int64,
  nullableString,
  since,
  string,
  struct,
  uuid,
} from '../types.ts';

export const offsetCommitApi = api({
  key: 8,
  name: 'OffsetCommit',
  versions: [2, 10],
  flexibleFrom: 8,
  request: struct({
    groupId: string,
    generationIdOrMemberEpoch: defaulted(int32, -1),
    memberId: string,
    groupInstanceId: since(7, nullableString(7), null),
    retentionTimeMs: between(2, 4, int64, -1),
    topics: array(
      struct({
        name: between(0, 9, string),
        topicId: since(10, uuid),
        partitions: array(
          struct({
            partitionIndex: int32,
            committedOffset: int64,
            committedLeaderEpoch: since(6, int32, -1),
            committedMetadata: nullableString(),
          }),
        ),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: since(3, int32, 0),
    topics: array(
      struct({
        name: between(0, 9, string),
        topicId: since(10, uuid),
        partitions: array(
          struct({
            partitionIndex: int32,
            errorCode: int16,
          }),
        ),
      }),
    ),
  }),
});
