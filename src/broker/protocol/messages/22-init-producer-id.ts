/** InitProducerId, key 22, versions 0 to 5. */
import { api } from '../api.ts';
import { defaulted, int16, int32, int64, nullableString, since, struct } from '../types.ts';

export const initProducerIdApi = api({
  key: 22,
  name: 'InitProducerId',
  versions: [0, 5],
  flexibleFrom: 2,
  request: struct({
    transactionalId: nullableString(),
    transactionTimeoutMs: int32,
    producerId: since(3, int64, -1),
    producerEpoch: since(3, int16, -1),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    producerId: defaulted(int64, -1),
    producerEpoch: int16,
  }),
});
