/**
 * InitProducerId v0-5 for idempotent producers: a fresh id with epoch 0 from any broker.
 * There is no transaction coordinator: a transactional id is refused with an error that clients
 * take as final, so that a producer stops with a message instead of retrying for ever.
 */
import { errors } from '../protocol/errors.ts';
import { initProducerIdApi } from '../protocol/messages/22-init-producer-id.ts';
import { handler } from './handler.ts';

const refused = (errorCode: number) => ({ errorCode, producerId: -1, producerEpoch: -1 });

export const initProducerId = handler(initProducerIdApi, async ({ services }, request) => {
  if (request.transactionalId === '') return refused(errors.invalidRequest);
  if (request.transactionalId !== null) return refused(errors.transactionalIdAuthorizationFailed);
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
