import { describe, expect, test } from 'vitest';
import { drainTargets, planReassign } from '../../../src/main/explorer/reassign.ts';
import type { Metadata } from '../../../src/main/explorer/metadata.ts';

function metadata(
  brokerIds: readonly number[],
  replicas: readonly (readonly number[])[],
): Metadata {
  const partitions = replicas.map((ids, partition) => ({
    partition,
    leader: ids[0] ?? -1,
    leaderEpoch: 0,
    replicas: ids,
    isr: ids,
  }));
  const topic = { name: 't', topicId: '', isInternal: false, partitions };
  return {
    clusterId: 'c',
    controllerId: 1,
    brokers: new Map(brokerIds.map((id) => [id, { host: 'h', port: id }])),
    topics: new Map([['t', topic]]),
  };
}

describe('a plan', () => {
  const now = metadata([1, 2, 3], [[1, 2]]);
  const plan = (replicas: readonly number[], size: number | null = 100) =>
    planReassign(now, [{ topic: 't', partition: 0, replicas }], () => size);

  test('says what is copied and whether the leader changes', () => {
    expect(plan([1, 3])).toMatchObject({
      copyBytes: 100,
      partitions: [{ before: [1, 2], adding: [3], removing: [2], isLeaderMoved: false, leader: 1 }],
    });
    expect(plan([3, 2]).partitions[0]?.isLeaderMoved).toBe(true);
    expect(plan([2, 1])).toMatchObject({
      copyBytes: 0,
      partitions: [{ adding: [], removing: [] }],
    });
    expect(plan([1, 3], null).copyBytes).toBe(null);
  });

  test('is refused for what is not there', () => {
    const target = { topic: 't', partition: 9, replicas: [1] };
    expect(() => planReassign(now, [target], () => 0)).toThrow(/partition 9/);
    expect(() => planReassign(now, [{ ...target, topic: 'x' }], () => 0)).toThrow(/topic x/);
  });
});

describe('draining a broker', () => {
  test('spreads its replicas over the others, each in its place', () => {
    const now = metadata(
      [1, 2, 3, 4],
      [
        [4, 1],
        [2, 4],
        [1, 2],
      ],
    );
    expect(drainTargets(now, 4)).toEqual([
      { topic: 't', partition: 0, replicas: [3, 1] },
      { topic: 't', partition: 1, replicas: [2, 3] },
    ]);
  });

  test('is refused when some partition has nowhere to go', () => {
    expect(() => drainTargets(metadata([1, 2], [[1, 2]]), 2)).toThrow(/on every broker/);
  });
});
