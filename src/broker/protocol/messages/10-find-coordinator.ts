/** FindCoordinator, key 10, versions 0 to 6. */
import { api } from '../api.ts';
import {
  array,
  between,
  int16,
  int32,
  int8,
  nullableString,
  since,
  string,
  struct,
} from '../types.ts';

export const findCoordinatorApi = api({
  key: 10,
  name: 'FindCoordinator',
  versions: [0, 6],
  flexibleFrom: 3,
  request: struct({
    key: between(0, 3, string),
    keyType: since(1, int8, 0),
    coordinatorKeys: since(4, array(string)),
  }),
  response: struct({
    throttleTimeMs: since(1, int32, 0),
    errorCode: between(0, 3, int16),
    errorMessage: between(1, 3, nullableString(1)),
    nodeId: between(0, 3, int32),
    host: between(0, 3, string),
    port: between(0, 3, int32),
    coordinators: since(
      4,
      array(
        struct({
          key: since(4, string),
          nodeId: since(4, int32),
          host: since(4, string),
          port: since(4, int32),
          errorCode: since(4, int16),
          errorMessage: since(4, nullableString(4)),
        }),
      ),
    ),
  }),
});
