/** Whose a data folder is: `meta.properties`, the lock, the marker of an orderly shutdown. */
import type { FailureReason } from '../control.ts';
import type { DiskError, Env } from '../env/env.ts';
import type { Uuid } from '../protocol/types.ts';

/** The data folder cannot be used; the message says what to do. */
export class DataDirError extends Error {
  readonly code: FailureReason['code'];
  constructor(code: FailureReason['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DataDirError';
    this.code = code;
  }
}

export type FolderOwner = {
  readonly dataDir: string;
  readonly nodeId: number;
  readonly clusterId: Uuid;
};

export type DataFolder = {
  readonly directoryId: Uuid;
  readonly isCleanShutdown: boolean;
  /** The last process ended somehow, but the machine ran on: nothing that was written is lost. */
  readonly isIntact: boolean;
  /** Under which the last run was shut down in order; -1 when it was not. */
  readonly previousBrokerEpoch: number;
  /** Others may use the folder from now on. */
  release(): void;
};

const metaName = 'meta.properties';
const lockName = '.lock';
const cleanShutdownName = '.kafka_cleanshutdown';
/** Holds the id of the boot in which all of the folder was last known to be sound. */
const bootName = '.rivulet-boot';
const format = '1';

/** Locks the folder and makes it `owner`'s, if it is new. Throws DataDirError. */
export function claimDataFolder(env: Env, owner: FolderOwner): DataFolder {
  const { disk } = env;
  const { dataDir } = owner;
  disk.makeDirectory(dataDir);
  const lock = disk.lock(`${dataDir}/${lockName}`);
  if (!lock.ok) {
    throw new DataDirError(
      'data-dir-in-use',
      `The folder ${dataDir} is in use by process ${lock.pid}. Stop that process or choose another folder.`,
    );
  }
  try {
    const directoryId = identify(env, owner);
    const marker = disk.readFile(`${dataDir}/${cleanShutdownName}`)?.toString();
    disk.remove(`${dataDir}/${cleanShutdownName}`);
    return {
      directoryId,
      isCleanShutdown: marker !== undefined,
      isIntact: disk.readFile(`${dataDir}/${bootName}`)?.toString() === disk.bootId,
      previousBrokerEpoch: Number(/"brokerEpoch":\s*(-?\d+)/.exec(marker ?? '')?.[1] ?? -1),
      release: () => lock.release(),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Everything is on the device: the next start recovers nothing. */
export function markCleanShutdown(env: Env, dataDir: string, brokerEpoch: number): void {
  const marker = JSON.stringify({ version: 0, brokerEpoch });
  env.disk.writeFileAtomic(`${dataDir}/${cleanShutdownName}`, Buffer.from(marker));
}

/**
 * All logs have been checked: until the machine starts anew, what was written can be relied on,
 * whatever ends the process.
 */
export function markSound({ disk }: Env, dataDir: string): void {
  const path = `${dataDir}/${bootName}`;
  if (disk.readFile(path)?.toString() !== disk.bootId)
    disk.writeFileAtomic(path, Buffer.from(disk.bootId));
}

/** The disk has refused something: what it held back from the device may be lost. */
export function markDoubtful({ disk }: Env, dataDir: string): void {
  disk.remove(`${dataDir}/${bootName}`);
}

/** What a refusal of the disk means for the folder. */
export function toDataDirError(dataDir: string, error: DiskError): DataDirError {
  const isFull = error.code === 'full';
  const hint = isFull
    ? 'Free space on that disk or choose another folder.'
    : `Check the folder ${dataDir} and its permissions.`;
  return new DataDirError(
    isFull ? 'disk-full' : 'data-dir-unreadable',
    `${error.message}. ${hint}`,
    error,
  );
}

function identify(env: Env, owner: FolderOwner): Uuid {
  const { clusterId, nodeId, dataDir } = owner;
  const stored = env.disk.readFile(`${dataDir}/${metaName}`)?.toString();
  if (stored === undefined) return writeMeta(env, owner);
  const values = parseProperties(stored);
  if (!isWhole(values)) {
    throw new DataDirError(
      'data-dir-unreadable',
      `${dataDir}/${metaName} is damaged: it does not say whose folder this is. ` +
        'The records in the folder are untouched. If it is the folder of this broker, write ' +
        `cluster.id=${clusterId}, node.id=${nodeId} and version=${format} into the file, one line ` +
        'each, and start the broker again.',
    );
  }
  const hint = 'Choose another folder, or remove this one if its data is no longer needed.';
  if (values.get('version') !== format) {
    throw new DataDirError(
      'data-dir-other-version',
      `${dataDir} was written in format ${values.get('version')}, not ${format}. ${hint}`,
    );
  }
  if (values.get('cluster.id') !== clusterId || values.get('node.id') !== String(nodeId)) {
    throw new DataDirError(
      'data-dir-other-cluster',
      `${dataDir} belongs to node ${values.get('node.id')} of cluster ${values.get('cluster.id')}. ${hint}`,
    );
  }
  return values.get('directory.id') ?? writeMeta(env, owner);
}

function writeMeta(env: Env, { dataDir, nodeId, clusterId }: FolderOwner): Uuid {
  const directoryId = env.random.bytes(16).toString('base64url');
  const lines = [
    '#',
    `cluster.id=${clusterId}`,
    `directory.id=${directoryId}`,
    `node.id=${nodeId}`,
    `version=${format}`,
  ];
  env.disk.writeFileAtomic(`${dataDir}/${metaName}`, Buffer.from(`${lines.join('\n')}\n`));
  return directoryId;
}

const knownKeys = ['cluster.id', 'node.id', 'broker.id', 'directory.id', 'version'];
const uuid = /^[\w-]{22}$/;

function isWhole(values: ReadonlyMap<string, string>): boolean {
  const isKnown = [...values.keys()].every((key) => knownKeys.includes(key));
  const { 'cluster.id': clusterId = '', 'directory.id': directoryId = 'x'.repeat(22) } =
    Object.fromEntries(values);
  const isNode = /^\d+$/.test(values.get('node.id') ?? '');
  return isKnown && isNode && values.has('version') && clusterId !== '' && uuid.test(directoryId);
}

function parseProperties(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0 && !line.startsWith('#'))
      values.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  return values;
}
