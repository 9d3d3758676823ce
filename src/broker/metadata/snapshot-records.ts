/** Image -> records: what a snapshot holds. Replaying them gives an equal image. */
import {
  type BrokerImage,
  type ControllerImage,
  type Endpoint,
  type MetadataImage,
  type PartitionImage,
  type SupportedFeature,
  type TopicImage,
} from './image.ts';
import type { NewRecord } from './records.ts';

/** Features first, then nodes, topics, configs and producer ids, each in the image's order. */
export function imageToRecords(image: MetadataImage): NewRecord[] {
  const features = [...image.features].map(
    ([name, featureLevel]): NewRecord => ({ type: 'featureLevel', value: { name, featureLevel } }),
  );
  const configs = [...image.configs].flatMap(([key, values]) => configRecords(key, values));
  return [
    ...features,
    ...[...image.controllers.values()].map(controllerRecord),
    ...[...image.brokers.values()].map(brokerRecord),
    ...[...image.topicsById.values()].flatMap(topicRecords),
    ...configs,
    ...producerIdRecords(image.nextProducerId),
  ];
}

const endPoints = (endpoints: readonly Endpoint[]) =>
  endpoints.map((endpoint) => ({ ...endpoint }));
const supported = (features: readonly SupportedFeature[]) =>
  features.map(({ name, min, max }) => ({
    name,
    minSupportedVersion: min,
    maxSupportedVersion: max,
  }));

function controllerRecord(controller: ControllerImage): NewRecord {
  return {
    type: 'registerController',
    value: {
      controllerId: controller.id,
      incarnationId: controller.incarnationId,
      zkMigrationReady: false,
      endPoints: endPoints(controller.endpoints),
      features: supported(controller.features),
    },
  };
}

function brokerRecord(broker: BrokerImage): NewRecord {
  return {
    type: 'registerBroker',
    value: {
      brokerId: broker.id,
      incarnationId: broker.incarnationId,
      brokerEpoch: broker.epoch,
      endPoints: endPoints(broker.endpoints),
      features: supported(broker.features),
      rack: broker.rack,
      fenced: broker.isFenced,
      inControlledShutdown: broker.inControlledShutdown,
      logDirs: broker.logDirs,
    },
  };
}

function topicRecords({ name, id, partitions }: TopicImage): NewRecord[] {
  return [
    { type: 'topic', value: { name, topicId: id } },
    ...partitions.map((partition, index) => partitionRecord(id, index, partition)),
  ];
}

/** The record that makes a partition as it stands in an image. */
export function partitionRecord(
  topicId: string,
  partitionId: number,
  partition: PartitionImage,
): NewRecord {
  return {
    type: 'partition',
    value: {
      partitionId,
      topicId,
      replicas: partition.replicas,
      isr: partition.isr,
      removingReplicas: partition.removingReplicas,
      addingReplicas: partition.addingReplicas,
      leader: partition.leader,
      leaderRecoveryState: partition.leaderRecoveryState,
      leaderEpoch: partition.leaderEpoch,
      partitionEpoch: partition.partitionEpoch,
      directories: partition.directories,
      eligibleLeaderReplicas: partition.elr.length > 0 ? partition.elr : null,
      lastKnownElr: partition.lastKnownElr.length > 0 ? partition.lastKnownElr : null,
    },
  };
}

function configRecords(key: string, values: ReadonlyMap<string, string>): NewRecord[] {
  const colon = key.indexOf(':');
  const resourceType = Number(key.slice(0, colon));
  const resourceName = key.slice(colon + 1);
  return [...values].map(([name, value]) => ({
    type: 'config',
    value: { resourceType, resourceName, name, value },
  }));
}

function producerIdRecords(nextProducerId: number): NewRecord[] {
  if (nextProducerId === 0) return [];
  return [{ type: 'producerIds', value: { brokerId: -1, nextProducerId } }];
}
