/** ListConfigResources, key 74, versions 0 and 1. */
import { api } from '../api.ts';
import { array, defaulted, int16, int32, int8, since, string, struct } from '../types.ts';

export const listConfigResourcesApi = api({
  key: 74,
  name: 'ListConfigResources',
  versions: [0, 1],
  flexibleFrom: 0,
  request: struct({
    resourceTypes: since(1, array(int8), []),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    configResources: array(
      struct({
        resourceName: string,
        resourceType: since(1, int8, 16),
      }),
    ),
  }),
});
