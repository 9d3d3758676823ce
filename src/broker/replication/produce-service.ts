/**
 * Appends for clients and coordinators. A produce request is answered when each of its partitions
 * is decided; with acks=all it waits as one entry for all of them, whatever their number.
 */
import type { AppendInfo } from '../log/partition-log.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import type { produceApi } from '../protocol/messages/00-produce.ts';
import {
  at,
  batchSizeBytes,
  codecOf,
  compression,
  currentMagic,
  isTransactional,
} from '../protocol/record-batch.ts';
import { type Uuid, zeroUuid } from '../protocol/types.ts';
import type { AppendRequest, Caller, ProduceCaller } from './api.ts';
import type { Deadlines, Waiting } from './deadlines.ts';
import { type Failure, failureOf } from './failures.ts';
import { isInternalTopic } from '../protocol/topic-names.ts';
import type { Leaders } from './leaders.ts';
import type { PartitionTable } from './partition-table.ts';
import type { AckWait, Partition } from './partition.ts';
import type { Traffic } from './traffic.ts';

export type ProduceRequest = RequestOf<typeof produceApi>;
export type ProduceResponse = ResponseOf<typeof produceApi>;
type TopicResponse = ProduceResponse['responses'][number];
/** Filled in place: an answer that waits for followers is decided after it was begun. */
type PartitionResponse = { -readonly [K in keyof PartitionIn]: PartitionIn[K] };
type PartitionIn = TopicResponse['partitionResponses'][number];

const topicIdsFrom = 13;
const zstdFrom = 7;
const currentLeaderFrom = 10;
/** A batch that is refused so is answered without the start of its log. */
const startlessErrors: ReadonlySet<number> = new Set([
  errors.corruptMessage,
  errors.messageTooLarge,
  errors.recordListTooLarge,
  errors.notLeaderOrFollower,
  errors.kafkaStorageError,
]);
/** The only client that may write to internal topics, as in Kafka. */
const adminClientId = '__admin_client';

export type ProduceServiceOptions = {
  readonly table: PartitionTable;
  readonly leaders: Leaders;
  readonly deadlines: Deadlines;
  readonly traffic: Traffic;
};

export class ProduceService {
  private readonly options: ProduceServiceOptions;

  constructor(options: ProduceServiceOptions) {
    this.options = options;
  }

  /** undefined: acks=0 went well; 'failed': acks=0 and an error, the connection is to be closed. */
  produce(
    caller: ProduceCaller,
    request: ProduceRequest,
  ): ProduceResponse | undefined | 'failed' | Promise<ProduceResponse> {
    const { acks, transactionalId } = request;
    const refusal = requestError(request);
    const { producers } = this.options.traffic;
    if (transactionalId) producers.transactional(caller, transactionalId);
    const pending = acks === -1 ? new PendingProduce() : undefined;
    const areAcksValid = acks === -1 || acks === 0 || acks === 1;
    const terms = { acks, refusal, areAcksValid, pending };
    let hasError = false;
    const responses: TopicResponse[] = [];
    for (const topic of request.topicData) {
      const partitionResponses: PartitionResponse[] = [];
      for (const { index, records } of topic.partitionData) {
        const result = this.appendOne(caller, topic, index, records, terms);
        if (result.errorCode !== errors.none) {
          hasError = true;
          producers.refused(caller, topic.name ?? '', result.errorCode);
        }
        partitionResponses.push(result);
      }
      if (partitionResponses.length > 0)
        responses.push({ name: topic.name, topicId: topic.topicId, partitionResponses });
    }
    if (acks === 0) return hasError ? 'failed' : undefined;
    if (!pending || pending.waitCount === 0) return this.complete(caller, responses);
    return new Promise((resolve) => {
      pending.onDone = () => {
        this.options.deadlines.remove(pending);
        for (const { topic, errorCode } of pending.failures()) {
          producers.refused(caller, topic, errorCode);
        }
        resolve(this.complete(caller, responses));
      };
      this.options.deadlines.add(pending, request.timeoutMs);
    });
  }

