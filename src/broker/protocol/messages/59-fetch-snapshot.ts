/** FetchSnapshot, key 59, versions 0 to 1. */
import { api } from '../api.ts';
import {
  array,
  defaulted,
  int16,
  int32,
  int64,
  nullableString,
  records,
  since,
  string,
  struct,
  tagged,
  uint16,
  uuid,
} from '../types.ts';

export const fetchSnapshotApi = api({
  key: 59,
  name: 'FetchSnapshot',
  versions: [0, 1],
  flexibleFrom: 0,
  request: struct({
    clusterId: tagged(0, 0, nullableString(), null),
    replicaId: defaulted(int32, -1),
    maxBytes: defaulted(int32, 2147483647),
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({
            partition: int32,
            currentLeaderEpoch: int32,
            snapshotId: struct({
              endOffset: int64,
              epoch: int32,
            }),
            position: int64,
            replicaDirectoryId: tagged(0, 1, uuid),
          }),
        ),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({
            index: int32,
            errorCode: int16,
            snapshotId: struct({
              endOffset: int64,
              epoch: int32,
            }),
            currentLeader: tagged(
              0,
              0,
              struct({
                leaderId: int32,
                leaderEpoch: int32,
              }),
            ),
            size: int64,
            position: int64,
            unalignedRecords: records,
          }),
        ),
      }),
    ),
    nodeEndpoints: tagged(
      0,
      1,
      array(
        struct({
          nodeId: since(1, int32),
          host: since(1, string),
          port: since(1, uint16),
        }),
      ),
    ),
  }),
});
