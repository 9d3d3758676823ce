/** DescribeQuorum, key 55, versions 0 to 2. */
import { api } from '../api.ts';
import {
  array,
  int16,
  int32,
  int64,
  nullableString,
  since,
  string,
  struct,
  uint16,
  uuid,
} from '../types.ts';

export const describeQuorumApi = api({
  key: 55,
  name: 'DescribeQuorum',
  versions: [0, 2],
  flexibleFrom: 0,
  request: struct({
    topics: array(
      struct({
        topicName: string,
        partitions: array(
          struct({
            partitionIndex: int32,
          }),
        ),
      }),
    ),
  }),
  response: struct({
    errorCode: int16,
    errorMessage: since(2, nullableString(2)),
    topics: array(
      struct({
        topicName: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            errorCode: int16,
            errorMessage: since(2, nullableString(2)),
            leaderId: int32,
            leaderEpoch: int32,
            highWatermark: int64,
            currentVoters: array(
              struct({
                replicaId: int32,
                replicaDirectoryId: since(2, uuid),
                logEndOffset: int64,
                lastFetchTimestamp: since(1, int64, -1),
                lastCaughtUpTimestamp: since(1, int64, -1),
              }),
            ),
            observers: array(
              struct({
                replicaId: int32,
                replicaDirectoryId: since(2, uuid),
                logEndOffset: int64,
                lastFetchTimestamp: since(1, int64, -1),
                lastCaughtUpTimestamp: since(1, int64, -1),
              }),
            ),
          }),
        ),
      }),
    ),
    nodes: since(
      2,
      array(
        struct({
          nodeId: since(2, int32),
          listeners: since(
            2,
            array(
              struct({
                name: since(2, string),
                host: since(2, string),
                port: since(2, uint16),
              }),
            ),
          ),
        }),
      ),
    ),
  }),
});
