/** DescribeGroups, key 15, versions 0 to 6. */
import { api } from '../api.ts';
import {
  array,
  bool,
  bytes,
  int16,
  int32,
  nullableString,
  since,
  string,
  struct,
} from '../types.ts';

export const describeGroupsApi = api({
  key: 15,
  name: 'DescribeGroups',
  versions: [0, 6],
  flexibleFrom: 5,
  request: struct({
    groups: array(string),
    includeAuthorizedOperations: since(3, bool),
  }),
  response: struct({
    throttleTimeMs: since(1, int32, 0),
    groups: array(
      struct({
        errorCode: int16,
        errorMessage: since(6, nullableString(6), null),
        groupId: string,
        groupState: string,
        protocolType: string,
        protocolData: string,
        members: array(
          struct({
            memberId: string,
            groupInstanceId: since(4, nullableString(4), null),
            clientId: string,
            clientHost: string,
            memberMetadata: bytes,
            memberAssignment: bytes,
          }),
        ),
        authorizedOperations: since(3, int32, -2147483648),
      }),
    ),
  }),
});
