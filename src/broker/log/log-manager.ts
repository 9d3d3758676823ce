/** The logs of all partitions of one broker, in its data folder. */
import { type BrokerConfig, parseTopicConfig, type TopicConfig } from '../config.ts';
import { DiskError, type Env, type Timer } from '../env/env.ts';
import { metadataTopicId, type Uuid } from '../protocol/types.ts';
import { Checkpoint, type CheckpointEntry } from './checkpoint.ts';
import {
  claimDataFolder,
  type DataFolder,
  markCleanShutdown,
  toDataDirError,
} from './data-folder.ts';
import { LogFiles } from './log-files.ts';
import {
  deletedName,
  isLeftover,
  parseFolderName,
  readTopicId,
  writeTopicId,
} from './partition-folder.ts';
import { PartitionLog } from './partition-log.ts';
import { TailCache } from './tail-cache.ts';

export { DataDirError } from './data-folder.ts';

export type LogManagerOptions = {
  readonly dataDir: string;
  readonly nodeId: number;
  readonly clusterId: Uuid;
  readonly broker: BrokerConfig;
};

const metadataTopic = '__cluster_metadata';
const metadataName = `${metadataTopic}-0`;
const metadataSegmentBytes = 100 * 1024 * 1024;
/** Kafka's log.initial.task.delay.ms. */
const firstRetentionMs = 30_000;
const producerCheckIntervalMs = 600_000;
/** Longer waits mean never. */
const timerMaxMs = 0x7fffffff;

export class LogManager {
  readonly directoryId: Uuid;
  /** Under which the last run was shut down in order; -1 when it was not. */
  readonly previousBrokerEpoch: number;
  private readonly env: Env;
  private readonly options: LogManagerOptions;
  private readonly folder: DataFolder;
  private readonly cache: TailCache;
  private readonly files: LogFiles;
  private readonly partitions = new Map<string, PartitionLog>();
  private readonly timers = new Set<Timer>();
  private readonly failureListeners: ((error: unknown) => void)[] = [];
  private readonly recoveryPoints: Checkpoint;
  private readonly highWatermarks: Checkpoint;
  private readonly logStarts: Checkpoint;
  /** What the last run left, until the log it is about has been opened. */
  private readonly stored: Readonly<
    Record<'recovery' | 'watermark' | 'start', Map<string, number>>
  >;
  private metadata: PartitionLog | undefined;
  private isCheckpointPlanned = false;
  private isClosed = false;
  isFailed = false;

  /** Throws DataDirError. */
  static open(env: Env, options: LogManagerOptions): LogManager {
    try {
      return new LogManager(env, options, claimDataFolder(env, options));
    } catch (error) {
      throw error instanceof DiskError ? toDataDirError(options.dataDir, error) : error;
    }
  }