  /** One append of a coordinator (or of anyone inside the broker). */
  appendRecords(request: AppendRequest): AppendInfo | Promise<AppendInfo> {
    const { topic, requiredAcks, timeoutMs } = request;
    const partition = this.options.table.get(topic, request.partition);
    if (!partition) {
      throw new KafkaError(this.options.leaders.errorOfMissing(topic, zeroUuid, request.partition));
    }
    if (requiredAcks === -1 && partition.isUnderMinIsr()) {
      throw new KafkaError(errors.notEnoughReplicas);
    }
    const info = appendTo(partition, request);
    if (requiredAcks !== -1) return info;
    const pending = new PendingProduce();
    const result: PartitionResponse = { index: 0, errorCode: errors.none, baseOffset: 0 };
    partition.awaitAcks(new ProduceWait(pending, result, info.lastOffset + 1, topic));
    if (pending.waitCount === 0) return settled(info, result.errorCode);
    return new Promise((resolve, reject) => {
      pending.onDone = () => {
        this.options.deadlines.remove(pending);
        if (result.errorCode === errors.none) resolve(info);
        else reject(new KafkaError(result.errorCode));
      };
      this.options.deadlines.add(pending, timeoutMs);
    });
  }

  private appendOne(
    caller: ProduceCaller,
    topic: { readonly name: string; readonly topicId: Uuid },
    index: number,
    records: Buffer | null,
    { acks, refusal, areAcksValid, pending }: ProduceTerms,
  ): PartitionResponse {
    if (refusal !== errors.none) return refused(index, refusal);
    const { table, leaders, traffic } = this.options;
    const isById = caller.apiVersion >= topicIdsFrom;
    const partition = isById ? table.getById(topic.topicId, index) : table.get(topic.name, index);
    if (!partition) {
      return refused(
        index,
        isById
          ? leaders.errorOfMissing('', topic.topicId, index)
          : leaders.errorOfMissingName(topic.name, index),
      );
    }
    const error = batchError(caller, partition, records);
    if (error !== errors.none) return refused(index, error);
    if (!areAcksValid) return refused(index, errors.invalidRequiredAcks);
    if (!partition.isLeader) return refused(index, errors.notLeaderOrFollower);
    if (pending && partition.isUnderMinIsr()) return refused(index, errors.notEnoughReplicas);
    const batch = records as Buffer;
    let info: AppendInfo;
    try {
      info = partition.append(batch, 'client');
    } catch (thrown) {
      return refusedBatch(index, failureOf(thrown), partition.log.logStartOffset);
    }
    const { recordCount, isDuplicate } = info;
    if (!isDuplicate) {
      partition.traffic.bytesIn += info.sizeBytes;
      partition.traffic.recordsIn += recordCount;
      count(partition, caller, recordCount, info.sizeBytes);
    }
    traffic.producers.written(
      caller,
      partition.topic,
      index,
      batch,
      recordCount,
      acks,
      isDuplicate,
    );
    const result: PartitionResponse = {
      index,
      errorCode: errors.none,
      baseOffset: info.firstOffset,
      logAppendTimeMs: info.logAppendTimeMs,
      logStartOffset: info.logStartOffset,
    };
    if (pending) {
      partition.awaitAcks(new ProduceWait(pending, result, info.lastOffset + 1, partition.topic));
    }
    return result;
  }

  /** Adds who leads now to the partitions that asked the wrong broker (KIP-951). */
  private complete(caller: Caller, responses: readonly TopicResponse[]): ProduceResponse {
    if (caller.apiVersion < currentLeaderFrom) return { responses };
    let leaderIds: number[] | undefined;
    for (const { name, topicId, partitionResponses } of responses) {
      for (const result of partitionResponses as readonly PartitionResponse[]) {
        if (result.errorCode !== errors.notLeaderOrFollower) continue;
        const leader = this.options.leaders.current(name ?? '', topicId ?? zeroUuid, result.index);
        if (!leader) continue;
        result.currentLeader = leader;
        leaderIds ??= [];
        leaderIds.push(leader.leaderId);
      }
    }
    if (!leaderIds) return { responses };
    return {
      responses,
      nodeEndpoints: this.options.leaders.endpoints(leaderIds, caller.listenerName),
    };
  }
}

/** What of a request holds for all its partitions. */
type ProduceTerms = {
  readonly acks: number;
  readonly refusal: number;
  readonly areAcksValid: boolean;
  /** With acks=all. */
  readonly pending: PendingProduce | undefined;
};

/** A request that waits for followers; its partitions count down. */
class PendingProduce implements Waiting {
  deadlineMs = 0;
  deadlineOrder = 0;
  heapIndex = -1;
  waitCount = 0;
  /** Past its deadline: what settles later changes nothing. */
  isExpired = false;
  onDone: (() => void) | undefined;
  private readonly waits: ProduceWait[] = [];
  private hasFailure = false;

