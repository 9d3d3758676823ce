/**
 * The log files of one broker. They are opened at first use; beyond a bound the one used longest
 * ago is closed, so that thousands of partitions do not need thousands of descriptors.
 */
import type { Disk, DiskFile } from '../env/env.ts';

const openFilesMax = 512;
const scratchBytes = 64 * 1024;

export class LogFiles {
  readonly disk: Disk;
  private readonly openMax: number;
  /** In the order of last use. */
  private readonly opened = new Set<LogFile>();
  private newest: LogFile | undefined;
  private scratchBuffer: Buffer | undefined;

  constructor(disk: Disk, openMax = openFilesMax) {
    this.disk = disk;
    this.openMax = openMax;
  }

  /** For one synchronous scan of headers; its content is gone at the next one. */
  get scratch(): Buffer {
    this.scratchBuffer ??= Buffer.allocUnsafeSlow(scratchBytes);
    return this.scratchBuffer;
  }

  /** Used by LogFile. */
  used(file: LogFile): void {
    if (this.newest === file) return;
    this.newest = file;
    this.opened.delete(file);
    this.opened.add(file);
    if (this.opened.size <= this.openMax) return;
    for (const oldest of this.opened) {
      if (oldest === file) continue;
      this.opened.delete(oldest);
      oldest.giveUp();
      return;
    }
  }

  /** Used by LogFile. */
  closed(file: LogFile): void {
    this.opened.delete(file);
    if (this.newest === file) this.newest = undefined;
  }
}

/** One file that only grows at its end, but for cuts. */
export class LogFile {
  path: string;
  private readonly files: LogFiles;
  /** The owner frees what it can read again. */
  private readonly onGiveUp: () => void;
  private handle: DiskFile | undefined;
  private size: number;
  /** Calls on the thread pool; a descriptor is not closed below them. */
  private busyCount = 0;
  private mustClose = false;

  constructor(files: LogFiles, path: string, sizeBytes: number, onGiveUp: () => void) {
    this.files = files;
    this.path = path;
    this.size = sizeBytes;
    this.onGiveUp = onGiveUp;
  }

  get sizeBytes(): number {
    return this.size;
  }

  append(bytes: Buffer): void {
    const handle = this.open();
    try {
      handle.append([bytes]);
    } catch (error) {
      // A part may have been written: the next opening cuts it.
      this.close();
      throw error;
    }
    this.size += bytes.length;
  }

  readSync(target: Buffer, position: number): number {
    return this.open().readSync(target, position);
  }

  async read(target: Buffer, position: number): Promise<number> {
    const handle = this.open();
    this.busyCount++;
    try {
      let total = 0;
      while (total < target.length) {
        const count = await handle.read(target.subarray(total), position + total);
        if (count === 0) break;
        total += count;
      }
      return total;
    } finally {
      this.release(handle);
    }
  }

  async sync(): Promise<void> {
    const handle = this.open();
    this.busyCount++;
    try {
      await handle.sync();
    } finally {
      this.release(handle);
    }
  }

  syncNow(): void {
    this.open().syncNow();
  }

  truncate(sizeBytes: number): void {
    this.open().truncate(sizeBytes);
    this.size = sizeBytes;
  }

  /** Makes the file if there is none yet. */
  create(): void {
    this.open();
  }

  /** It opens again at the next use. */
  close(): void {
    if (!this.handle) return;
    this.files.closed(this);
    if (this.busyCount > 0) {
      this.mustClose = true;
      return;
    }
    this.handle.close();
    this.handle = undefined;
  }

  /** Used by LogFiles. */
  giveUp(): void {
    this.onGiveUp();
    this.close();
  }

  private open(): DiskFile {
    this.mustClose = false;
    if (!this.handle) {
      const handle = this.files.disk.open(this.path, { create: true });
      if (handle.sizeBytes > this.size) handle.truncate(this.size);
      this.handle = handle;
    }
    this.files.used(this);
    return this.handle;
  }

  private release(handle: DiskFile): void {
    this.busyCount--;
    if (this.busyCount > 0 || !this.mustClose) return;
    this.mustClose = false;
    handle.close();
    if (this.handle === handle) this.handle = undefined;
  }
}
