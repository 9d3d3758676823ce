/**
 * Turns a change of the image into roles of the hosted replicas: which logs come and go, which
 * partitions are led or followed. Only what changed is looked at: unchanged partitions are the
 * same objects in both images.
 */
import type { TopicConfig } from '../config.ts';
import type { LogManager } from '../log/log-manager.ts';
import type {
  MetadataDelta,
  MetadataImage,
  PartitionImage,
  TopicImage,
} from '../metadata/image.ts';
import { errors } from '../protocol/errors.ts';
import type { LeadershipChange } from './api.ts';
import type { FetcherSet } from './fetcher-set.ts';
import type { PartitionTable } from './partition-table.ts';
import { Partition, type PartitionHost } from './partition.ts';
import type { Traffic } from './traffic.ts';

/** Keys of changed configs: a topic's, and those of brokers, which are its defaults. */
const topicConfigPrefix = '2:';
const brokerConfigPrefix = '4:';

export type MetadataChangesOptions = {
  readonly host: PartitionHost;
  readonly table: PartitionTable;
  readonly logs: LogManager;
  readonly fetchers: FetcherSet;
  readonly traffic: Traffic;
  readonly topicConfig: (image: MetadataImage, topic: string) => TopicConfig;
};

export class MetadataChanges {
  private readonly options: MetadataChangesOptions;
  private isFirst = true;

  constructor(options: MetadataChangesOptions) {
    this.options = options;
  }

  /** Returns the leaderships that began or ended, in order. */
  apply(
    image: MetadataImage,
    delta: MetadataDelta,
    previous: MetadataImage,
  ): readonly LeadershipChange[] {
    const changes: LeadershipChange[] = [];
    for (const id of delta.changedBrokerIds) this.options.fetchers.brokerChanged(id, image);
    for (const topic of delta.deletedTopics) this.deleteTopic(topic, changes);
    this.updateConfigs(image, delta);
    for (const id of delta.changedTopicIds) {
      const topic = image.topicsById.get(id);
      if (topic) this.changeTopic(topic, previous.topicsById.get(id), image, changes);
    }
    if (delta.changedBrokerIds.size > 0) this.reconsiderLeaders();
    if (this.isFirst) this.deleteStrayLogs(image);
    this.isFirst = false;
    this.options.fetchers.closeIdle();
    return changes;
  }

  private changeTopic(
    topic: TopicImage,
    before: TopicImage | undefined,
    image: MetadataImage,
    changes: LeadershipChange[],
  ): void {
    const { host, table } = this.options;
    let config: TopicConfig | undefined;
    for (let index = 0; index < topic.partitions.length; index++) {
      const state = topic.partitions[index];
      if (!this.isFirst && state === before?.partitions[index]) continue;
      const hosted = table.getById(topic.id, index);
      if (!state.replicas.includes(host.nodeId)) {
        if (hosted) this.drop(hosted, errors.notLeaderOrFollower, changes);
        continue;
      }
      config ??= this.options.topicConfig(image, topic.name);
      const partition = hosted ?? this.host(topic, index, state, config);
      if (state.leader === host.nodeId) this.lead(partition, state, changes);
      else this.follow(partition, state, image, hosted === undefined, changes);
    }
  }

  private host(
    topic: TopicImage,
    index: number,
    image: PartitionImage,
    config: TopicConfig,
  ): Partition {
    const { host, logs, table, traffic } = this.options;
    const old = logs.get(topic.name, index);
    // Left from a topic of the same name that was deleted while this broker was away.
    if (old && old.topicId !== topic.id) logs.delete(topic.name, index);
    const log = logs.getOrCreate(topic.name, index, topic.id, config);
    const partition = new Partition(host, topic, {
      partition: index,
      log,
      image,
      traffic: traffic.topic(topic.name),
    });
    table.add(partition);
    return partition;
  }

  private lead(partition: Partition, state: PartitionImage, changes: LeadershipChange[]): void {
    this.options.fetchers.unfollow(partition);
    if (partition.makeLeader(state)) changes.push(changeOf(partition, true));
  }

  private follow(
    partition: Partition,
    state: PartitionImage,
    image: MetadataImage,
    isNew: boolean,
    changes: LeadershipChange[],
  ): void {
    const wasLeader = partition.isLeader;
    const isOther = partition.makeFollower(state);
    if (isOther || isNew) this.options.fetchers.follow(partition, image);
    if (wasLeader) changes.push(changeOf(partition, false));
  }

  private deleteTopic(topic: TopicImage, changes: LeadershipChange[]): void {
    const { table, traffic } = this.options;
    topic.partitions.forEach((_state, index) => {
      const hosted = table.getById(topic.id, index);
      if (hosted) this.drop(hosted, errors.unknownTopicOrPartition, changes);
    });
    traffic.forgetTopic(topic.name);
  }

  private drop(partition: Partition, errorCode: number, changes: LeadershipChange[]): void {
    const { fetchers, logs, table } = this.options;
    const wasLeader = partition.isLeader;
    fetchers.unfollow(partition);
    table.remove(partition);
    partition.stop(errorCode);
    logs.delete(partition.topic, partition.partition);
    if (wasLeader) changes.push(changeOf(partition, false));
  }

  private updateConfigs(image: MetadataImage, delta: MetadataDelta): void {
    const topics = new Set<string>();
    for (const key of delta.changedConfigs) {
      if (key.startsWith(topicConfigPrefix)) topics.add(key.slice(topicConfigPrefix.length));
      if (!key.startsWith(brokerConfigPrefix)) continue;
      for (const { topic } of this.options.table.all()) topics.add(topic);
    }
    for (const topic of topics) {
      let config: TopicConfig | undefined;
      for (const partition of this.options.table.ofTopic(topic)) {
        config ??= this.options.topicConfig(image, topic);
        partition.log.updateConfig(config);
        partition.reconsider();
      }
    }
  }

  /** A broker that came back may join an ISR, one that went must not be waited for. */
  private reconsiderLeaders(): void {
    for (const partition of this.options.table.all()) partition.reconsider();
  }

  /** Logs of topics that were deleted, or moved away, while this broker was away. */
  private deleteStrayLogs(image: MetadataImage): void {
    const { host, logs } = this.options;
    for (const { topic, partition, topicId } of logs.logs()) {
      const state = image.topicsByName.get(topic);
      const isOurs =
        state?.id === topicId &&
        (state.partitions[partition]?.replicas.includes(host.nodeId) ?? false);
      if (!isOurs) logs.delete(topic, partition);
    }
  }
}

function changeOf(partition: Partition, isLeader: boolean): LeadershipChange {
  const { topic, partition: index, leaderEpoch } = partition;
  return { topic, partition: index, leaderEpoch, isLeader };
}
