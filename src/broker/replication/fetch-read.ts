/**
 * Reads one partition for a fetch: checks epoch, leadership, divergence and range, then takes
 * what fits from the log. The same for consumers and followers, but for how far they may see.
 */
import type { LogRead } from '../log/partition-log.ts';
import type { Lease } from '../log/slabs.ts';
import type { ResponseOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import type { fetchApi } from '../protocol/messages/01-fetch.ts';
import { zeroUuid } from '../protocol/types.ts';
import { failureOf } from './failures.ts';
import type { FetchEntry } from './fetch-session.ts';
import type { Leaders } from './leaders.ts';
import type { PartitionTable } from './partition-table.ts';
import type { Partition } from './partition.ts';
import { noPreference } from './preferred-replica.ts';
import type { ReplicationThrottle } from './replication-throttle.ts';

export type FetchResponse = ResponseOf<typeof fetchApi>;
type FetchResponseTopic = FetchResponse['responses'][number];
export type FetchData = FetchResponseTopic['partitions'][number];

/** What of a request holds for all its partitions. */
export type FetchTerms = {
  readonly apiVersion: number;
  readonly isReplica: boolean;
  /** -1 for a consumer. */
  readonly replicaId: number;
  readonly isReadCommitted: boolean;
  /** Where the consumer is; empty when it may not matter which replica it reads from. */
  readonly clientRack: string;
};

/** What the answer may still hold. The first non-empty partition gives one batch whatever its size. */
export type FetchBudget = {
  bytesLeft: number;
  hasRecords: boolean;
  /** Holds the memory of what was read. */
  readonly lease: Lease;
};

export type PartitionRead = {
  readonly data: FetchData;
  readonly sizeBytes: number;
  /** Records passed on, by offsets. */
  readonly offsetCount: number;
  /** An error or a divergence: the client must hear of it at once. */
  readonly isUrgent: boolean;
  /** There are records at the fetch offset, taken or left for a later answer. */
  readonly hasMore: boolean;
};

const noRecords: readonly Buffer[] = [];
/** Something else than records, which the client must hear of at once. */
const nothingRead = { sizeBytes: 0, offsetCount: 0, isUrgent: true, hasMore: false } as const;
/** Before it, clients did not know KAFKA_STORAGE_ERROR. */
const storageErrorFrom = 6;
const currentLeaderFrom = 12;
const topicIdsFrom = 13;
/** From this version on a consumer may read from a follower (KIP-392). */
const followerReadFrom = 11;

export class FetchReader {
  private readonly table: PartitionTable;
  private readonly leaders: Leaders;
  private readonly throttle: ReplicationThrottle;

  constructor(table: PartitionTable, leaders: Leaders, throttle: ReplicationThrottle) {
    this.table = table;
    this.leaders = leaders;
    this.throttle = throttle;
  }

  /** Connects an entry with its replica, when that is hosted here by now. */
  resolve(entry: FetchEntry): Partition | undefined {
    const { partition } = entry;
    if (partition && !partition.isStopped) return partition;
    entry.detach();
    const found =
      entry.topicId === zeroUuid
        ? this.table.get(entry.topic, entry.index)
        : this.table.getById(entry.topicId, entry.index);
    if (found) entry.attach(found);
    return found;
  }

  /** Checks of an entry that do not look at offsets. */
  errorOf(entry: FetchEntry, terms: FetchTerms): number {
    const partition = this.resolve(entry);
    if (!partition) {
      return terms.apiVersion < topicIdsFrom
        ? this.leaders.errorOfMissingName(entry.topic, entry.index)
        : this.leaders.errorOfMissing(entry.topic, entry.topicId, entry.index);
    }
    const { currentLeaderEpoch } = entry;
    if (currentLeaderEpoch >= 0 && currentLeaderEpoch !== partition.leaderEpoch) {
      return currentLeaderEpoch < partition.leaderEpoch
        ? errors.fencedLeaderEpoch
        : errors.unknownLeaderEpoch;
    }
    if (terms.isReplica && entry.isUnassigned) {
      return currentLeaderEpoch >= 0 ? errors.unknownLeaderEpoch : errors.notLeaderOrFollower;
    }
    const needsLeader = terms.isReplica || terms.apiVersion < followerReadFrom;
    return needsLeader && !partition.isLeader ? errors.notLeaderOrFollower : errors.none;
  }

  /** Whether the client's log has parted from ours before its fetch offset (KIP-595 for data logs). */
  divergence(
    entry: FetchEntry,
    partition: Partition,
  ): { epoch: number; endOffset: number } | undefined {
    const { lastFetchedEpoch, fetchOffset } = entry;
    if (lastFetchedEpoch < 0) return undefined;
    const end = partition.log.endOffsetForEpoch(lastFetchedEpoch);
    const hasParted = end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset;
    return hasParted ? { epoch: end.epoch, endOffset: end.endOffset } : undefined;
  }

  /** Data, or an error as a value; a promise when the records are not in memory. */
  read(
    entry: FetchEntry,
    terms: FetchTerms,
    budget: FetchBudget,
  ): PartitionRead | Promise<PartitionRead> {
    const errorCode = this.errorOf(entry, terms);
    if (errorCode !== errors.none) return this.failed(entry, terms, errorCode);
    const partition = entry.partition as Partition;
    if (terms.clientRack !== '') {
      const nearer = this.leaders.preferredReplica(partition, terms.clientRack, entry.fetchOffset);
      if (nearer !== noPreference) {
        const elsewhere = { preferredReadReplica: nearer, abortedTransactions: null };
        const data = { ...dataOf(entry, partition, terms, noRecords), ...elsewhere };
        return { ...nothingRead, data };
      }
    }
    const diverging = this.divergence(entry, partition);
    if (diverging) {
      // Nothing is known of that epoch here: only a reset helps.
      if (diverging.epoch < 0) return this.failed(entry, terms, errors.offsetOutOfRange);
      const found = dataOf(entry, partition, terms, noRecords);
      const data = { ...found, abortedTransactions: null, divergingEpoch: diverging };
      return { ...nothingRead, data };
    }
    const { log } = partition;
    if (entry.fetchOffset < log.logStartOffset || entry.fetchOffset > log.logEndOffset) {
      return this.failed(entry, terms, errors.offsetOutOfRange);
    }
    if (entry.maxBytes < 0) return this.failed(entry, terms, errors.unknownServerError);
    const upperOffset = visibleEnd(partition, terms);
    const maxBytes = Math.min(entry.maxBytes, budget.bytesLeft);
    const hasMore = entry.fetchOffset < upperOffset;
    const isHeld = terms.isReplica && this.throttle.isServingHeld(partition, terms.replicaId);
    if (!hasMore || isHeld || (maxBytes <= 0 && budget.hasRecords)) {
      const data = dataOf(entry, partition, terms, noRecords);
      return { data, sizeBytes: 0, offsetCount: 0, isUrgent: false, hasMore };
    }
    try {
      const { hasRecords, lease } = budget;
      const options = { maxBytes, upperOffset, minOneBatch: !hasRecords, lease };
      const read = log.read(entry.fetchOffset, options);
      if (!(read instanceof Promise)) return this.taken(entry, partition, terms, budget, read);
      return read.then(
        (done) => this.taken(entry, partition, terms, budget, done),
        (error) => this.failedRead(entry, terms, partition, error),
      );
    } catch (error) {
      return this.failedRead(entry, terms, partition, error);
    }
  }

  private failedRead(
    entry: FetchEntry,
    terms: FetchTerms,
    partition: Partition,
    error: unknown,
  ): PartitionRead {
    const { errorCode } = failureOf(error);
    if (errorCode === errors.corruptMessage) partition.suspect(entry.fetchOffset);
    return this.failed(entry, terms, errorCode);
  }

  private taken(
    entry: FetchEntry,
    partition: Partition,
    terms: FetchTerms,
    budget: FetchBudget,
    read: LogRead,
  ): PartitionRead {
    const { slices, sizeBytes, nextOffset } = read;
    if (sizeBytes > 0) {
      budget.bytesLeft -= sizeBytes;
      budget.hasRecords = true;
    }
    const data = dataOf(entry, partition, terms, slices);
    const { fetchOffset } = entry;
    return {
      data:
        terms.isReadCommitted && sizeBytes > 0
          ? {
              ...data,
              abortedTransactions: partition.log.abortedTransactions(fetchOffset, nextOffset),
            }
          : data,
      sizeBytes,
      offsetCount: sizeBytes > 0 ? nextOffset - fetchOffset : 0,
      isUrgent: false,
      hasMore: true,
    };
  }

  private failed(entry: FetchEntry, terms: FetchTerms, code: number): PartitionRead {
    const isUnknown = code === errors.kafkaStorageError && terms.apiVersion < storageErrorFrom;
    const errorCode = isUnknown ? errors.notLeaderOrFollower : code;
    const data = {
      partitionIndex: entry.index,
      errorCode,
      highWatermark: -1,
      lastStableOffset: -1,
      logStartOffset: -1,
      // Only what a log answers says that it has nothing to tell of them.
      abortedTransactions: isUnknownPlace(errorCode) ? [] : null,
      records: noRecords,
    };
    const leader =
      terms.apiVersion >= currentLeaderFrom && this.leaders.isHintedBy(errorCode)
        ? this.leaders.current(entry.topic, entry.topicId, entry.index)
        : undefined;
    return {
      data: leader ? { ...data, currentLeader: leader } : data,
      sizeBytes: 0,
      offsetCount: 0,
      isUrgent: true,
      hasMore: false,
    };
  }
}

const isUnknownPlace = (errorCode: number): boolean =>
  errorCode === errors.unknownTopicOrPartition || errorCode === errors.unknownTopicId;

function visibleEnd(partition: Partition, terms: FetchTerms): number {
  if (terms.isReplica) return partition.log.logEndOffset;
  return terms.isReadCommitted ? partition.log.lastStableOffset() : partition.log.highWatermark;
}

function dataOf(
  entry: FetchEntry,
  { log }: Partition,
  terms: FetchTerms,
  records: readonly Buffer[],
): FetchData {
  return {
    partitionIndex: entry.index,
    errorCode: errors.none,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset(),
    logStartOffset: log.logStartOffset,
    abortedTransactions: terms.isReadCommitted ? [] : null,
    records,
  };
}
