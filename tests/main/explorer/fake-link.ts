/** A cluster of one broker in memory, as far as reading messages needs one. */
import type { KafkaLink } from '../../../src/main/explorer/kafka-link.ts';
import type { Metadata } from '../../../src/main/explorer/metadata.ts';
import type { RawFetchPartition, RawFetchRequest } from '../../../src/main/explorer/raw-fetch.ts';
import { batchOf } from './batch-of.ts';

export type FakeRecord = {
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: string;
  readonly value: string;
};

/** Partitions by index; records by ascending offset, holes allowed. */
export function fakeLink(topic: string, partitions: readonly (readonly FakeRecord[])[]): KafkaLink {
  const endOf = (partition: number) => (partitions[partition]?.at(-1)?.offset ?? -1) + 1;
  const startOf = (partition: number) => partitions[partition]?.[0]?.offset ?? 0;
  const metadata: Metadata = {
    clusterId: 'fake',
    controllerId: 1,
    brokers: new Map([[1, { host: 'fake', port: 1 }]]),
    topics: new Map([
      [
        topic,
        {
          name: topic,
          topicId: 'id',
          isInternal: false,
          partitions: partitions.map((_, partition) => ({
            partition,
            leader: 1,
            leaderEpoch: 0,
            replicas: [1],
            isr: [1],
          })),
        },
      ],
    ]),
  };
  const listOffset = (partition: number, timestamp: bigint) => {
    if (timestamp === -2n) return startOf(partition);
    if (timestamp === -1n) return endOf(partition);
    const found = partitions[partition]?.find(
      ({ timestampMs }) => timestampMs >= Number(timestamp),
    );
    return found?.offset ?? -1;
  };
  const answers = {
    listOffsets: (
      _replica: number,
      _isolation: number,
      topics: readonly {
        name: string;
        partitions: readonly { partitionIndex: number; timestamp: bigint }[];
      }[],
    ) => ({
      topics: topics.map(({ name, partitions: asked }) => ({
        name,
        partitions: asked.map(({ partitionIndex, timestamp }) => ({
          partitionIndex,
          errorCode: 0,
          offset: BigInt(listOffset(partitionIndex, timestamp)),
        })),
      })),
    }),
  };
  /** Two records at most, so that reading takes several rounds. */
  const fetched = ({
    partition,
    offset,
  }: RawFetchRequest['partitions'][number]): RawFetchPartition => {
    const records = (partitions[partition] ?? []).filter((record) => record.offset >= offset);
    return {
      partition,
      errorCode: 0,
      highWatermark: endOf(partition),
      lastStableOffset: endOf(partition),
      logStartOffset: startOf(partition),
      aborted: [],
      records: Buffer.concat(records.slice(0, 2).map((record) => batchOf([record]))),
    };
  };
  const link = {
    metadata: async () => metadata,
    versionOf: async () => 12,
    fetchRaw: async (_leader: number, request: RawFetchRequest) => request.partitions.map(fetched),
    callPartly: async (_target: unknown, name: keyof typeof answers, ...args: never[]) => ({
      response: (answers[name] as (...given: never[]) => unknown)(...args),
      error: null,
      version: 12,
    }),
  };
  return link as unknown as KafkaLink;
}
