/** IncrementalAlterConfigs, key 44, versions 0 to 1. */
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

export const incrementalAlterConfigsApi = api({
  key: 44,
  name: 'IncrementalAlterConfigs',
  versions: [0, 1],
  flexibleFrom: 1,
  request: struct({
    resources: array(
      struct({
        resourceType: int8,
        resourceName: string,
        configs: array(
          struct({
            name: string,
            configOperation: int8,
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
