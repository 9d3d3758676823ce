/** OffsetFetch, key 9, versions 1 to 10. */
import { api } from '../api.ts';
import {
  array,
  between,
  bool,
  int16,
  int32,
  int64,
  nullableArray,
  nullableString,
  since,
  string,
  struct,
  uuid,
} from '../types.ts';

export const offsetFetchApi = api({
  key: 9,
  name: 'OffsetFetch',
  versions: [1, 10],
  flexibleFrom: 6,
  request: struct({
    groupId: between(0, 7, string),
    topics: between(
      0,
      7,
      nullableArray(
        struct({
          name: between(0, 7, string),
          partitionIndexes: between(0, 7, array(int32)),
        }),
        2,
      ),
    ),
    groups: since(
      8,
      array(
        struct({
          groupId: since(8, string),
          memberId: since(9, nullableString(9), null),
          memberEpoch: since(9, int32, -1),
          topics: since(
            8,
            nullableArray(
              struct({
                name: between(8, 9, string),
                topicId: since(10, uuid),
                partitionIndexes: since(8, array(int32)),
              }),
              8,
            ),
          ),
        }),
      ),
    ),
    requireStable: since(7, bool, false),
  }),
  response: struct({
    throttleTimeMs: since(3, int32, 0),
    topics: between(
      0,
      7,
      array(
        struct({
          name: between(0, 7, string),
          partitions: between(
            0,
            7,
            array(
              struct({
                partitionIndex: between(0, 7, int32),
                committedOffset: between(0, 7, int64),
                committedLeaderEpoch: between(5, 7, int32, -1),
                metadata: between(0, 7, nullableString()),
                errorCode: between(0, 7, int16),
              }),
            ),
          ),
        }),
      ),
    ),
    errorCode: between(2, 7, int16, 0),
    groups: since(
      8,
      array(
        struct({
          groupId: since(8, string),
          topics: since(
            8,
            array(
              struct({
                name: between(8, 9, string),
                topicId: since(10, uuid),
                partitions: since(
                  8,
                  array(
                    struct({
                      partitionIndex: since(8, int32),
                      committedOffset: since(8, int64),
                      committedLeaderEpoch: since(8, int32, -1),
                      metadata: since(8, nullableString(8)),
                      errorCode: since(8, int16),
                    }),
                  ),
                ),
              }),
            ),
          ),
          errorCode: since(8, int16, 0),
        }),
      ),
    ),
  }),
});
