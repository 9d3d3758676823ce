/** AllocateProducerIds, key 67, versions 0 to 0. */
import { api } from '../api.ts';
import { defaulted, int16, int32, int64, struct } from '../types.ts';

export const allocateProducerIdsApi = api({
  key: 67,
  name: 'AllocateProducerIds',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct({
    brokerId: int32,
    brokerEpoch: defaulted(int64, -1),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    producerIdStart: int64,
    producerIdLen: int32,
  }),
});
