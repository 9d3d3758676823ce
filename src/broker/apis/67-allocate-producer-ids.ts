/** AllocateProducerIds v0: a block of producer ids for a broker (KIP-730). */
import { allocateProducerIdsApi } from '../protocol/messages/67-allocate-producer-ids.ts';
import { orRefused } from './controller-errors.ts';
import { handler } from './handler.ts';

export const allocateProducerIds = handler(
  allocateProducerIdsApi,
  ({ services }, request) =>
    orRefused(services.controller.allocateProducerIds(request), (errorCode) => ({
      errorCode,
      producerIdStart: 0,
      producerIdLen: 0,
    })),
  { listeners: ['controller'] },
);
