/** Heartbeat v0-4: keeps a member in its group and tells it of a rebalance. v3: static members. */
import { heartbeatApi } from '../protocol/messages/12-heartbeat.ts';
import { handler } from './handler.ts';

export const heartbeat = handler(heartbeatApi, ({ services }, request) =>
  services.groups.heartbeat(request),
);
