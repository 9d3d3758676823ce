/**
 * DescribeProducers (key 61), version 0 (KIP-664).
 *
 * Behaviour: what a replica of each partition knows of its producers: the last sequence and time
 * of each, and where its open transaction begins. Clients ask the leader; a follower answers too.
 */
import type { ProducerEntry } from '../log/producer-states.ts';
import type { ResponseOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import { describeProducersApi } from '../protocol/messages/61-describe-producers.ts';
import { topicNameProblem } from '../protocol/topic-names.ts';
import { handler } from './handler.ts';
import type { Services } from './services.ts';

type Response = ResponseOf<typeof describeProducersApi>;
type PartitionResult = Response['topics'][number]['partitions'][number];

export const describeProducers = handler(describeProducersApi, ({ services }, request) => ({
  topics: request.topics.map(({ name, partitionIndexes }) => {
    const refusal = refusalOf(services, name);
    return {
      name,
      partitions: partitionIndexes.map((index) =>
        refusal ? failed(index, ...refusal) : describe(services, name, index),
      ),
    };
  }),
}));

/** What is wrong with the topic, for all its partitions. */
function refusalOf({ metadata }: Services, name: string): [code: number, message: string] | null {
  const problem = topicNameProblem(name);
  if (problem !== undefined) return [errors.invalidTopicException, problem];
  if (metadata.image().topicsByName.has(name)) return null;
  return [errors.unknownTopicOrPartition, 'This server does not host this topic-partition.'];
}

function describe({ metadata, replicas }: Services, name: string, index: number): PartitionResult {
  const hosted = replicas.partition(name, index);
  if (!hosted) {
    const isElsewhere = metadata.image().topicsByName.get(name)?.partitions[index] !== undefined;
    return failed(
      index,
      isElsewhere ? errors.notLeaderOrFollower : errors.unknownTopicOrPartition,
      null,
    );
  }
  return {
    partitionIndex: index,
    errorCode: errors.none,
    activeProducers: hosted.log.activeProducers().map(toState),
  };
}

function toState(entry: ProducerEntry): PartitionResult['activeProducers'][number] {
  const { producerId, epoch, coordinatorEpoch, lastTimestampMs, txnFirstOffset, batches } = entry;
  return {
    producerId,
    producerEpoch: epoch,
    lastSequence: batches.at(-1)?.lastSequence ?? -1,
    lastTimestamp: lastTimestampMs,
    coordinatorEpoch,
    currentTxnStartOffset: txnFirstOffset,
  };
}

const failed = (
  partitionIndex: number,
  errorCode: number,
  errorMessage: string | null,
): PartitionResult => ({ partitionIndex, errorCode, errorMessage, activeProducers: [] });
