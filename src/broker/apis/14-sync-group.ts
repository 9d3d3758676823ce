/**
 * SyncGroup v0-5: the leader brings the assignment of the generation, every member is given its
 * part; parked until that is stored. v3: static members. v5: protocol type and name are compared.
 */
import { syncGroupApi } from '../protocol/messages/14-sync-group.ts';
import { handler } from './handler.ts';

export const syncGroup = handler(syncGroupApi, ({ services }, request) =>
  services.groups.syncGroup(request),
);
