/** CreatePartitions, key 37, versions 0 to 3. */
import { api } from '../api.ts';
import {
  array,
  bool,
  defaulted,
  int16,
  int32,
  nullableArray,
  nullableString,
  string,
  struct,
} from '../types.ts';

export const createPartitionsApi = api({
  key: 37,
  name: 'CreatePartitions',
  versions: [0, 3],
  flexibleFrom: 2,
  request: struct({
    topics: array(
      struct({
        name: string,
        count: int32,
        assignments: nullableArray(
          struct({
            brokerIds: array(int32),
          }),
        ),
      }),
    ),
    timeoutMs: int32,
    validateOnly: bool,
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    results: array(
      struct({
        name: string,
        errorCode: int16,
        errorMessage: defaulted(nullableString(), null),
      }),
    ),
  }),
});
