/**
 * Turns a change of the image into roles of the hosted replicas: which logs come and go, which
 * partitions are led or followed. Only what changed is looked at: unchanged partitions are the
 * same objects in both images.
 */
import type { TopicConfig } from '../config.ts';
import { DiskError } from '../env/env.ts';
import type { LogManager } from '../log/log-manager.ts';
import type {
  MetadataDelta,
  MetadataImage,
  PartitionImage,
  TopicImage,
} from '../metadata/image.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import { type Uuid, zeroUuid } from '../protocol/types.ts';
import type { LeadershipChange } from './api.ts';
import type { DirectoryAssignments } from './directory-assignments.ts';
import type { FetcherSet } from './fetcher-set.ts';
import type { PartitionTable } from './partition-table.ts';
import { Partition, type PartitionHost } from './partition.ts';
import type { ReplicaMoves } from './replica-moves.ts';
import type { Traffic } from './traffic.ts';

/** Keys of changed configs: a topic's, and those of brokers, which are its defaults. */
const topicConfigPrefix = '2:';
const brokerConfigPrefix = '4:';

export type MetadataChangesOptions = {
  readonly host: PartitionHost;
  readonly table: PartitionTable;
  readonly logs: LogManager;
  readonly moves: ReplicaMoves;
  readonly directories: DirectoryAssignments;
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
    if (this.isFirst) this.reconcileLogs(image);
    for (const id of delta.changedBrokerIds) this.options.fetchers.brokerChanged(id, image);
    for (const topic of delta.deletedTopics) this.deleteTopic(topic, changes);
    this.updateConfigs(image, delta);
    for (const id of delta.changedTopicIds) {
      const topic = image.topicsById.get(id);
      if (topic) this.changeTopic(topic, previous.topicsById.get(id), image, changes);
    }
    if (delta.changedBrokerIds.size > 0) this.reconsiderLeaders();
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
        else table.forgetOffline(topic.id, index);
        continue;
      }
      if (table.isOffline(topic.id, index)) continue;
      config ??= this.options.topicConfig(image, topic.name);
      const isNew = hosted === undefined;
      this.unlessOffline(topic.id, index, () => {
        const partition = hosted ?? this.host(topic, index, state, config as TopicConfig);
        if (state.leader === host.nodeId) this.lead(partition, state, changes);
        else this.follow(partition, state, image, isNew, changes);
        if (isNew) this.options.moves.resume(partition);
        this.tellDirectory(partition);
      });
    }
  }

  /**
   * A folder that refuses has failed with all in it, and its partitions are taken off in a turn of
   * their own; one that was not hosted yet has no folder at all.
   */
  private unlessOffline(topicId: Uuid, partition: number, action: () => void): void {
    try {
      action();
    } catch (error) {
      const isStorage =
        error instanceof DiskError ||
        (error instanceof KafkaError && error.code === errors.kafkaStorageError);
      if (!isStorage) throw error;
      const { table } = this.options;
      if (!table.getById(topicId, partition)) table.markOffline(topicId, partition);
    }
  }

  /** The controller has another idea of the folder than where the replica is. */
  private tellDirectory(partition: Partition): void {
    const { host, logs, moves, directories } = this.options;
    const { image, topicId, log } = partition;
    const told = image.directories[image.replicas.indexOf(host.nodeId)];
    const actual = logs.directoryOf(log);
    if (told === actual || moves.isMoving(partition)) return;
    directories.assign(topicId, partition.partition, actual);
  }

  /** A folder has failed: what lies in it is served no more. */
  folderFailed(folderPath: string): readonly LeadershipChange[] {
    const { table, fetchers, moves } = this.options;
    const changes: LeadershipChange[] = [];
    moves.stopMovesInto(folderPath);
    for (const partition of Array.from(table.all())) {
      if (!partition.log.dir.startsWith(`${folderPath}/`)) continue;
      const wasLeader = partition.isLeader;
      moves.stop(partition);
      fetchers.unfollow(partition);
      table.remove(partition);
      table.markOffline(partition.topicId, partition.partition);
      partition.stop(errors.kafkaStorageError);
      if (wasLeader) changes.push(changeOf(partition, false));
    }
    fetchers.closeIdle();
    return changes;
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
    const directoryId = image.directories[image.replicas.indexOf(host.nodeId)];
    const log = logs.getOrCreate(topic.name, index, topic.id, config, directoryId);
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
      else table.forgetOffline(topic.id, index);
    });
    traffic.forgetTopic(topic.name);
  }

  private drop(partition: Partition, errorCode: number, changes: LeadershipChange[]): void {
    const { fetchers, logs, table, moves } = this.options;
    const wasLeader = partition.isLeader;
    moves.stop(partition);
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
        this.options.logs.future(topic, partition.partition)?.updateConfig(config);
        partition.reconsider();
      }
    }
  }

  /** A broker that came back may join an ISR, one that went must not be waited for. */
  private reconsiderLeaders(): void {
    for (const partition of this.options.table.all()) partition.reconsider();
  }

  /** Replicas of topics that were deleted, or moved away, while this broker was away. */
  private reconcileLogs(image: MetadataImage): void {
    const { host, logs } = this.options;
    logs.reconcile(({ topicId, partition }) => {
      const state = image.topicsById.get(topicId)?.partitions[partition];
      const index = state?.replicas.indexOf(host.nodeId) ?? -1;
      return state && index >= 0 ? (state.directories[index] ?? zeroUuid) : undefined;
    });
  }
}

function changeOf(partition: Partition, isLeader: boolean): LeadershipChange {
  const { topic, partition: index, leaderEpoch } = partition;
  return { topic, partition: index, leaderEpoch, isLeader };
}
