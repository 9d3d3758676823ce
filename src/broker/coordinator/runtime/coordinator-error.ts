/** What the log says, in the words of a coordinator. */
import { errors, KafkaError } from '../../protocol/errors.ts';

/**
 * Clients of a coordinator know only its own errors: a failed append becomes one that makes them
 * wait or look for the coordinator again. Anything but a KafkaError is a defect and goes on.
 */
export function coordinatorError(error: unknown): number {
  if (!(error instanceof KafkaError)) throw error;
  switch (error.code) {
    case errors.unknownTopicOrPartition:
    case errors.notEnoughReplicas:
    case errors.notEnoughReplicasAfterAppend:
    case errors.requestTimedOut:
      return errors.coordinatorNotAvailable;
    case errors.notLeaderOrFollower:
    case errors.fencedLeaderEpoch:
    case errors.kafkaStorageError:
      return errors.notCoordinator;
    case errors.messageTooLarge:
    case errors.recordListTooLarge:
    case errors.invalidFetchSize:
      return errors.unknownServerError;
    default:
      return error.code;
  }
}
