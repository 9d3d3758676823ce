/** In which log folders replicas lie, and folders that have failed (KIP-858). */
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { isOnlineDirectory } from '../../protocol/directories.ts';
import { errors } from '../../protocol/errors.ts';
import type { brokerHeartbeatApi } from '../../protocol/messages/63-broker-heartbeat.ts';
import type { assignReplicasToDirsApi } from '../../protocol/messages/73-assign-replicas-to-dirs.ts';
import { type Uuid, zeroUuid } from '../../protocol/types.ts';
import type { BrokerImage, PartitionImage, TopicImage } from '../image.ts';
import type { NewRecord } from '../records.ts';
import { type ControllerContext, isActive, type Outcome, requireBroker } from './context.ts';
import { partitionChange } from './election.ts';
import { directoryOf, leaderAndIsrUpdates, partitionInput } from './partition-updates.ts';

type Request = RequestOf<typeof assignReplicasToDirsApi>;
type Response = ResponseOf<typeof assignReplicasToDirsApi>;
type Heartbeat = RequestOf<typeof brokerHeartbeatApi>;

/** AssignReplicasToDirs. Throws KafkaError when the sender is not the broker it says it is. */
export function assignReplicasToDirs(
  context: ControllerContext,
  request: Request,
): Outcome<Response> {
  const broker = requireBroker(context.image, request.brokerId, request.brokerEpoch);
  const records: NewRecord[] = [];
  const lost = new Set<PartitionImage>();
  const directories = request.directories.map(({ id, topics }) => ({
    id,
    topics: topics.map(({ topicId, partitions }) => {
      const topic = context.image.topicsById.get(topicId);
      return {
        topicId,
        partitions: partitions.map(({ partitionIndex }) => {
          const partition = topic?.partitions[partitionIndex];
          const errorCode = problemWith(broker.id, topic, partition);
          if (topic && partition && errorCode === errors.none) {
            const record = assignment(context, topic, partitionIndex, broker, id);
            if (record) records.push(record);
            if (!isOnlineDirectory(id, broker.logDirs)) lost.add(partition);
          }
          return { partitionIndex, errorCode };
        }),
      };
    }),
  }));
  const moved = (partition: PartitionImage) => lost.has(partition);
  if (lost.size > 0) records.push(...leaderAndIsrUpdates(context, { removed: broker.id }, moved));
  return { records, response: { errorCode: errors.none, directories } };
}

function problemWith(
  brokerId: number,
  topic: TopicImage | undefined,
  partition: PartitionImage | undefined,
): number {
  if (!topic) return errors.unknownTopicId;
  if (!partition) return errors.unknownTopicOrPartition;
  return partition.replicas.includes(brokerId) ? errors.none : errors.notLeaderOrFollower;
}

/** A replica whose folder was unknown may lead from now on, when the folder works. */
function assignment(
  context: ControllerContext,
  topic: TopicImage,
  partitionId: number,
  broker: BrokerImage,
  directory: Uuid,
): NewRecord | undefined {
  const partition = topic.partitions[partitionId];
  if (directoryOf(partition, broker.id) === directory) return undefined;
  const input = partitionInput(context, topic, partitionId, 'online');
  const change = partitionChange({
    ...input,
    isAcceptable: (replica) =>
      replica === broker.id
        ? isActive(broker) && isOnlineDirectory(directory, broker.logDirs)
        : input.isAcceptable(replica),
  });
  const value =
    change?.type === 'partitionChange' ? change.value : { topicId: topic.id, partitionId };
  const { replicas = partition.replicas, directories = partition.directories } = value;
  const assigned = (replicas ?? partition.replicas).map((id, index) =>
    id === broker.id ? directory : ((directories ?? [])[index] ?? zeroUuid),
  );
  return { type: 'partitionChange', value: { ...value, directories: assigned } };
}

/**
 * What a heartbeat says of folders that have failed: their replicas leave the ISRs, their
 * leaderships go to others, and the registration no longer names the folders.
 */
export function directoriesOffline(
  context: ControllerContext,
  { brokerId, offlineLogDirs }: Pick<Heartbeat, 'brokerId' | 'offlineLogDirs'>,
): NewRecord[] {
  const broker = context.image.brokers.get(brokerId);
  const failed = new Set(broker?.logDirs.filter((id) => offlineLogDirs.includes(id)));
  if (!broker || failed.size === 0) return [];
  const isAffected = (partition: PartitionImage) =>
    partition.replicas.includes(brokerId) && failed.has(directoryOf(partition, brokerId));
  const logDirs = broker.logDirs.filter((id) => !failed.has(id));
  return [
    ...leaderAndIsrUpdates(context, { removed: brokerId }, isAffected),
    {
      type: 'brokerRegistrationChange',
      value: { brokerId, brokerEpoch: broker.epoch, logDirs },
    },
  ];
}
