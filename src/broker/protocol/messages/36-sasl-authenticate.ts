/** SaslAuthenticate, key 36, versions 0 to 2. */
import { api } from '../api.ts';
import { bytes, defaulted, int16, int64, nullableString, since, struct } from '../types.ts';

export const saslAuthenticateApi = api({
  key: 36,
  name: 'SaslAuthenticate',
  versions: [0, 2],
  flexibleFrom: 2,
  request: struct({
    authBytes: bytes,
  }),
  response: struct({
    errorCode: int16,
    errorMessage: defaulted(nullableString(), null),
    authBytes: bytes,
    sessionLifetimeMs: since(1, int64, 0),
  }),
});
