/**
 * SyncGroup v0-5: the leader brings the assignment of the generation, every member is given its
 * part; parked until that is stored. v3: static members. v5: protocol type and name must be there
 * and are compared (KIP-559).
 */
import { errors } from '../protocol/errors.ts';
import { syncGroupApi } from '../protocol/messages/14-sync-group.ts';
import { handler } from './handler.ts';

const namedProtocolVersion = 5;

export const syncGroup = handler(syncGroupApi, ({ apiVersion, services }, request) => {
  const isUnnamed = request.protocolType === null || request.protocolName === null;
  if (apiVersion >= namedProtocolVersion && isUnnamed)
    return { errorCode: errors.inconsistentGroupProtocol, assignment: Buffer.alloc(0) };
  return services.groups.syncGroup(request);
});
