/** UnregisterBroker, key 64, version 0. */
import { api } from '../api.ts';
import { defaulted, int16, int32, nullableString, struct } from '../types.ts';

export const unregisterBrokerApi = api({
  key: 64,
  name: 'UnregisterBroker',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct({ brokerId: int32 }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    errorMessage: nullableString(),
  }),
});
