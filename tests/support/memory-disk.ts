/**
 * A disk in memory, one per simulated node. It outlives the processes that mount it.
 *
 * Fault model: bytes appended since the last sync are lost at a crash, but for a random prefix of
 * them, and what is left of a tail may end in zeros (the size reached the disk, the data did not).
 * Overwrites, truncations, renames, removals and new names are journaled: they survive at once.
 */
import { type Disk, DiskError, type DiskFile, type Random } from '../../src/broker/env/env.ts';
import { FileTable, type Inode, parentOf } from './memory-files.ts';

/** What is refused from now on; a field left out works. */
export type DiskFaults = {
  append?: DiskError['code'];
  sync?: DiskError['code'];
  read?: DiskError['code'];
  open?: DiskError['code'];
};

export type MemoryDiskOptions = {
  readonly nowMs?: () => number;
  /** How long fsyncs and pool reads take; the simulator hands in virtual time. */
  readonly wait?: () => Promise<void>;
};

/** Counts of calls, for tests of what an operation costs. */
export type DiskCalls = {
  append: number;
  write: number;
  read: number;
  readBytes: number;
  sync: number;
  open: number;
};

export class MemoryDisk {
  readonly faults: DiskFaults = {};
  /** Folders in which everything is refused. */
  readonly brokenFolders = new Set<string>();
  readonly calls: DiskCalls = { append: 0, write: 0, read: 0, readBytes: 0, sync: 0, open: 0 };
  /** Appends that would pass it write what still fits and fail with `full`. */
  capacityBytes = Number.MAX_SAFE_INTEGER;
  /** Files opened and not closed by the mounted process. */
  openFiles = 0;
  /** Of the process that has the disk mounted; grows at every crash. */
  generation = 0;
  /** Called before each change of names or content, so that a test can crash at any of them. */
  beforeChange: (() => void) | undefined;
  /** Grows whenever the machine starts anew. */
  boots = 0;
  readonly options: Required<MemoryDiskOptions>;
  private readonly files = new FileTable();
  private readonly locks = new Map<string, number>();

  constructor(options: MemoryDiskOptions = {}) {
    this.options = { nowMs: () => 0, wait: () => Promise.resolve(), ...options };
  }

  /** The disk as a process sees it until the next crash. */
  mount(pid = 1): Disk {
    return new MountedDisk(this, this.files, this.locks, pid);
  }

  /** Power loss: unsynced bytes go, but for a random prefix; mounts and open files die. */
  crash(random: Random): void {
    this.reboot();
    for (const inode of this.sortedInodes()) {
      const unsyncedBytes = inode.sizeBytes - inode.syncedBytes;
      if (unsyncedBytes <= 0) continue;
      const kept = inode.syncedBytes + Math.floor(random.next() * (unsyncedBytes + 1));
      // A drawn number either way, so that one file does not shift the fate of the next.
      const isZeroed = random.next() < 0.25;
      if (isZeroed) inode.bytes.fill(0, kept, inode.sizeBytes);
      else inode.sizeBytes = kept;
      inode.syncedBytes = inode.sizeBytes;
    }
  }

  /** The machine starts anew and everything that was written had reached the device by then. */
  reboot(): void {
    this.endProcess();
    this.boots++;
  }

  /** The process is killed: everything it wrote is kept, its mount and open files die. */
  endProcess(): void {
    this.generation++;
    this.openFiles = 0;
    this.locks.clear();
  }

  /** Throws DiskError. */
  requireWorking(path: string): void {
    for (const folder of this.brokenFolders) {
      if (path === folder || path.startsWith(`${folder}/`))
        throw new DiskError('io', `${path}: ${folder} is broken`);
    }
  }

  /** Content as it is now, synced or not; for assertions. */
  contentOf(path: string): Buffer | undefined {
    const inode = this.files.get(path);
    return inode && Buffer.from(inode.bytes.subarray(0, inode.sizeBytes));
  }

  /** Sets a file's content, as if it had always been there; for damage in tests. */
  setContent(path: string, content: Uint8Array): void {
    this.files.set(path, {
      bytes: Buffer.from(content),
      sizeBytes: content.length,
      syncedBytes: content.length,
      modifiedMs: this.options.nowMs(),
    });
  }

  /** Bytes of a file that a crash could take. */
  unsyncedBytes(path: string): number {
    const inode = this.files.get(path);
    return inode ? inode.sizeBytes - inode.syncedBytes : 0;
  }

