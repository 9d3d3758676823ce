/** SaslHandshake, key 17, versions 0 to 1. */
import { api, notFlexible } from '../api.ts';
import { array, int16, string, struct } from '../types.ts';

export const saslHandshakeApi = api({
  key: 17,
  name: 'SaslHandshake',
  versions: [0, 1],
  flexibleFrom: notFlexible,
  request: struct({
    mechanism: string,
  }),
  response: struct({
    errorCode: int16,
    mechanisms: array(string),
  }),
});
