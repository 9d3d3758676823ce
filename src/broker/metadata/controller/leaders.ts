/** ElectLeaders, the return to preferred leaders, and unclean elections that became allowed. */
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { electLeadersApi } from '../../protocol/messages/43-elect-leaders.ts';
import type { TopicImage } from '../image.ts';
import type { NewRecord } from '../records.ts';
import { type ControllerContext, isActive, noLeader, type Outcome, topicRules } from './context.ts';
import { partitionChange } from './election.ts';
import { partitionInput } from './partition-updates.ts';

type Request = RequestOf<typeof electLeadersApi>;
type Response = ResponseOf<typeof electLeadersApi>;
type ElectionType = 'preferred' | 'unclean';
type PartitionResult = Response['replicaElectionResults'][number]['partitionResult'][number];

const electionTypes: readonly ElectionType[] = ['preferred', 'unclean'];
/** Elections of one batch; the rest follows in the next. */
const electionCountMax = 1000;

export function electLeaders(context: ControllerContext, request: Request): Outcome<Response> {
  const type = electionTypes[request.electionType];
  if (!type) {
    throw new KafkaError(errors.invalidRequest, `Unknown election type ${request.electionType}`);
  }
  const records: NewRecord[] = [];
  const isForAll = request.topicPartitions === null;
  const wanted = request.topicPartitions ?? allPartitions(context);
  const replicaElectionResults = wanted.map(({ topic, partitions }) => ({
    topic,
    partitionResult: partitions
      .map((partitionId) => electOne(context, type, topic, partitionId, records))
      // Asked for all, those that need nothing are not named.
      .filter(({ errorCode }) => !isForAll || errorCode !== errors.electionNotNeeded),
  }));
  return { records, response: { errorCode: errors.none, replicaElectionResults } };
}

function allPartitions({ image }: ControllerContext): { topic: string; partitions: number[] }[] {
  return [...image.topicsByName.values()].map(({ name, partitions }) => ({
    topic: name,
    partitions: partitions.map((_, index) => index),
  }));
}

function electOne(
  context: ControllerContext,
  type: ElectionType,
  name: string,
  partitionId: number,
  records: NewRecord[],
): PartitionResult {
  const answer = (errorCode: number, errorMessage: string | null = null): PartitionResult => ({
    partitionId,
    errorCode,
    errorMessage,
  });
  const topic = context.image.topicsByName.get(name);
  if (!topic) return answer(errors.unknownTopicOrPartition, `No such topic as ${name}`);
  const partition = topic.partitions[partitionId];
  if (!partition) {
    return answer(errors.unknownTopicOrPartition, `No such partition as ${name}-${partitionId}`);
  }
  const isNeeded =
    type === 'preferred'
      ? partition.leader !== partition.replicas[0]
      : partition.leader === noLeader;
  if (!isNeeded) {
    const message = 'Leader election not needed for topic partition.';
    return answer(errors.electionNotNeeded, message);
  }
  const record = partitionChange(partitionInput(context, topic, partitionId, type));
  if (!record) {
    return type === 'preferred'
      ? answer(errors.preferredLeaderNotAvailable, 'The preferred leader was not available.')
      : answer(
          errors.eligibleLeadersNotAvailable,
          'Eligible topic partition leaders are not available.',
        );
  }
  records.push(record);
  return answer(errors.none);
}

/**
 * Partitions whose preferred leader could lead but does not get it back, without waiting for
 * leader.imbalance.check.interval.seconds.
 */
export function preferredElections(context: ControllerContext): NewRecord[] {
  const { brokers, topicsById } = context.image;
  const records: NewRecord[] = [];
  for (const topic of topicsById.values()) {
    for (const [partitionId, { leader, replicas, isr }] of topic.partitions.entries()) {
      const [preferred] = replicas;
      if (leader === preferred || !isr.includes(preferred)) continue;
      if (!isActive(brokers.get(preferred))) continue;
      const record = partitionChange(partitionInput(context, topic, partitionId, 'preferred'));
      if (record) records.push(record);
      if (records.length >= electionCountMax) return records;
    }
  }
  return records;
}

/** Leaderless partitions of topics that allow an unclean election. */
export function uncleanElections(context: ControllerContext): NewRecord[] {
  const records: NewRecord[] = [];
  for (const topic of context.image.topicsById.values()) {
    if (!hasLeaderless(topic) || !topicRules(context, topic).isUncleanElectionEnabled) continue;
    for (const [partitionId, { leader }] of topic.partitions.entries()) {
      if (leader !== noLeader) continue;
      const record = partitionChange(partitionInput(context, topic, partitionId, 'unclean'));
      if (record) records.push(record);
      if (records.length >= electionCountMax) return records;
    }
  }
  return records;
}

const hasLeaderless = ({ partitions }: TopicImage): boolean =>
  partitions.some(({ leader }) => leader === noLeader);
