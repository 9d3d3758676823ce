/** ListOffsets and OffsetForLeaderEpoch. */
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import type { listOffsetsApi } from '../protocol/messages/02-list-offsets.ts';
import type { offsetForLeaderEpochApi } from '../protocol/messages/23-offset-for-leader-epoch.ts';
import { failureOf } from './failures.ts';
import type { Leaders } from './leaders.ts';
import type { PartitionTable } from './partition-table.ts';
import type { Partition } from './partition.ts';

type ListOffsetsRequest = RequestOf<typeof listOffsetsApi>;
type ListOffsetsResponse = ResponseOf<typeof listOffsetsApi>;
type ListedPartition = ListOffsetsResponse['topics'][number]['partitions'][number];
type ListOffsetsPartition = ListOffsetsRequest['topics'][number]['partitions'][number];
type EpochRequest = RequestOf<typeof offsetForLeaderEpochApi>;
type EpochResponse = ResponseOf<typeof offsetForLeaderEpochApi>;

/** Timestamps of ListOffsets that mean a place in the log. */
export const offsetSpec = {
  latest: -1,
  earliest: -2,
  maxTimestamp: -3,
  earliestLocal: -4,
  latestTiered: -5,
  earliestPendingUpload: -6,
} as const;

/** First version of ListOffsets that knows each of them, by the negated timestamp. */
const specFrom = [0, 1, 1, 7, 8, 9, 11];
const consumer = -1;
const debugging = -2;
const readCommitted = 1;
/** Uncommitted and committed. Kafka fails with an unknown error at any other. */
const isolationLevels: readonly number[] = [0, readCommitted];
/** The client does not say which leader it knows. */
const noEpoch = -1;
/** Before it, OFFSET_NOT_AVAILABLE was not known to clients. */
const offsetNotAvailableFrom = 5;

type Found = {
  readonly offset: number;
  readonly timestampMs: number;
  readonly leaderEpoch: number;
};
const nothing: Found = { offset: -1, timestampMs: -1, leaderEpoch: -1 };

type AskedOnce = { readonly asked: ListOffsetsPartition; isTwice: boolean };

/** Each partition once, also where a topic is named several times. */
function distinct({ topics }: ListOffsetsRequest): Map<string, Map<number, AskedOnce>> {
  const found = new Map<string, Map<number, AskedOnce>>();
  for (const { name, partitions } of topics) {
    if (partitions.length === 0) continue;
    const ofTopic = found.get(name) ?? new Map<number, AskedOnce>();
    found.set(name, ofTopic);
    for (const asked of partitions) {
      const before = ofTopic.get(asked.partitionIndex);
      if (before) before.isTwice = true;
      else ofTopic.set(asked.partitionIndex, { asked, isTwice: false });
    }
  }
  return found;
}

export class OffsetQueries {
  private readonly table: PartitionTable;
  private readonly leaders: Leaders;

  constructor(table: PartitionTable, leaders: Leaders) {
    this.table = table;
    this.leaders = leaders;
  }

  async listOffsets(apiVersion: number, request: ListOffsetsRequest): Promise<ListOffsetsResponse> {
    const isKnown = isolationLevels.includes(request.isolationLevel);
    const topics = [];
    for (const [name, partitions] of distinct(request)) {
      const listed: ListedPartition[] = [];
      for (const { asked, isTwice } of partitions.values()) {
        if (!isKnown) listed.push(failed(asked, errors.unknownServerError));
        else if (isTwice) listed.push(failed(asked, errors.invalidRequest));
        else listed.push(await this.listOne(apiVersion, request, name, asked));
      }
      topics.push({ name, partitions: listed });
    }
    return { topics };
  }

