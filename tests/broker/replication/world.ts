/** A deterministic environment: virtual time, one queue of events, files in memory. */
import {
  type Clock,
  type Disk,
  DiskError,
  type DiskFile,
  type Env,
} from '../../../src/broker/env/env.ts';

type Event = { atMs: number; order: number; action: () => void; isCancelled: boolean };

export class World {
  nowMs = 0;
  readonly warnings: string[] = [];
  private readonly events: Event[] = [];
  private nextOrder = 0;
  private seed: number;

  constructor(seed = 1) {
    this.seed = seed;
  }

  schedule(delayMs: number, action: () => void): Event {
    const event = {
      atMs: this.nowMs + Math.max(0, delayMs),
      order: this.nextOrder++,
      action,
      isCancelled: false,
    };
    this.events.push(event);
    return event;
  }

  random(): number {
    this.seed = (Math.imul(this.seed, 1103515245) + 12345) & 0x7fffffff;
    return this.seed / 0x80000000;
  }

  env(disk: Disk = new MemoryDisk()): Env {
    const clock: Clock = {
      nowMs: () => 1_700_000_000_000 + this.nowMs,
      monotonicMs: () => this.nowMs,
      setTimer: (delayMs, action) => {
        const event = this.schedule(delayMs, action);
        return {
          cancel: () => {
            event.isCancelled = true;
          },
        };
      },
      defer: (action) => void this.schedule(0, action),
    };
    return {
      clock,
      disk,
      random: {
        next: () => this.random(),
        bytes: (sizeBytes) =>
          Buffer.from(Array.from({ length: sizeBytes }, () => Math.floor(this.random() * 256))),
      },
      net: {
        listen: () => Promise.reject(new Error('no network in this test')),
        connect: () => Promise.reject(new Error('no network in this test')),
      },
      logger: {
        info: () => undefined,
        warn: (_area, message) => void this.warnings.push(message),
        error: () => undefined,
      },
    };
  }

  /** Runs all events of the next `ms` milliseconds, each to its end. */
  async run(ms: number): Promise<void> {
    await this.runUntil(() => false, ms);
  }

  /** True when the condition came true within `limitMs`. */
  async runUntil(isMet: () => boolean, limitMs = 60_000): Promise<boolean> {
    const endMs = this.nowMs + limitMs;
    await drain();
    for (;;) {
      if (isMet()) return true;
      const event = this.takeNext(endMs);
      if (!event) break;
      this.nowMs = Math.max(this.nowMs, event.atMs);
      event.action();
      await drain();
    }
    this.nowMs = endMs;
    return isMet();
  }

  private takeNext(endMs: number): Event | undefined {
    let best = -1;
    for (let index = 0; index < this.events.length; index++) {
      const event = this.events[index];
      if (event.isCancelled) {
        this.events.splice(index--, 1);
        continue;
      }
      if (event.atMs > endMs) continue;
      const known = this.events[best];
      const isEarlier =
        !known ||
        event.atMs < known.atMs ||
        (event.atMs === known.atMs && event.order < known.order);
      if (isEarlier) best = index;
    }
    return best < 0 ? undefined : this.events.splice(best, 1)[0];
  }
}

/** Promise callbacks, and those that they start, have run when this returns. */
function drain(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

type Content = { bytes: Buffer; sizeBytes: number };

export class MemoryDisk implements Disk {
  readonly bootId = 'boot';
  /** Folders that take no more bytes. */
  readonly full = new Set<string>();
  private readonly files = new Map<string, Content>();
  private readonly folders = new Set<string>();

  open(path: string, { create }: { readonly create: boolean }): DiskFile {
    let content = this.files.get(path);
    if (!content) {
      if (!create) throw new DiskError('not-found', path);
      content = { bytes: Buffer.alloc(256), sizeBytes: 0 };
      this.files.set(path, content);
    }
    return new MemoryFile(path, content, this.full);
  }

  readFile(path: string): Buffer | undefined {
    const content = this.files.get(path);
    return content && Buffer.from(content.bytes.subarray(0, content.sizeBytes));
  }

  writeFileAtomic(path: string, bytes: Uint8Array): void {
    this.files.set(path, { bytes: Buffer.from(bytes), sizeBytes: bytes.length });
  }

  list(path: string): string[] {
    const names = new Set<string>();
    for (const known of [...this.files.keys(), ...this.folders]) {
      if (known.startsWith(`${path}/`)) names.add(known.slice(path.length + 1).split('/')[0]);
    }
    return [...names].sort();
  }

  makeDirectory(path: string): void {
    this.folders.add(path);
  }

  rename(from: string, to: string): void {
    for (const [path, content] of this.files) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.files.delete(path);
      this.files.set(to + path.slice(from.length), content);
    }
    if (this.folders.delete(from)) this.folders.add(to);
  }

  remove(path: string): void {
    for (const known of this.files.keys()) {
      if (known === path || known.startsWith(`${path}/`)) this.files.delete(known);
    }
    this.folders.delete(path);
  }

  async removeLater(path: string): Promise<void> {
    this.remove(path);
  }

  async syncFolder(): Promise<void> {}

  syncFolderNow(): void {}

  stat(path: string): { sizeBytes: number; modifiedMs: number; isDirectory: boolean } | undefined {
    const content = this.files.get(path);
    if (content) return { sizeBytes: content.sizeBytes, modifiedMs: 0, isDirectory: false };
    if (this.folders.has(path)) return { sizeBytes: 0, modifiedMs: 0, isDirectory: true };
    return undefined;
  }

  setModified(): void {}

  lock(): { readonly ok: true; release(): void } {
    return { ok: true, release: () => undefined };
  }

  freeBytes(): number {
    return 1e12;
  }

  totalBytes(): number {
    return 2e12;
  }
}

class MemoryFile implements DiskFile {
  readonly path: string;
  private readonly content: Content;
  private readonly full: ReadonlySet<string>;

  constructor(path: string, content: Content, full: ReadonlySet<string>) {
    this.path = path;
    this.content = content;
    this.full = full;
  }

  get sizeBytes(): number {
    return this.content.sizeBytes;
  }

  readSync(target: Uint8Array, position: number): number {
    const { bytes, sizeBytes } = this.content;
    const part = bytes.subarray(position, Math.min(sizeBytes, position + target.length));
    target.set(part);
    return part.length;
  }

  read(target: Uint8Array, position: number): Promise<number> {
    return Promise.resolve(this.readSync(target, position));
  }

  append(chunks: readonly Uint8Array[]): void {
    for (const folder of this.full) {
      if (this.path.startsWith(`${folder}/`)) throw new DiskError('full', `${this.path}: full`);
    }
    for (const chunk of chunks) this.writeSync(chunk, this.content.sizeBytes);
  }

  writeSync(source: Uint8Array, position: number): void {
    this.grow(position + source.length);
    this.content.bytes.set(source, position);
  }

  truncate(sizeBytes: number): void {
    this.grow(sizeBytes);
    this.content.bytes.fill(0, sizeBytes);
    this.content.sizeBytes = sizeBytes;
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }

  syncNow(): void {}

  close(): void {}

  private grow(sizeBytes: number): void {
    const { content } = this;
    if (sizeBytes > content.bytes.length) {
      const grown = Buffer.alloc(Math.max(sizeBytes, 2 * content.bytes.length));
      content.bytes.copy(grown);
      content.bytes = grown;
    }
    content.sizeBytes = Math.max(content.sizeBytes, sizeBytes);
  }
}
