/** ElectLeaders, key 43, versions 0 to 2. */
import { api } from '../api.ts';
import {
  array,
  defaulted,
  int16,
  int32,
  int8,
  nullableArray,
  nullableString,
  since,
  string,
  struct,
} from '../types.ts';

export const electLeadersApi = api({
  key: 43,
  name: 'ElectLeaders',
  versions: [0, 2],
  flexibleFrom: 2,
  request: struct({
    electionType: since(1, int8),
    topicPartitions: nullableArray(
      struct({
        topic: string,
        partitions: array(int32),
      }),
    ),
    timeoutMs: defaulted(int32, 60000),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: since(1, int16),
    replicaElectionResults: array(
      struct({
        topic: string,
        partitionResult: array(
          struct({
            partitionId: int32,
            errorCode: int16,
            errorMessage: nullableString(),
          }),
        ),
      }),
    ),
  }),
});
