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

/** The broker's config as it is now, for parts that follow changes. */
export class LiveBrokerConfig {
  current: BrokerConfig;
  private readonly own: BrokerConfig;
  private seen: readonly unknown[] = [];

  constructor(own: BrokerConfig) {
    this.own = own;
    this.current = own;
  }

  /** Whether anything of it changed. */
  update(image: MetadataImage): boolean {
    const seen = ['', `${this.own.nodeId}`].map((name) =>
      image.configs.get(configResourceKey(configResource.broker, name)),
    );
    if (seen.every((values, index) => values === this.seen[index])) return false;
    this.seen = seen;
    this.current = brokerConfigOf(image, this.own);
    return true;
  }
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
