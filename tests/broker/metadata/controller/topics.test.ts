import { describe, expect, it } from 'vitest';
import { createTopics, deleteTopics } from '../../../../src/broker/metadata/controller/topics.ts';
import { errors, KafkaError } from '../../../../src/broker/protocol/errors.ts';
import { zeroUuid } from '../../../../src/broker/protocol/types.ts';
import {
  givenBroker,
  givenContext,
  givenImage,
  givenPartition,
  id,
  partitionOf,
  replayed,
  threeBrokers,
} from '../given.ts';

const image = givenImage({
  brokers: threeBrokers,
  topics: { taken: [givenPartition()], 'with.dot': [givenPartition()] },
});
const context = givenContext(image, { 'num.partitions': '2', 'default.replication.factor': '3' });

type NewTopic = Parameters<typeof createTopics>[1]['topics'][number];
const topic = (name: string, changes: Partial<NewTopic> = {}): NewTopic => ({
  name,
  numPartitions: -1,
  replicationFactor: -1,
  assignments: [],
  configs: [],
  ...changes,
});
const create = (topics: NewTopic[], validateOnly = false, on = context) =>
  createTopics(on, { topics, validateOnly, timeoutMs: 1000 });
const codeOf = (changes: Partial<NewTopic>, name = 'fresh', on = context) => {
  const { records, response } = create([topic(name, changes)], false, on);
  expect(records).toEqual([]);
  return response.topics[0].errorCode;
};

describe('CreateTopics', () => {
  it('makes topic, configs and partitions', () => {
    const configs = [{ name: 'cleanup.policy', value: 'compact' }];
    const { records, response } = create([topic('fresh', { configs })]);
    expect(records.map(({ type }) => type)).toEqual(['topic', 'config', 'partition', 'partition']);
    const after = replayed(image, records);
    expect(partitionOf(after, 'fresh')).toEqual(
      givenPartition({ leaderEpoch: 0, partitionEpoch: 0 }),
    );
    expect(partitionOf(after, 'fresh', 1)).toMatchObject({ replicas: [2, 3, 1], leader: 2 });
    expect(after.configs.get('2:fresh')).toEqual(new Map([['cleanup.policy', 'compact']]));
    expect(response.topics[0]).toMatchObject({
      errorCode: 0,
      topicId: after.topicsByName.get('fresh')?.id,
      numPartitions: 2,
      replicationFactor: 3,
    });
    const told = response.topics[0].configs ?? [];
    expect(told).toHaveLength(33);
    expect(told[0]).toEqual({
      name: 'cleanup.policy',
      value: 'compact',
      readOnly: false,
      configSource: 1,
      isSensitive: false,
    });
  });

  it('only looks when asked to validate', () => {
    const { records, response } = create([topic('fresh')], true);
    expect(records).toEqual([]);
    expect(response.topics[0]).toMatchObject({ errorCode: 0, topicId: zeroUuid, numPartitions: 2 });
  });

  it('takes manual assignments', () => {
    const assignments = [
      { partitionIndex: 1, brokerIds: [2, 1] },
      { partitionIndex: 0, brokerIds: [3, 2] },
    ];
    const after = replayed(image, create([topic('fresh', { assignments })]).records);
    expect(partitionOf(after, 'fresh', 0)).toMatchObject({ replicas: [3, 2], leader: 3 });
    expect(partitionOf(after, 'fresh', 1)).toMatchObject({ replicas: [2, 1], leader: 2 });
  });

  it('leaves fenced brokers out of the ISR', () => {
    const brokers = [givenBroker(1, { isFenced: true }), ...threeBrokers.slice(1)];
    const on = givenContext(givenImage({ brokers }));
    const assignments = [{ partitionIndex: 0, brokerIds: [1, 2] }];
    const after = replayed(on.image, create([topic('fresh', { assignments })], false, on).records);
    expect(partitionOf(after, 'fresh')).toMatchObject({ replicas: [1, 2], isr: [2], leader: 2 });
  });

  const refused: [string, number, Partial<NewTopic>, string?][] = [
    ['a name that is taken', errors.topicAlreadyExists, {}, 'taken'],
    ['an empty name', errors.invalidTopicException, {}, ''],
    ['a name that is a path', errors.invalidTopicException, {}, '..'],
    ['letters that are not allowed', errors.invalidTopicException, {}, 'sch\u00f6n'],
    ['a name that is too long', errors.invalidTopicException, {}, 'x'.repeat(250)],
    ['a name that collides', errors.invalidTopicException, {}, 'with_dot'],
    ['the metadata topic', errors.invalidRequest, {}, '__cluster_metadata'],
    ['no replicas', errors.invalidReplicationFactor, { replicationFactor: 0 }],
    ['less than no replicas', errors.invalidReplicationFactor, { replicationFactor: -2 }],
    ['more replicas than brokers', errors.invalidReplicationFactor, { replicationFactor: 4 }],
    ['no partitions', errors.invalidPartitions, { numPartitions: 0 }],
    ['less than no partitions', errors.invalidPartitions, { numPartitions: -2 }],
    ['too many partitions', errors.policyViolation, { numPartitions: 2_147_483_647 }],
    ['an unknown config', errors.invalidConfig, { configs: [{ name: 'nope', value: '1' }] }],
    ['a wrong config', errors.invalidConfig, { configs: [{ name: 'retention.ms', value: 'x' }] }],
    [
      'a config without value',
      errors.invalidConfig,
      { configs: [{ name: 'retention.ms', value: null }] },
    ],
    [
      'assignments with a replication factor',
      errors.invalidRequest,
      { replicationFactor: 1, assignments: [{ partitionIndex: 0, brokerIds: [1] }] },
    ],
    [
      'assignments with a partition count',
      errors.invalidRequest,
      { numPartitions: 1, assignments: [{ partitionIndex: 0, brokerIds: [1] }] },
    ],
    [
      'assignments with a gap',
      errors.invalidReplicaAssignment,
      { assignments: [{ partitionIndex: 1, brokerIds: [1] }] },
    ],
    [
      'a partition assigned twice',
      errors.invalidReplicaAssignment,
      {
        assignments: [
          { partitionIndex: 0, brokerIds: [1] },
          { partitionIndex: 0, brokerIds: [2] },
        ],
      },
    ],
    [
      'a broker named twice',
      errors.invalidReplicaAssignment,
      { assignments: [{ partitionIndex: 0, brokerIds: [1, 1] }] },
    ],
    [
      'an unknown broker',
      errors.invalidReplicaAssignment,
      { assignments: [{ partitionIndex: 0, brokerIds: [9] }] },
    ],
    [
      'no broker',
      errors.invalidReplicaAssignment,
      { assignments: [{ partitionIndex: 0, brokerIds: [] }] },
    ],
    [
      'uneven assignments',
      errors.invalidReplicaAssignment,
      {
        assignments: [
          { partitionIndex: 0, brokerIds: [1] },
          { partitionIndex: 1, brokerIds: [1, 2] },
        ],
      },
    ],
  ];
  it.each(refused)('refuses %s with %i', (_, code, changes, name) => {
    expect(codeOf(changes, name)).toBe(code);
  });

  it('refuses what has only fenced brokers', () => {
    const brokers = threeBrokers.map((broker) => ({ ...broker, isFenced: true }));
    const on = givenContext(givenImage({ brokers }));
    expect(codeOf({}, 'fresh', on)).toBe(errors.invalidReplicationFactor);
    const assignments = [{ partitionIndex: 0, brokerIds: [1] }];
    expect(codeOf({ assignments }, 'fresh', on)).toBe(errors.invalidReplicaAssignment);
  });

  it('refuses a name that comes twice, once, and makes the others', () => {
    const { records, response } = create([topic('x'), topic('y'), topic('x')]);
    expect(response.topics.map(({ name, errorCode }) => [name, errorCode])).toEqual([
      ['y', 0],
      ['x', errors.invalidRequest],
    ]);
    expect(records.filter(({ type }) => type === 'topic')).toHaveLength(1);
  });

  it('takes two names of one request that would collide, as Kafka does', () => {
    const colliding = create([topic('p.q'), topic('p_q')]).response.topics;
    expect(colliding.map(({ errorCode }) => errorCode)).toEqual([0, 0]);
  });

  it('limits what one request may write', () => {
    const many = { numPartitions: 6000, replicationFactor: 1 };
    const { response } = create([topic('x', many), topic('y', many)]);
    const code = errors.policyViolation;
    expect(response.topics.map(({ errorCode }) => errorCode)).toEqual([code, code]);
    // Each topic is a record, too.
    const half = { numPartitions: 5000, replicationFactor: 1 };
    expect(() => create([topic('x', half), topic('y', half)], true)).toThrow(
      new KafkaError(code, 'Unable to perform excessively large batch operation.'),
    );
    const most = { numPartitions: 9999, replicationFactor: 1 };
    expect(create([topic('x', most)]).records).toHaveLength(10_000);
  });
});

