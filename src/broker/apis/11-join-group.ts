/**
 * JoinGroup v0-9: makes the caller a member; parked until the next generation of its group begins.
 *
 * v1: rebalance timeout of its own. v4: a new member is first given an id (KIP-394). v5: static
 * members (KIP-345). v7: protocol type in the answer. v8: reason. v9: skipAssignment (KIP-814).
 */
import { joinGroupApi } from '../protocol/messages/11-join-group.ts';
import { handler } from './handler.ts';

export const joinGroup = handler(joinGroupApi, (context, request) =>
  context.services.groups.joinGroup(context, request),
);
