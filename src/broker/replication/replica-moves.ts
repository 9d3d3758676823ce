/** AlterReplicaLogDirs, and the moves between folders that are under way. */
import { DiskError, type Env } from '../env/env.ts';
import type { LogManager } from '../log/log-manager.ts';
import { hasFutureName } from '../log/partition-folder.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { MetadataImage } from '../metadata/image.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import type { alterReplicaLogDirsApi } from '../protocol/messages/34-alter-replica-log-dirs.ts';
import { zeroUuid } from '../protocol/types.ts';
import type { Deadlines } from './deadlines.ts';
import type { DirectoryAssignments } from './directory-assignments.ts';
import type { Leaders } from './leaders.ts';
import type { PartitionTable } from './partition-table.ts';
import type { Partition } from './partition.ts';
import { type MoveHost, ReplicaMove } from './replica-move.ts';

type Request = RequestOf<typeof alterReplicaLogDirsApi>;
type Response = ResponseOf<typeof alterReplicaLogDirsApi>;
type PartitionResult = Response['results'][number]['partitions'][number];
type Wanted = { readonly topic: string; readonly index: number; path: string };

/** What is asked for by name is not known by name; and here a missing replica has an error of its own. */
const answers: ReadonlyMap<number, number> = new Map([
  [errors.notLeaderOrFollower, errors.replicaNotAvailable],
  [errors.unknownTopicId, errors.unknownTopicOrPartition],
]);
const throttleKey = 'replica.alter.log.dirs.io.max.bytes.per.second';
/** Keys of changed configs of brokers; an empty name behind it stands for all of them. */
const brokerConfigPrefix = '4:';
const chunkMaxBytes = 1024 * 1024;

export type ReplicaMovesOptions = {
  readonly logs: LogManager;
  readonly table: PartitionTable;
  readonly leaders: Leaders;
  readonly deadlines: Deadlines;
  readonly directories: DirectoryAssignments;
  /** replica.alter.log.dirs.io.max.bytes.per.second, for all moves together. */
  readonly bytesPerSecond: () => number;
};

export class ReplicaMoves {
  private readonly env: Env;
  private readonly options: ReplicaMovesOptions;
  private readonly host: MoveHost;
  private readonly moves = new Map<Partition, ReplicaMove>();
  /** When the bytes that were let through have had their time. */
  private paidUntilMs = 0;

  constructor(env: Env, options: ReplicaMovesOptions) {
    this.env = env;
    this.options = options;
    const { logs, deadlines, directories } = options;
    this.host = {
      logs,
      deadlines,
      directories,
      throttleMs: (copiedBytes) => this.throttleMs(copiedBytes),
      chunkBytes: () => Math.max(1, Math.min(chunkMaxBytes, options.bytesPerSecond())),
      onDone: ({ partition, future }) => {
        this.moves.delete(partition);
        const { topic, partition: index, log } = partition;
        env.logger.info(
          'replication',
          `${topic}-${index} has moved: ${future.dir} is ${log.dir} now`,
        );
      },
    };
  }

  alter(request: Request): Response {
    const wanted = new Map<string, Wanted>();
    for (const { path, topics } of request.dirs) {
      for (const { name: topic, partitions } of topics) {
        // Named more than once, the last folder counts.
        for (const index of partitions) wanted.set(`${topic}/${index}`, { topic, index, path });
      }
    }
    const results = new Map<string, PartitionResult[]>();
    for (const { topic, index, path } of wanted.values()) {
      const result = { partitionIndex: index, errorCode: this.alterOne(topic, index, path) };
      const partitions = results.get(topic);
      if (partitions) partitions.push(result);
      else results.set(topic, [result]);
    }
    return { results: [...results].map(([topicName, partitions]) => ({ topicName, partitions })) };
  }

  isMoving(partition: Partition): boolean {
    return this.moves.has(partition);
  }

  /** Goes on with a copy that an earlier run has begun. */
  resume(partition: Partition): void {
    const future = this.options.logs.future(partition.topic, partition.partition);
    if (!future || this.moves.has(partition)) return;
    if (future.topicId === partition.topicId) this.begin(partition, future);
    else this.options.logs.deleteFuture(partition.topic, partition.partition);
  }

  /** Ends a move; what has been copied stays. */
  stop(partition: Partition): void {
    this.moves.get(partition)?.cancel();
    this.moves.delete(partition);
  }

  /** Ends moves into a folder that has failed. */
  stopMovesInto(folderPath: string): void {
    for (const [partition, { future }] of this.moves) {
      if (future.dir.startsWith(`${folderPath}/`)) this.stop(partition);
    }
  }

  close(): void {
    for (const move of this.moves.values()) move.close();
    this.moves.clear();
  }

  private alterOne(topic: string, index: number, path: string): number {
    const { logs, table, leaders } = this.options;
    const dirs = logs.logDirs();
    if (!hasFutureName(`${topic}-${index}`)) return errors.invalidTopicException;
    const target = dirs.find((dir) => dir.path === path);
    if (!target) return errors.logDirNotFound;
    if (!target.isOnline) return errors.kafkaStorageError;
    const partition = table.get(topic, index);
    if (!partition) {
      const errorCode = leaders.errorOfMissing(topic, zeroUuid, index);
      if (errorCode !== errors.kafkaStorageError) logs.prefer(topic, index, path);
      return answers.get(errorCode) ?? errorCode;
    }
    const move = this.moves.get(partition);
    if (move && !isIn(move.future, path)) {
      this.stop(partition);
      logs.deleteFuture(topic, index);
    }
    if (isIn(partition.log, path) || this.moves.has(partition)) return errors.none;
    // A copy may lie in the folder that is offline.
    if (dirs.some(({ isOnline }) => !isOnline)) return errors.kafkaStorageError;
    try {
      this.begin(partition, logs.createFuture(partition.log, path));
      return errors.none;
    } catch (error) {
      if (error instanceof DiskError) return errors.kafkaStorageError;
      throw error;
    }
  }

  private begin(partition: Partition, future: PartitionLog): void {
    this.moves.set(partition, new ReplicaMove(this.env, partition, future, this.host));
  }

  private throttleMs(copiedBytes: number): number {
    const bytesPerSecond = this.options.bytesPerSecond();
    if (!Number.isFinite(bytesPerSecond)) return 0;
    const nowMs = this.env.clock.monotonicMs();
    const costMs = (copiedBytes * 1000) / Math.max(1, bytesPerSecond);
    this.paidUntilMs = Math.max(this.paidUntilMs, nowMs) + costMs;
    return this.paidUntilMs - nowMs;
  }
}

/** The broker's dynamic throttle of moves; none unless it is set. */
export function moveBytesPerSecond(image: MetadataImage, nodeId: number): number {
  for (const name of [`${nodeId}`, '']) {
    const values = image.configs.get(`${brokerConfigPrefix}${name}`);
    const text = values?.get(throttleKey);
    if (text !== undefined) return Number(text);
  }
  return Number.POSITIVE_INFINITY;
}

/** Whether the log lies right in that folder. */
const isIn = ({ dir }: PartitionLog, path: string): boolean =>
  dir.slice(0, dir.lastIndexOf('/')) === path;
