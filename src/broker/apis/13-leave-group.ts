/**
 * LeaveGroup v0-5: members leave, and the rest of the group rebalances. v3: many members, each
 * with a result, also static ones by their instance id alone (KIP-345). v5: reason.
 */
import { errors } from '../protocol/errors.ts';
import { leaveGroupApi } from '../protocol/messages/13-leave-group.ts';
import { handler } from './handler.ts';

const manyMembersVersion = 3;

export const leaveGroup = handler(leaveGroupApi, async ({ apiVersion, services }, request) => {
  if (apiVersion >= manyMembersVersion) return services.groups.leaveGroup(request);
  const members = [{ memberId: request.memberId, groupInstanceId: null, reason: null }];
  const response = await services.groups.leaveGroup({ groupId: request.groupId, members });
  // One code is all the older answer has room for.
  const [result] = response.members ?? [];
  return { errorCode: response.errorCode || (result?.errorCode ?? errors.none) };
});
