/** DeleteGroups, key 42, versions 0 to 2. */
import { api } from '../api.ts';
import { array, defaulted, int16, int32, string, struct } from '../types.ts';

export const deleteGroupsApi = api({
  key: 42,
  name: 'DeleteGroups',
  versions: [0, 2],
  flexibleFrom: 2,
  request: struct({
    groupsNames: array(string),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    results: array(
      struct({
        groupId: string,
        errorCode: int16,
      }),
    ),
  }),
});
