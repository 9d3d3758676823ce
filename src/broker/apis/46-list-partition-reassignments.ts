/** ListPartitionReassignments v0, answered by the active controller: replicas that come or go (KIP-455). */
import { listPartitionReassignmentsApi } from '../protocol/messages/46-list-partition-reassignments.ts';
import { orRefused } from './controller-errors.ts';
import { handler } from './handler.ts';

export const listPartitionReassignments = handler(
  listPartitionReassignmentsApi,
  ({ services }, request) =>
    orRefused(services.controller.listReassignments(request), (errorCode, errorMessage) => ({
      errorCode,
      errorMessage,
      topics: [],
    })),
  { listeners: ['broker', 'controller'], isForwarded: true },
);
