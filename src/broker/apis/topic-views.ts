/** What a client is told of brokers, topics and partitions: shared by Metadata and its relatives. */
import type { Endpoint, MetadataImage, PartitionImage } from '../metadata/image.ts';
import { isOnlineDirectory, migratingDirectory } from '../protocol/directories.ts';
import { errors } from '../protocol/errors.ts';

/** The name of the listener that clients use. */
const clientListener = 'PLAINTEXT';

/** All operations there are on a topic and on the cluster: nothing is restricted without an authorizer. */
export const topicOperations = bits(3, 4, 5, 6, 7, 8, 10, 11);
export const clusterOperations = bits(5, 7, 8, 9, 10, 11, 12);
/** Nobody asked. */
export const operationsNotAsked = -2147483648;

function bits(...operations: readonly number[]): number {
  return operations.reduce((mask, operation) => mask | (1 << operation), 0);
}

/** Where clients reach a broker; undefined while it is fenced or unknown. */
export function clientEndpoint(image: MetadataImage, brokerId: number): Endpoint | undefined {
  const broker = image.brokers.get(brokerId);
  if (!broker || broker.isFenced) return undefined;
  return broker.endpoints.find(({ name }) => name === clientListener);
}

export type BrokerView = {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
};

export function liveBrokers(image: MetadataImage): BrokerView[] {
  return [...image.brokers.values()].flatMap(({ id, rack }) => {
    const endpoint = clientEndpoint(image, id);
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
): PartitionView {
  const { leader, leaderEpoch, replicas, isr } = partition;
  const isReachable = clientEndpoint(image, leader) !== undefined;
  return {
    errorCode: isReachable ? errors.none : errors.leaderNotAvailable,
    partitionIndex,
    leaderId: isReachable ? leader : -1,
    leaderEpoch,
    replicaNodes: replicas,
    isrNodes: isr,
    offlineReplicas: replicas.filter(
      (id, index) => clientEndpoint(image, id) === undefined || isOffline(image, partition, index),
    ),
  };
}

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
): number {
  if (clientEndpoint(image, leaderId)) return leaderId;
  const live = liveBrokers(image);
  return live.length === 0 ? -1 : live[Math.floor(random() * live.length)].nodeId;
}
