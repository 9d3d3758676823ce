/**
 * The disk of a log manager, on which the folders of new replicas are made a moment later: making
 * folders is nearly all of what a topic of a thousand partitions costs, and nothing needs them
 * before the first batch. Until then a folder is what it was promised to hold, in memory; the first
 * change in it makes it. A crash may come before: the log was empty, and its topic claims the
 * folder at the next start.
 */
import type { Disk, DiskFile, Env, Timer } from '../env/env.ts';

/** The one file a new folder has. */
export type FirstFile = { readonly name: string; readonly content: Buffer };
type Pending = FirstFile & { readonly onFailure: (error: unknown) => void };

/** By then those who wait for the topic know of it. */
const quietMs = 200;
/** Folders that are made in one turn, so that requests come between. */
const perTurn = 16;

export class PendingFolders implements Disk {
  private readonly env: Env;
  private readonly disk: Disk;
  private readonly pending = new Map<string, Pending>();
  private timer: Timer | undefined;
  private isClosed = false;

  constructor(env: Env) {
    this.env = env;
    this.disk = env.disk;
  }

  /** A folder with its first file; `onFailure` is told when it could not be made behind the scenes. */
  promise(dir: string, file: FirstFile, onFailure: (error: unknown) => void): void {
    this.pending.set(dir, { ...file, onFailure });
    this.timer ??= this.env.clock.setTimer(quietMs, () => this.makeSome());
  }

  /** Makes what is still to be made, or (not in order) leaves it. */
  close(isInOrder: boolean): void {
    this.isClosed = true;
    this.timer?.cancel();
    if (isInOrder) this.makeAll();
    this.pending.clear();
  }

  get bootId(): string {
    return this.disk.bootId;
  }

  open(path: string, options: { readonly create: boolean }): DiskFile {
    this.makeFor(path);
    return this.disk.open(path, options);
  }

  readFile(path: string): Buffer | undefined {
    const promised = this.promisedFile(path);
    return promised ? promised.content : this.disk.readFile(path);
  }

  writeFileAtomic(path: string, content: Uint8Array): void {
    this.makeFor(path);
    this.disk.writeFileAtomic(path, content);
  }

  list(path: string): string[] {
    const promised = this.pending.get(path);
    if (promised) return [promised.name];
    for (const dir of this.pending.keys()) if (parentOf(dir) === path) this.make(dir);
    return this.disk.list(path);
  }

  makeDirectory(path: string): void {
    this.makeFor(path);
    this.disk.makeDirectory(path);
  }

  rename(from: string, to: string): void {
    this.makeFor(from);
    this.makeFor(to);
    this.disk.rename(from, to);
  }

  remove(path: string): void {
    if (!this.pending.delete(path)) this.makeFor(path);
    this.disk.remove(path);
  }

  removeLater(path: string): Promise<void> {
    if (!this.pending.delete(path)) this.makeFor(path);
    return this.disk.removeLater(path);
  }

  syncFolder(path: string): Promise<void> {
    this.makeFor(path);
    return this.disk.syncFolder(path);
  }

  syncFolderNow(path: string): void {
    this.makeFor(path);
    this.disk.syncFolderNow(path);
  }

  stat(path: string): ReturnType<Disk['stat']> {
    const modifiedMs = this.env.clock.nowMs();
    if (this.pending.has(path)) return { sizeBytes: 0, modifiedMs, isDirectory: true };
    const promised = this.promisedFile(path);
    if (!promised) return this.disk.stat(path);
    const { content } = promised;
    return content && { sizeBytes: content.length, modifiedMs, isDirectory: false };
  }

  setModified(path: string, modifiedMs: number): void {
    this.makeFor(path);
    this.disk.setModified(path, modifiedMs);
  }

  lock(path: string): ReturnType<Disk['lock']> {
    return this.disk.lock(path);
  }

  freeBytes(path: string): number {
    return this.disk.freeBytes(path);
  }

  totalBytes(path: string): number {
    return this.disk.totalBytes(path);
  }

  /** What a path inside a promised folder holds; undefined when it is in no such folder. */
  private promisedFile(path: string): { readonly content: Buffer | undefined } | undefined {
    if (this.pending.size === 0) return undefined;
    const dir = parentOf(path);
    const promised = this.pending.get(dir);
    if (!promised) return undefined;
    return { content: path === `${dir}/${promised.name}` ? promised.content : undefined };
  }

  /** Makes the folder that is, or holds, `path`. */
  private makeFor(path: string): void {
    if (this.pending.size === 0) return;
    this.make(path);
    this.make(parentOf(path));
  }

  /** Throws DiskError; the folder is nobody's promise any more in any case. */
  private make(dir: string): void {
    const promised = this.pending.get(dir);
    if (!promised) return;
    this.pending.delete(dir);
    this.disk.makeDirectory(dir);
    const file = this.disk.open(`${dir}/${promised.name}`, { create: true });
    try {
      file.append([promised.content]);
    } finally {
      file.close();
    }
  }

  private makeSome(): void {
    this.timer = undefined;
    if (this.isClosed) return;
    this.makeFirst(perTurn);
    if (this.pending.size > 0) this.env.clock.defer(() => this.makeSome());
  }

  private makeAll(): void {
    this.makeFirst(this.pending.size);
  }

  private makeFirst(count: number): void {
    let left = count;
    for (const [dir, { onFailure }] of this.pending) {
      if (left-- === 0) return;
      try {
        this.make(dir);
      } catch (error) {
        onFailure(error);
      }
    }
  }
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
