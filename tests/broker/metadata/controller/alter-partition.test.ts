import { describe, expect, it } from 'vitest';
import { alterPartition } from '../../../../src/broker/metadata/controller/alter-partition.ts';
import { errors, KafkaError } from '../../../../src/broker/protocol/errors.ts';
import type { MetadataImage } from '../../../../src/broker/metadata/image.ts';
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
  brokers: [
    ...threeBrokers,
    givenBroker(4, { isFenced: true }),
    givenBroker(5, { inControlledShutdown: true }),
  ],
  topics: {
    t: [givenPartition({ replicas: [1, 2, 3, 4, 5], isr: [1, 2] })],
    recovering: [givenPartition({ isr: [1], leaderRecoveryState: 1 })],
  },
  configs: { '2:t': { 'min.insync.replicas': '2' } },
});

type Wanted = Parameters<typeof alterPartition>[1]['topics'][number]['partitions'][number];
const members = (...ids: number[]) =>
  ids.map((brokerId) => ({ brokerId, brokerEpoch: brokerId * 100 }));
const wanted = (changes: Partial<Wanted>): Wanted => ({
  partitionIndex: 0,
  leaderEpoch: 5,
  newIsr: [],
  newIsrWithEpochs: members(1, 2, 3),
  leaderRecoveryState: 0,
  partitionEpoch: 8,
  ...changes,
});
const alter = (
  changes: Partial<Wanted>,
  {
    brokerId = 1,
    topic = 't',
    on = image,
  }: { brokerId?: number; topic?: string; on?: MetadataImage } = {},
) => {
  const topicId = on.topicsByName.get(topic)?.id ?? id(77);
  const { records, response } = alterPartition(givenContext(on), {
    brokerId,
    brokerEpoch: brokerId * 100,
    topics: [{ topicId, partitions: [wanted(changes)] }],
  });
  return { records, response, result: response.topics[0].partitions[0] };
};

describe('AlterPartition', () => {
  it('lets a leader resign whose replica is damaged, in favour of one in sync', () => {
    const resigned = alter({ newIsrWithEpochs: members(2) });
    expect(resigned.result.errorCode).toBe(errors.newLeaderElected);
    expect(partitionOf(replayed(image, resigned.records), 't')).toMatchObject({
      leader: 2,
      isr: [2],
      leaderEpoch: 6,
      partitionEpoch: 9,
    });
  });

  it('expands and shrinks the ISR', () => {
    const grown = alter({});
    expect(grown.result).toEqual({
      partitionIndex: 0,
      errorCode: 0,
      leaderId: 1,
      leaderEpoch: 5,
      isr: [1, 2, 3],
      leaderRecoveryState: 0,
      partitionEpoch: 9,
    });
    expect(partitionOf(replayed(image, grown.records), 't')).toMatchObject({
      isr: [1, 2, 3],
      leaderEpoch: 5,
      partitionEpoch: 9,
    });
    const shrunk = replayed(image, alter({ newIsrWithEpochs: members(1) }).records);
    expect(partitionOf(shrunk, 't')).toMatchObject({ isr: [1], elr: [2] });
  });

  it('answers with the present state when nothing changes', () => {
    const { records, result } = alter({ newIsrWithEpochs: members(1, 2) });
    expect(records).toEqual([]);
    expect(result).toMatchObject({ errorCode: 0, isr: [1, 2], partitionEpoch: 8 });
  });

  it('takes ids without epochs (v2) and epochs that are not to be checked', () => {
    expect(alter({ newIsrWithEpochs: [], newIsr: [1, 2, 3] }).result.errorCode).toBe(0);
    const unchecked = [...members(1), { brokerId: 3, brokerEpoch: -1 }];
    expect(alter({ newIsrWithEpochs: unchecked }).result.errorCode).toBe(0);
  });

  it('ends a recovery', () => {
    const { records } = alter({ newIsrWithEpochs: members(1) }, { topic: 'recovering' });
    expect(partitionOf(replayed(image, records), 'recovering')).toMatchObject({
      leaderRecoveryState: 0,
      leaderEpoch: 5,
    });
  });

  const refused: [string, number, Partial<Wanted>, { brokerId?: number; topic?: string }?][] = [
    ['an unknown topic', errors.unknownTopicId, {}, { topic: 'x' }],
    ['an unknown partition', errors.unknownTopicOrPartition, { partitionIndex: 1 }],
    ['a leader epoch from the future', errors.notController, { leaderEpoch: 6 }],
    ['a partition epoch from the future', errors.notController, { partitionEpoch: 9 }],
    ['an old leader epoch', errors.fencedLeaderEpoch, { leaderEpoch: 4 }],
    ['one who does not lead', errors.invalidRequest, {}, { brokerId: 2 }],
    ['an old partition epoch', errors.invalidUpdateVersion, { partitionEpoch: 7 }],
    ['an empty ISR', errors.invalidRequest, { newIsrWithEpochs: [] }],
    ['a stranger', errors.invalidRequest, { newIsrWithEpochs: members(1, 9) }],
    ['a member named twice', errors.invalidRequest, { newIsrWithEpochs: members(1, 2, 2) }],
    ['an ISR without the leader', errors.invalidRequest, { newIsrWithEpochs: members(2, 3) }],
    [
      'a recovery that begins',
      errors.invalidRequest,
      { leaderRecoveryState: 1, newIsrWithEpochs: members(1) },
    ],
    [
      'more than the leader while it recovers',
      errors.invalidRequest,
      { leaderRecoveryState: 1, newIsrWithEpochs: members(1, 2) },
      { topic: 'recovering' },
    ],
    ['a fenced broker', errors.ineligibleReplica, { newIsrWithEpochs: members(1, 4) }],
    ['a broker that shuts down', errors.ineligibleReplica, { newIsrWithEpochs: members(1, 5) }],
    [
      'an old incarnation of a broker',
      errors.ineligibleReplica,
      { newIsrWithEpochs: [...members(1), { brokerId: 2, brokerEpoch: 7 }] },
    ],
  ];
  it.each(refused)('refuses %s with %i', (_, code, changes, options) => {
    const { records, result } = alter(changes, options);
    expect(result.errorCode).toBe(code);
    expect(records).toEqual([]);
  });

  it('refuses a sender that is not registered or is an old incarnation', () => {
    const send = (brokerId: number, brokerEpoch: number) => () =>
      alterPartition(givenContext(image), { brokerId, brokerEpoch, topics: [] });
    expect(send(9, 900)).toThrow(new KafkaError(errors.staleBrokerEpoch));
    expect(send(1, 7)).toThrow(new KafkaError(errors.staleBrokerEpoch));
  });
});
