/** The log folders of one broker: which work, and which of them takes a new replica. */
import type { BrokerConfig } from '../config.ts';
import { DiskError, type Env } from '../env/env.ts';
import { unassignedDirectory } from '../protocol/directories.ts';
import type { Uuid } from '../protocol/types.ts';
import { DataDirError } from './data-folder.ts';
import { type FolderHost, LogFolder } from './log-folder.ts';
import type { PartitionLog } from './partition-log.ts';

export type LogManagerOptions = {
  /** The only folder, unless `logDirs` names others. */
  readonly dataDir: string;
  readonly logDirs?: readonly string[];
  /** Where the metadata log lies; the first folder when left out. */
  readonly metadataLogDir?: string;
  readonly nodeId: number;
  readonly clusterId: Uuid;
  readonly broker: BrokerConfig;
  /** With what was changed since the start; the one above when left out. */
  readonly currentBroker?: () => BrokerConfig;
};

/** One configured folder as others see it. */
export type LogDirView = {
  readonly path: string;
  /** undefined: it could not be opened at the start. */
  readonly directoryId: Uuid | undefined;
  readonly isOnline: boolean;
  readonly logs: readonly PartitionLog[];
  readonly futures: readonly PartitionLog[];
};

type Slot = { readonly path: string; readonly folder: LogFolder | undefined };

export class FolderSet {
  /** The one with the metadata log, without which nothing goes on. */
  readonly metadata: LogFolder;
  /** In the order of the config. */
  private readonly slots: readonly Slot[];

  /** Throws DataDirError when no folder works, or when one belongs to someone else. */
  static open(env: Env, options: LogManagerOptions, host: FolderHost): FolderSet {
    const { dataDir, logDirs = [dataDir], nodeId, clusterId } = options;
    const { metadataLogDir = logDirs[0] } = options;
    const open = (path: string) => LogFolder.open(env, { dataDir: path, nodeId, clusterId }, host);
    const metadata = open(metadataLogDir);
    const opened = [metadata];
    try {
      const slots = logDirs.map((path): Slot => {
        if (path === metadataLogDir) return { path, folder: metadata };
        const folder = unlessRefused(env, () => open(path));
        if (folder) opened.push(folder);
        return { path, folder };
      });
      if (slots.every(({ folder }) => folder === undefined)) {
        throw new DataDirError(
          'data-dir-unreadable',
          'None of the folders in log.dirs can be used. Check them and their permissions.',
        );
      }
      return new FolderSet(metadata, slots);
    } catch (error) {
      for (const folder of opened) folder.close({ clean: false, brokerEpoch: -1 });
      throw error;
    }
  }

  private constructor(metadata: LogFolder, slots: readonly Slot[]) {
    this.metadata = metadata;
    this.slots = slots;
  }

  /** Only when all folders tell the same was the whole broker shut down in order. */
  get previousBrokerEpoch(): number {
    const epochs = this.slots.map(({ folder }) => folder?.previousBrokerEpoch ?? -1);
    return new Set(epochs).size === 1 ? epochs[0] : -1;
  }

  get hasOffline(): boolean {
    return this.online().length < this.slots.length;
  }

  /** Folders for replicas that work. */
  online(): LogFolder[] {
    return this.slots.flatMap(({ folder }) => (folder && !folder.isFailed ? [folder] : []));
  }

  /** The same with a folder that holds nothing but the metadata log. */
  working(): LogFolder[] {
    const online = this.online();
    return online.includes(this.metadata) ? online : [...online, this.metadata];
  }

  has(folder: LogFolder): boolean {
    return folder === this.metadata || this.slots.some((slot) => slot.folder === folder);
  }

  /** The one that works at that very path. */
  at(path: string): LogFolder | undefined {
    return this.online().find((folder) => folder.path === path);
  }

  /** The one a log lies in. */
  of(log: PartitionLog): LogFolder {
    const path = log.dir.slice(0, log.dir.lastIndexOf('/'));
    const folder = this.slots.find((slot) => slot.path === path)?.folder;
    if (!folder) throw new Error(`${log.dir} lies in no folder of this broker`);
    return folder;
  }

  /**
   * For a new replica, in the order in which they are tried. None when it may lie in a folder that
   * is offline.
   */
  candidates(name: string, preferred: LogFolder | undefined, directoryId: Uuid): LogFolder[] {
    if (preferred && !preferred.isFailed) return [preferred];
    const online = this.online();
    const assigned = online.find((folder) => folder.directoryId === directoryId);
    if (assigned) return [assigned];
    const holding = online.find(({ unclaimed }) => unclaimed.has(name));
    if (holding) return [holding];
    if (directoryId !== unassignedDirectory && this.hasOffline) return [];
    return online.sort((a, b) => a.replicaCount - b.replicaCount);
  }

  views(): LogDirView[] {
    return this.slots.map(({ path, folder }) => ({
      path,
      directoryId: folder?.directoryId,
      isOnline: folder !== undefined && !folder.isFailed,
      logs: folder ? [...folder.logs.values()] : [],
      futures: folder ? [...folder.futures.values()] : [],
    }));
  }

  /** Of the folders that work, or of those that have failed since the start. */
  directoryIds({ isOnline }: { readonly isOnline: boolean }): Uuid[] {
    return this.slots.flatMap(({ folder }) =>
      folder && folder.isFailed !== isOnline ? [folder.directoryId] : [],
    );
  }
}

/** Only a disk that refuses is put up with; a folder of someone else is a mistake of the config. */
function unlessRefused(env: Env, open: () => LogFolder): LogFolder | undefined {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof DataDirError && error.cause instanceof DiskError)) throw error;
    env.logger.error('log', `a log folder is offline: ${error.message}`);
    return undefined;
  }
}
