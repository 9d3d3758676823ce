/** The data folder of one broker: its identity, its lock, and the logs of all its partitions. */
import { type BrokerConfig, parseTopicConfig, type TopicConfig } from '../config.ts';
import type { FailureReason } from '../control.ts';
import { DiskError, type Env, type Timer } from '../env/env.ts';
import { metadataTopicId, type Uuid } from '../protocol/types.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { PartitionLog } from './partition-log.ts';
import { TailCache } from './tail-cache.ts';

/** The data folder cannot be used; the message says what to do. */
export class DataDirError extends Error {
  readonly code: FailureReason['code'];
  constructor(code: FailureReason['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DataDirError';
    this.code = code;
  }
}

export type LogManagerOptions = {
  readonly dataDir: string;
  readonly nodeId: number;
  readonly clusterId: Uuid;
  readonly broker: BrokerConfig;
};

const files = {
  meta: 'meta.properties',
  lock: '.lock',
  cleanShutdown: '.kafka_cleanshutdown',
  recoveryPoint: 'recovery-point-offset-checkpoint',
  highWatermark: 'replication-offset-checkpoint',
  logStart: 'log-start-offset-checkpoint',
} as const;

const metadataTopic = '__cluster_metadata';
const checkpointIntervalMs = 5000;
const flushIntervalMs = 60_000;

export class LogManager {
  readonly directoryId: Uuid;
  /** Under which the last run was shut down in order; -1 when it was not. */
  readonly previousBrokerEpoch: number;
  private readonly env: Env;
  private readonly options: LogManagerOptions;
  private readonly cache: TailCache;
  private readonly partitions = new Map<string, PartitionLog>();
  private readonly timers: Timer[] = [];
  private readonly failureListeners: ((error: unknown) => void)[] = [];
  private readonly releaseLock: () => void;
  private readonly isCleanShutdown: boolean;
  private readonly recoveryPoints: Map<string, number>;
  private readonly highWatermarks: Map<string, number>;
  private readonly logStarts: Map<string, number>;
  private metadata: PartitionLog | undefined;
  private isClosed = false;
  isFailed = false;

  /** Throws DataDirError. */
  static open(env: Env, options: LogManagerOptions): LogManager {
    try {
      return new LogManager(env, options);
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      const code = error.code === 'full' ? 'disk-full' : 'data-dir-unreadable';
      throw new DataDirError(
        code,
        `${error.message}. Check the folder ${options.dataDir} and its permissions.`,
        error,
      );
    }
  }

  private constructor(env: Env, options: LogManagerOptions) {
    this.env = env;
    this.options = options;
    const { disk } = env;
    disk.makeDirectory(options.dataDir);
    const lock = disk.lock(this.path(files.lock));
    if (!lock.ok) {
      throw new DataDirError(
        'data-dir-in-use',
        `The folder ${options.dataDir} is in use by process ${lock.pid}. Stop that process or choose another folder.`,
      );
    }
    this.releaseLock = () => lock.release();
    this.directoryId = this.identify();
    this.cache = new TailCache(options.broker.rivuletLogCacheBytes);
    const marker = disk.readFile(this.path(files.cleanShutdown))?.toString();
    this.isCleanShutdown = marker !== undefined;
    this.previousBrokerEpoch = Number(/"brokerEpoch":\s*(-?\d+)/.exec(marker ?? '')?.[1] ?? -1);
    disk.remove(this.path(files.cleanShutdown));
    this.recoveryPoints = readCheckpoint(disk, this.path(files.recoveryPoint));
    this.highWatermarks = readCheckpoint(disk, this.path(files.highWatermark));
    this.logStarts = readCheckpoint(disk, this.path(files.logStart));
    this.loadAll();
  }

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
    const dir = this.path(name);
    this.env.disk.makeDirectory(dir);
    writePartitionMetadata(this.env, dir, topicId);
    const log = this.openLog(name, topic, partition, topicId, config);
    this.partitions.set(name, log);
    return log;
  }

  /** The folder is renamed at once and removed after file.delete.delay.ms. */
  delete(topic: string, partition: number): void {
    const name = `${topic}-${partition}`;
    const log = this.partitions.get(name);
    if (!log) return;
    this.partitions.delete(name);
    log.close(false);
    const unique = this.env.random.bytes(16).toString('hex');
    const gone = this.path(`${name.slice(0, 200)}.${unique}-delete`);
    this.env.disk.rename(log.dir, gone);
    this.timers.push(
      this.env.clock.setTimer(log.config.fileDeleteDelayMs, () =>
        this.guard(() => this.env.disk.remove(gone)),
      ),
    );
  }

  /** The log of the metadata quorum, on this node's own. */
  metadataLog(): PartitionLog {
    if (!this.metadata) {
      const config = parseTopicConfig(
        { 'cleanup.policy': 'compact', 'segment.bytes': '104857600' },
        this.options.broker,
      );
      const name = `${metadataTopic}-0`;
      this.env.disk.makeDirectory(this.path(name));
      writePartitionMetadata(this.env, this.path(name), metadataTopicId);
      this.metadata = this.openLog(name, metadataTopic, 0, metadataTopicId, config);
    }
    return this.metadata;
  }

  start(): void {
    this.every(this.options.broker.logRetentionCheckIntervalMs, () => this.applyRetention());
    this.every(checkpointIntervalMs, () => this.checkpointHighWatermarks());
    this.every(flushIntervalMs, () => this.flushAll());
  }

  onFailure(listener: (error: unknown) => void): void {
    this.failureListeners.push(listener);
  }

