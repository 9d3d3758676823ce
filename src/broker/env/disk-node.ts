/** Disk over node:fs. Opening, appending and reading what the page cache holds are synchronous calls. */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  read as readAsync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
  writevSync,
} from 'node:fs';
import { rm, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readBootId } from './boot-id.ts';
import { type Disk, DiskError, type DiskFile } from './env.ts';
import { takeLock } from './process-lock.ts';

const codes: Readonly<Record<string, DiskError['code']>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  ENOENT: 'not-found',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
};

/** Runs a file system call and gives its error the engine's form. */
function guarded<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw toDiskError(path, error);
  }
}

function toDiskError(path: string, error: unknown): DiskError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new DiskError(codes[code] ?? 'io', `${path}: ${message}`, error);
}

class NodeFile implements DiskFile {
  readonly path: string;
  sizeBytes: number;
  private readonly descriptor: number;

  constructor(path: string, descriptor: number) {
    this.path = path;
    this.descriptor = descriptor;
    this.sizeBytes = fstatSync(descriptor).size;
  }

  readSync(target: Uint8Array, position: number): number {
    return guarded(this.path, () => {
      let total = 0;
      while (total < target.length) {
        const count = readSync(
          this.descriptor,
          target,
          total,
          target.length - total,
          position + total,
        );
        if (count === 0) break;
        total += count;
      }
      return total;
    });
  }

  read(target: Uint8Array, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      readAsync(this.descriptor, target, 0, target.length, position, (error, count) => {
        if (error) reject(toDiskError(this.path, error));
        else resolve(count);
      });
    });
  }

  append(chunks: readonly Uint8Array[]): void {
    let wanted = 0;
    for (const chunk of chunks) wanted += chunk.length;
    guarded(this.path, () => {
      const written =
        chunks.length === 1
          ? writeSync(this.descriptor, chunks[0], 0, wanted, this.sizeBytes)
          : writevSync(this.descriptor, chunks, this.sizeBytes);
      if (written < wanted) this.writeRest(chunks, written);
    });
    this.sizeBytes += wanted;
  }

  /** The kernel took only a part: writes the rest, which fails where there is a reason. */
  private writeRest(chunks: readonly Uint8Array[], written: number): void {
    const rest = Buffer.concat(chunks).subarray(written);
    let position = 0;
    while (position < rest.length) {
      position += writeSync(
        this.descriptor,
        rest,
        position,
        rest.length - position,
        this.sizeBytes + written + position,
      );
    }
  }

  writeSync(source: Uint8Array, position: number): void {
    guarded(this.path, () => writeSync(this.descriptor, source, 0, source.length, position));
    this.sizeBytes = Math.max(this.sizeBytes, position + source.length);
  }

  truncate(sizeBytes: number): void {
    guarded(this.path, () => ftruncateSync(this.descriptor, sizeBytes));
    this.sizeBytes = sizeBytes;
  }

  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fsync(this.descriptor, (error) =>
        error ? reject(toDiskError(this.path, error)) : resolve(),
      );
    });
  }

  syncNow(): void {
    guarded(this.path, () => fsyncSync(this.descriptor));
  }

  close(): void {
    guarded(this.path, () => closeSync(this.descriptor));
  }
}

function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Most are single files, for which unlink is many times faster than rm. */
function removeAny(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      rmSync(path, { recursive: true, force: true });
  }
}

async function removeAnyLater(path: string): Promise<void> {
  try {
    await unlink(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') return rm(path, { recursive: true, force: true });
    });
  } catch (error) {
    throw toDiskError(path, error);
  }
}

/** Windows has no such thing: its names are on the device once they are made. */
function syncFolderLater(path: string): Promise<void> {
  if (process.platform === 'win32') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const descriptor = guarded(path, () => openSync(path, 'r'));
    fsync(descriptor, (error) => {
      closeSync(descriptor);
      if (error) reject(toDiskError(path, error));
      else resolve();
    });
  });
}

/** The disk of the machine. */
export function createNodeDisk(): Disk {
  return {
    bootId: readBootId(),
    open: (path, { create }) =>
      guarded(path, () => {
        const flags = create ? constants.O_RDWR | constants.O_CREAT : constants.O_RDWR;
        return new NodeFile(path, openSync(path, flags));
      }),
    readFile: (path) => guarded(path, () => (existsSync(path) ? readFileSync(path) : undefined)),
    writeFileAtomic: (path, content) =>
      guarded(path, () => {
        const temporary = `${path}.tmp`;
        const descriptor = openSync(temporary, 'w');
        try {
          writeFileSync(descriptor, content);
          fsyncSync(descriptor);
        } finally {
          closeSync(descriptor);
        }
        renameSync(temporary, path);
        syncFolder(dirname(path));
      }),
    list: (path) => guarded(path, () => (existsSync(path) ? readdirSync(path).sort() : [])),
    makeDirectory: (path) => guarded(path, () => void mkdirSync(path, { recursive: true })),
    rename: (from, to) => guarded(from, () => renameSync(from, to)),
    remove: (path) => guarded(path, () => removeAny(path)),
    removeLater: removeAnyLater,
    syncFolder: syncFolderLater,
    syncFolderNow: (path) => guarded(path, () => syncFolder(path)),
    stat: (path) =>
      guarded(path, () => {
        const found = statSync(path, { throwIfNoEntry: false });
        if (!found) return undefined;
        return {
          sizeBytes: found.size,
          modifiedMs: found.mtimeMs,
          isDirectory: found.isDirectory(),
        };
      }),
    setModified: (path, modifiedMs) =>
      guarded(path, () => utimesSync(path, new Date(), new Date(modifiedMs))),
    lock: (path) => guarded(path, () => takeLock(path)),
    freeBytes: (path) =>
      guarded(path, () => {
        const { bavail, bsize } = statfsSync(path);
        return bavail * bsize;
      }),
    totalBytes: (path) =>
      guarded(path, () => {
        const { blocks, bsize } = statfsSync(path);
        return blocks * bsize;
      }),
  };
}
