/** What a client is told of brokers, topics and partitions: shared by Metadata and its relatives. */
import type { Endpoint, MetadataImage, PartitionImage } from '../metadata/image.ts';
import { isOnlineDirectory, migratingDirectory } from '../protocol/directories.ts';
import { errors } from '../protocol/errors.ts';
import { endpointOf } from '../protocol/listeners.ts';

/** All operations there are on a topic and on the cluster: nothing is restricted without an authorizer. */
export const topicOperations = bits(3, 4, 5, 6, 7, 8, 10, 11);
export const clusterOperations = bits(5, 7, 8, 9, 10, 11, 12);
/** Nobody asked. */
export const operationsNotAsked = -2147483648;

function bits(...operations: readonly number[]): number {
  return operations.reduce((mask, operation) => mask | (1 << operation), 0);
}

/**
 * Where clients reach a broker: on the listener that they came through themselves. undefined while
 * it is fenced or unknown, or has no such listener.
 */
export function clientEndpoint(
  image: MetadataImage,
  brokerId: number,
  listenerName?: string,
): Endpoint | undefined {
  const broker = image.brokers.get(brokerId);
  if (!broker || broker.isFenced) return undefined;
  return endpointOf(broker.endpoints, listenerName);
}

export type BrokerView = {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
};

export function liveBrokers(image: MetadataImage, listenerName?: string): BrokerView[] {
  return [...image.brokers.values()].flatMap(({ id, rack }) => {
    const endpoint = clientEndpoint(image, id, listenerName);
    return endpoint ? [{ nodeId: id, host: endpoint.host, port: endpoint.port, rack }] : [];
  });
}

export type PartitionView = {
  readonly errorCode: number;
  readonly partitionIndex: number;
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly replicaNodes: readonly number[];
  readonly isrNodes: readonly number[];
  readonly offlineReplicas: readonly number[];
};

export function partitionView(
  image: MetadataImage,
  partitionIndex: number,
  partition: PartitionImage,
  listenerName?: string,
): PartitionView {
  const { leader, leaderEpoch, replicas, isr } = partition;
  const isReachable = clientEndpoint(image, leader, listenerName) !== undefined;
  return {
    errorCode: isReachable ? errors.none : unreachableError(image, leader),
    partitionIndex,
    leaderId: isReachable ? leader : -1,
    leaderEpoch,
    replicaNodes: replicas,
    isrNodes: isr,
    offlineReplicas: replicas.filter(
      (id, index) =>
        clientEndpoint(image, id, listenerName) === undefined || isOffline(image, partition, index),
    ),
  };
}

/** A leader that lives and cannot be reached has no listener of that name (yet). */
const unreachableError = (image: MetadataImage, leader: number): number =>
  image.brokers.get(leader)?.isFenced === false
    ? errors.listenerNotFound
    : errors.leaderNotAvailable;

/** The broker lives, but the log folder of its replica has failed (KIP-858). */
function isOffline(image: MetadataImage, partition: PartitionImage, index: number): boolean {
  const directory = partition.directories[index] ?? migratingDirectory;
  return !isOnlineDirectory(directory, image.brokers.get(partition.replicas[index])?.logDirs ?? []);
}

/** A broker that takes administrative requests: the controller's own where clients can reach it. */
export function controllerIdFor(
  image: MetadataImage,
  leaderId: number,
  random: () => number,
  listenerName?: string,
): number {
  if (clientEndpoint(image, leaderId, listenerName)) return leaderId;
  const live = liveBrokers(image, listenerName);
  return live.length === 0 ? -1 : live[Math.floor(random() * live.length)].nodeId;
}
