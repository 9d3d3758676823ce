/** OffsetForLeaderEpoch, key 23, versions 2 to 4. */
import { api } from '../api.ts';
import { array, defaulted, int16, int32, int64, since, string, struct } from '../types.ts';

export const offsetForLeaderEpochApi = api({
  key: 23,
  name: 'OffsetForLeaderEpoch',
  versions: [2, 4],
  flexibleFrom: 4,
  request: struct({
    replicaId: since(3, int32, -2),
    topics: array(
      struct({
        topic: string,
        partitions: array(
          struct({
            partition: int32,
            currentLeaderEpoch: defaulted(int32, -1),
            leaderEpoch: int32,
          }),
        ),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    topics: array(
      struct({
        topic: string,
        partitions: array(
          struct({
            errorCode: int16,
            partition: int32,
            leaderEpoch: defaulted(int32, -1),
            endOffset: defaulted(int64, -1),
          }),
        ),
      }),
    ),
  }),
});
