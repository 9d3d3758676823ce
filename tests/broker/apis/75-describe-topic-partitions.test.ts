import { describe, expect, it } from 'vitest';
import { describeTopicPartitions } from '../../../src/broker/apis/75-describe-topic-partitions.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { givenImage, givenPartition, threeBrokers } from '../metadata/given.ts';
import { call, servicesWith } from './call.ts';

const partitions = [0, 1, 2].map(() => givenPartition());
const image = givenImage({
  brokers: threeBrokers,
  topics: {
    c: partitions,
    a: partitions,
    b: [givenPartition({ isr: [1], elr: [2], lastKnownElr: [3] })],
  },
});
type Cursor = { topicName: string; partitionIndex: number } | null;
const ask = (names: string[], limit = 2000, cursor: Cursor = null) =>
  call(describeTopicPartitions, {
    version: 0,
    request: { topics: names.map((name) => ({ name })), responsePartitionLimit: limit, cursor },
    services: servicesWith(image),
  });
/** `a0 a1 …` */
const seen = ({ topics }: Awaited<ReturnType<typeof ask>>) =>
  topics.flatMap((topic) =>
    topic.partitions.map(({ partitionIndex }) => `${topic.name}${partitionIndex}`),
  );

describe('DescribeTopicPartitions', () => {
  it('describes all topics by name, with eligible leaders', async () => {
    const response = await ask([]);
    expect(seen(response)).toEqual(['a0', 'a1', 'a2', 'b0', 'c0', 'c1', 'c2']);
    expect(response.nextCursor).toBeNull();
    expect(response.topics[1].partitions[0]).toMatchObject({
      eligibleLeaderReplicas: [2],
      lastKnownElr: [3],
      isrNodes: [1],
    });
  });

  it('goes page by page and meets every partition once', async () => {
    for (const limit of [1, 2, 3, 4, 6, 7]) {
      const found: string[] = [];
      let cursor: Cursor = null;
      do {
        const response: Awaited<ReturnType<typeof ask>> = await ask([], limit, cursor);
        const page = seen(response);
        expect(page.length).toBeLessThanOrEqual(limit);
        found.push(...page);
        cursor = response.nextCursor;
      } while (cursor !== null);
      expect(found).toEqual(['a0', 'a1', 'a2', 'b0', 'c0', 'c1', 'c2']);
    }
  });

  it('goes on behind a topic that is gone', async () => {
    expect(seen(await ask([], 10, { topicName: 'aa', partitionIndex: 5 }))[0]).toBe('b0');
  });

  it('counts no page longer than its limit, also where the next topic is missing', async () => {
    const { topics, nextCursor } = await ask(['b', 'd', 'c'], 4);
    expect(topics.map(({ name }) => name)).toEqual(['b', 'c']);
    expect(nextCursor).toEqual({ topicName: 'd', partitionIndex: 0 });
  });

  it('refuses a cursor to a topic that is not asked for, or to no partition', async () => {
    for (const cursor of [
      { topicName: 'b', partitionIndex: 0 },
      { topicName: 'a', partitionIndex: -1 },
    ]) {
      const { topics } = await ask(['a', 'c'], 10, cursor);
      expect(topics.map(({ name, errorCode }) => [name, errorCode])).toEqual([
        ['a', errors.invalidRequest],
        ['c', errors.invalidRequest],
      ]);
    }
  });

  it('refuses topics it does not have', async () => {
    const { topics } = await ask(['x', 'a', 'no good']);
    expect(topics.map(({ name, errorCode }) => [name, errorCode])).toEqual([
      ['a', 0],
      ['no good', errors.invalidTopicException],
      ['x', errors.unknownTopicOrPartition],
    ]);
  });
});
