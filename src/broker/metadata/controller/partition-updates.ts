/** Changes of many partitions at once when a broker comes, goes or returns uncleanly. */
import type { PartitionImage, TopicImage } from '../image.ts';
import type { NewRecord } from '../records.ts';
import { type ControllerContext, isActive, isElrEnabled, topicRules } from './context.ts';
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
    isAcceptable: (replica) => isActive(brokers.get(replica)),
    minIsr,
    isElrEnabled: isElrEnabled(context.image),
  };
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
        isAcceptable,
        uncleanReplica: unclean,
        targetIsr: partition.isr.filter((id) => id !== removed && id !== unclean),
      });
      if (record) records.push(record);
    });
  }
  return records;
}