  close({ clean, brokerEpoch }: { readonly clean: boolean; readonly brokerEpoch: number }): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const timer of this.timers) timer.cancel();
    for (const log of [...this.partitions.values(), ...(this.metadata ? [this.metadata] : [])])
      log.close(clean);
    if (clean) {
      this.checkpointHighWatermarks();
      this.checkpointOffsets();
      const marker = JSON.stringify({ version: 0, brokerEpoch });
      this.env.disk.writeFileAtomic(this.path(files.cleanShutdown), Buffer.from(marker));
    }
    this.releaseLock();
  }

  private identify(): Uuid {
    const { clusterId, nodeId, dataDir } = this.options;
    const stored = this.env.disk.readFile(this.path(files.meta))?.toString();
    if (stored === undefined) {
      const directoryId = this.env.random.bytes(16).toString('base64url');
      const lines = [
        `cluster.id=${clusterId}`,
        `directory.id=${directoryId}`,
        `node.id=${nodeId}`,
        'version=1',
      ];
      this.env.disk.writeFileAtomic(this.path(files.meta), Buffer.from(`#\n${lines.join('\n')}\n`));
      return directoryId;
    }
    const values = new Map(
      stored
        .split('\n')
        .filter((line) => line.includes('=') && !line.startsWith('#'))
        .map((line) => [
          line.slice(0, line.indexOf('=')).trim(),
          line.slice(line.indexOf('=') + 1).trim(),
        ]),
    );
    const hint = 'Choose another folder, or remove this one if its data is no longer needed.';
    if (values.get('version') !== '1') {
      throw new DataDirError(
        'data-dir-other-version',
        `${dataDir} was written in format ${values.get('version')}, not 1. ${hint}`,
      );
    }
    if (values.get('cluster.id') !== clusterId || values.get('node.id') !== String(nodeId)) {
      throw new DataDirError(
        'data-dir-other-cluster',
        `${dataDir} belongs to node ${values.get('node.id')} of cluster ${values.get('cluster.id')}. ${hint}`,
      );
    }
    return values.get('directory.id') ?? '';
  }

  private loadAll(): void {
    for (const name of this.env.disk.list(this.options.dataDir)) {
      const path = this.path(name);
      if (/-(delete|stray|future)$/.test(name)) {
        this.env.disk.remove(path);
        continue;
      }
      const match = /^(.+)-(\d+)$/.exec(name);
      if (!match || match[1] === metadataTopic || !this.env.disk.stat(path)?.isDirectory) continue;
      const topicId = readTopicId(this.env, path);
      if (!topicId) continue;
      const config = parseTopicConfig({}, this.options.broker);
      this.partitions.set(name, this.openLog(name, match[1], Number(match[2]), topicId, config));
    }
  }

  private openLog(
    name: string,
    topic: string,
    partition: number,
    topicId: Uuid,
    config: TopicConfig,
  ): PartitionLog {
    const log = PartitionLog.open(this.env, {
      dir: this.path(name),
      topic,
      partition,
      topicId,
      config,
      broker: this.options.broker,
      cache: this.cache,
      recoveryPoint: this.recoveryPoints.get(name) ?? 0,
      logStartOffset: this.logStarts.get(name) ?? 0,
      isCleanShutdown: this.isCleanShutdown,
    });
    log.setHighWatermark(this.highWatermarks.get(name) ?? 0);
    return log;
  }

  private applyRetention(): void {
    const nowMs = this.env.clock.nowMs();
    for (const log of this.partitions.values()) {
      log.applyRetention(nowMs);
      log.expireProducers(nowMs);
    }
  }

  private checkpointHighWatermarks(): void {
    const entries = this.logs().map(({ topic, partition, highWatermark }) => ({
      topic,
      partition,
      offset: highWatermark,
    }));
    writeCheckpoint(this.env.disk, this.path(files.highWatermark), entries);
  }

  private checkpointOffsets(): void {
    const logs = this.logs();
    const recovery = logs.map(({ topic, partition, recoveryPoint }) => ({
      topic,
      partition,
      offset: recoveryPoint,
    }));
    const starts = logs.map(({ topic, partition, logStartOffset }) => ({
      topic,
      partition,
      offset: logStartOffset,
    }));
    writeCheckpoint(this.env.disk, this.path(files.recoveryPoint), recovery);
    writeCheckpoint(this.env.disk, this.path(files.logStart), starts);
  }

  private flushAll(): void {
    Promise.all(this.logs().map((log) => log.flush())).then(
      () => this.guard(() => this.checkpointOffsets()),
      (error) => this.fail(error),
    );
  }

  private every(intervalMs: number, action: () => void): void {
    const timer = this.env.clock.setTimer(intervalMs, () => {
      this.timers.splice(this.timers.indexOf(timer), 1);
      if (this.isClosed) return;
      this.guard(action);
      this.every(intervalMs, action);
    });
    this.timers.push(timer);
  }

  private guard(action: () => void): void {
    try {
      if (!this.isClosed) action();
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.isFailed = true;
    for (const listener of this.failureListeners) listener(error);
  }

  private path(name: string): string {
    return `${this.options.dataDir}/${name}`;
  }
}

function readTopicId(env: Env, dir: string): Uuid | undefined {
  return /^topic_id: (.+)$/m
    .exec(env.disk.readFile(`${dir}/partition.metadata`)?.toString() ?? '')?.[1]
    .trim();
}

function writePartitionMetadata(env: Env, dir: string, topicId: Uuid): void {
  const path = `${dir}/partition.metadata`;
  if (env.disk.stat(path)) return;
  const file = env.disk.open(path, { create: true });
  file.append([Buffer.from(`version: 0\ntopic_id: ${topicId}\n`)]);
  file.close();
}
