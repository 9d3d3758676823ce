/** Partitions that are about to be made: automatic and manual assignments, as image values. */
import { errors, KafkaError } from '../../protocol/errors.ts';
import { zeroUuid } from '../../protocol/types.ts';
import type { PartitionImage } from '../image.ts';
import { type ControllerContext, isActive, recordCountMax } from './context.ts';
import { placeReplicas } from './placement.ts';

/** Throws KafkaError with the code a client expects for what cannot be placed. */
export function placedPartitions(
  context: ControllerContext,
  partitionCount: number,
  replicationFactor: number,
): PartitionImage[] {
  if (partitionCount > recordCountMax) {
    throw new KafkaError(
      errors.policyViolation,
      'Unable to perform excessively large batch operation.',
    );
  }
  const prefix = `Unable to replicate the partition ${replicationFactor} time(s): `;
  const placed = withPrefix(prefix, () =>
    placeReplicas(context.image.brokers.values(), {
      partitionCount,
      replicationFactor,
      random: context.random,
    }),
  );
  return placed.map((replicas) => {
    const none = `${prefix}All brokers are currently fenced or in controlled shutdown.`;
    return newPartition(context, replicas, new KafkaError(errors.invalidReplicationFactor, none));
  });
}

function withPrefix<T>(prefix: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof KafkaError) throw new KafkaError(error.code, prefix + error.message);
    throw error;
  }
}

/** `replicationFactor` is what the partitions before have; undefined for the first. */
export function assignedPartition(
  context: ControllerContext,
  partitionId: number,
  replicas: readonly number[],
  replicationFactor: number | undefined,
): PartitionImage {
  const refuse = (message: string) => new KafkaError(errors.invalidReplicaAssignment, message);
  const prefix = 'The manual partition assignment includes';
  if (replicas.length === 0) throw refuse(`${prefix} an empty replica list.`);
  const sorted = [...replicas].sort((a, b) => a - b);
  sorted.forEach((id, index) => {
    if (!context.image.brokers.has(id)) {
      throw refuse(`${prefix} broker ${id}, but no such broker is registered.`);
    }
    if (sorted[index + 1] === id) throw refuse(`${prefix} the broker ${id} more than once.`);
  });
  if (replicationFactor !== undefined && replicas.length !== replicationFactor) {
    throw refuse(
      `${prefix} a partition with ${replicas.length} replica(s), but this is not consistent with ` +
        `previous partitions, which have ${replicationFactor} replica(s).`,
    );
  }
  const none =
    'All brokers specified in the manual partition assignment for partition ' +
    `${partitionId} are fenced or in controlled shutdown.`;
  return newPartition(context, replicas, refuse(none));
}

/** In sync are all replicas on active brokers; without any there is no partition. */
function newPartition(
  { image }: ControllerContext,
  replicas: readonly number[],
  noneActive: KafkaError,
): PartitionImage {
  const isr = replicas.filter((id) => isActive(image.brokers.get(id)));
  if (isr.length === 0) throw noneActive;
  return {
    replicas,
    isr,
    leader: isr[0],
    leaderEpoch: 0,
    partitionEpoch: 0,
    leaderRecoveryState: 0,
    addingReplicas: [],
    removingReplicas: [],
    directories: replicas.map((id) => onlyDirectory(image.brokers.get(id)?.logDirs ?? [])),
    elr: [],
    lastKnownElr: [],
  };
}

/** A broker with one log folder leaves no choice; otherwise the broker itself assigns one later. */
const onlyDirectory = (logDirs: readonly string[]): string =>
  logDirs.length === 1 ? logDirs[0] : zeroUuid;
