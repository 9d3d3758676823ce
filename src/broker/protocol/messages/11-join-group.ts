/** JoinGroup, key 11, versions 0 to 9. */
import { api } from '../api.ts';
import {
  array,
  bool,
  bytes,
  defaulted,
  int16,
  int32,
  nullableString,
  since,
  string,
  struct,
} from '../types.ts';

export const joinGroupApi = api({
  key: 11,
  name: 'JoinGroup',
  versions: [0, 9],
  flexibleFrom: 6,
  request: struct({
    groupId: string,
    sessionTimeoutMs: int32,
    rebalanceTimeoutMs: since(1, int32, -1),
    memberId: string,
    groupInstanceId: since(5, nullableString(5), null),
    protocolType: string,
    protocols: array(
      struct({
        name: string,
        metadata: bytes,
      }),
    ),
    reason: since(8, nullableString(8), null),
  }),
  response: struct({
    throttleTimeMs: since(2, int32, 0),
    errorCode: int16,
    generationId: defaulted(int32, -1),
    protocolType: since(7, nullableString(7), null),
    protocolName: nullableString(7),
    leader: string,
    skipAssignment: since(9, bool, false),
    memberId: string,
    members: array(
      struct({
        memberId: string,
        groupInstanceId: since(5, nullableString(5), null),
        metadata: bytes,
      }),
    ),
  }),
});
