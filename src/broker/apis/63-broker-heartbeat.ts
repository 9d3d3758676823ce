/**
 * BrokerHeartbeat v0-2: a broker lives, how far it has replayed the metadata log, and whether it
 * wants to be unfenced or to shut down (KIP-631).
 */
import { brokerHeartbeatApi } from '../protocol/messages/63-broker-heartbeat.ts';
import { orRefused } from './controller-errors.ts';
import { handler } from './handler.ts';

export const brokerHeartbeat = handler(
  brokerHeartbeatApi,
  ({ services, connectionId }, request) =>
    orRefused(services.controller.brokerHeartbeat(request, connectionId), (errorCode) => ({
      errorCode,
      shouldShutDown: false,
    })),
  { listeners: ['controller'] },
);
