/**
 * The logs of all partitions of one broker, in one folder or several (KIP-112, KIP-858). A folder
 * that fails takes its partitions with it; the broker goes on with the others, unless it was the
 * last one or the one with the metadata log.
 */
import type { TopicConfig } from '../config.ts';
import type { LogView, TopicAges } from '../control.ts';
import { DiskError, type Env } from '../env/env.ts';
import { unassignedDirectory } from '../protocol/directories.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import type { Uuid } from '../protocol/types.ts';
import { LogCleaner } from './cleaner/log-cleaner.ts';
import { FolderSet, type LogDirView, type LogManagerOptions } from './folder-set.ts';
import { LogFiles } from './log-files.ts';
import type { FolderHost, LogFolder, LogIdentity } from './log-folder.ts';
import { LogUpkeep } from './log-upkeep.ts';
import { agesOf, viewLog } from './log-views.ts';
import type { PartitionLog } from './partition-log.ts';
import { PendingFolders } from './pending-folders.ts';
import { type Damage, LogScrubber } from './scrub/scrubber.ts';
import { TailCache } from './tail-cache.ts';

export { DataDirError } from './data-folder.ts';
export type { LogDirView } from './folder-set.ts';

/** Where the metadata wants the replica of a partition; undefined when it does not know it here. */
export type Assigned = (log: PartitionLog) => Uuid | undefined;

/** As many as the thread pool has threads, and as many that wait for one. */
const flushLanes = 8;

export class LogManager {
  /** Of the folder with the metadata log. */
  readonly directoryId: Uuid;
  /** Under which the last run was shut down in order; -1 when it was not. */
  readonly previousBrokerEpoch: number;
  readonly cleaner: LogCleaner;
  readonly scrubber: LogScrubber;
  private readonly env: Env;
  private readonly options: LogManagerOptions;
  private readonly host: FolderHost;
  private readonly dirs: FolderSet;
  private readonly partitions = new Map<string, PartitionLog>();
  private readonly futures = new Map<string, PartitionLog>();
  /** Replicas found in a second folder, until the metadata says which one counts. */
  private duplicates: { readonly folder: LogFolder; readonly log: PartitionLog }[] = [];
  /** Where AlterReplicaLogDirs wants replicas that do not exist yet. */
  private readonly preferred = new Map<string, LogFolder>();
  private readonly upkeep: LogUpkeep;
  private readonly failureListeners: ((error: unknown) => void)[] = [];
  private readonly damageListeners: ((damage: Damage) => void)[] = [];
  private readonly folderListeners: ((folder: LogFolder) => void)[] = [];
  private isClosed = false;
  /** Nothing works any more. */
  isFailed = false;

  /** Throws DataDirError. */
  static open(env: Env, options: LogManagerOptions): LogManager {
    const folders = new PendingFolders(env);
    const { clock, random, net, logger } = env;
    return new LogManager({ clock, random, net, logger, disk: folders }, folders, options);
  }

  private constructor(env: Env, folders: PendingFolders, options: LogManagerOptions) {
    const { broker } = options;
    this.env = env;
    this.options = options;
    this.host = {
      broker,
      cache: new TailCache(broker.rivuletLogCacheBytes),
      files: new LogFiles(env.disk),
      folders,
      onFailure: (folder, error) => this.folderFailed(folder, error),
      onCheckpoint: () => this.cleaner.checkpoint(),
    };
    this.dirs = FolderSet.open(env, options, this.host);
    const isOver = (): boolean => this.isClosed || this.isFailed;
    this.upkeep = new LogUpkeep(env, options, this.dirs, isOver);
    this.directoryId = this.dirs.metadata.directoryId;
    this.previousBrokerEpoch = this.dirs.previousBrokerEpoch;
    try {
      for (const folder of this.dirs.online()) this.takeUp(folder);
      this.cleaner = new LogCleaner(env, {
        logs: () => this.logs(),
        config: () => options.currentBroker?.() ?? options.broker,
        onFailure: (error, log) => this.dirs.of(log).fail(error),
        onDamage: (log, { baseOffset }) => this.scrubber.suspect(log, baseOffset),
      });
      this.scrubber = new LogScrubber(env, {
        logs: () => this.logs(),
        config: () => options.broker,
        onDamage: (damage) => {
          for (const listener of this.damageListeners) listener(damage);
        },
        onFailure: (error, log) => this.dirs.of(log).fail(error),
      });
    } catch (error) {
      for (const folder of this.dirs.working()) folder.close({ clean: false, brokerEpoch: -1 });
      throw error;
    }
  }

  /** Of all partitions but the metadata log. */
  logs(): PartitionLog[] {
    return [...this.partitions.values()];
  }

  get(topic: string, partition: number): PartitionLog | undefined {
    return this.partitions.get(`${topic}-${partition}`);
  }

