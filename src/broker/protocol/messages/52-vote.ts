/** Vote, key 52, versions 0 to 2. */
import { api } from '../api.ts';
import {
  array,
  bool,
  defaulted,
  int16,
  int32,
  int64,
  nullableString,
  since,
  string,
  struct,
  tagged,
  uint16,
  uuid,
} from '../types.ts';

export const voteApi = api({
  key: 52,
  name: 'Vote',
  versions: [0, 2],
  flexibleFrom: 0,
  request: struct({
    clusterId: defaulted(nullableString(), null),
    voterId: since(1, int32, -1),
    topics: array(
      struct({
        topicName: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            replicaEpoch: int32,
            replicaId: int32,
            replicaDirectoryId: since(1, uuid),
            voterDirectoryId: since(1, uuid),
            lastOffsetEpoch: int32,
            lastOffset: int64,
            preVote: since(2, bool),
          }),
        ),
      }),
    ),
  }),
  response: struct({
    errorCode: int16,
    topics: array(
      struct({
        topicName: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            errorCode: int16,
            leaderId: int32,
            leaderEpoch: int32,
            voteGranted: bool,
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
