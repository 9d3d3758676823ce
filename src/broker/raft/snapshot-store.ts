/** The snapshot files of the metadata log: `<end offset>-<epoch>.checkpoint` beside its segments. */
import type { Disk } from '../env/env.ts';
import type { SnapshotId } from './types.ts';

const namePattern = /^(\d{20})-(\d{10})\.checkpoint$/;

export function snapshotName({ endOffset, epoch }: SnapshotId): string {
  return `${String(endOffset).padStart(20, '0')}-${String(epoch).padStart(10, '0')}.checkpoint`;
}

export type StoredSnapshot = SnapshotId & {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
};

export class SnapshotStore {
  private readonly disk: Disk;
  private readonly dir: string;
  private stored: StoredSnapshot[] = [];

  constructor(disk: Disk, dir: string) {
    this.disk = disk;
    this.dir = dir;
    for (const name of disk.list(dir)) {
      const match = namePattern.exec(name);
      const id = match && { endOffset: Number(match[1]), epoch: Number(match[2]) };
      // A temporary file of a write that a crash ended.
      if (/\.checkpoint\.(part|tmp)$/.test(name)) disk.remove(`${dir}/${name}`);
      if (id) this.add(id);
    }
  }

  /** Oldest first. */
  all(): readonly StoredSnapshot[] {
    return this.stored;
  }

  latest(): StoredSnapshot | undefined {
    return this.stored.at(-1);
  }

  oldest(): StoredSnapshot | undefined {
    return this.stored[0];
  }

  find({ endOffset, epoch }: SnapshotId): StoredSnapshot | undefined {
    return this.stored.find((one) => one.endOffset === endOffset && one.epoch === epoch);
  }

  write(id: SnapshotId, content: Buffer): void {
    this.disk.writeFileAtomic(this.pathOf(id), content);
    this.add(id);
  }

  read(id: SnapshotId): Buffer {
    const content = this.disk.readFile(this.pathOf(id));
    if (!content) throw new Error(`${this.pathOf(id)} is gone`);
    return content;
  }

  /** At most `maxBytes` from `position` on. */
  async readPart(id: SnapshotId, position: number, maxBytes: number): Promise<Buffer> {
    const file = this.disk.open(this.pathOf(id), { create: false });
    try {
      const part = Buffer.alloc(Math.max(0, Math.min(maxBytes, file.sizeBytes - position)));
      const sizeBytes = await file.read(part, position);
      return part.subarray(0, sizeBytes);
    } finally {
      file.close();
    }
  }

  remove(id: SnapshotId): void {
    this.disk.remove(this.pathOf(id));
    this.stored = this.stored.filter(
      (one) => one.endOffset !== id.endOffset || one.epoch !== id.epoch,
    );
  }

  private add(id: SnapshotId): void {
    const stat = this.disk.stat(this.pathOf(id));
    if (!stat) throw new Error(`${this.pathOf(id)} is gone`);
    const { sizeBytes, modifiedMs } = stat;
    this.stored = [
      ...this.stored.filter((one) => snapshotName(one) !== snapshotName(id)),
      { ...id, sizeBytes, modifiedMs },
    ];
    this.stored.sort((a, b) => a.endOffset - b.endOffset || a.epoch - b.epoch);
  }

  private pathOf(id: SnapshotId): string {
    return `${this.dir}/${snapshotName(id)}`;
  }
}
