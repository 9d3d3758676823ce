/** OffsetDelete, key 47, versions 0 to 0. */
import { api, notFlexible } from '../api.ts';
import { array, defaulted, int16, int32, string, struct } from '../types.ts';

export const offsetDeleteApi = api({
  key: 47,
  name: 'OffsetDelete',
  versions: [0, 0],
  flexibleFrom: notFlexible,
  request: struct({
    groupId: string,
    topics: array(
      struct({
        name: string,
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
    throttleTimeMs: defaulted(int32, 0),
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            errorCode: int16,
          }),
        ),
      }),
    ),
  }),
});