  /** Paths of all files, sorted. */
  paths(): string[] {
    return this.files.paths().sort();
  }

  usedBytes(): number {
    let usedBytes = 0;
    for (const inode of this.files.inodes()) usedBytes += inode.sizeBytes;
    return usedBytes;
  }

  private sortedInodes(): Inode[] {
    return this.paths().map((path) => this.files.get(path) as Inode);
  }
}

class MountedDisk implements Disk {
  private readonly disk: MemoryDisk;
  private readonly files: FileTable;
  private readonly locks: Map<string, number>;
  private readonly pid: number;
  private readonly generation: number;

  constructor(disk: MemoryDisk, files: FileTable, locks: Map<string, number>, pid: number) {
    this.disk = disk;
    this.files = files;
    this.locks = locks;
    this.pid = pid;
    this.generation = disk.generation;
  }

  get bootId(): string {
    return `boot ${this.disk.boots}`;
  }

  open(path: string, { create }: { readonly create: boolean }): DiskFile {
    this.enter('open', path);
    this.disk.calls.open++;
    let inode = this.files.get(path);
    if (!inode) {
      if (!create || !this.files.hasFolder(parentOf(path)))
        throw new DiskError('not-found', `${path}: no such file`);
      inode = this.newInode();
      this.files.set(path, inode);
    }
    return new MemoryFile(this.disk, inode, path);
  }

  readFile(path: string): Buffer | undefined {
    this.enter('read', path);
    return this.disk.contentOf(path);
  }

  writeFileAtomic(path: string, content: Uint8Array): void {
    this.disk.beforeChange?.();
    this.enter('append', path);
    this.enter('sync', path);
    this.disk.calls.sync++;
    if (!this.files.hasFolder(parentOf(path)))
      throw new DiskError('not-found', `${path}: no folder`);
    if (this.disk.usedBytes() + content.length > this.disk.capacityBytes)
      throw new DiskError('full', `${path}: no space left`);
    this.disk.setContent(path, content);
  }

  list(path: string): string[] {
    this.enter('open', path);
    return this.files.names(path);
  }

  makeDirectory(path: string): void {
    this.enter('open', path);
    this.files.addFolder(path);
  }

  rename(from: string, to: string): void {
    this.disk.beforeChange?.();
    this.enter('open', from);
    if (!this.files.get(from) && !this.files.hasFolder(from))
      throw new DiskError('not-found', `${from}: no such file`);
    this.files.move(from, to);
  }

  remove(path: string): void {
    this.disk.beforeChange?.();
    this.enter('open', path);
    this.files.delete(path);
  }

  async removeLater(path: string): Promise<void> {
    this.remove(path);
  }

  syncFolderNow(path: string): void {
    this.enter('sync', path);
  }

  async syncFolder(path: string): Promise<void> {
    this.enter('sync', path);
    await this.disk.options.wait();
  }

  stat(path: string): { sizeBytes: number; modifiedMs: number; isDirectory: boolean } | undefined {
    this.enter('open', path);
    const inode = this.files.get(path);
    if (inode) {
      return { sizeBytes: inode.sizeBytes, modifiedMs: inode.modifiedMs, isDirectory: false };
    }
    return this.files.hasFolder(path)
      ? { sizeBytes: 0, modifiedMs: 0, isDirectory: true }
      : undefined;
  }

  setModified(path: string, modifiedMs: number): void {
    this.enter('open', path);
    const inode = this.files.get(path);
    if (!inode) throw new DiskError('not-found', `${path}: no such file`);
    inode.modifiedMs = modifiedMs;
  }

  lock(path: string): ReturnType<Disk['lock']> {
    this.enter('open', path);
    const holder = this.locks.get(path);
    if (holder !== undefined) return { ok: false, pid: holder };
    this.locks.set(path, this.pid);
    return { ok: true, release: () => void this.locks.delete(path) };
  }

  freeBytes(): number {
    return Math.max(0, this.disk.capacityBytes - this.disk.usedBytes());
  }

  totalBytes(): number {
    return this.disk.capacityBytes;
  }

  private enter(kind: keyof DiskFaults, path: string): void {
    if (this.generation !== this.disk.generation)
      throw new DiskError('io', `${path}: the process that mounted this disk has ended`);
    const code = this.disk.faults[kind];
    if (code) throw new DiskError(code, `${path}: injected ${kind} failure`);
    this.disk.requireWorking(path);
  }

