/** Partitions that are about to be made: automatic and manual assignments, as image values. */
import { migratingDirectory, unassignedDirectory } from '../../protocol/directories.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { Uuid } from '../../protocol/types.ts';
import type { BrokerImage, PartitionImage } from '../image.ts';
import { type ControllerContext, isActive, recordCountMax, tooMany } from './context.ts';
import { placeReplicas } from './placement.ts';

/** Throws KafkaError with the code a client expects for what cannot be placed. */
export function placedPartitions(
  context: ControllerContext,
  partitionCount: number,
  replicationFactor: number,
): PartitionImage[] {
  if (partitionCount > recordCountMax) throw tooMany();
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
  requireValidAssignment(context, replicas, replicationFactor);
  const none =
    'All brokers specified in the manual partition assignment for partition ' +
    `${partitionId} are fenced or in controlled shutdown.`;
  return newPartition(context, replicas, new KafkaError(errors.invalidReplicaAssignment, none));
}

/** Throws KafkaError(invalidReplicaAssignment): nobody, strangers, someone twice, or another number. */
export function requireValidAssignment(
  { image }: ControllerContext,
  replicas: readonly number[],
  replicationFactor: number | undefined,
): void {
  const refuse = (message: string) => new KafkaError(errors.invalidReplicaAssignment, message);
  const prefix = 'The manual partition assignment includes';
  if (replicas.length === 0) throw refuse(`${prefix} an empty replica list.`);
  const sorted = [...replicas].sort((a, b) => a - b);
  sorted.forEach((id, index) => {
    if (!image.brokers.has(id)) {
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
    directories: replicas.map((id) => newDirectory(image.brokers.get(id))),
    elr: [],
    lastKnownElr: [],
  };
}

/** A broker with one log folder leaves no choice; otherwise the broker itself assigns one later. */
export function newDirectory(broker: BrokerImage | undefined): Uuid {
  if (!broker) return unassignedDirectory;
  if (broker.logDirs.length === 0) return migratingDirectory;
  return broker.logDirs.length === 1 ? broker.logDirs[0] : unassignedDirectory;
}
