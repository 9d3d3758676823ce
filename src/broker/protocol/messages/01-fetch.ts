/** Fetch, key 1, versions 4 to 18. */
import { api } from '../api.ts';
import {
  array,
  between,
  defaulted,
  int16,
  int32,
  int64,
  int8,
  nullableArray,
  nullableString,
  records,
  since,
  string,
  struct,
  tagged,
  uuid,
} from '../types.ts';

export const fetchApi = api({
  key: 1,
  name: 'Fetch',
  versions: [4, 18],
  flexibleFrom: 12,
  request: struct({
    clusterId: tagged(0, 12, nullableString(12), null),
    replicaId: between(0, 14, int32, -1),
    replicaState: tagged(
      1,
      15,
      struct({
        replicaId: since(15, int32, -1),
        replicaEpoch: since(15, int64, -1),
      }),
    ),
    maxWaitMs: int32,
    minBytes: int32,
    maxBytes: defaulted(int32, 2147483647),
    isolationLevel: defaulted(int8, 0),
    sessionId: since(7, int32, 0),
    sessionEpoch: since(7, int32, -1),
    topics: array(
      struct({
        topic: between(0, 12, string),
        topicId: since(13, uuid),
        partitions: array(
          struct({
            partition: int32,
            currentLeaderEpoch: since(9, int32, -1),
            fetchOffset: int64,
            lastFetchedEpoch: since(12, int32, -1),
            logStartOffset: since(5, int64, -1),
            partitionMaxBytes: int32,
            replicaDirectoryId: tagged(0, 17, uuid),
            highWatermark: tagged(1, 18, int64, 9223372036854775807),
          }),
        ),
      }),
    ),
    forgottenTopicsData: since(
      7,
      array(
        struct({
          topic: between(7, 12, string),
          topicId: since(13, uuid),
          partitions: since(7, array(int32)),
        }),
      ),
    ),
    rackId: since(11, string, ''),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: since(7, int16),
    sessionId: since(7, int32, 0),
    responses: array(
      struct({
        topic: between(0, 12, string),
        topicId: since(13, uuid),
        partitions: array(
          struct({
            partitionIndex: int32,
            errorCode: int16,
            highWatermark: int64,
            lastStableOffset: defaulted(int64, -1),
            logStartOffset: since(5, int64, -1),
            divergingEpoch: tagged(
              0,
              12,
              struct({
                epoch: since(12, int32, -1),
                endOffset: since(12, int64, -1),
              }),
            ),
            currentLeader: tagged(
              1,
              12,
              struct({
                leaderId: since(12, int32, -1),
                leaderEpoch: since(12, int32, -1),
              }),
            ),
            snapshotId: tagged(
              2,
              12,
              struct({
                endOffset: defaulted(int64, -1),
                epoch: defaulted(int32, -1),
              }),
            ),
            abortedTransactions: nullableArray(
              struct({
                producerId: int64,
                firstOffset: int64,
              }),
            ),
            preferredReadReplica: since(11, int32, -1),
            records: records,
          }),
        ),
      }),
    ),
    nodeEndpoints: tagged(
      0,
      16,
      array(
        struct({
          nodeId: since(16, int32),
          host: since(16, string),
          port: since(16, int32),
          rack: since(16, nullableString(16), null),
        }),
      ),
    ),
  }),
});
