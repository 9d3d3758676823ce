/** ListGroups v0-5: groups that this broker coordinates. v4: filter by state. v5: filter by type. */
import { listGroupsApi } from '../protocol/messages/16-list-groups.ts';
import { handler } from './handler.ts';

export const listGroups = handler(listGroupsApi, ({ services }, request) =>
  services.groups.listGroups(request),
);
