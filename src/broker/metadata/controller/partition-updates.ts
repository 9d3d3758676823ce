/** Changes of many partitions at once when a broker comes, goes or returns uncleanly. */
import { isOnlineDirectory, migratingDirectory } from '../../protocol/directories.ts';
import type { Uuid } from '../../protocol/types.ts';
import type { PartitionImage, TopicImage } from '../image.ts';
import type { NewRecord } from '../records.ts';
import { type ControllerContext, isActive, isElrEnabled, topicRules } from './context.ts';
import { newDirectory } from './new-partitions.ts';
import { type ElectionKind, partitionChange, type PartitionInput } from './election.ts';

export type BrokerTransition = {
  /** Leaves all ISRs and may not lead. */
  readonly removed?: number;
  /** May lead although the image still shows it as fenced. */
  readonly added?: number;
  /** Leaves ISRs and ELRs: it may have lost acknowledged records. */
  readonly unclean?: number;
};

/** What an election needs to know about a partition, from the image. */
export function partitionInput(
  context: ControllerContext,
  topic: TopicImage,
  partitionId: number,
  election: ElectionKind,
): PartitionInput {
  const { brokers } = context.image;
  const { minIsr, isUncleanElectionEnabled } = topicRules(context, topic);
  return {
    topicId: topic.id,
    partitionId,
    partition: topic.partitions[partitionId],
    election: election === 'online' && isUncleanElectionEnabled ? 'unclean' : election,
    isAcceptable: (replica) =>
      isActive(brokers.get(replica)) && isOnline(context, topic.partitions[partitionId], replica),
    minIsr,
    isElrEnabled: isElrEnabled(context.image),
    newDirectoryOf: (broker) => newDirectory(brokers.get(broker)),
  };
}

/** The log folder of a replica. */
export function directoryOf({ replicas, directories }: PartitionImage, replica: number): Uuid {
  return directories[replicas.indexOf(replica)] ?? migratingDirectory;
}

/** A replica in a folder that has failed cannot lead (KIP-858). */
function isOnline(
  { image }: ControllerContext,
  partition: PartitionImage,
  replica: number,
): boolean {
  const logDirs = image.brokers.get(replica)?.logDirs ?? [];
  return isOnlineDirectory(directoryOf(partition, replica), logDirs);
}

/** New leaders and ISRs for the partitions that `isAffected` names. */
export function leaderAndIsrUpdates(
  context: ControllerContext,
  { removed, added, unclean }: BrokerTransition,
  isAffected: (partition: PartitionImage) => boolean,
): NewRecord[] {
  const records: NewRecord[] = [];
  const { brokers, topicsById } = context.image;
  const isAcceptable = (replica: number) =>
    replica !== removed &&
    replica !== unclean &&
    (replica === added || isActive(brokers.get(replica)));
  for (const topic of topicsById.values()) {
    topic.partitions.forEach((partition, partitionId) => {
      if (!isAffected(partition)) return;
      const record = partitionChange({
        ...partitionInput(context, topic, partitionId, 'online'),
        isAcceptable: (replica) => isAcceptable(replica) && isOnline(context, partition, replica),
        uncleanReplica: unclean,
        targetIsr: partition.isr.filter((id) => id !== removed && id !== unclean),
      });
      if (record) records.push(record);
    });
  }
  return records;
}
