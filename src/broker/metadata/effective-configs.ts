/** What a topic or a broker runs with right now: dynamic configs of the image over static ones. */
import {
  type BrokerConfig,
  type ConfigValues,
  parseTopicConfig,
  type TopicConfig,
  withBrokerOverrides,
} from '../config.ts';
import { configResource, configResourceKey, type MetadataImage } from './image.ts';

/** The dynamic configs of one resource. */
export function configsOf(image: MetadataImage, resourceType: number, name: string): ConfigValues {
  const values = image.configs.get(configResourceKey(resourceType, name));
  return values ? Object.fromEntries(values) : {};
}

/** The broker's config with the cluster's and its own dynamic changes; the same object when there are none. */
export function brokerConfigOf(image: MetadataImage, broker: BrokerConfig): BrokerConfig {
  const ofCluster = image.configs.get(configResourceKey(configResource.broker, ''));
  const ofBroker = image.configs.get(configResourceKey(configResource.broker, `${broker.nodeId}`));
  if (!ofCluster && !ofBroker) return broker;
  return withBrokerOverrides(
    broker,
    Object.fromEntries([...(ofCluster ?? []), ...(ofBroker ?? [])]),
  );
}

/** The config of a topic's partitions on this broker. */
export function topicConfigOf(
  image: MetadataImage,
  topic: string,
  broker: BrokerConfig,
): TopicConfig {
  return parseTopicConfig(
    configsOf(image, configResource.topic, topic),
    brokerConfigOf(image, broker),
  );
}
