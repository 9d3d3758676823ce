/** What the image says about a partition that is not led here: which error, and who leads. */
import type { BrokerImage, Endpoint, MetadataImage, PartitionImage } from '../metadata/image.ts';
import { errors } from '../protocol/errors.ts';
import { type Uuid, zeroUuid } from '../protocol/types.ts';

export type CurrentLeader = { readonly leaderId: number; readonly leaderEpoch: number };
export type NodeEndpoint = {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
};

const controllerListener = 'CONTROLLER';

/** Where clients reach a broker. */
export function clientEndpoint(broker: BrokerImage): Endpoint | undefined {
  return broker.endpoints.find(({ name }) => name !== controllerListener);
}

export class Leaders {
  private readonly image: () => MetadataImage;

  constructor(image: () => MetadataImage) {
    this.image = image;
  }

  /** Of a partition that is not hosted here. Names are asked for by old versions, ids by new ones. */
  errorOfMissing(topic: string, topicId: Uuid, partition: number): number {
    if (this.find(topic, topicId, partition)) return errors.notLeaderOrFollower;
    const isById = topicId !== zeroUuid || topic === '';
    const isUnknownId = isById && !this.image().topicsById.has(topicId);
    return isUnknownId ? errors.unknownTopicId : errors.unknownTopicOrPartition;
  }

  /** Errors that come with the current leader (KIP-951). */
  isHintedBy(errorCode: number): boolean {
    return errorCode === errors.notLeaderOrFollower || errorCode === errors.fencedLeaderEpoch;
  }

  current(topic: string, topicId: Uuid, partition: number): CurrentLeader | undefined {
    const image = this.find(topic, topicId, partition);
    return image && { leaderId: image.leader, leaderEpoch: image.leaderEpoch };
  }

  /** Where the named leaders are, each once. */
  endpoints(leaderIds: Iterable<number>): NodeEndpoint[] {
    const out: NodeEndpoint[] = [];
    for (const id of new Set(leaderIds)) {
      const broker = this.image().brokers.get(id);
      const endpoint = broker && clientEndpoint(broker);
      if (!broker || !endpoint) continue;
      out.push({ nodeId: id, host: endpoint.host, port: endpoint.port, rack: broker.rack });
    }
    return out;
  }

  private find(topic: string, topicId: Uuid, partition: number): PartitionImage | undefined {
    const { topicsById, topicsByName } = this.image();
    const found = topicId === zeroUuid ? topicsByName.get(topic) : topicsById.get(topicId);
    return found?.partitions[partition];
  }
}
