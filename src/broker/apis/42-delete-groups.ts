/** DeleteGroups v0-2: groups without members, and their offsets. */
import { deleteGroupsApi } from '../protocol/messages/42-delete-groups.ts';
import { handler } from './handler.ts';

export const deleteGroups = handler(deleteGroupsApi, async ({ services }, { groupsNames }) => {
  const names = [...new Set(groupsNames)];
  const results = await Promise.all(names.map((name) => services.groups.deleteGroup(name)));
  return { results };
});
