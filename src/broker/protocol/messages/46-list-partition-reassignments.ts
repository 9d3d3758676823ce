/** ListPartitionReassignments, key 46, versions 0 to 0. */
import { api } from '../api.ts';
import {
  array,
  defaulted,
  int16,
  int32,
  nullableArray,
  nullableString,
  string,
  struct,
} from '../types.ts';

export const listPartitionReassignmentsApi = api({
  key: 46,
  name: 'ListPartitionReassignments',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct({
    timeoutMs: defaulted(int32, 60000),
    topics: defaulted(
      nullableArray(
        struct({
          name: string,
          partitionIndexes: array(int32),
        }),
      ),
      null,
    ),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    errorMessage: nullableString(),
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            replicas: array(int32),
            addingReplicas: array(int32),
            removingReplicas: array(int32),
          }),
        ),
      }),
    ),
  }),
});
