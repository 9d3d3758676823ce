import { describe, expect, it } from 'vitest';
import { alterPartition } from '../../../../src/broker/metadata/controller/alter-partition.ts';
import { electLeaders } from '../../../../src/broker/metadata/controller/leaders.ts';
import {
  alterReassignments,
  listReassignments,
} from '../../../../src/broker/metadata/controller/reassignments.ts';
import { deleteTopics } from '../../../../src/broker/metadata/controller/topics.ts';
import type { MetadataImage, PartitionImage } from '../../../../src/broker/metadata/image.ts';
import { unassignedDirectory } from '../../../../src/broker/protocol/directories.ts';
import { errors } from '../../../../src/broker/protocol/errors.ts';
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

const fiveBrokers = [
  ...threeBrokers,
  givenBroker(4, { isFenced: true }),
  givenBroker(5, { logDirs: [id(1005), id(2005)] }),
];
const given = (partition: Partial<PartitionImage>, configs = {}): MetadataImage =>
  givenImage({ brokers: fiveBrokers, topics: { t: [givenPartition(partition)] }, configs });

function reassign(
  image: MetadataImage,
  replicas: readonly number[] | null,
  mayChangeFactor = true,
) {
  const target = { partitionIndex: 0, replicas: replicas && [...replicas] };
  const { records, response } = alterReassignments(givenContext(image), {
    timeoutMs: 1000,
    allowReplicationFactorChange: mayChangeFactor,
    topics: [{ name: 't', partitions: [target] }],
  });
  const { errorCode, errorMessage } = response.responses[0].partitions[0];
  return { errorCode, errorMessage, image: replayed(image, records), records };
}

/** The leader tells a new ISR. */
function inSync(image: MetadataImage, isr: readonly number[]) {
  const { leader, leaderEpoch, partitionEpoch } = partitionOf(image, 't');
  const members = isr.map((brokerId) => ({ brokerId, brokerEpoch: -1 }));
  const partition = { newIsr: [], newIsrWithEpochs: members, leaderRecoveryState: 0 };
  const { records, response } = alterPartition(givenContext(image), {
    brokerId: leader,
    brokerEpoch: leader * 100,
    topics: [
      {
        topicId: image.topicsByName.get('t')?.id ?? zeroUuid,
        partitions: [{ partitionIndex: 0, leaderEpoch, partitionEpoch, ...partition }],
      },
    ],
  });
  return { image: replayed(image, records), result: response.topics[0].partitions[0] };
}

const moved = (image: MetadataImage) => {
  const { replicas, isr, leader, addingReplicas, removingReplicas } = partitionOf(image, 't');
  return { replicas, isr, leader, adding: addingReplicas, removing: removingReplicas };
};

