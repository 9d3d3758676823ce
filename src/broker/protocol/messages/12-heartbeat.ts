/** Heartbeat, key 12, versions 0 to 4. */
import { api } from '../api.ts';
import { int16, int32, nullableString, since, string, struct } from '../types.ts';

export const heartbeatApi = api({
  key: 12,
  name: 'Heartbeat',
  versions: [0, 4],
  flexibleFrom: 4,
  request: struct({
    groupId: string,
    generationId: int32,
    memberId: string,
    groupInstanceId: since(3, nullableString(3), null),
  }),
  response: struct({
    throttleTimeMs: since(1, int32, 0),
    errorCode: int16,
  }),
});
