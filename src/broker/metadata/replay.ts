/**
 * Records -> image. An editor starts from an image, takes records one by one and gives a new image
 * and what changed; the image it started from stays as it was. Maps are copied on the first change
 * of an edit, so a batch without changes (NoOp) costs nothing.
 */
import { zeroUuid, type Uuid } from '../protocol/types.ts';
import {
  configResource,
  configResourceKey,
  emptyImage,
  type BrokerImage,
  type MetadataDelta,
  type MetadataImage,
  type PartitionImage,
  type TopicImage,
} from './image.ts';
import type { MetadataRecord } from './records.ts';

type ValueOf<T extends MetadataRecord['type']> = Extract<MetadataRecord, { type: T }>['value'];
type PartitionPatch = { -readonly [K in keyof PartitionImage]?: PartitionImage[K] };

const unchangedLeader = -2;

export class ImageEditor {
  private readonly base: MetadataImage;
  private offset: number;
  private epoch: number;
  private topicsByName: Map<string, TopicImage> | undefined;
  private topicsById: Map<Uuid, TopicImage> | undefined;
  private brokers: Map<number, BrokerImage> | undefined;
  private controllers:
    | Map<number, MetadataImage['controllers'] extends ReadonlyMap<number, infer C> ? C : never>
    | undefined;
  private configs: Map<string, ReadonlyMap<string, string>> | undefined;
  private features: Map<string, number> | undefined;
  private nextProducerId: number;
  private readonly deletedTopics: TopicImage[] = [];
  private readonly changedTopicIds = new Set<Uuid>();
  private readonly changedBrokerIds = new Set<number>();
  private readonly changedConfigs = new Set<string>();
  /** Topics whose partition array is already a copy of this edit. */
  private readonly ownPartitions = new Map<Uuid, PartitionImage[]>();

  constructor(base: MetadataImage) {
    this.base = base;
    this.offset = base.offset;
    this.epoch = base.epoch;
    this.nextProducerId = base.nextProducerId;
  }

  get lastOffset(): number {
    return this.offset;
  }

  /** Moves on past a record that changes nothing here (control records). */
  skipTo(offset: number, epoch: number): void {
    this.offset = offset;
    this.epoch = epoch;
  }

  /** Throws when the record does not fit what is there: the log or the replay is broken. */
  apply(record: MetadataRecord, offset: number, epoch: number): void {
    this.skipTo(offset, epoch);
    switch (record.type) {
      case 'topic':
        return this.putTopic({
          name: record.value.name,
          id: record.value.topicId,
          partitions: [],
        });
      case 'partition':
        return this.applyPartition(record.value);
      case 'partitionChange':
        return this.applyPartitionChange(record.value);
      case 'removeTopic':
        return this.applyRemoveTopic(record.value.topicId);
      case 'clearElr':
        return this.applyClearElr(record.value.topicName);
      case 'config':
        return this.applyConfig(record.value);
      case 'registerBroker':
        return this.applyRegisterBroker(record.value, offset);
      case 'unregisterBroker':
        this.ownBrokers().delete(record.value.brokerId);
        this.changedBrokerIds.add(record.value.brokerId);
        return;
      case 'brokerRegistrationChange':
        return this.applyBrokerChange(record.value);
      case 'registerController':
        return this.applyRegisterController(record.value);
      case 'featureLevel':
        return this.applyFeatureLevel(record.value);
      case 'producerIds':
        this.nextProducerId = record.value.nextProducerId;
        return;
      case 'noOp':
      case 'beginTransaction':
      case 'endTransaction':
      case 'abortTransaction':
        return;
    }
  }

  finish(): { image: MetadataImage; delta: MetadataDelta } {
    const { base } = this;
    const image: MetadataImage = {
      offset: this.offset,
      epoch: this.epoch,
      topicsByName: this.topicsByName ?? base.topicsByName,
      topicsById: this.topicsById ?? base.topicsById,
      brokers: this.brokers ?? base.brokers,
      controllers: this.controllers ?? base.controllers,
      configs: this.configs ?? base.configs,
      features: this.features ?? base.features,
      nextProducerId: this.nextProducerId,
    };
    const delta: MetadataDelta = {
      changedTopicIds: this.changedTopicIds,
      deletedTopics: this.deletedTopics,
      changedBrokerIds: this.changedBrokerIds,
      changedConfigs: this.changedConfigs,
    };
    return { image, delta };
  }