  private constructor(env: Env, options: LogManagerOptions, folder: DataFolder) {
    this.env = env;
    this.options = options;
    this.folder = folder;
    this.directoryId = folder.directoryId;
    this.previousBrokerEpoch = folder.previousBrokerEpoch;
    this.cache = new TailCache(options.broker.rivuletLogCacheBytes);
    this.files = new LogFiles(env.disk);
    const checkpoint = (name: string) => new Checkpoint(env.disk, this.path(name));
    this.recoveryPoints = checkpoint('recovery-point-offset-checkpoint');
    this.highWatermarks = checkpoint('replication-offset-checkpoint');
    this.logStarts = checkpoint('log-start-offset-checkpoint');
    this.stored = {
      recovery: this.recoveryPoints.read(),
      watermark: this.highWatermarks.read(),
      start: this.logStarts.read(),
    };
    try {
      this.loadAll();
    } catch (error) {
      folder.release();
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

  /** A log of an older topic of the same name is thrown away. */
  getOrCreate(topic: string, partition: number, topicId: Uuid, config: TopicConfig): PartitionLog {
    const known = this.get(topic, partition);
    if (known && known.topicId === topicId) {
      known.updateConfig(config);
      return known;
    }
    if (known) this.delete(topic, partition);
    const name = `${topic}-${partition}`;
    return this.guard(() => {
      this.env.disk.makeDirectory(this.path(name));
      writeTopicId(this.env, this.path(name), topicId);
      // A folder that was there but not loaded lost its topic id in a crash: nothing in it has been
      // checked since, whatever later runs said of their end.
      const log = this.openLog(topic, partition, topicId, config, false);
      this.partitions.set(name, log);
      return log;
    });
  }

  /** The folder is renamed at once and removed after file.delete.delay.ms. */
  delete(topic: string, partition: number): void {
    const name = `${topic}-${partition}`;
    const log = this.partitions.get(name);
    if (!log) return;
    this.partitions.delete(name);
    log.close(false);
    const gone = this.path(deletedName(this.env, name));
    this.guard(() => this.env.disk.rename(log.dir, gone));
    this.after(log.config.fileDeleteDelayMs, () => this.env.disk.remove(gone));
    // A new topic of this name must not begin where this one did.
    this.planCheckpoint();
  }

  /** The log of the metadata quorum, on this node's own. */
  metadataLog(): PartitionLog {
    this.metadata ??= this.openMetadataLog();
    return this.metadata;
  }

  start(): void {
    const { broker } = this.options;
    const { logRetentionCheckIntervalMs: retentionMs } = broker;
    this.after(Math.min(firstRetentionMs, retentionMs), () => {
      this.applyRetention();
      this.every(retentionMs, () => this.applyRetention());
    });
    this.every(producerCheckIntervalMs, () => this.expireProducers());
    this.every(broker.replicaHighWatermarkCheckpointIntervalMs, () =>
      this.background(this.highWatermarks.write(this.watermarkEntries())),
    );
    this.every(broker.logFlushOffsetCheckpointIntervalMs, () => this.checkpointOffsets());
    this.every(broker.logFlushSchedulerIntervalMs, () => this.flushDue());
  }

  /** Called once, when the disk refused something that cannot be undone or repeated. */
  onFailure(listener: (error: unknown) => void): void {
    this.failureListeners.push(listener);
  }

  close({ clean, brokerEpoch }: { readonly clean: boolean; readonly brokerEpoch: number }): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
    const isClean = clean && !this.isFailed;
    try {
      for (const log of this.allLogs()) log.close(isClean);
      if (!isClean) return;
      this.highWatermarks.writeNow(this.watermarkEntries());
      this.recoveryPoints.writeNow(this.recoveryEntries());
      this.logStarts.writeNow(this.startEntries());
      markCleanShutdown(this.env, this.options.dataDir, brokerEpoch);
    } finally {
      this.folder.release();
    }
  }

  private allLogs(): PartitionLog[] {
    return this.metadata ? [...this.partitions.values(), this.metadata] : this.logs();
  }

  private loadAll(): void {
    const config = parseTopicConfig({}, this.options.broker);
    for (const name of this.env.disk.list(this.options.dataDir)) {
      if (isLeftover(name)) this.env.disk.remove(this.path(name));
      const parsed = isLeftover(name) ? undefined : parseFolderName(name);
      if (!parsed || parsed.topic === metadataTopic) continue;
      const topicId = readTopicId(this.env, this.path(name));
      if (!topicId) continue;
      this.partitions.set(name, this.openLog(parsed.topic, parsed.partition, topicId, config));
    }
  }

  private openMetadataLog(): PartitionLog {
    const config = parseTopicConfig(
      { 'cleanup.policy': 'compact', 'segment.bytes': String(metadataSegmentBytes) },
      this.options.broker,
    );
    return this.guard(() => {
      this.env.disk.makeDirectory(this.path(metadataName));
      writeTopicId(this.env, this.path(metadataName), metadataTopicId);
      return this.openLog(metadataTopic, 0, metadataTopicId, config);
    });
  }

  private openLog(
    topic: string,
    partition: number,
    topicId: Uuid,
    config: TopicConfig,
    isCleanShutdown = this.folder.isCleanShutdown,
  ): PartitionLog {
    const name = `${topic}-${partition}`;
    const log = PartitionLog.open(this.env, {
      dir: this.path(name),
      topic,
      partition,
      topicId,
      config,
      broker: this.options.broker,
      cache: this.cache,
      files: this.files,
      recoveryPoint: take(this.stored.recovery, name),
      logStartOffset: take(this.stored.start, name),
      isCleanShutdown,
      onFailure: (error) => this.fail(error),
      onRecoveryPointLowered: () => this.planCheckpoint(),
    });
    log.setHighWatermark(take(this.stored.watermark, name));
    return log;
  }

  private applyRetention(): void {
    const nowMs = this.env.clock.nowMs();
    for (const log of this.partitions.values()) log.applyRetention(nowMs);
  }

  private expireProducers(): void {
    const nowMs = this.env.clock.nowMs();
    for (const log of this.partitions.values()) log.expireProducers(nowMs);
  }

  private flushDue(): void {
    const nowMs = this.env.clock.nowMs();
    for (const log of this.partitions.values())
      if (log.isFlushDue(nowMs)) this.background(log.flush());
  }

  /** Once for all changes of a turn. */
  private planCheckpoint(): void {
    if (this.isCheckpointPlanned) return;
    this.isCheckpointPlanned = true;
    this.env.clock.defer(() => {
      this.isCheckpointPlanned = false;
      if (!this.isClosed) this.checkpointOffsets();
    });
  }

  private checkpointOffsets(): void {
    this.background(this.recoveryPoints.write(this.recoveryEntries()));
    this.background(this.logStarts.write(this.startEntries()));
  }

  private watermarkEntries(): CheckpointEntry[] {
    return this.logs().map((log) => entryOf(log, log.highWatermark));
  }

  private recoveryEntries(): CheckpointEntry[] {
    return this.allLogs().map((log) => entryOf(log, log.recoveryPoint));
  }

  private startEntries(): CheckpointEntry[] {
    return this.allLogs()
      .filter(({ logStartOffset }) => logStartOffset > 0)
      .map((log) => entryOf(log, log.logStartOffset));
  }

  private every(intervalMs: number, action: () => void): void {
    this.after(intervalMs, () => {
      action();
      this.every(intervalMs, action);
    });
  }

  private after(delayMs: number, action: () => void): void {
    if (delayMs > timerMaxMs) return;
    const timer = this.env.clock.setTimer(delayMs, () => {
      this.timers.delete(timer);
      if (this.isClosed || this.isFailed) return;
      try {
        this.guard(action);
      } catch (error) {
        if (!(error instanceof DiskError)) throw error;
      }
    });
    this.timers.add(timer);
  }

  private background(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (this.isClosed) return;
      if (!(error instanceof DiskError)) throw error;
      this.fail(error);
    });
  }

  private guard<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (error instanceof DiskError) this.fail(error);
      throw error;
    }
  }

  private fail(error: unknown): void {
    if (this.isFailed) return;
    this.isFailed = true;
    for (const listener of this.failureListeners) listener(error);
  }

  private path(name: string): string {
    return `${this.options.dataDir}/${name}`;
  }
}

function entryOf({ topic, partition }: PartitionLog, offset: number): CheckpointEntry {
  return { topic, partition, offset };
}

/** A later log of the same name starts from nothing. */
function take(offsets: Map<string, number>, name: string): number {
  const offset = offsets.get(name) ?? 0;
  offsets.delete(name);
  return offset;
}
