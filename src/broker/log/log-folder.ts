/**
 * One folder of a broker's logs (a log dir of Kafka's): the logs in it, its checkpoints, and whether
 * it works. A folder whose disk refuses fails as a whole; what it holds is out of reach from then on.
 */
import { type BrokerConfig, parseTopicConfig, type TopicConfig } from '../config.ts';
import { DiskError, type Env } from '../env/env.ts';
import { metadataTopicId, type Uuid } from '../protocol/types.ts';
import { Checkpoint, type CheckpointEntry } from './checkpoint.ts';
import {
  claimDataFolder,
  type DataFolder,
  type FolderOwner,
  markCleanShutdown,
  markDoubtful,
  markSound,
  toDataDirError,
} from './data-folder.ts';
import type { LogFiles } from './log-files.ts';
import {
  deletedName,
  futureName,
  isDeleted,
  parseFolderName,
  parseFutureName,
  readTopicId,
  strayName,
  syncTopicId,
  topicIdFile,
  writeTopicId,
} from './partition-folder.ts';
import { PartitionLog } from './partition-log.ts';
import type { PendingFolders } from './pending-folders.ts';
import type { TailCache } from './tail-cache.ts';

/** What all folders of a broker share. */
export type FolderHost = {
  readonly broker: BrokerConfig;
  readonly cache: TailCache;
  readonly files: LogFiles;
  /** The disk of the folder, where new replicas are promised their own. */
  readonly folders: PendingFolders;
  /** Once; the folder is marked as failed already. */
  readonly onFailure: (folder: LogFolder, error: unknown) => void;
  /** After truncations: what else is noted of the logs has to be noted again. */
  readonly onCheckpoint: () => void;
};

/** Whose log it is, and what it runs with. */
export type LogIdentity = {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: Uuid;
  readonly config: TopicConfig;
};

type Offsets = { readonly recovery: number; readonly start: number; readonly watermark: number };
type LastEnd = Pick<DataFolder, 'isCleanShutdown' | 'isIntact'>;

const metadataTopic = '__cluster_metadata';
const metadataName = `${metadataTopic}-0`;
const metadataSegmentBytes = 100 * 1024 * 1024;
/** Nothing in the folder has been checked since, whatever later runs said of their end. */
const unknownEnd: LastEnd = { isCleanShutdown: false, isIntact: false };
const orderlyEnd: LastEnd = { isCleanShutdown: true, isIntact: true };

export class LogFolder {
  readonly path: string;
  readonly directoryId: Uuid;
  /** Under which the last run was shut down in order; -1 when it was not. */
  readonly previousBrokerEpoch: number;
  /** Replicas in use, by `topic-partition`; the metadata log is not among them. */
  readonly logs = new Map<string, PartitionLog>();
  /** Copies that will take the place of a replica in another folder (KIP-113). */
  readonly futures = new Map<string, PartitionLog>();
  /** Names of replicas whose topic is not known: they wait for it to claim them. */
  readonly unclaimed = new Set<string>();
  isFailed = false;
  private readonly env: Env;
  private readonly host: FolderHost;
  private readonly claim: DataFolder;
  private readonly recoveryPoints: Checkpoint;
  private readonly highWatermarks: Checkpoint;
  private readonly logStarts: Checkpoint;
  /** What the last run left, until the log it is about has been opened. */
  private readonly stored: Readonly<Record<keyof Offsets, Map<string, number>>>;
  private metadata: PartitionLog | undefined;
  private isCheckpointPlanned = false;
  private isClosed = false;

  /** Throws DataDirError. */
  static open(env: Env, owner: FolderOwner, host: FolderHost): LogFolder {
    try {
      return new LogFolder(env, owner.dataDir, claimDataFolder(env, owner), host);
    } catch (error) {
      throw error instanceof DiskError ? toDataDirError(owner.dataDir, error) : error;
    }
  }

  private constructor(env: Env, path: string, claim: DataFolder, host: FolderHost) {
    this.env = env;
    this.path = path;
    this.claim = claim;
    this.host = host;
    this.directoryId = claim.directoryId;
    this.previousBrokerEpoch = claim.previousBrokerEpoch;
    const checkpoint = (name: string) => new Checkpoint(env.disk, this.pathOf(name));
    this.recoveryPoints = checkpoint('recovery-point-offset-checkpoint');
    this.highWatermarks = checkpoint('replication-offset-checkpoint');
    this.logStarts = checkpoint('log-start-offset-checkpoint');
    try {
      const onDamage = (file: string): void =>
        env.logger.warn('log', `${file} is damaged and is not used: what it noted is found anew`);
      this.stored = {
        recovery: this.recoveryPoints.read(onDamage),
        watermark: this.highWatermarks.read(onDamage),
        start: this.logStarts.read(onDamage),
      };
      this.load();
    } catch (error) {
      claim.release();
      throw error;
    }
  }