  private topicById(id: Uuid): TopicImage {
    const topic = (this.topicsById ?? this.base.topicsById).get(id);
    if (!topic) throw new Error(`metadata record ${this.offset} names an unknown topic id ${id}`);
    return topic;
  }

  private putTopic(topic: TopicImage): void {
    this.topicsById ??= new Map(this.base.topicsById);
    this.topicsByName ??= new Map(this.base.topicsByName);
    this.topicsById.set(topic.id, topic);
    this.topicsByName.set(topic.name, topic);
    this.changedTopicIds.add(topic.id);
  }

  private putPartition(topicId: Uuid, index: number, partition: PartitionImage): void {
    let partitions = this.ownPartitions.get(topicId);
    if (!partitions) {
      const topic = this.topicById(topicId);
      partitions = [...topic.partitions];
      this.ownPartitions.set(topicId, partitions);
      this.putTopic({ ...topic, partitions });
    }
    partitions[index] = partition;
  }

  private applyPartition(value: ValueOf<'partition'>): void {
    this.putPartition(value.topicId, value.partitionId, {
      replicas: value.replicas,
      isr: value.isr,
      leader: value.leader,
      leaderEpoch: value.leaderEpoch,
      partitionEpoch: value.partitionEpoch,
      leaderRecoveryState: value.leaderRecoveryState,
      addingReplicas: value.addingReplicas,
      removingReplicas: value.removingReplicas,
      directories:
        value.directories.length > 0 ? value.directories : value.replicas.map(() => zeroUuid),
      elr: value.eligibleLeaderReplicas ?? [],
      lastKnownElr: value.lastKnownElr ?? [],
    });
  }

  private applyPartitionChange(value: ValueOf<'partitionChange'>): void {
    const { topicId, partitionId } = value;
    const before = this.topicById(topicId).partitions[partitionId];
    if (!before) throw new Error(`metadata record ${this.offset}: no partition ${partitionId}`);
    this.putPartition(topicId, partitionId, changedPartition(before, value));
  }

  private applyRemoveTopic(id: Uuid): void {
    const topic = this.topicById(id);
    this.topicsById ??= new Map(this.base.topicsById);
    this.topicsByName ??= new Map(this.base.topicsByName);
    this.topicsById.delete(id);
    if (this.topicsByName.get(topic.name)?.id === id) this.topicsByName.delete(topic.name);
    this.ownPartitions.delete(id);
    this.changedTopicIds.delete(id);
    // A topic that this very edit made was never seen by anyone.
    const known = this.base.topicsById.get(id);
    if (known) this.deletedTopics.push(known);
    const key = configResourceKey(configResource.topic, topic.name);
    if ((this.configs ?? this.base.configs).has(key)) {
      this.ownConfigs().delete(key);
      this.changedConfigs.add(key);
    }
  }

  /** KIP-966: an empty name clears the eligible replicas of all topics. */
  private applyClearElr(name: string): void {
    for (const topic of (this.topicsById ?? this.base.topicsById).values()) {
      if (name !== '' && topic.name !== name) continue;
      topic.partitions.forEach((partition, index) => {
        if (partition.elr.length === 0 && partition.lastKnownElr.length === 0) return;
        this.putPartition(topic.id, index, { ...partition, elr: [], lastKnownElr: [] });
      });
    }
  }

  private ownConfigs(): Map<string, ReadonlyMap<string, string>> {
    this.configs ??= new Map(this.base.configs);
    return this.configs;
  }

  private applyConfig({ resourceType, resourceName, name, value }: ValueOf<'config'>): void {
    const key = configResourceKey(resourceType, resourceName);
    const configs = this.ownConfigs();
    const values = new Map(configs.get(key));
    if (value === null) values.delete(name);
    else values.set(name, value);
    if (values.size === 0) configs.delete(key);
    else configs.set(key, values);
    this.changedConfigs.add(key);
  }

