/** Images and contexts for tests of the metadata layer. */
import { parseBrokerConfig } from '../../../src/broker/config.ts';
import type { ControllerContext } from '../../../src/broker/metadata/controller/context.ts';
import {
  type BrokerImage,
  configResource,
  configResourceKey,
  emptyImage,
  type MetadataImage,
  type PartitionImage,
  type TopicImage,
} from '../../../src/broker/metadata/image.ts';
import {
  decodeRecord,
  encodeRecord,
  type NewRecord,
} from '../../../src/broker/metadata/records.ts';
import { ImageEditor } from '../../../src/broker/metadata/replay.ts';

/** A UUID that is told apart by its number. */
export function id(number: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(number + 16, 12);
  return bytes.toString('base64url');
}

export function givenBroker(brokerId: number, changes: Partial<BrokerImage> = {}): BrokerImage {
  return {
    id: brokerId,
    epoch: brokerId * 100,
    incarnationId: id(brokerId),
    endpoints: [
      { name: 'PLAINTEXT', host: '127.0.0.1', port: 9000 + brokerId, securityProtocol: 0 },
    ],
    rack: null,
    isFenced: false,
    inControlledShutdown: false,
    logDirs: [id(1000 + brokerId)],
    features: [
      { name: 'metadata.version', min: 7, max: 30 },
      { name: 'eligible.leader.replicas.version', min: 0, max: 1 },
    ],
    ...changes,
  };
}

export function givenPartition(changes: Partial<PartitionImage> = {}): PartitionImage {
  const replicas = changes.replicas ?? [1, 2, 3];
  const isr = changes.isr ?? replicas;
  return {
    replicas,
    isr,
    leader: isr[0] ?? -1,
    leaderEpoch: 5,
    partitionEpoch: 8,
    leaderRecoveryState: 0,
    addingReplicas: [],
    removingReplicas: [],
    directories: replicas.map((broker) => id(1000 + broker)),
    elr: [],
    lastKnownElr: [],
    ...changes,
  };
}

export type Given = {
  readonly brokers?: readonly BrokerImage[];
  readonly topics?: Readonly<Record<string, readonly PartitionImage[]>>;
  /** By resource key, such as `2:orders`. */
  readonly configs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly isElrEnabled?: boolean;
};

export function givenImage(given: Given): MetadataImage {
  const topics = Object.entries(given.topics ?? {}).map(
    ([name, partitions], index): TopicImage => ({ name, id: id(5000 + index), partitions }),
  );
  const features = new Map([['metadata.version', 30]]);
  if (given.isElrEnabled !== false) features.set('eligible.leader.replicas.version', 1);
  return {
    ...emptyImage,
    offset: 999,
    epoch: 3,
    brokers: new Map((given.brokers ?? []).map((broker) => [broker.id, broker])),
    topicsByName: new Map(topics.map((topic) => [topic.name, topic])),
    topicsById: new Map(topics.map((topic) => [topic.id, topic])),
    configs: new Map(
      Object.entries(given.configs ?? {}).map(([key, values]) => [
        key,
        new Map(Object.entries(values)),
      ]),
    ),
    features,
  };
}

/** Brokers 1 to 3, all alive. */
export const threeBrokers = [1, 2, 3].map((broker) => givenBroker(broker));
export const topicConfigs = (name: string): string => configResourceKey(configResource.topic, name);

export function givenContext(
  image: MetadataImage,
  properties: Readonly<Record<string, string>> = {},
): ControllerContext {
  let uuids = 0;
  return {
    image,
    config: parseBrokerConfig({ 'node.id': '1', ...properties }),
    nextOffset: image.offset + 1,
    random: () => 0,
    newUuid: () => id(90_000 + uuids++),
  };
}

/** The image after these records, which pass through their bytes. */
export function replayed(image: MetadataImage, records: readonly NewRecord[]): MetadataImage {
  const editor = new ImageEditor(image);
  records.forEach((record, index) => {
    editor.apply(decodeRecord(encodeRecord(record)), image.offset + 1 + index, image.epoch);
  });
  return editor.finish().image;
}

/** One partition of an image; throws when it is not there. */
export function partitionOf(image: MetadataImage, topic: string, index = 0): PartitionImage {
  const partition = image.topicsByName.get(topic)?.partitions[index];
  if (!partition) throw new Error(`no partition ${topic}-${index}`);
  return partition;
}
