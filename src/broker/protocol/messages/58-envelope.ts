/** Envelope, key 58, versions 0 to 0. */
import { api } from '../api.ts';
import { bytes, defaulted, int16, nullableBytes, struct } from '../types.ts';

export const envelopeApi = api({
  key: 58,
  name: 'Envelope',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct({
    requestData: bytes,
    requestPrincipal: nullableBytes(),
    clientHostAddress: bytes,
  }),
  response: struct({
    responseData: defaulted(nullableBytes(), null),
    errorCode: int16,
  }),
});
