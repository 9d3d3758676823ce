/** What the image says about a partition that is not led here: which error, and who leads. */
import type { MetadataImage, PartitionImage, TopicImage } from '../metadata/image.ts';
import { errors } from '../protocol/errors.ts';
import { endpointOf } from '../protocol/listeners.ts';
import { type Uuid, zeroUuid } from '../protocol/types.ts';
import type { Partition } from './partition.ts';
import { preferredReplica } from './preferred-replica.ts';

export type CurrentLeader = { readonly leaderId: number; readonly leaderEpoch: number };
export type NodeEndpoint = {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
};

export class Leaders {
  private readonly image: () => MetadataImage;
  private readonly isOffline: (topicId: Uuid, partition: number) => boolean;

  /** `isOffline`: the replica is this broker's, but lies in a folder that has failed. */
  constructor(
    image: () => MetadataImage,
    isOffline: (topicId: Uuid, partition: number) => boolean = () => false,
  ) {
    this.image = image;
    this.isOffline = isOffline;
  }

  /** Of a partition that is not hosted here. Names are asked for by old versions, ids by new ones. */
  errorOfMissing(topic: string, topicId: Uuid, partition: number): number {
    const found = this.topicOf(topic, topicId);
    if (found?.partitions[partition]) {
      return this.isOffline(found.id, partition)
        ? errors.kafkaStorageError
        : errors.notLeaderOrFollower;
    }
    const isById = topicId !== zeroUuid || topic === '';
    const isUnknownId = isById && !this.image().topicsById.has(topicId);
    return isUnknownId ? errors.unknownTopicId : errors.unknownTopicOrPartition;
  }

  /** As errorOfMissing, where an empty name is a name like any other. */
  errorOfMissingName(topic: string, partition: number): number {
    return topic === ''
      ? errors.unknownTopicOrPartition
      : this.errorOfMissing(topic, zeroUuid, partition);
  }

  /** Errors that come with the current leader (KIP-951). */
  isHintedBy(errorCode: number): boolean {
    return errorCode === errors.notLeaderOrFollower || errorCode === errors.fencedLeaderEpoch;
  }

  current(topic: string, topicId: Uuid, partition: number): CurrentLeader | undefined {
    const image = this.find(topic, topicId, partition);
    return image && { leaderId: image.leader, leaderEpoch: image.leaderEpoch };
  }

  /** The replica that a consumer in this rack should read from; -1 for the leader. */
  preferredReplica(partition: Partition, clientRack: string, fetchOffset: number): number {
    return preferredReplica(partition, this.image(), clientRack, fetchOffset);
  }

  /** Where the named leaders are, each once, on the listener that the client came through. */
  endpoints(leaderIds: Iterable<number>, listenerName?: string): NodeEndpoint[] {
    const out: NodeEndpoint[] = [];
    for (const id of new Set(leaderIds)) {
      const broker = this.image().brokers.get(id);
      const endpoint = broker && endpointOf(broker.endpoints, listenerName);
      if (!broker || !endpoint) continue;
      out.push({ nodeId: id, host: endpoint.host, port: endpoint.port, rack: broker.rack });
    }
    return out;
  }

  private find(topic: string, topicId: Uuid, partition: number): PartitionImage | undefined {
    return this.topicOf(topic, topicId)?.partitions[partition];
  }

  private topicOf(topic: string, topicId: Uuid): TopicImage | undefined {
    const { topicsById, topicsByName } = this.image();
    return topicId === zeroUuid ? topicsByName.get(topic) : topicsById.get(topicId);
  }
}
