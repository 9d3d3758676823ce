/**
 * The four things the engine needs from the outside, as small interfaces. The Node
 * implementations lie beside this file; the simulator brings its own. Nothing else in
 * `src/broker` may read a clock, draw a random number, open a socket or touch a file.
 */

/** A running one-shot timer. */
export interface Timer {
  /** Idempotent; a cancelled timer never fires. */
  cancel(): void;
}

export interface Clock {
  /** Wall-clock milliseconds since the epoch; may jump. For record timestamps and file times. */
  nowMs(): number;
  /** Milliseconds that only grow; for deadlines and intervals. */
  monotonicMs(): number;
  /** Calls `action` once, not earlier than `delayMs` from now. */
  setTimer(delayMs: number, action: () => void): Timer;
  /** Calls `action` after the current event has been handled (Node: setImmediate). */
  defer(action: () => void): void;
}

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** `sizeBytes` unpredictable bytes. */
  bytes(sizeBytes: number): Buffer;
}

/** One end of a byte stream. Callbacks never run inside the call that registers them. */
export interface Connection {
  readonly remoteHost: string;
  readonly remotePort: number;
  /**
   * Queues bytes in order. The buffers must not be changed before `onTaken` is called: once, when
   * the kernel has them or the connection is gone.
   */
  write(chunks: readonly Uint8Array[], onTaken?: () => void): void;
  /** Bytes accepted by `write` that the peer's kernel has not taken yet. */
  queuedBytes(): number;
  /** Stop and go on delivering `onData`; the kernel's window then slows the peer. */
  pause(): void;
  resume(): void;
  /** Flushes what is queued, then closes. */
  end(): void;
  /** Closes at once. */
  destroy(): void;
  /** The chunk is the listener's only while it runs: its memory is used for the next one. */
  onData(listener: (chunk: Buffer) => void): void;
  /** Once, however the connection ended; `error` when it was not orderly. */
  onClose(listener: (error?: Error) => void): void;
  /** `queuedBytes` fell to zero. */
  onDrain(listener: () => void): void;
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

export interface Net {
  /** Rejects with a `NetError` (`port-taken` …). Port 0 takes any free one. */
  listen(
    address: { readonly host: string; readonly port: number },
    onConnection: (connection: Connection) => void,
  ): Promise<Listener>;
  /** Rejects when the peer refuses or does not answer within `timeoutMs`. */
  connect(address: {
    readonly host: string;
    readonly port: number;
    readonly timeoutMs: number;
  }): Promise<Connection>;
}

export class NetError extends Error {
  readonly code: 'port-taken' | 'refused' | 'timeout' | 'other';
  constructor(code: NetError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'NetError';
    this.code = code;
  }
}

/**
 * Files below one data folder. Calls are synchronous where they only reach the page cache, and
 * promises where they can wait for the device. Paths are absolute.
 */
export interface Disk {
  /**
   * Names the run of the operating system: as long as it stays the same, what was written is kept,
   * however the process that wrote it ended.
   */
  readonly bootId: string;
  /** Opens for reading and writing; makes an empty file when there is none and `create` is set. */
  open(path: string, options: { readonly create: boolean }): DiskFile;
  /** The whole file, or undefined when there is none. */
  readFile(path: string): Buffer | undefined;
  /** Replaces the file as one step that survives a crash: temporary file, fsync, rename, fsync of the folder. */
  writeFileAtomic(path: string, content: Uint8Array): void;
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(path: string): string[];
  /** Makes the folder and its parents. */
  makeDirectory(path: string): void;
  rename(from: string, to: string): void;
  /** Removes a file or a whole folder; no error when there is none. */
  remove(path: string): void;
  /** The same on the thread pool: unlinking a large file takes long. */
  removeLater(path: string): Promise<void>;
  /** Brings the names in a folder to the device, on the thread pool. */
  syncFolder(path: string): Promise<void>;
  /** The same, waiting for it. */
  syncFolderNow(path: string): void;
  /** undefined when there is no such file or folder. */
  stat(path: string): { sizeBytes: number; modifiedMs: number; isDirectory: boolean } | undefined;
  /** Sets the time of the last change, which appends set by themselves. */
  setModified(path: string, modifiedMs: number): void;
  /** Takes an exclusive lock file holding our pid. False when a living process holds it. */
  lock(
    path: string,
  ): { readonly ok: true; release(): void } | { readonly ok: false; readonly pid: number };
  /** Free bytes of the volume. */
  freeBytes(path: string): number;
  /** All bytes of the volume, used or free. */
  totalBytes(path: string): number;
}

export interface DiskFile {
  readonly path: string;
  /** Current size as of the last append or truncate through this handle. */
  readonly sizeBytes: number;
  /** Fills `target` from `position`; returns the bytes read, fewer only at the end of the file. */
  readSync(target: Uint8Array, position: number): number;
  /** The same on the thread pool. */
  read(target: Uint8Array, position: number): Promise<number>;
  /** Appends all chunks at the end with one system call. */
  append(chunks: readonly Uint8Array[]): void;
  /** Overwrites in place (index files). */
  writeSync(source: Uint8Array, position: number): void;
  /** Cuts or grows (with zeros) to `sizeBytes`. */
  truncate(sizeBytes: number): void;
  /** fsync on the thread pool. */
  sync(): Promise<void>;
  /** fsync, waiting for it. */
  syncNow(): void;
  close(): void;
}

/** The disk refused: `full` (ENOSPC) or anything else. */
export class DiskError extends Error {
  readonly code: 'full' | 'io' | 'not-found' | 'denied';
  constructor(code: DiskError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DiskError';
    this.code = code;
  }
}

/** Lines for the operator; one logger per process, prefixed by area. */
export interface Logger {
  info(area: string, message: string): void;
  warn(area: string, message: string): void;
  error(area: string, message: string, cause?: unknown): void;
}

/** What every part of the engine is handed. */
export interface Env {
  readonly clock: Clock;
  readonly random: Random;
  readonly net: Net;
  readonly disk: Disk;
  readonly logger: Logger;
}