  /** How full it is, for the choice of a folder. */
  get replicaCount(): number {
    return this.logs.size + this.futures.size;
  }

  allLogs(): PartitionLog[] {
    const logs = [...this.logs.values(), ...this.futures.values()];
    return this.metadata ? [...logs, this.metadata] : logs;
  }

  /** A new log, or one that was not known: its folder lost the id of its topic in a crash. */
  create(identity: LogIdentity): PartitionLog {
    const name = nameOf(identity);
    return this.guard(() => {
      const log = this.make(name, identity);
      this.unclaimed.delete(name);
      this.logs.set(name, log);
      return log;
    });
  }

  createFuture(identity: LogIdentity): PartitionLog {
    return this.guard(() => {
      const log = this.make(futureName(this.env, nameOf(identity)), identity);
      this.futures.set(nameOf(identity), log);
      return log;
    });
  }

  /** The copy becomes the replica: everything of it is on the device when this returns. */
  promote(future: PartitionLog): PartitionLog {
    const name = nameOf(future);
    return this.guard(() => {
      future.close(true);
      syncTopicId(this.env, future.dir);
      this.env.disk.rename(future.dir, this.pathOf(name));
      this.futures.delete(name);
      const { logEndOffset: recovery, logStartOffset: start, highWatermark: watermark } = future;
      const log = this.openLog(name, future, orderlyEnd, { recovery, start, watermark });
      this.logs.set(name, log);
      this.planCheckpoint();
      return log;
    });
  }

  /** Renamed at once; gives the path that is to be removed some time later. */
  retire(log: PartitionLog): string {
    const gone = this.pathOf(deletedName(this.env, nameOf(log)));
    this.setAside(log, gone);
    return gone;
  }

  /** A replica that the metadata does not know: kept under another name, as Kafka keeps it. */
  markStray(log: PartitionLog): void {
    this.setAside(log, this.pathOf(strayName(this.env, nameOf(log))));
  }

  /** The log of the metadata quorum. */
  metadataLog(): PartitionLog {
    this.metadata ??= this.openMetadataLog();
    return this.metadata;
  }

  /** All logs have been opened, and what they hold was checked. */
  start(): void {
    this.attempt(() => {
      // What was cut while opening lowered some; the old ones must not outlive the next crash.
      this.recoveryPoints.writeNow(this.recoveryEntries());
      markSound(this.env, this.path);
    });
  }

  /** Returns whether it went well; a refusal of the disk fails the folder. */
  attempt(action: () => void): boolean {
    if (this.isFailed) return false;
    try {
      this.guard(action);
      return true;
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      return false;
    }
  }

