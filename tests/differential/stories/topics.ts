/** What stories begin with, and what becomes of topics. */
import { metadataApi } from '../../../src/broker/protocol/messages/03-metadata.ts';
import { listOffsetsApi } from '../../../src/broker/protocol/messages/02-list-offsets.ts';
import { createTopicsApi } from '../../../src/broker/protocol/messages/19-create-topics.ts';
import { zeroUuid } from '../../../src/broker/protocol/types.ts';
import type { Wire } from '../../wire/scenario/wire.ts';

export const timeoutMs = 10_000;

export type NewTopic = {
  readonly name: string;
  readonly numPartitions?: number;
  readonly configs?: Readonly<Record<string, string>>;
  /** Brokers of each partition; left to the controller when left out. */
  readonly assignments?: readonly (readonly number[])[];
};

/** Resolves when all of them are led, and known to the first broker. */
export async function makeTopics(wire: Wire, topics: readonly NewTopic[]): Promise<void> {
  await wire.prepare(createTopicsApi, 7, {
    timeoutMs,
    topics: topics.map(({ name, numPartitions = 1, configs = {}, assignments = [] }) => ({
      name,
      numPartitions: assignments.length > 0 ? -1 : numPartitions,
      replicationFactor: assignments.length > 0 ? -1 : 1,
      assignments: assignments.map((ids, index) => ({
        partitionIndex: index,
        brokerIds: [...ids],
      })),
      configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
    })),
  });
  const wanted = topics.map(({ name }) => ({ topicId: zeroUuid, name }));
  const request = { topics: wanted, allowAutoTopicCreation: false };
  await wire.until(metadataApi, 12, request, ({ topics: known }) =>
    known.every(
      ({ errorCode, partitions }) =>
        errorCode === 0 && partitions.every((it) => it.errorCode === 0 && it.leaderId > 0),
    ),
  );
  if (topics.some(({ assignments }) => assignments !== undefined)) return;
  // A broker of Kafka tells of its leadership before it takes it on.
  const places = topics.map(({ name, numPartitions = 1 }) => ({
    name,
    partitions: Array.from({ length: numPartitions }, (_, partitionIndex) => ({
      partitionIndex,
      timestamp: -1,
    })),
  }));
  await wire.until(listOffsetsApi, 8, { replicaId: -1, topics: places, timeoutMs }, (answer) =>
    answer.topics.every(({ partitions }) => partitions.every((it) => it.errorCode === 0)),
  );
}
