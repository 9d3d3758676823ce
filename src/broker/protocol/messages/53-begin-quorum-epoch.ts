/** BeginQuorumEpoch, key 53, versions 0 to 1. */
import { api } from '../api.ts';
import {
  array,
  defaulted,
  int16,
  int32,
  nullableString,
  since,
  string,
  struct,
  tagged,
  uint16,
  uuid,
} from '../types.ts';

export const beginQuorumEpochApi = api({
  key: 53,
  name: 'BeginQuorumEpoch',
  versions: [0, 1],
  flexibleFrom: 1,
  request: struct({
    clusterId: defaulted(nullableString(), null),
    voterId: since(1, int32, -1),
    topics: array(
      struct({
        topicName: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            voterDirectoryId: since(1, uuid),
            leaderId: int32,
            leaderEpoch: int32,
          }),
        ),
      }),
    ),
    leaderEndpoints: since(
      1,
      array(
        struct({
          name: since(1, string),
          host: since(1, string),
          port: since(1, uint16),
        }),
      ),
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
