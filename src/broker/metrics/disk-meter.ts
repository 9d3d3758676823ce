/** Counts what goes to the disk and comes from it, and how long bringing it to the device takes. */
import type { Clock, Disk, DiskFile } from '../env/env.ts';
import { Histogram } from './histogram.ts';

export class DiskMeter {
  bytesWritten = 0;
  bytesRead = 0;
  readonly flush = new Histogram();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** The same disk, with its files counted. */
  over(disk: Disk): Disk {
    const open: Disk['open'] = (path, options) => new MeteredFile(disk.open(path, options), this);
    return {
      get bootId() {
        return disk.bootId;
      },
      open,
      readFile: (path) => disk.readFile(path),
      writeFileAtomic: (path, content) => disk.writeFileAtomic(path, content),
      list: (path) => disk.list(path),
      makeDirectory: (path) => disk.makeDirectory(path),
      rename: (from, to) => disk.rename(from, to),
      remove: (path) => disk.remove(path),
      removeLater: (path) => disk.removeLater(path),
      syncFolder: (path) => disk.syncFolder(path),
      syncFolderNow: (path) => disk.syncFolderNow(path),
      stat: (path) => disk.stat(path),
      setModified: (path, modifiedMs) => disk.setModified(path, modifiedMs),
      lock: (path) => disk.lock(path),
      freeBytes: (path) => disk.freeBytes(path),
      totalBytes: (path) => disk.totalBytes(path),
    };
  }

  nowMs(): number {
    return this.clock.monotonicMs();
  }
}

class MeteredFile implements DiskFile {
  private readonly file: DiskFile;
  private readonly meter: DiskMeter;

  constructor(file: DiskFile, meter: DiskMeter) {
    this.file = file;
    this.meter = meter;
  }

  get path(): string {
    return this.file.path;
  }

  get sizeBytes(): number {
    return this.file.sizeBytes;
  }

  readSync(target: Uint8Array, position: number): number {
    const count = this.file.readSync(target, position);
    this.meter.bytesRead += count;
    return count;
  }

  read(target: Uint8Array, position: number): Promise<number> {
    this.meter.bytesRead += target.length;
    return this.file.read(target, position);
  }

  append(chunks: readonly Uint8Array[]): void {
    this.file.append(chunks);
    for (const chunk of chunks) this.meter.bytesWritten += chunk.length;
  }

  writeSync(source: Uint8Array, position: number): void {
    this.file.writeSync(source, position);
    this.meter.bytesWritten += source.length;
  }

  truncate(sizeBytes: number): void {
    this.file.truncate(sizeBytes);
  }

  async sync(): Promise<void> {
    const startMs = this.meter.nowMs();
    await this.file.sync();
    this.meter.flush.recordMs(this.meter.nowMs() - startMs);
  }

  syncNow(): void {
    const startMs = this.meter.nowMs();
    this.file.syncNow();
    this.meter.flush.recordMs(this.meter.nowMs() - startMs);
  }

  close(): void {
    this.file.close();
  }
}
