/** SyncGroup, key 14, versions 0 to 5. */
import { api } from '../api.ts';
import { array, bytes, int16, int32, nullableString, since, string, struct } from '../types.ts';

export const syncGroupApi = api({
  key: 14,
  name: 'SyncGroup',
  versions: [0, 5],
  flexibleFrom: 4,
  request: struct({
    groupId: string,
    generationId: int32,
    memberId: string,
    groupInstanceId: since(3, nullableString(3), null),
    protocolType: since(5, nullableString(5), null),
    protocolName: since(5, nullableString(5), null),
    assignments: array(
      struct({
        memberId: string,
        assignment: bytes,
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: since(1, int32, 0),
    errorCode: int16,
    protocolType: since(5, nullableString(5), null),
    protocolName: since(5, nullableString(5), null),
    assignment: bytes,
  }),
});
