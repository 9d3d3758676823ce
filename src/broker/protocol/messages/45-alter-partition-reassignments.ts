/** AlterPartitionReassignments, key 45, versions 0 to 1. */
import { api } from '../api.ts';
import {
  array,
  bool,
  defaulted,
  int16,
  int32,
  nullableArray,
  nullableString,
  since,
  string,
  struct,
} from '../types.ts';

export const alterPartitionReassignmentsApi = api({
  key: 45,
  name: 'AlterPartitionReassignments',
  versions: [0, 1],
  flexibleFrom: 0,
  request: struct({
    timeoutMs: defaulted(int32, 60000),
    allowReplicationFactorChange: since(1, bool, true),
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            replicas: defaulted(nullableArray(int32), null),
          }),
        ),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    allowReplicationFactorChange: since(1, bool, true),
    errorCode: int16,
    errorMessage: nullableString(),
    responses: array(
      struct({
        name: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            errorCode: int16,
            errorMessage: nullableString(),
          }),
        ),
      }),
    ),
  }),
});
