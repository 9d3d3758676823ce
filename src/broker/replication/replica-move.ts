/**
 * One replica on its way to another folder of this broker, while it is served from where it is
 * (KIP-113, KIP-858): its log is copied until nothing is missing, the controller is told, and once
 * it has taken that up the copy takes the replica's place, between two appends.
 *
 *   copying -> flushing    the copy holds all of the replica
 *   flushing -> assigning  that is on the device
 *   assigning -> accepted  the controller has written down the new folder
 *   accepted -> done       nothing was missing again: swapped
 */
import { DiskError, type Env } from '../env/env.ts';
import type { LogManager } from '../log/log-manager.ts';
import type { LogRead, PartitionLog } from '../log/partition-log.ts';
import { Lease } from '../log/slabs.ts';
import { KafkaError } from '../protocol/errors.ts';
import type { Deadlines, Waiting } from './deadlines.ts';
import type { DirectoryAssignments } from './directory-assignments.ts';
import type { Partition, Watcher } from './partition.ts';
import { truncationOffset } from './truncation.ts';

export type MoveHost = {
  readonly logs: LogManager;
  readonly deadlines: Deadlines;
  readonly directories: DirectoryAssignments;
  /** How long the next bytes have to wait after these. */
  readonly throttleMs: (copiedBytes: number) => number;
  readonly chunkBytes: () => number;
  readonly onDone: (move: ReplicaMove) => void;
};

type State = 'copying' | 'flushing' | 'assigning' | 'accepted' | 'over';

export class ReplicaMove implements Watcher, Waiting {
  deadlineMs = 0;
  deadlineOrder = 0;
  heapIndex = -1;
  readonly partition: Partition;
  readonly future: PartitionLog;
  private readonly env: Env;
  private readonly host: MoveHost;
  private state: State = 'copying';
  /** Of the replica's content when both were compared last. */
  private comparedVersion = -1;
  private isPlanned = false;
  private isReading = false;

  constructor(env: Env, partition: Partition, future: PartitionLog, host: MoveHost) {
    this.env = env;
    this.partition = partition;
    this.future = future;
    this.host = host;
    partition.watchers.add(this);
    this.plan();
  }

  /** Gives up; the copy stays. What the controller was told is taken back. */
  cancel(): void {
    const isTold = this.state === 'assigning' || this.state === 'accepted';
    this.finish();
    const { topicId, partition, log } = this.partition;
    if (!isTold || log.contents.isClosed) return;
    this.host.directories.assign(topicId, partition, this.host.logs.directoryOf(log));
  }

  /** The broker stops. */
  close(): void {
    this.finish();
  }

  endOffsetMoved(): void {
    this.plan();
  }

  highWatermarkMoved(): void {
    this.plan();
  }

  logStartMoved(): void {
    this.plan();
  }

  stateChanged(): void {
    this.plan();
  }

  /** The throttle lets the next bytes through. */
  expire(): void {
    this.plan();
  }

  private finish(): void {
    this.state = 'over';
    this.partition.watchers.delete(this);
    this.host.deadlines.remove(this);
  }

  private plan(): void {
    if (this.isPlanned || this.isReading || this.heapIndex >= 0 || this.state === 'over') return;
    this.isPlanned = true;
    this.env.clock.defer(() => {
      this.isPlanned = false;
      if (this.state !== 'over') this.guarded(() => this.step());
    });
  }

  /** A disk that refuses has failed its folder, which ends the move; a closed log ends it as well. */
  private guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof DiskError || error instanceof KafkaError)) throw error;
      const { topic, partition } = this.partition;
      this.env.logger.warn(
        'replication',
        `${topic}-${partition} is not moved on: ${error.message}`,
      );
    }
  }

  private step(): void {
    const { future, partition } = this;
    this.align();
    if (future.logEndOffset < partition.log.logEndOffset) this.copy();
    else this.caughtUp();
  }

  /** Follows what was cut from either end of the replica. */
  private align(): void {
    const { future } = this;
    const { log } = this.partition;
    if (future.logEndOffset < log.logStartOffset) {
      future.truncateFullyAndStartAt(log.logStartOffset);
    }
    const { version } = log.contents;
    if (this.comparedVersion !== version) {
      this.comparedVersion = version;
      while (future.latestEpoch >= 0) {
        const end = log.endOffsetForEpoch(future.latestEpoch);
        const offset = Math.max(truncationOffset(future, end), log.logStartOffset);
        if (offset >= future.logEndOffset) break;
        future.truncateTo(offset);
      }
      // Without epochs nothing tells where the logs part.
      if (future.latestEpoch < 0 && future.logEndOffset > log.logEndOffset) {
        future.truncateTo(log.logStartOffset);
      }
    }
    if (log.logStartOffset <= future.logEndOffset) {
      future.incrementLogStartOffset(log.logStartOffset);
    }
    future.setHighWatermark(Math.min(log.highWatermark, future.logEndOffset));
  }

  private copy(): void {
    const { log } = this.partition;
    const lease = new Lease();
    const { version } = log.contents;
    const read = log.read(this.future.logEndOffset, {
      maxBytes: this.host.chunkBytes(),
      upperOffset: log.logEndOffset,
      minOneBatch: true,
      lease,
    });
    if (!(read instanceof Promise)) return this.take(read, lease, log, version);
    this.isReading = true;
    read.then(
      (later) => {
        this.isReading = false;
        this.guarded(() => this.take(later, lease, log, version));
      },
      (error: unknown) => {
        this.isReading = false;
        lease.release();
        this.guarded(() => {
          throw error;
        });
      },
    );
  }

  private take(read: LogRead, lease: Lease, log: PartitionLog, version: number): void {
    try {
      if (this.state === 'over') return;
      // Read from what has been cut meanwhile: read again.
      if (log !== this.partition.log || version !== log.contents.version) return this.plan();
      for (const slice of read.slices) this.future.appendAsFollower(slice);
    } finally {
      lease.release();
    }
    if (read.sizeBytes === 0) return;
    this.align();
    const waitMs = this.host.throttleMs(read.sizeBytes);
    if (waitMs > 0) this.host.deadlines.add(this, waitMs);
    else this.plan();
  }

  private caughtUp(): void {
    if (this.state === 'accepted') return this.swap();
    if (this.state !== 'copying') return;
    this.state = 'flushing';
    this.future.flush().then(
      () => {
        if (this.state === 'flushing') this.tell();
      },
      (error: unknown) =>
        this.guarded(() => {
          throw error;
        }),
    );
  }

  private tell(): void {
    const { topicId, partition } = this.partition;
    const { directories, logs } = this.host;
    this.state = 'assigning';
    directories.assign(topicId, partition, logs.directoryOf(this.future), () => {
      if (this.state !== 'assigning') return;
      this.state = 'accepted';
      this.plan();
    });
  }

  private swap(): void {
    const { partition, host } = this;
    const before = partition.log;
    const log = host.logs.promote(this.future);
    this.finish();
    log.updateConfig(before.config);
    // The leader's epoch begins where nothing has been appended yet.
    const { latestEpoch } = before;
    const start = before.epochStart(latestEpoch);
    if (log.latestEpoch < latestEpoch && start !== undefined) {
      log.assignEpochStart(latestEpoch, start);
    }
    log.setHighWatermark(before.highWatermark);
    partition.log = log;
    host.onDone(this);
  }
}
