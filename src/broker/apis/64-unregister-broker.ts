/**
 * UnregisterBroker v0, answered by the active controller: a broker is no member any more
 * (KIP-631). One that runs stays out until it is started again.
 */
import { errors } from '../protocol/errors.ts';
import { unregisterBrokerApi } from '../protocol/messages/64-unregister-broker.ts';
import { orRefused } from './controller-errors.ts';
import { handler } from './handler.ts';

export const unregisterBroker = handler(
  unregisterBrokerApi,
  ({ services }, request) =>
    orRefused(services.controller.unregisterBroker(request), (errorCode, errorMessage) => ({
      errorCode,
      errorMessage,
    })),
  {
    listeners: ['broker', 'controller'],
    isForwarded: true,
    isVisible: (image, { errorCode }, { brokerId }) =>
      errorCode !== errors.none || !image.brokers.has(brokerId),
  },
);
