/**
 * AlterPartitionReassignments v0-1, answered by the active controller: replicas move to other
 * brokers, or (null) go back to where they were (KIP-455). v1: the replication factor may be
 * protected.
 */
import { errors } from '../protocol/errors.ts';
import { alterPartitionReassignmentsApi } from '../protocol/messages/45-alter-partition-reassignments.ts';
import { orRefusedInTime } from './controller-errors.ts';
import { handler } from './handler.ts';

export const alterPartitionReassignments = handler(
  alterPartitionReassignmentsApi,
  ({ services }, request) => {
    // Kafka answers this with a response that nobody has filled in.
    if (request.topics.length === 0) {
      return { errorCode: errors.none, errorMessage: '', responses: [] };
    }
    return orRefusedInTime(
      request.timeoutMs,
      () => services.controller.alterReassignments(request),
      (errorCode, errorMessage) => ({
        errorCode,
        errorMessage,
        responses: request.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => ({
            partitionIndex,
            errorCode,
            errorMessage,
          })),
        })),
      }),
    );
  },
  { listeners: ['broker', 'controller'], isForwarded: true },
);
