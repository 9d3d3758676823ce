/** EndQuorumEpoch, key 54, versions 0 to 1. */
import { api } from '../api.ts';
import {
  array,
  between,
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

export const endQuorumEpochApi = api({
  key: 54,
  name: 'EndQuorumEpoch',
  versions: [0, 1],
  flexibleFrom: 1,
  request: struct({
    clusterId: defaulted(nullableString(), null),
    topics: array(
      struct({
        topicName: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            leaderId: int32,
            leaderEpoch: int32,
            preferredSuccessors: between(0, 0, array(int32)),
            preferredCandidates: since(
              1,
              array(
                struct({
                  candidateId: since(1, int32),
                  candidateDirectoryId: since(1, uuid),
                }),
              ),
            ),
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
