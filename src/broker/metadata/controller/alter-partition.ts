/** AlterPartition: a leader reports which replicas are in sync (KIP-497). */
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors } from '../../protocol/errors.ts';
import type { alterPartitionApi } from '../../protocol/messages/56-alter-partition.ts';
import type { PartitionImage, TopicImage } from '../image.ts';
import type { NewRecord } from '../records.ts';
import { type ControllerContext, isActive, type Outcome, requireBroker } from './context.ts';
import { partitionChange } from './election.ts';
import { partitionInput } from './partition-updates.ts';

type Request = RequestOf<typeof alterPartitionApi>;
type RequestedPartition = Request['topics'][number]['partitions'][number];
type Response = ResponseOf<typeof alterPartitionApi>;
type PartitionResult = Response['topics'][number]['partitions'][number];
type Member = { readonly brokerId: number; readonly brokerEpoch: number };

/** Throws KafkaError when the sender is not the broker it says it is. */
export function alterPartition(context: ControllerContext, request: Request): Outcome<Response> {
  requireBroker(context.image, request.brokerId, request.brokerEpoch);
  const records: NewRecord[] = [];
  const topics = request.topics.map(({ topicId, partitions }) => {
    const topic = context.image.topicsById.get(topicId);
    return {
      topicId,
      partitions: partitions.map((wanted): PartitionResult => {
        if (!topic) return failed(wanted.partitionIndex, errors.unknownTopicId);
        return alterOne(context, request.brokerId, topic, wanted, records);
      }),
    };
  });
  return { records, response: { errorCode: errors.none, topics } };
}

const failed = (partitionIndex: number, errorCode: number): PartitionResult => ({
  partitionIndex,
  errorCode,
  leaderId: 0,
  leaderEpoch: 0,
  isr: [],
  partitionEpoch: 0,
});

function alterOne(
  context: ControllerContext,
  brokerId: number,
  topic: TopicImage,
  wanted: RequestedPartition,
  records: NewRecord[],
): PartitionResult {
  const { partitionIndex } = wanted;
  const partition = topic.partitions[partitionIndex];
  if (!partition) return failed(partitionIndex, errors.unknownTopicOrPartition);
  const members = membersOf(wanted);
  const problem = problemWith(context, brokerId, partition, wanted, members);
  if (problem !== errors.none) return failed(partitionIndex, problem);
  const record = partitionChange({
    ...partitionInput(context, topic, partitionIndex, 'online'),
    targetIsr: members.map((member) => member.brokerId),
    targetRecoveryState: wanted.leaderRecoveryState,
  });
  if (!record || record.type !== 'partitionChange') return succeeded(partitionIndex, partition);
  records.push(record);
  const { leader, isr, leaderRecoveryState } = record.value;
  // It completed a reassignment that the sender is not part of.
  if (leader !== undefined && leader !== brokerId) {
    return failed(partitionIndex, errors.newLeaderElected);
  }
  return succeeded(partitionIndex, {
    ...partition,
    isr: isr ?? partition.isr,
    leaderEpoch: partition.leaderEpoch + (leader === undefined ? 0 : 1),
    leaderRecoveryState: leaderRecoveryState ?? partition.leaderRecoveryState,
    partitionEpoch: partition.partitionEpoch + 1,
  });
}

/** Version 2 has ids only; -1 skips the check of the epoch. */
function membersOf({ newIsr, newIsrWithEpochs }: RequestedPartition): readonly Member[] {
  if (newIsrWithEpochs.length > 0) return newIsrWithEpochs;
  return newIsr.map((brokerId) => ({ brokerId, brokerEpoch: -1 }));
}

function succeeded(partitionIndex: number, partition: PartitionImage): PartitionResult {
  return {
    partitionIndex,
    errorCode: errors.none,
    leaderId: partition.leader,
    leaderEpoch: partition.leaderEpoch,
    isr: partition.isr,
    leaderRecoveryState: partition.leaderRecoveryState,
    partitionEpoch: partition.partitionEpoch,
  };
}

/** The first rule that is broken, in Kafka's order. */
function problemWith(
  context: ControllerContext,
  brokerId: number,
  partition: PartitionImage,
  wanted: RequestedPartition,
  members: readonly Member[],
): number {
  const { leaderEpoch, partitionEpoch } = wanted;
  // Newer than ours: most likely we are a deposed controller.
  if (leaderEpoch > partition.leaderEpoch) return errors.notController;
  if (partitionEpoch > partition.partitionEpoch) return errors.notController;
  if (leaderEpoch < partition.leaderEpoch) return errors.fencedLeaderEpoch;
  if (brokerId !== partition.leader) return errors.invalidRequest;
  if (partitionEpoch < partition.partitionEpoch) return errors.invalidUpdateVersion;
  const isr = members.map((member) => member.brokerId);
  const isValidIsr =
    isr.length > 0 &&
    new Set(isr).size === isr.length &&
    isr.every((id) => partition.replicas.includes(id));
  // A leader that leaves itself out resigns: its replica is damaged, and another one in sync leads.
  const isResigning = !isr.includes(partition.leader);
  if (!isValidIsr || (isResigning && !isr.every((id) => partition.isr.includes(id))))
    return errors.invalidRequest;
  const isRecovering = wanted.leaderRecoveryState === 1;
  if (isRecovering && (isr.length > 1 || partition.leaderRecoveryState === 0)) {
    return errors.invalidRequest;
  }
  const isEligible = members.every((member) => {
    const broker = context.image.brokers.get(member.brokerId);
    const isSameEpoch = member.brokerEpoch === -1 || member.brokerEpoch === broker?.epoch;
    return isActive(broker) && isSameEpoch;
  });
  return isEligible ? errors.none : errors.ineligibleReplica;
}
