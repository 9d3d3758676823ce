/** AlterConfigs, key 33, versions 0 to 2. */
import { api } from '../api.ts';
import {
  array,
  bool,
  defaulted,
  int16,
  int32,
  int8,
  nullableString,
  string,
  struct,
} from '../types.ts';

export const alterConfigsApi = api({
  key: 33,
  name: 'AlterConfigs',
  versions: [0, 2],
  flexibleFrom: 2,
  request: struct({
    resources: array(
      struct({
        resourceType: int8,
        resourceName: string,
        configs: array(
          struct({
            name: string,
            value: nullableString(),
          }),
        ),
      }),
    ),
    validateOnly: bool,
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    responses: array(
      struct({
        errorCode: int16,
        errorMessage: nullableString(),
        resourceType: int8,
        resourceName: string,
      }),
    ),
  }),
});
