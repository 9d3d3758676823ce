import { describe, expect, it } from 'vitest';
import { createPartitions } from '../../../../src/broker/metadata/controller/partitions.ts';
import { errors } from '../../../../src/broker/protocol/errors.ts';
import {
  givenContext,
  givenImage,
  givenPartition,
  partitionOf,
  replayed,
  threeBrokers,
} from '../given.ts';

const image = givenImage({
  brokers: threeBrokers,
  topics: {
    t: [givenPartition({ replicas: [1, 2] }), givenPartition({ replicas: [2, 3] })],
    moving: [givenPartition({ addingReplicas: [3] })],
  },
});
const context = givenContext(image);
type Topic = Parameters<typeof createPartitions>[1]['topics'][number];
const grow = (topics: Topic[], validateOnly = false) =>
  createPartitions(context, { topics, validateOnly, timeoutMs: 1000 });
const codeOf = (topic: Topic) => grow([topic]).response.results[0].errorCode;

describe('CreatePartitions', () => {
  it('adds partitions with the replication factor of the topic', () => {
    const { records, response } = grow([{ name: 't', count: 4, assignments: null }]);
    expect(response.results).toEqual([{ name: 't', errorCode: 0, errorMessage: null }]);
    const after = replayed(image, records);
    expect(after.topicsByName.get('t')?.partitions).toHaveLength(4);
    expect(partitionOf(after, 't', 3).replicas).toHaveLength(2);
    expect(partitionOf(after, 't', 0)).toBe(partitionOf(image, 't', 0));
  });

  it('takes manual assignments and validates without doing', () => {
    const topic = { name: 't', count: 3, assignments: [{ brokerIds: [3, 1] }] };
    expect(partitionOf(replayed(image, grow([topic]).records), 't', 2).replicas).toEqual([3, 1]);
    expect(grow([topic], true).records).toEqual([]);
  });

  it('grows a topic while its partitions move, counting all replicas they have meanwhile', () => {
    const topic = { name: 'moving', count: 2, assignments: null };
    const after = replayed(image, grow([topic]).records);
    expect(partitionOf(after, 'moving', 1).replicas).toHaveLength(3);
  });

  const refused: [string, number, Topic][] = [
    [
      'an unknown topic',
      errors.unknownTopicOrPartition,
      { name: 'x', count: 3, assignments: null },
    ],
    ['the same count', errors.invalidPartitions, { name: 't', count: 2, assignments: null }],
    ['a smaller count', errors.invalidPartitions, { name: 't', count: 1, assignments: null }],
    ['too many', errors.unknownServerError, { name: 't', count: 20_000, assignments: null }],
    [
      'too few assignments',
      errors.invalidReplicaAssignment,
      { name: 't', count: 4, assignments: [{ brokerIds: [1, 2] }] },
    ],
    [
      'another replication factor',
      errors.invalidReplicaAssignment,
      { name: 't', count: 3, assignments: [{ brokerIds: [1, 2, 3] }] },
    ],
    [
      'a broker named twice',
      errors.invalidReplicaAssignment,
      { name: 't', count: 3, assignments: [{ brokerIds: [1, 1] }] },
    ],
  ];
  it.each(refused)('refuses %s with %i', (_, code, topic) => {
    expect(codeOf(topic)).toBe(code);
    expect(grow([topic]).records).toEqual([]);
  });

  it('refuses a topic named twice', () => {
    const topic = { name: 't', count: 3, assignments: null };
    expect(grow([topic, topic]).response.results).toMatchObject([
      { name: 't', errorCode: errors.invalidRequest },
    ]);
  });
});