  private ownBrokers(): Map<number, BrokerImage> {
    this.brokers ??= new Map(this.base.brokers);
    return this.brokers;
  }

  private applyRegisterBroker(value: ValueOf<'registerBroker'>, offset: number): void {
    this.brokers = withSorted(this.ownBrokers(), value.brokerId, {
      id: value.brokerId,
      epoch: value.brokerEpoch >= 0 ? value.brokerEpoch : offset,
      incarnationId: value.incarnationId,
      endpoints: value.endPoints,
      rack: value.rack,
      isFenced: value.fenced,
      inControlledShutdown: value.inControlledShutdown,
      logDirs: value.logDirs,
      features: value.features.map(supportedFeature),
    });
    this.changedBrokerIds.add(value.brokerId);
  }

  private applyBrokerChange(value: ValueOf<'brokerRegistrationChange'>): void {
    const broker = (this.brokers ?? this.base.brokers).get(value.brokerId);
    if (!broker || broker.epoch !== value.brokerEpoch) {
      throw new Error(`metadata record ${this.offset}: no broker ${value.brokerId} of its epoch`);
    }
    this.ownBrokers().set(broker.id, {
      ...broker,
      isFenced: value.fenced === 0 ? broker.isFenced : value.fenced > 0,
      inControlledShutdown: broker.inControlledShutdown || value.inControlledShutdown > 0,
      logDirs: value.logDirs.length > 0 ? value.logDirs : broker.logDirs,
    });
    this.changedBrokerIds.add(broker.id);
  }

  private applyRegisterController(value: ValueOf<'registerController'>): void {
    this.controllers = withSorted(this.controllers ?? this.base.controllers, value.controllerId, {
      id: value.controllerId,
      incarnationId: value.incarnationId,
      endpoints: value.endPoints,
      features: value.features.map(supportedFeature),
    });
  }

  private applyFeatureLevel({ name, featureLevel }: ValueOf<'featureLevel'>): void {
    this.features ??= new Map(this.base.features);
    if (featureLevel === 0) this.features.delete(name);
    else this.features.set(name, featureLevel);
  }
}

/** Nodes are told to clients in this order, as Kafka does. */
function withSorted<V>(nodes: ReadonlyMap<number, V>, id: number, node: V): Map<number, V> {
  return new Map([...nodes.entries(), [id, node] as const].sort(([a], [b]) => a - b));
}

const supportedFeature = (feature: {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
}) => ({
  name: feature.name,
  min: feature.minSupportedVersion,
  max: feature.maxSupportedVersion,
});

/** Every change raises the partition epoch; naming a leader, also the same one, raises the leader epoch. */
function changedPartition(
  before: PartitionImage,
  value: ValueOf<'partitionChange'>,
): PartitionImage {
  const patch: PartitionPatch = { partitionEpoch: before.partitionEpoch + 1 };
  if (value.replicas) patch.replicas = value.replicas;
  if (value.isr) patch.isr = value.isr;
  if (value.removingReplicas) patch.removingReplicas = value.removingReplicas;
  if (value.addingReplicas) patch.addingReplicas = value.addingReplicas;
  if (value.directories) patch.directories = value.directories;
  if (value.eligibleLeaderReplicas) patch.elr = value.eligibleLeaderReplicas;
  if (value.lastKnownElr) patch.lastKnownElr = value.lastKnownElr;
  if (value.leaderRecoveryState >= 0) patch.leaderRecoveryState = value.leaderRecoveryState;
  if (value.leader !== unchangedLeader) {
    patch.leader = value.leader;
    patch.leaderEpoch = before.leaderEpoch + 1;
  }
  return { ...before, ...patch };
}

/** An image from all of a snapshot's records. */
export function imageOf(
  records: readonly MetadataRecord[],
  offset: number,
  epoch: number,
): MetadataImage {
  const editor = new ImageEditor(emptyImage);
  for (const record of records) editor.apply(record, offset, epoch);
  return editor.finish().image;
}