describe('DeleteTopics', () => {
  const remove = (changes: Partial<Parameters<typeof deleteTopics>[1]>, on = context) =>
    deleteTopics(on, { topics: [], topicNames: [], timeoutMs: 1000, ...changes });
  const takenId = image.topicsByName.get('taken')?.id ?? '';

  it('removes by name and by id', () => {
    const byName = remove({ topicNames: ['taken'] });
    expect(byName.response.responses).toEqual([{ name: 'taken', topicId: takenId, errorCode: 0 }]);
    const byId = remove({ topics: [{ name: null, topicId: takenId }] });
    expect(byId.records).toEqual(byName.records);
    expect(replayed(image, byId.records).topicsByName.has('taken')).toBe(false);
  });

  it('refuses what it cannot find or what is not clear', () => {
    const { records, response } = remove({
      topicNames: ['nope'],
      topics: [
        { name: null, topicId: id(77) },
        { name: null, topicId: zeroUuid },
        { name: 'taken', topicId: takenId },
      ],
    });
    expect(records).toEqual([]);
    expect(response.responses.map(({ errorCode }) => errorCode)).toEqual([
      errors.unknownTopicOrPartition,
      errors.unknownTopicId,
      errors.invalidRequest,
      errors.invalidRequest,
    ]);
  });

  it('refuses a topic named twice, once', () => {
    const topicNames = ['taken', 'with.dot', 'taken', 'nope', 'nope'];
    const unknown = { name: null, topicId: id(77) };
    const { records, response } = remove({ topicNames, topics: [unknown, unknown] });
    expect(records).toHaveLength(1);
    expect(response.responses.map(({ name, errorCode }) => [name, errorCode])).toEqual([
      ['taken', errors.invalidRequest],
      ['with.dot', 0],
      ['nope', errors.invalidRequest],
      [null, errors.invalidRequest],
    ]);
    expect(response.responses[3].errorMessage).toBe('Duplicate topic id.');
  });

  it('can be switched off', () => {
    const on = givenContext(image, { 'delete.topic.enable': 'false' });
    const { records, response } = remove({ topicNames: ['taken'] }, on);
    expect(records).toEqual([]);
    expect(response.responses[0].errorCode).toBe(errors.topicDeletionDisabled);
  });
});