  /** The copy that is being made of a replica in another folder. */
  future(topic: string, partition: number): PartitionLog | undefined {
    return this.futures.get(`${topic}-${partition}`);
  }

  /**
   * A log of an older topic of the same name is thrown away. `directoryId` is the folder that the
   * metadata names. Throws KafkaError(kafkaStorageError) when the log may lie in a folder that has
   * failed, or when no folder takes it.
   */
  getOrCreate(
    topic: string,
    partition: number,
    topicId: Uuid,
    config: TopicConfig,
    directoryId: Uuid = unassignedDirectory,
  ): PartitionLog {
    const known = this.get(topic, partition);
    if (known && known.topicId === topicId) {
      known.updateConfig(config);
      return known;
    }
    if (known) this.delete(topic, partition);
    const name = `${topic}-${partition}`;
    const identity = { topic, partition, topicId, config };
    for (const folder of this.dirs.candidates(name, this.preferred.get(name), directoryId)) {
      const log = this.tryCreate(folder, identity);
      if (!log) continue;
      this.preferred.delete(name);
      this.partitions.set(name, log);
      return log;
    }
    throw new KafkaError(errors.kafkaStorageError, `no log folder takes ${name}`);
  }

  /** A copy of the replica in another folder, empty at first. Throws DiskError. */
  createFuture(log: PartitionLog, path: string): PartitionLog {
    const { topic, partition, topicId, config } = log;
    const folder = this.dirs.at(path);
    if (!folder) throw new Error(`${path} is not a folder that works`);
    const future = folder.createFuture({ topic, partition, topicId, config });
    this.futures.set(nameOf(log), future);
    this.preferred.delete(nameOf(log));
    return future;
  }

  deleteFuture(topic: string, partition: number): void {
    const future = this.future(topic, partition);
    if (future) this.remove(future);
  }

  /** The copy takes the replica's place; both hold the same. Gives the log that is used from now on. */
  promote(future: PartitionLog): PartitionLog {
    const name = nameOf(future);
    const before = this.partitions.get(name);
    const log = this.dirs.of(future).promote(future);
    this.futures.delete(name);
    this.partitions.set(name, log);
    if (before) this.remove(before);
    return log;
  }

  /** The folder is renamed at once and removed after file.delete.delay.ms. */
  delete(topic: string, partition: number): void {
    this.deleteFuture(topic, partition);
    const log = this.get(topic, partition);
    if (log) this.remove(log);
  }

  /**
   * What lies on disk is brought into line with the metadata, once, before anything is hosted:
   * strays are put aside, an unfinished swap is finished, of two replicas the assigned one stays.
   */
  reconcile(assigned: Assigned): void {
    for (const { folder, log } of this.duplicates) this.settleDuplicate(folder, log, assigned(log));
    this.duplicates = [];
    for (const log of this.logs()) {
      if (assigned(log) !== undefined) continue;
      this.partitions.delete(nameOf(log));
      const folder = this.dirs.of(log);
      folder.attempt(() => folder.markStray(log));
      this.env.logger.warn('log', `${nameOf(log)} is not assigned to this broker: put aside`);
    }
    for (const future of Array.from(this.futures.values())) {
      const directoryId = assigned(future);
      const current = this.partitions.get(nameOf(future));
      if (directoryId === undefined) this.remove(future);
      else if (!current && directoryId === this.dirs.of(future).directoryId) this.promote(future);
    }
  }

  /** The log of the metadata quorum, on this node's own. */
  metadataLog(): PartitionLog {
    return this.dirs.metadata.metadataLog();
  }

  logDirs(): LogDirView[] {
    return this.dirs.views();
  }

  /** The logs of a topic here as they lie on disk, copies that are being made included. */
  views(topic: string, partitions: readonly number[] | null): LogView[] {
    const { env, cleaner } = this;
    const nextCheckMs = this.upkeep.nextRetentionMs;
    const pick = (logs: Iterable<PartitionLog>): PartitionLog[] =>
      [...logs]
        .filter((log) => log.topic === topic && !log.contents.isClosed)
        .filter((log) => partitions?.includes(log.partition) ?? true)
        .sort((a, b) => a.partition - b.partition);
    const view = (logs: Iterable<PartitionLog>, isFuture: boolean): LogView[] =>
      pick(logs).map((log) => viewLog({ env, cleaner, nextCheckMs }, log, isFuture));
    return [...view(this.partitions.values(), false), ...view(this.futures.values(), true)];
  }

  ages(logs: Iterable<PartitionLog>): TopicAges[] {
    return agesOf(this.env, logs);
  }

  /** Of the folders that work, or of those that have failed since the start. */
  directoryIds({ isOnline }: { readonly isOnline: boolean }): Uuid[] {
    return this.dirs.directoryIds({ isOnline });
  }

