/** What a change of the image means to someone who watches the cluster. */
import type { MetadataChange } from '../control.ts';
import {
  configResource,
  type MetadataDelta,
  type MetadataImage,
  type PartitionImage,
  type TopicImage,
} from './image.ts';

const resourceNames: { readonly [type: number]: 'topic' | 'broker' | 'group' | 'client-metrics' } =
  {
    [configResource.topic]: 'topic',
    [configResource.broker]: 'broker',
    [configResource.group]: 'group',
    [configResource.clientMetrics]: 'client-metrics',
  };

/** In the order: topics gone, brokers, topics new or changed, configs. */
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
  const configs = [...delta.changedConfigs].flatMap((key) => configChange(image, previous, key));
  return [...deleted, ...brokers, ...topics, ...configs];
}

/** Not of what came or went with its topic. */
function configChange(
  image: MetadataImage,
  previous: MetadataImage,
  resourceKey: string,
): MetadataChange[] {
  const separator = resourceKey.indexOf(':');
  const resource = resourceNames[Number(resourceKey.slice(0, separator))];
  const name = resourceKey.slice(separator + 1);
  if (resource === undefined) return [];
  const isStanding = image.topicsByName.has(name) && previous.topicsByName.has(name);
  if (resource === 'topic' && !isStanding) return [];
  const before = previous.configs.get(resourceKey);
  const after = image.configs.get(resourceKey);
  const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  const keys = [...names].filter((key) => before?.get(key) !== after?.get(key));
  return keys.length === 0 ? [] : [{ kind: 'config-changed', resource, name, keys }];
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