  private newInode(): Inode {
    return {
      bytes: Buffer.alloc(256),
      sizeBytes: 0,
      syncedBytes: 0,
      modifiedMs: this.disk.options.nowMs(),
    };
  }
}

class MemoryFile implements DiskFile {
  readonly path: string;
  sizeBytes: number;
  private readonly disk: MemoryDisk;
  private readonly inode: Inode;
  private readonly generation: number;
  private isClosed = false;

  constructor(disk: MemoryDisk, inode: Inode, path: string) {
    this.disk = disk;
    this.inode = inode;
    this.path = path;
    this.generation = disk.generation;
    this.sizeBytes = inode.sizeBytes;
    disk.openFiles++;
  }

  readSync(target: Uint8Array, position: number): number {
    this.enter('read');
    this.disk.calls.read++;
    const count = Math.max(0, Math.min(target.length, this.inode.sizeBytes - position));
    target.set(this.inode.bytes.subarray(position, position + count));
    this.disk.calls.readBytes += count;
    return count;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    const count = this.readSync(target, position);
    await this.finish();
    return count;
  }

  append(chunks: readonly Uint8Array[]): void {
    this.disk.beforeChange?.();
    this.enter('append');
    this.disk.calls.append++;
    let position = this.sizeBytes;
    for (const chunk of chunks) {
      this.put(chunk, position);
      position += chunk.length;
    }
    this.sizeBytes = position;
  }

  writeSync(source: Uint8Array, position: number): void {
    this.disk.beforeChange?.();
    this.enter('append');
    this.disk.calls.write++;
    this.put(source, position);
    this.sizeBytes = Math.max(this.sizeBytes, position + source.length);
  }

  truncate(sizeBytes: number): void {
    this.enter('append');
    this.reserve(sizeBytes);
    const { inode } = this;
    if (sizeBytes > inode.sizeBytes) inode.bytes.fill(0, inode.sizeBytes, sizeBytes);
    inode.sizeBytes = sizeBytes;
    inode.syncedBytes = Math.min(inode.syncedBytes, sizeBytes);
    this.sizeBytes = sizeBytes;
  }

  async sync(): Promise<void> {
    this.disk.beforeChange?.();
    this.enter('sync');
    this.disk.calls.sync++;
    const { sizeBytes } = this.inode;
    await this.finish();
    this.inode.syncedBytes = Math.max(
      this.inode.syncedBytes,
      Math.min(sizeBytes, this.inode.sizeBytes),
    );
  }

  syncNow(): void {
    this.enter('sync');
    this.disk.calls.sync++;
    this.inode.syncedBytes = this.inode.sizeBytes;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    if (this.generation === this.disk.generation) this.disk.openFiles--;
  }

  /** Calls that were under way at a crash never come back, like the process that made them. */
  private async finish(): Promise<void> {
    await this.disk.options.wait();
    if (this.generation !== this.disk.generation) await new Promise<never>(() => undefined);
  }

  private put(chunk: Uint8Array, position: number): void {
    const freeBytes =
      this.disk.capacityBytes === Number.MAX_SAFE_INTEGER
        ? chunk.length
        : this.disk.capacityBytes - this.disk.usedBytes();
    const grownBytes = position + chunk.length - this.inode.sizeBytes;
    const fitting =
      grownBytes <= freeBytes ? chunk : chunk.subarray(0, chunk.length - grownBytes + freeBytes);
    const { inode } = this;
    const end = position + fitting.length;
    this.reserve(end);
    if (position > inode.sizeBytes) inode.bytes.fill(0, inode.sizeBytes, position);
    inode.bytes.set(fitting, position);
    inode.sizeBytes = Math.max(inode.sizeBytes, end);
    inode.modifiedMs = this.disk.options.nowMs();
    if (fitting.length < chunk.length)
      throw new DiskError('full', `${this.path}: no space left on the simulated disk`);
  }

  private reserve(sizeBytes: number): void {
    const { inode } = this;
    if (sizeBytes <= inode.bytes.length) return;
    const grown = Buffer.alloc(Math.max(sizeBytes, inode.bytes.length * 2));
    inode.bytes.copy(grown, 0, 0, inode.sizeBytes);
    inode.bytes = grown;
  }

  private enter(kind: keyof DiskFaults): void {
    if (this.isClosed || this.generation !== this.disk.generation)
      throw new DiskError('io', `${this.path}: the file is closed`);
    const code = this.disk.faults[kind];
    if (code) throw new DiskError(code, `${this.path}: injected ${kind} failure`);
    this.disk.requireWorking(this.path);
  }
}