  /** The id of the folder a log lies in. */
  directoryOf(log: PartitionLog): Uuid {
    return this.dirs.of(log).directoryId;
  }

  /** Where a replica is to go that will be created later. */
  prefer(topic: string, partition: number, path: string): void {
    const folder = this.dirs.at(path);
    if (folder) this.preferred.set(`${topic}-${partition}`, folder);
  }

  start(): void {
    for (const folder of this.dirs.working()) folder.start();
    this.upkeep.start();
    this.cleaner.start();
    this.scrubber.start();
  }

  /** Called once, when nothing can go on: a disk refused what cannot be undone or repeated. */
  onFailure(listener: (error: unknown) => void): void {
    this.failureListeners.push(listener);
  }

  /** Called for each segment in which a batch is not what was written. */
  onDamage(listener: (damage: Damage) => void): void {
    this.damageListeners.push(listener);
  }

  /** Called in a turn of its own when one folder has failed and others go on. */
  onFolderFailure(listener: (folder: LogFolder) => void): void {
    this.folderListeners.push(listener);
  }

  /**
   * Brings all logs to the device, several at a time on the thread pool: what `close` does one after
   * the other. A folder whose disk refuses has failed when this returns.
   */
  async flush(): Promise<void> {
    const logs = this.dirs.working().flatMap((folder) => folder.allLogs());
    const lane = async (): Promise<void> => {
      for (let log = logs.pop(); log; log = logs.pop()) {
        try {
          await log.flush();
        } catch (error) {
          if (!(error instanceof DiskError)) throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: flushLanes }, lane));
  }

  close({ clean, brokerEpoch }: { readonly clean: boolean; readonly brokerEpoch: number }): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.upkeep.close();
    const isClean = clean && !this.isFailed;
    this.host.folders.close(isClean);
    const steps = [
      () => this.scrubber.close(),
      () => this.cleaner.close({ isClean }),
      ...this.dirs.working().map((folder) => () => folder.close({ clean: isClean, brokerEpoch })),
    ];
    let problem: unknown;
    for (const step of steps) {
      try {
        step();
      } catch (error) {
        problem ??= error;
      }
    }
    if (problem !== undefined) throw problem;
  }

  private takeUp(folder: LogFolder): void {
    for (const [name, log] of folder.logs) {
      if (this.partitions.has(name)) this.duplicates.push({ folder, log });
      else this.partitions.set(name, log);
    }
    for (const [name, future] of folder.futures) {
      if (this.futures.has(name)) this.remove(future);
      else this.futures.set(name, future);
    }
  }

  /** A crash came between the two renames of a swap. */
  private settleDuplicate(folder: LogFolder, log: PartitionLog, assigned: Uuid | undefined): void {
    const current = this.partitions.get(nameOf(log));
    const isKept =
      current === undefined ||
      (assigned === folder.directoryId && assigned !== this.directoryOf(current));
    if (!isKept) return this.remove(log);
    this.partitions.set(nameOf(log), log);
    if (current) this.remove(current);
  }

  private tryCreate(folder: LogFolder, identity: LogIdentity): PartitionLog | undefined {
    try {
      return folder.create(identity);
    } catch (error) {
      // The folder has failed with it.
      if (error instanceof DiskError) return undefined;
      throw error;
    }
  }

  private remove(log: PartitionLog): void {
    const name = nameOf(log);
    if (this.partitions.get(name) === log) this.partitions.delete(name);
    if (this.futures.get(name) === log) this.futures.delete(name);
    const folder = this.dirs.of(log);
    folder.attempt(() => {
      const gone = folder.retire(log);
      this.upkeep.after(log.config.fileDeleteDelayMs, () => {
        folder.attempt(() => this.env.disk.remove(gone));
      });
    });
  }

  private folderFailed(folder: LogFolder, error: unknown): void {
    // One that fails while it is being opened is told by an exception.
    if (!this.dirs?.has(folder)) return;
    if (folder === this.dirs.metadata || this.dirs.online().length === 0) return this.fail(error);
    this.env.logger.error('log', `the log folder ${folder.path} is offline`, error);
    folder.abandon();
    for (const map of [this.partitions, this.futures]) {
      for (const [name, log] of map) if (this.dirs.of(log) === folder) map.delete(name);
    }
    this.env.clock.defer(() => {
      if (this.isClosed) return;
      for (const listener of this.folderListeners) listener(folder);
    });
  }

  private fail(error: unknown): void {
    if (this.isFailed) return;
    this.isFailed = true;
    for (const listener of this.failureListeners) listener(error);
  }
}

const nameOf = ({ topic, partition }: PartitionLog): string => `${topic}-${partition}`;
