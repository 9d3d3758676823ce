/** What a change of the image means to someone who watches the cluster. */
import type { MetadataChange } from '../control.ts';
import type { MetadataDelta, MetadataImage, PartitionImage, TopicImage } from './image.ts';

/** In the order: topics gone, brokers, topics new or changed. */
export function changesOf(
  image: MetadataImage,
  delta: MetadataDelta,
  previous: MetadataImage,
): MetadataChange[] {
  const deleted = delta.deletedTopics.map(
    ({ name }): MetadataChange => ({ kind: 'topic-deleted', topic: name }),
  );
  const brokers = [...delta.changedBrokerIds].flatMap((id) => brokerChange(image, previous, id));
  const topics = [...delta.changedTopicIds].flatMap((id) => {
    const topic = image.topicsById.get(id);
    return topic ? topicChanges(topic, previous.topicsById.get(id)) : [];
  });
  return [...deleted, ...brokers, ...topics];
}

function brokerChange(
  image: MetadataImage,
  previous: MetadataImage,
  brokerId: number,
): MetadataChange[] {
  const isLive = image.brokers.get(brokerId)?.isFenced === false;
  const wasLive = previous.brokers.get(brokerId)?.isFenced === false;
  if (isLive === wasLive) return [];
  return [{ kind: isLive ? 'broker-unfenced' : 'broker-fenced', brokerId }];
}

function topicChanges(topic: TopicImage, before: TopicImage | undefined): MetadataChange[] {
  const changes: MetadataChange[] = before ? [] : [{ kind: 'topic-created', topic: topic.name }];
  topic.partitions.forEach((partition, index) => {
    const kind = partitionChange(partition, before?.partitions[index]);
    if (!kind) return;
    const { leader, leaderEpoch, isr } = partition;
    changes.push({ kind, topic: topic.name, partition: index, leader, leaderEpoch, isr });
  });
  return changes;
}

function partitionChange(
  partition: PartitionImage,
  before: PartitionImage | undefined,
): 'leader-changed' | 'isr-changed' | undefined {
  if (partition === before) return undefined;
  if (
    !before ||
    before.leader !== partition.leader ||
    before.leaderEpoch !== partition.leaderEpoch
  ) {
    return 'leader-changed';
  }
  const isSame =
    before.isr.length === partition.isr.length &&
    before.isr.every((id, index) => id === partition.isr[index]);
  return isSame ? undefined : 'isr-changed';
}
