/** A cluster of one broker in memory, as far as reading messages needs one. */
import type { KafkaLink } from '../../../src/main/explorer/kafka-link.ts';
import type { Metadata } from '../../../src/main/explorer/metadata.ts';

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
    fetch: (...args: readonly unknown[]) => {
      const [asked] = args[6] as [{ partitions: { partition: number; fetchOffset: bigint }[] }];
      return {
        responses: [
          { partitions: asked.partitions.map((item) => fetched(item.partition, item.fetchOffset)) },
        ],
      };
    },
  };
  /** Two records at most, so that reading takes several rounds. */
  const fetched = (partition: number, fetchOffset: bigint) => {
    const records = (partitions[partition] ?? [])
      .filter(({ offset }) => offset >= fetchOffset)
      .slice(0, 2);
    return {
      partitionIndex: partition,
      errorCode: 0,
      highWatermark: BigInt(endOf(partition)),
      logStartOffset: BigInt(startOf(partition)),
      records: records.map(({ offset, timestampMs, key, value }) => ({
        attributes: 0,
        firstOffset: BigInt(offset),
        lastOffsetDelta: 0,
        firstTimestamp: BigInt(timestampMs),
        maxTimestamp: BigInt(timestampMs),
        records: [
          {
            offsetDelta: 0,
            timestampDelta: 0n,
            key: Buffer.from(key),
            value: Buffer.from(value),
            headers: [],
          },
        ],
      })),
    };
  };
  const link = {
    metadata: async () => metadata,
    versionOf: async () => 12,
    callPartly: async (_target: unknown, name: keyof typeof answers, ...args: never[]) => ({
      response: (answers[name] as (...given: never[]) => unknown)(...args),
      error: null,
      version: 12,
    }),
  };
  return link as unknown as KafkaLink;
}