  /** The same for work that ends later. */
  background(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (this.isClosed || this.isFailed) return;
      if (!(error instanceof DiskError)) throw error;
      this.fail(error);
    });
  }

  checkpointWatermarks(): void {
    this.background(this.highWatermarks.write(this.watermarkEntries()));
  }

  checkpointOffsets(): void {
    this.background(this.recoveryPoints.write(this.recoveryEntries()));
    this.background(this.logStarts.write(this.startEntries()));
  }

  fail(error: unknown): void {
    if (this.isFailed) return;
    this.isFailed = true;
    try {
      markDoubtful(this.env, this.path);
    } catch (problem) {
      this.env.logger.error('log', 'the mark of a sound folder could not be removed', problem);
    }
    this.host.onFailure(this, error);
  }

  /** The disk refuses: no file of the folder is touched any more, and others may lock it. */
  abandon(): void {
    this.isClosed = true;
    for (const log of this.allLogs()) {
      try {
        log.close(false);
      } catch (error) {
        if (!(error instanceof DiskError)) throw error;
      }
    }
    try {
      this.claim.release();
    } catch (error) {
      this.env.logger.warn('log', `the lock of ${this.path} is left behind: ${String(error)}`);
    }
  }

  close({ clean, brokerEpoch }: { readonly clean: boolean; readonly brokerEpoch: number }): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const isClean = clean && !this.isFailed;
    try {
      for (const log of this.allLogs()) log.close(isClean);
      if (!isClean) return;
      this.highWatermarks.writeNow(this.watermarkEntries());
      this.recoveryPoints.writeNow(this.recoveryEntries());
      this.logStarts.writeNow(this.startEntries());
      markCleanShutdown(this.env, this.path, brokerEpoch);
    } finally {
      this.claim.release();
    }
  }

  private load(): void {
    const config = parseTopicConfig({}, this.host.broker);
    for (const name of this.env.disk.list(this.path)) {
      const path = this.pathOf(name);
      if (isDeleted(name)) this.env.disk.remove(path);
      const future = parseFutureName(name);
      const found = future ?? parseFolderName(name);
      if (!found || found.topic === metadataTopic) continue;
      const topicId = readTopicId(this.env, path);
      if (!topicId) {
        if (future) this.env.disk.remove(path);
        else this.unclaimed.add(name);
        const why = 'partition.metadata is missing or damaged';
        if (!future)
          this.env.logger.warn('log', `${path}: ${why}; its topic will claim the folder`);
        continue;
      }
      const log = this.openLog(name, { ...found, topicId, config });
      (future ? this.futures : this.logs).set(nameOf(found), log);
    }
  }

  private make(folderName: string, identity: LogIdentity): PartitionLog {
    const dir = this.pathOf(folderName);
    // One that is there was not taken up: it lost the id of its topic in a crash.
    if (this.env.disk.stat(dir)) writeTopicId(this.env, dir, identity.topicId);
    else this.host.folders.promise(dir, topicIdFile(identity.topicId), (error) => this.fail(error));
    return this.openLog(folderName, identity, unknownEnd);
  }

  private openMetadataLog(): PartitionLog {
    const config = parseTopicConfig(
      { 'cleanup.policy': 'compact', 'segment.bytes': String(metadataSegmentBytes) },
      this.host.broker,
    );
    return this.guard(() => {
      this.env.disk.makeDirectory(this.pathOf(metadataName));
      writeTopicId(this.env, this.pathOf(metadataName), metadataTopicId);
      const identity = { topic: metadataTopic, partition: 0, topicId: metadataTopicId, config };
      return this.openLog(metadataName, identity);
    });
  }

  private openLog(
    folderName: string,
    { topic, partition, topicId, config }: LogIdentity,
    lastEnd: LastEnd = this.claim,
    offsets: Offsets = this.takeStored(nameOf({ topic, partition })),
  ): PartitionLog {
    const { broker, cache, files } = this.host;
    const log = PartitionLog.open(this.env, {
      dir: this.pathOf(folderName),
      topic,
      partition,
      topicId,
      config,
      broker,
      cache,
      files,
      recoveryPoint: offsets.recovery,
      logStartOffset: offsets.start,
      isCleanShutdown: lastEnd.isCleanShutdown,
      isIntact: lastEnd.isIntact,
      onFailure: (error) => this.fail(error),
      onRecoveryPoint: (direction) =>
        direction === 'raised' ? this.planCheckpoint() : this.recoveryPointLowered(),
    });
    log.setHighWatermark(offsets.watermark);
    return log;
  }

  private takeStored(name: string): Offsets {
    const { recovery, start, watermark } = this.stored;
    return {
      recovery: take(recovery, name),
      start: take(start, name),
      watermark: take(watermark, name),
    };
  }

  private setAside(log: PartitionLog, path: string): void {
    const name = nameOf(log);
    if (this.logs.get(name) === log) this.logs.delete(name);
    if (this.futures.get(name) === log) this.futures.delete(name);
    log.close(false);
    this.guard(() => this.env.disk.rename(log.dir, path));
    // A new topic of this name must not begin where this one did.
    this.planCheckpoint();
  }

  /** What is written behind it is not on the device, so a crash must find it in the checkpoint. */
  private recoveryPointLowered(): void {
    this.guard(() => this.recoveryPoints.writeNow(this.recoveryEntries()));
    this.planCheckpoint();
  }

  /** Once for all changes of a turn. */
  private planCheckpoint(): void {
    if (this.isCheckpointPlanned) return;
    this.isCheckpointPlanned = true;
    this.env.clock.defer(() => {
      this.isCheckpointPlanned = false;
      if (this.isClosed || this.isFailed) return;
      this.checkpointOffsets();
      this.host.onCheckpoint();
    });
  }

  private watermarkEntries(): CheckpointEntry[] {
    const logs = [...this.logs.values(), ...this.futures.values()];
    return logs.map((log) => entryOf(log, log.highWatermark));
  }

  private recoveryEntries(): CheckpointEntry[] {
    return this.allLogs().map((log) => entryOf(log, log.recoveryPoint));
  }

  private startEntries(): CheckpointEntry[] {
    return this.allLogs()
      .filter(({ logStartOffset }) => logStartOffset > 0)
      .map((log) => entryOf(log, log.logStartOffset));
  }

  private guard<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (error instanceof DiskError) this.fail(error);
      throw error;
    }
  }

  private pathOf(name: string): string {
    return `${this.path}/${name}`;
  }
}

const nameOf = ({ topic, partition }: { topic: string; partition: number }): string =>
  `${topic}-${partition}`;

function entryOf({ topic, partition }: PartitionLog, offset: number): CheckpointEntry {
  return { topic, partition, offset };
}

/** A later log of the same name starts from nothing. */
function take(offsets: Map<string, number>, name: string): number {
  const offset = offsets.get(name) ?? 0;
  offsets.delete(name);
  return offset;
}
