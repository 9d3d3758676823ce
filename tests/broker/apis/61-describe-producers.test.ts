import { describe, expect, it } from 'vitest';
import { describeProducers } from '../../../src/broker/apis/61-describe-producers.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { givenImage, givenPartition, threeBrokers } from '../metadata/given.ts';
import { call, servicesWith } from './call.ts';

const image = givenImage({
  brokers: threeBrokers,
  topics: { t: [givenPartition(), givenPartition(), givenPartition()] },
});
const batch = (lastSequence: number) => ({ lastSequence });
const entries = [
  {
    producerId: 7,
    epoch: 2,
    coordinatorEpoch: 4,
    lastTimestampMs: 1234,
    txnFirstOffset: 60,
    batches: [batch(3), batch(9)],
  },
  {
    producerId: 8,
    epoch: 0,
    coordinatorEpoch: -1,
    lastTimestampMs: -1,
    txnFirstOffset: -1,
    batches: [],
  },
];
/** Hosts partitions 0 and 1. */
const replicas = {
  partition: (topic: string, index: number) =>
    topic === 't' && (index === 0 || index === 1)
      ? { log: { activeProducers: () => entries } }
      : undefined,
};
const ask = async (topics: { name: string; partitionIndexes: number[] }[]) =>
  (
    await call(describeProducers, {
      version: 0,
      request: { topics },
      services: servicesWith(image, { replicas }),
    })
  ).topics;

describe('DescribeProducers', () => {
  it('tells what a replica knows of each producer', async () => {
    const [{ partitions }] = await ask([{ name: 't', partitionIndexes: [0] }]);
    expect(partitions).toEqual([
      {
        partitionIndex: 0,
        errorCode: 0,
        errorMessage: null,
        activeProducers: [
          {
            producerId: 7,
            producerEpoch: 2,
            lastSequence: 9,
            lastTimestamp: 1234,
            coordinatorEpoch: 4,
            currentTxnStartOffset: 60,
          },
          {
            producerId: 8,
            producerEpoch: 0,
            lastSequence: -1,
            lastTimestamp: -1,
            coordinatorEpoch: -1,
            currentTxnStartOffset: -1,
          },
        ],
      },
    ]);
  });

  it('refuses partitions one by one', async () => {
    const topics = await ask([
      { name: 't', partitionIndexes: [2, 3, -1, 2] },
      { name: 'none', partitionIndexes: [0] },
      { name: 'no good', partitionIndexes: [0] },
      { name: 't', partitionIndexes: [] },
    ]);
    const codes = topics.map(({ partitions }) => partitions.map(({ errorCode }) => errorCode));
    const { notLeaderOrFollower, unknownTopicOrPartition, invalidTopicException } = errors;
    expect(codes).toEqual([
      [notLeaderOrFollower, unknownTopicOrPartition, unknownTopicOrPartition, notLeaderOrFollower],
      [unknownTopicOrPartition],
      [invalidTopicException],
      [],
    ]);
  });
});
