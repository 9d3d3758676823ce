/**
 * ElectLeaders v0-2, answered by the active controller: preferred or (v1) unclean elections, for
 * the partitions named or for all (KIP-460).
 */
import { errors } from '../protocol/errors.ts';
import { electLeadersApi } from '../protocol/messages/43-elect-leaders.ts';
import { orRefusedInTime } from './controller-errors.ts';
import { handler } from './handler.ts';

export const electLeaders = handler(
  electLeadersApi,
  ({ services }, request) => {
    const asked = request.topicPartitions ?? [];
    if (request.topicPartitions?.length === 0) {
      return { errorCode: errors.none, replicaElectionResults: [] };
    }
    return orRefusedInTime(
      request.timeoutMs,
      () => services.controller.electLeaders(request),
      (errorCode, errorMessage) => ({
        errorCode,
        // Version 0 has no place for an error but at the partitions.
        replicaElectionResults: asked.map(({ topic, partitions }) => ({
          topic,
          partitionResult: partitions.map((partitionId) => ({
            partitionId,
            errorCode,
            errorMessage,
          })),
        })),
      }),
    );
  },
  { listeners: ['broker', 'controller'], isForwarded: true },
);