  private async listOne(
    apiVersion: number,
    { replicaId, isolationLevel }: ListOffsetsRequest,
    topic: string,
    asked: ListOffsetsPartition,
  ): Promise<ListedPartition> {
    const { timestamp, partitionIndex } = asked;
    if (timestamp < 0 && !(apiVersion >= (specFrom[-timestamp] ?? Number.POSITIVE_INFINITY))) {
      return failed(asked, errors.unsupportedVersion);
    }
    try {
      const needsLeader = replicaId !== debugging;
      const partition = this.checked(topic, partitionIndex, asked.currentLeaderEpoch, needsLeader);
      const isConsumer = replicaId === consumer;
      const found = await find(partition, timestamp, isConsumer, isolationLevel === readCommitted);
      return {
        partitionIndex,
        errorCode: errors.none,
        timestamp: found.timestampMs,
        offset: found.offset,
        leaderEpoch: found.leaderEpoch,
      };
    } catch (error) {
      const { errorCode } = failureOf(error);
      const isTooNew =
        errorCode === errors.offsetNotAvailable && apiVersion < offsetNotAvailableFrom;
      return failed(asked, isTooNew ? errors.leaderNotAvailable : errorCode);
    }
  }

  offsetsForLeaderEpoch(request: EpochRequest): EpochResponse {
    const needsLeader = request.replicaId !== debugging;
    const topics = request.topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition, currentLeaderEpoch, leaderEpoch }) => {
        try {
          const { log } = this.checked(topic, partition, currentLeaderEpoch, needsLeader);
          const { epoch, endOffset } = log.endOffsetForEpoch(leaderEpoch);
          return { errorCode: errors.none, partition, leaderEpoch: epoch, endOffset };
        } catch (error) {
          return {
            errorCode: failureOf(error).errorCode,
            partition,
            leaderEpoch: -1,
            endOffset: -1,
          };
        }
      }),
    }));
    return { topics };
  }

  /** Throws KafkaError. */
  private checked(
    topic: string,
    index: number,
    currentLeaderEpoch: number,
    needsLeader: boolean,
  ): Partition {
    const partition = this.table.get(topic, index);
    if (!partition) throw new KafkaError(this.leaders.errorOfMissingName(topic, index));
    if (currentLeaderEpoch !== noEpoch && currentLeaderEpoch !== partition.leaderEpoch) {
      throw new KafkaError(
        currentLeaderEpoch < partition.leaderEpoch
          ? errors.fencedLeaderEpoch
          : errors.unknownLeaderEpoch,
      );
    }
    if (needsLeader && !partition.isLeader) throw new KafkaError(errors.notLeaderOrFollower);
    return partition;
  }
}

/** Throws KafkaError 78 when a new leader cannot say yet what is committed. */
async function find(
  { log, view, leaderEpoch }: Partition,
  timestamp: number,
  isConsumer: boolean,
  isReadCommitted: boolean,
): Promise<Found> {
  const visibleEnd = !isConsumer
    ? log.logEndOffset
    : isReadCommitted
      ? log.lastStableOffset()
      : log.highWatermark;
  const isUnsure = isConsumer && view !== undefined && view.epochStartOffset > log.highWatermark;
  switch (timestamp) {
    case offsetSpec.latest:
      if (isUnsure) throw new KafkaError(errors.offsetNotAvailable);
      return { offset: visibleEnd, timestampMs: -1, leaderEpoch };
    case offsetSpec.earliest:
    case offsetSpec.earliestLocal: {
      const offset = log.logStartOffset;
      return { offset, timestampMs: -1, leaderEpoch: log.epochForOffset(offset) };
    }
    // Nothing is ever tiered here.
    case offsetSpec.latestTiered:
    case offsetSpec.earliestPendingUpload:
      return nothing;
    default: {
      // The youngest of all records is meant, also when it is not visible yet: then nothing is.
      const found = await log.offsetForTimestamp(timestamp, log.logEndOffset);
      const isVisible = found !== undefined && found.offset < visibleEnd;
      if (!isVisible && isUnsure) throw new KafkaError(errors.offsetNotAvailable);
      return isVisible ? found : nothing;
    }
  }
}

function failed({ partitionIndex }: ListOffsetsPartition, errorCode: number): ListedPartition {
  return { partitionIndex, errorCode, timestamp: -1, offset: -1, leaderEpoch: -1 };
}