describe('AlterPartitionReassignments', () => {
  it('adds first, and removes when the new replicas are in sync', () => {
    const begun = reassign(given({ replicas: [1, 2] }), [3, 2]).image;
    expect(moved(begun)).toEqual({
      replicas: [3, 2, 1],
      isr: [1, 2],
      leader: 1,
      adding: [3],
      removing: [1],
    });
    expect(partitionOf(begun, 't').directories).toEqual([id(1003), id(1002), id(1001)]);
    expect(partitionOf(begun, 't').leaderEpoch).toBe(5);
    const done = inSync(begun, [1, 2, 3]);
    // The sender leads no longer.
    expect(done.result.errorCode).toBe(errors.newLeaderElected);
    expect(moved(done.image)).toEqual({
      replicas: [3, 2],
      isr: [2, 3],
      leader: 3,
      adding: [],
      removing: [],
    });
    expect(partitionOf(done.image, 't')).toMatchObject({
      leaderEpoch: 6,
      directories: [id(1003), id(1002)],
    });
  });

  it('gives a leader that stays a new epoch when others leave', () => {
    const begun = reassign(given({ replicas: [1, 2] }), [1, 3]).image;
    const { image, result } = inSync(begun, [1, 2, 3]);
    expect(result).toMatchObject({ errorCode: 0, leaderId: 1, leaderEpoch: 6, isr: [1, 3] });
    expect(partitionOf(image, 't')).toMatchObject({ leader: 1, leaderEpoch: 6 });
  });

  it('is not done while a new replica lags, whatever else happens', () => {
    const begun = reassign(given({ replicas: [1, 2] }), [2, 3]).image;
    const shrunk = inSync(begun, [1]).image;
    expect(moved(shrunk)).toMatchObject({ adding: [3], removing: [1] });
    expect(moved(inSync(shrunk, [1, 3]).image)).toEqual({
      replicas: [2, 3],
      isr: [3],
      leader: 3,
      adding: [],
      removing: [],
    });
  });

  it('with fewer replicas than before waits for all that stay', () => {
    const begun = reassign(given({ replicas: [1, 2, 3], isr: [1, 3] }), [1, 2]).image;
    expect(moved(begun)).toMatchObject({ replicas: [1, 2, 3], adding: [], removing: [3] });
    expect(moved(inSync(begun, [1, 3, 2]).image)).toMatchObject({ replicas: [1, 2], isr: [1, 2] });
  });

  it('is done at once when nobody has to be waited for', () => {
    expect(moved(reassign(given({}), [2, 1]).image)).toMatchObject({
      replicas: [2, 1],
      isr: [1, 2],
      leader: 1,
      removing: [],
    });
    const reordered = reassign(given({}), [3, 1, 2]);
    expect(moved(reordered.image)).toMatchObject({ replicas: [3, 1, 2], leader: 1, removing: [] });
    expect(partitionOf(reordered.image, 't').leaderEpoch).toBe(5);
    expect(reassign(given({}), [1, 2, 3]).records).toEqual([]);
  });

  it('takes fenced brokers, and leaves the choice of a folder to a broker with several', () => {
    const { image, errorCode } = reassign(given({ replicas: [1] }), [4, 5, 1]);
    expect(errorCode).toBe(0);
    expect(partitionOf(image, 't').directories).toEqual([id(1004), unassignedDirectory, id(1001)]);
  });

  it('is cancelled: back to where it was, whoever was in sync already', () => {
    const begun = reassign(given({ replicas: [1, 2] }), [3, 5]).image;
    const half = inSync(begun, [1, 2, 3]).image;
    expect(moved(reassign(half, null).image)).toEqual({
      replicas: [1, 2],
      isr: [1, 2],
      leader: 1,
      adding: [],
      removing: [],
    });
  });

  it('is not cancelled when only new replicas are in sync, but with unclean elections', () => {
    const lost = {
      replicas: [3, 1, 2],
      isr: [3],
      leader: 3,
      addingReplicas: [3],
      removingReplicas: [1, 2],
    };
    expect(reassign(given(lost), null)).toMatchObject({
      errorCode: errors.invalidReplicaAssignment,
      errorMessage:
        'Unable to revert partition assignment for t:0 because it would require an unclean leader election.',
      records: [],
    });
    const allowed = given(lost, { '2:t': { 'unclean.leader.election.enable': 'true' } });
    expect(moved(reassign(allowed, null).image)).toMatchObject({ replicas: [1, 2], leader: 1 });
  });

  it('is replaced by another: what is wanted no more goes, what is still wanted is still awaited', () => {
    const first = reassign(given({ replicas: [1, 2] }), [3, 4]).image;
    const second = reassign(first, [3, 5]).image;
    expect(moved(second)).toMatchObject({
      replicas: [3, 5, 1, 2],
      adding: [3, 5],
      removing: [1, 2],
    });
    expect(moved(reassign(second, [2, 3]).image)).toMatchObject({
      replicas: [2, 3, 1],
      adding: [3],
      removing: [1],
    });
    expect(moved(reassign(second, [1, 2]).image)).toEqual({
      replicas: [1, 2],
      isr: [1, 2],
      leader: 1,
      adding: [],
      removing: [],
    });
    // 3 is all that is in sync: it stays until another is.
    const onlyNew = inSync(reassign(given({ replicas: [1] }), [3, 4]).image, [1, 3]).image;
    const shrunk = { ...partitionOf(onlyNew, 't'), isr: [3], leader: 3 };
    expect(moved(reassign(given(shrunk), [5]).image)).toMatchObject({
      replicas: [5, 1, 3],
      adding: [5],
      removing: [1, 3],
    });
  });

  it('keeps the replication factor when told to', () => {
    const moving = reassign(given({ replicas: [1, 2] }), [3]).image;
    expect(reassign(moving, [1, 2], false)).toMatchObject({
      errorCode: errors.invalidReplicationFactor,
      errorMessage: 'The replication factor is changed from 1 to 2',
      records: [],
    });
    expect(reassign(moving, [5], false).errorCode).toBe(0);
    expect(reassign(given({}), [1, 2], false).errorMessage).toBe(
      'The replication factor is changed from 3 to 2',
    );
  });

  const invalid = errors.invalidReplicaAssignment;
  const prefix = 'The manual partition assignment includes';
  it.each([
    ['nobody', [], invalid, `${prefix} an empty replica list.`],
    ['someone twice', [1, 1], invalid, `${prefix} the broker 1 more than once.`],
    ['strangers', [1, 9], invalid, `${prefix} broker 9, but no such broker is registered.`],
    ['nothing to cancel', null, errors.noReassignmentInProgress, null],
  ])('refuses %s', (_, replicas, errorCode, errorMessage) => {
    expect(reassign(given({}), replicas)).toMatchObject({ errorCode, errorMessage, records: [] });
  });

  it('refuses unknown topics and partitions, and does the rest', () => {
    const image = given({ replicas: [1, 2] });
    const { records, response } = alterReassignments(givenContext(image), {
      timeoutMs: 1000,
      allowReplicationFactorChange: true,
      topics: [
        { name: 'x', partitions: [{ partitionIndex: 0, replicas: [1] }] },
        {
          name: 't',
          partitions: [
            { partitionIndex: 7, replicas: null },
            { partitionIndex: 0, replicas: [2, 3] },
          ],
        },
      ],
    });
    const { unknownTopicOrPartition: unknown, none } = errors;
    expect(response.responses).toEqual([
      {
        name: 'x',
        partitions: [
          {
            partitionIndex: 0,
            errorCode: unknown,
            errorMessage: 'Unable to find a topic named x.',
          },
        ],
      },
      {
        name: 't',
        partitions: [
          { partitionIndex: 7, errorCode: unknown, errorMessage: 'Unable to find partition t:7.' },
          { partitionIndex: 0, errorCode: none, errorMessage: null },
        ],
      },
    ]);
    expect(moved(replayed(image, records))).toMatchObject({ adding: [3], removing: [1] });
  });

  it('leaves elections and deletions as they are', () => {
    const begun = reassign(given({ replicas: [1, 2] }), [2, 3]).image;
    const topicPartitions = [{ topic: 't', partitions: [0] }];
    const elected = electLeaders(givenContext(begun), {
      electionType: 0,
      topicPartitions,
      timeoutMs: 1000,
    });
    const after = replayed(begun, elected.records);
    expect(moved(after)).toMatchObject({ leader: 2, adding: [3], removing: [1] });
    const topics = [{ name: 't', topicId: zeroUuid }];
    const deleted = deleteTopics(givenContext(after), { topics, topicNames: [], timeoutMs: 1000 });
    expect(listReassignments(replayed(after, deleted.records), null)).toEqual([]);
  });
});

describe('ListPartitionReassignments', () => {
  const image = givenImage({
    brokers: threeBrokers,
    topics: {
      still: [givenPartition()],
      t: [givenPartition(), givenPartition({ addingReplicas: [3], removingReplicas: [1] })],
    },
  });
  const moving = {
    name: 't',
    partitions: [
      { partitionIndex: 1, replicas: [1, 2, 3], addingReplicas: [3], removingReplicas: [1] },
    ],
  };

  it('names what moves, of all topics or of those asked for', () => {
    expect(listReassignments(image, null)).toEqual([moving]);
    const asked = [
      { name: 't', partitionIndexes: [0, 1, 9] },
      { name: 'x', partitionIndexes: [0] },
    ];
    expect(listReassignments(image, asked)).toEqual([moving]);
    expect(listReassignments(image, [{ name: 't', partitionIndexes: [0] }])).toEqual([]);
    expect(listReassignments(image, [])).toEqual([]);
  });
});
