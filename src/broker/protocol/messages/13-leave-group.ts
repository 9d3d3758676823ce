/** LeaveGroup, key 13, versions 0 to 5. */
import { api } from '../api.ts';
import { array, between, int16, int32, nullableString, since, string, struct } from '../types.ts';

export const leaveGroupApi = api({
  key: 13,
  name: 'LeaveGroup',
  versions: [0, 5],
  flexibleFrom: 4,
  request: struct({
    groupId: string,
    memberId: between(0, 2, string),
    members: since(
      3,
      array(
        struct({
          memberId: since(3, string),
          groupInstanceId: since(3, nullableString(3), null),
          reason: since(5, nullableString(5), null),
        }),
      ),
    ),
  }),
  response: struct({
    throttleTimeMs: since(1, int32, 0),
    errorCode: int16,
    members: since(
      3,
      array(
        struct({
          memberId: since(3, string),
          groupInstanceId: since(3, nullableString(3)),
          errorCode: since(3, int16),
        }),
      ),
    ),
  }),
});
