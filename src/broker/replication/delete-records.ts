/**
 * DeleteRecords: the leader raises its log start and answers once all live replicas, which learn
 * of it with their next fetch, have raised theirs.
 */
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import type { deleteRecordsApi } from '../protocol/messages/21-delete-records.ts';
import type { Deadlines, Waiting } from './deadlines.ts';
import { failureOf } from './failures.ts';
import { isInternalTopic } from '../protocol/topic-names.ts';
import type { Leaders } from './leaders.ts';
import { lowWatermark } from './partition-state.ts';
import type { PartitionTable } from './partition-table.ts';
import type { Partition, StartWait } from './partition.ts';

type DeleteRequest = RequestOf<typeof deleteRecordsApi>;
export type DeleteResponse = ResponseOf<typeof deleteRecordsApi>;
type Result = { partitionIndex: number; lowWatermark: number; errorCode: number };

/** Offset of a request that means the high watermark. */
const upToHighWatermark = -1;

export type DeleteRecordsOptions = {
  readonly table: PartitionTable;
  readonly leaders: Leaders;
  readonly deadlines: Deadlines;
  /** Registered and not fenced. */
  readonly isAlive: (brokerId: number) => boolean;
};

export class DeleteRecordsService {
  private readonly options: DeleteRecordsOptions;

  constructor(options: DeleteRecordsOptions) {
    this.options = options;
  }

  deleteRecords(request: DeleteRequest): DeleteResponse | Promise<DeleteResponse> {
    const pending = new PendingDelete();
    const topics = request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, offset }) =>
        this.deleteOne(name, partitionIndex, offset, pending),
      ),
    }));
    if (pending.openCount === 0) return { topics };
    return new Promise((resolve) => {
      pending.onDone = () => {
        this.options.deadlines.remove(pending);
        resolve({ topics });
      };
      this.options.deadlines.add(pending, request.timeoutMs);
    });
  }

  private deleteOne(
    topic: string,
    partitionIndex: number,
    offset: number,
    pending: PendingDelete,
  ): Result {
    const result: Result = { partitionIndex, lowWatermark: -1, errorCode: errors.none };
    try {
      const partition = this.leading(topic, partitionIndex);
      const target = targetOffset(partition, offset);
      if (target > partition.log.logStartOffset) partition.raiseLogStart(target);
      const wait = new DeleteWait(partition, target, result, pending, this.options.isAlive);
      partition.awaitStart(wait);
    } catch (error) {
      result.errorCode = failureOf(error).errorCode;
    }
    return result;
  }

  /** Throws KafkaError unless records of the partition may be deleted here. */
  private leading(topic: string, index: number): Partition {
    if (isInternalTopic(topic)) throw new KafkaError(errors.invalidTopicException);
    const partition = this.options.table.get(topic, index);
    if (!partition) {
      throw new KafkaError(this.options.leaders.errorOfMissingName(topic, index));
    }
    if (!partition.isLeader) throw new KafkaError(errors.notLeaderOrFollower);
    if (!partition.log.config.cleanupPolicy.includes('delete')) {
      throw new KafkaError(errors.policyViolation);
    }
    return partition;
  }
}

function targetOffset({ log }: Partition, offset: number): number {
  const target = offset === upToHighWatermark ? log.highWatermark : offset;
  if (target < 0 || target > log.highWatermark) throw new KafkaError(errors.offsetOutOfRange);
  return target;
}

/** One request; its partitions count down. */
class PendingDelete implements Waiting {
  deadlineMs = 0;
  deadlineOrder = 0;
  heapIndex = -1;
  openCount = 0;
  onDone: (() => void) | undefined;
  private readonly waits: DeleteWait[] = [];

  begin(wait: DeleteWait): void {
    this.openCount++;
    this.waits.push(wait);
  }

  end(): void {
    this.openCount--;
    if (this.openCount === 0) this.onDone?.();
  }

  expire(): void {
    for (const wait of this.waits) wait.settle(errors.requestTimedOut);
  }
}

class DeleteWait implements StartWait {
  private readonly partition: Partition;
  private readonly target: number;
  private readonly result: Result;
  private readonly pending: PendingDelete;
  private readonly isAlive: (brokerId: number) => boolean;
  private isSettled = false;

  constructor(
    partition: Partition,
    target: number,
    result: Result,
    pending: PendingDelete,
    isAlive: (brokerId: number) => boolean,
  ) {
    this.partition = partition;
    this.target = target;
    this.result = result;
    this.pending = pending;
    this.isAlive = isAlive;
    pending.begin(this);
  }

  check(): boolean {
    if (this.isSettled) return true;
    const { view, log } = this.partition;
    if (!view) return false;
    const low = lowWatermark(view, log.logStartOffset, this.isAlive);
    if (low < this.target) return false;
    this.result.lowWatermark = low;
    this.settle(errors.none);
    return true;
  }

  settle(errorCode: number): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.result.errorCode = errorCode;
    this.pending.end();
  }
}
