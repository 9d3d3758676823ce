import { describe, expect, it } from 'vitest';
import {
  electLeaders,
  uncleanElections,
} from '../../../../src/broker/metadata/controller/leaders.ts';
import { errors, KafkaError } from '../../../../src/broker/protocol/errors.ts';
import {
  givenBroker,
  givenContext,
  givenImage,
  givenPartition,
  partitionOf,
  replayed,
  threeBrokers,
} from '../given.ts';

const image = givenImage({
  brokers: [...threeBrokers.slice(0, 2), givenBroker(3, { isFenced: true })],
  topics: {
    t: [
      givenPartition({ leader: 2 }),
      givenPartition(),
      givenPartition({ leader: 2, isr: [2] }),
      givenPartition({ leader: -1, isr: [], elr: [3] }),
      givenPartition({ replicas: [3], isr: [], elr: [3], leader: -1 }),
    ],
  },
});
const elect = (
  electionType: number,
  topicPartitions: { topic: string; partitions: number[] }[] | null,
) => electLeaders(givenContext(image), { electionType, topicPartitions, timeoutMs: 1000 });
const codes = (electionType: number, partitions: number[], topic = 't') =>
  elect(electionType, [
    { topic, partitions },
  ]).response.replicaElectionResults[0].partitionResult.map(({ errorCode }) => errorCode);

describe('ElectLeaders', () => {
  it('elects preferred leaders', () => {
    expect(codes(0, [0, 1, 2, 9])).toEqual([
      errors.none,
      errors.electionNotNeeded,
      errors.preferredLeaderNotAvailable,
      errors.unknownTopicOrPartition,
    ]);
    expect(codes(0, [0], 'x')).toEqual([errors.unknownTopicOrPartition]);
    const { records } = elect(0, [{ topic: 't', partitions: [0] }]);
    expect(partitionOf(replayed(image, records), 't')).toMatchObject({ leader: 1, leaderEpoch: 6 });
  });

  it('elects unclean leaders where nobody leads', () => {
    expect(codes(1, [0, 3, 4])).toEqual([
      errors.electionNotNeeded,
      errors.none,
      errors.eligibleLeadersNotAvailable,
    ]);
    const { records } = elect(1, [{ topic: 't', partitions: [3] }]);
    expect(partitionOf(replayed(image, records), 't', 3)).toMatchObject({
      leader: 1,
      isr: [1],
      leaderRecoveryState: 1,
    });
  });

  it('names only those it tried when asked for all', () => {
    const { response } = elect(0, null);
    expect(
      response.replicaElectionResults[0].partitionResult.map(({ partitionId }) => partitionId),
    ).toEqual([0, 2, 3, 4]);
  });

  it('refuses an unknown type', () => {
    expect(() => elect(7, null)).toThrow(KafkaError);
  });
});

describe('unclean elections of the controller', () => {
  it('happen only where the topic allows them', () => {
    expect(uncleanElections(givenContext(image))).toEqual([]);
    const allowed = {
      ...image,
      configs: new Map([['2:t', new Map([['unclean.leader.election.enable', 'true']])]]),
    };
    const after = replayed(allowed, uncleanElections(givenContext(allowed)));
    expect(partitionOf(after, 't', 3).leader).toBe(1);
    expect(partitionOf(after, 't', 4).leader).toBe(-1);
  });
});
