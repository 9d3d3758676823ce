/** BrokerRegistration v0-4: a broker joins; its epoch is the offset of its registration (KIP-631). */
import { brokerRegistrationApi } from '../protocol/messages/62-broker-registration.ts';
import { orRefused } from './controller-errors.ts';
import { handler } from './handler.ts';

export const brokerRegistration = handler(
  brokerRegistrationApi,
  ({ services }, request) =>
    orRefused(services.controller.registerBroker(request), (errorCode) => ({ errorCode })),
  { listeners: ['controller'] },
);
