/** ListGroups, key 16, versions 0 to 5. */
import { api } from '../api.ts';
import { array, int16, int32, since, string, struct } from '../types.ts';

export const listGroupsApi = api({
  key: 16,
  name: 'ListGroups',
  versions: [0, 5],
  flexibleFrom: 3,
  request: struct({
    statesFilter: since(4, array(string)),
    typesFilter: since(5, array(string)),
  }),
  response: struct({
    throttleTimeMs: since(1, int32, 0),
    errorCode: int16,
    groups: array(
      struct({
        groupId: string,
        protocolType: string,
        groupState: since(4, string),
        groupType: since(5, string),
      }),
    ),
  }),
});
