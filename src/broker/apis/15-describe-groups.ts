/**
 * DescribeGroups v0-6. v3: authorized operations. v4: instance ids. v6: an unknown group is error
 * 69; before, it is told as dead.
 */
import { errors } from '../protocol/errors.ts';
import { describeGroupsApi } from '../protocol/messages/15-describe-groups.ts';
import { handler } from './handler.ts';

/** Bits of ACL operations on a group: all of them, as nothing is forbidden. */
const allGroupOperations =
  /* read */ (1 << 3) |
  /* delete */ (1 << 6) |
  /* describe */ (1 << 8) |
  /* describe configs */ (1 << 10) |
  /* alter configs */ (1 << 11);

export const describeGroups = handler(describeGroupsApi, async (context, request) => {
  const { groups } = context.services;
  const described = request.groups.map(async (groupId) => {
    const group = await groups.describeGroup(context, groupId);
    return request.includeAuthorizedOperations && group.errorCode === errors.none
      ? { ...group, authorizedOperations: allGroupOperations }
      : group;
  });
  return { groups: await Promise.all(described) };
});