  begin(wait: ProduceWait): void {
    this.waitCount++;
    this.waits.push(wait);
  }

  end(errorCode: number): void {
    if (errorCode !== errors.none) this.hasFailure = true;
    this.waitCount--;
    if (this.waitCount === 0) this.onDone?.();
  }

  expire(): void {
    this.isExpired = true;
    this.hasFailure = true;
    for (const wait of this.waits) {
      if (!wait.isSettled) wait.result.errorCode = errors.requestTimedOut;
    }
    this.waitCount = 0;
    this.onDone?.();
  }

  /** What was appended and is not acknowledged. */
  failures(): readonly { readonly topic: string; readonly errorCode: number }[] {
    if (!this.hasFailure) return noFailures;
    return this.waits
      .map(({ topic, result }) => ({ topic, errorCode: result.errorCode }))
      .filter(({ errorCode }) => errorCode !== errors.none);
  }
}

const noFailures: readonly { topic: string; errorCode: number }[] = [];

class ProduceWait implements AckWait {
  readonly requiredOffset: number;
  readonly result: PartitionResponse;
  readonly topic: string;
  isSettled = false;
  private readonly pending: PendingProduce;

  constructor(
    pending: PendingProduce,
    result: PartitionResponse,
    requiredOffset: number,
    topic: string,
  ) {
    this.pending = pending;
    this.result = result;
    this.requiredOffset = requiredOffset;
    this.topic = topic;
    pending.begin(this);
  }

  settle(errorCode: number): void {
    if (this.pending.isExpired || this.isSettled) return;
    this.isSettled = true;
    this.result.errorCode = errorCode;
    this.pending.end(errorCode);
  }
}

function count(partition: Partition, { usage }: Caller, records: number, bytes: number): void {
  partition.counts.recordsIn += records;
  partition.counts.bytesIn += bytes;
  if (!usage?.client) return;
  usage.client.recordsIn += records;
  usage.client.bytesIn += bytes;
}

/** Coordinators know the protocol's errors only. */
function appendTo(partition: Partition, { batches, origin }: AppendRequest): AppendInfo {
  try {
    return partition.append(batches, origin);
  } catch (error) {
    const { errorCode, message } = failureOf(error);
    throw new KafkaError(errorCode, message);
  }
}

function settled(info: AppendInfo, errorCode: number): AppendInfo {
  if (errorCode !== errors.none) throw new KafkaError(errorCode);
  return info;
}

function refused(index: number, errorCode: number): PartitionResponse {
  return { index, errorCode, baseOffset: -1, logAppendTimeMs: -1, logStartOffset: -1 };
}

/** As in Kafka, words are only told of single records, and the log's start not of every error. */
function refusedBatch(index: number, failure: Failure, logStartOffset: number): PartitionResponse {
  const { errorCode, message, recordErrors } = failure;
  const refusal = refused(index, errorCode);
  if (startlessErrors.has(errorCode)) return refusal;
  if (recordErrors.length === 0) return { ...refusal, logStartOffset };
  return { ...refusal, logStartOffset, recordErrors, errorMessage: message };
}

/** What is wrong with the request as a whole, for all its partitions. */
function requestError({ transactionalId, topicData }: ProduceRequest): number {
  for (const { partitionData } of topicData) {
    for (const { records } of partitionData) {
      if (!records || records.length < at.records) continue;
      if (!isTransactional(records.readInt16BE(at.attributes))) continue;
      // No transaction can have begun: this broker coordinates none.
      return transactionalId === null
        ? errors.transactionalIdAuthorizationFailed
        : errors.invalidTxnState;
    }
  }
  return errors.none;
}

/** What can be seen without the log's state; the log checks the rest. */
function batchError(caller: Caller, partition: Partition, records: Buffer | null): number {
  if (!records || records.length < at.records) return errors.invalidRecord;
  if (records[at.magic] !== currentMagic) return errors.invalidRecord;
  const sizeBytes = batchSizeBytes(records, 0);
  // Exactly one whole batch; a length that cannot be is for the log to refuse.
  if (sizeBytes >= at.records && sizeBytes !== records.length) return errors.invalidRecord;
  const codec = codecOf(records.readInt16BE(at.attributes));
  if (codec === compression.zstd && caller.apiVersion < zstdFrom) {
    return errors.unsupportedCompressionType;
  }
  if (isInternalTopic(partition.topic) && caller.clientId !== adminClientId) {
    return errors.invalidTopicException;
  }
  return errors.none;
}
