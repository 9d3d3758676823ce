/**
 * InitProducerId v0-5 for idempotent producers: a fresh id with epoch 0 from any broker, whatever
 * id and epoch the producer had (v3, KIP-360): its sequences start anew.
 * There is no transaction coordinator: a transactional id is refused with an error that clients
 * take as final, so that a producer stops with a message instead of retrying for ever.
 */
import type { RequestOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import { initProducerIdApi } from '../protocol/messages/22-init-producer-id.ts';
import { handler } from './handler.ts';

const refused = (errorCode: number) => ({ errorCode, producerId: -1, producerEpoch: -1 });

export const initProducerId = handler(initProducerIdApi, async ({ services }, request) => {
  const refusal = refusalOf(request);
  if (refusal !== errors.none) return refused(refusal);
  try {
    const producerId = await services.producerIds.next();
    return { errorCode: errors.none, producerId, producerEpoch: 0 };
  } catch (error) {
    services.env.logger.warn(
      'producer-ids',
      `no block of producer ids: ${(error as Error).message}`,
    );
    return refused(errors.coordinatorLoadInProgress);
  }
});

function refusalOf(request: RequestOf<typeof initProducerIdApi>): number {
  const { transactionalId, producerId, producerEpoch } = request;
  // Both of the present id are given, or neither.
  if ((producerId === -1) !== (producerEpoch === -1)) return errors.invalidRequest;
  if (transactionalId === null) return errors.none;
  return transactionalId === '' ? errors.invalidRequest : errors.transactionalIdAuthorizationFailed;
}
