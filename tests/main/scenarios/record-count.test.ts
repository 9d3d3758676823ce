import { describe, expect, it } from 'vitest';
import type { KafkaLink } from '../../../src/main/explorer/kafka-link.ts';
import { countSpans, RecordCounter } from '../../../src/main/scenarios/record-count.ts';

const controlBit = 0x20;
const transactionalBit = 0x10;
const commit = 1;
const abort = 0;
const abortedStart = 4;
const abortedEnd = 8;

/** A batch whose records need not be read, but for the one of a mark. */
function batch(baseOffset: number, count: number, producerId: number, mark?: number): Buffer {
  // length, attributes, times and offset deltas, a key of 4 bytes (version 0, type), no value.
  const control = mark === undefined ? [] : [20, 0, 0, 0, 8, 0, 0, 0, mark, 1, 0];
  const bytes = Buffer.alloc(61 + control.length);
  bytes.writeBigInt64BE(BigInt(baseOffset), 0);
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes[16] = 2;
  bytes.writeInt16BE(transactionalBit | (mark === undefined ? 0 : controlBit), 21);
  bytes.writeInt32BE(count - 1, 23);
  bytes.writeBigInt64BE(BigInt(producerId), 43);
  bytes.writeInt32BE(count, 57);
  Buffer.from(control).copy(bytes, 61);
  return bytes;
}

type Batches = readonly { readonly offset: number; readonly bytes: Buffer }[];

/** A cluster of one partition that gives at most two batches at once. */
function linkOf(batches: Batches): KafkaLink {
  const partition = { partition: 0, leader: 1, leaderEpoch: 0, replicas: [1] };
  const topic = { name: 'out', topicId: '', partitions: [partition] };
  return {
    metadata: async () => ({ topics: new Map([['out', topic]]), brokers: new Map() }),
    versionOf: async () => 12,
    fetchRaw: async (_broker: number, request: { partitions: readonly { offset: number }[] }) => {
      const from = request.partitions[0]?.offset ?? 0;
      const given = batches.filter(({ offset }) => offset >= from).slice(0, 2);
      const records = Buffer.concat(given.map(({ bytes }) => bytes));
      // A broker tells of those whose mark lies in what it gives, or after it.
      const aborted = from <= abortedEnd ? [{ producerId: 9, firstOffset: abortedStart }] : [];
      return [{ partition: 0, errorCode: 0, aborted, records }];
    },
  } as unknown as KafkaLink;
}

// Three committed, four aborted, two committed: eleven offsets and five records.
const log: Batches = [
  { offset: 0, bytes: batch(0, 3, 7) },
  { offset: 3, bytes: batch(3, 1, 7, commit) },
  { offset: 4, bytes: batch(4, 4, 9) },
  { offset: 8, bytes: batch(8, 1, 9, abort) },
  { offset: 9, bytes: batch(9, 2, 9) },
  { offset: 11, bytes: batch(11, 1, 9, commit) },
];

describe('what was written in transactions', () => {
  it('is counted without the marks, and without what was aborted', async () => {
    const counts = await countSpans(linkOf(log.slice(0, 5)), 'out', [
      { partition: 0, from: 0, to: 11 },
    ]);
    expect(counts.get(0)).toEqual({ count: 5, next: 11 });
  });

  it('is nothing where only a mark is left', async () => {
    const counts = await countSpans(linkOf(log), 'out', [{ partition: 0, from: 11, to: 12 }]);
    expect(counts.get(0)).toEqual({ count: 0, next: 12 });
  });

  it('is counted from where the last look ended', async () => {
    const counter = new RecordCounter('out');
    const starts = new Map([['out-0', 0]]);
    const end = (offset: number) => new Map([['out-0', offset]]);
    expect(await counter.read(linkOf(log.slice(0, 2)), starts, end(4))).toBe(3);
    expect(await counter.read(linkOf(log.slice(0, 2)), starts, end(4))).toBe(3);
    expect(await counter.read(linkOf(log), starts, end(12))).toBe(5);
  });
});
