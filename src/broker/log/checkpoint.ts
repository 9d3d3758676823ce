/** Kafka's checkpoint files: `0`, a count, then `topic partition offset` lines. */
import type { Disk } from '../env/env.ts';

export type CheckpointEntry = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
};

/** Fewer digits than would leave the safe integers. */
const row = /^(\S+) (\d+) (-?\d{1,15})$/;

/** One checkpoint file. Writes do not wait for the device, and do not overtake each other. */
export class Checkpoint {
  private readonly disk: Disk;
  private readonly path: string;
  private written: string | undefined;
  /** The newest text that a running write will be followed by. */
  private next: string | undefined;
  private running: Promise<void> | undefined;

  constructor(disk: Disk, path: string) {
    this.disk = disk;
    this.path = path;
  }

  /**
   * Offsets by `topic-partition`; empty when the file is missing or damaged, which `onDamage` is
   * told of.
   */
  read(onDamage: (path: string) => void = () => undefined): Map<string, number> {
    const text = this.disk.readFile(this.path)?.toString();
    const [version, count, ...lines] = (text ?? '').trimEnd().split('\n');
    const offsets = new Map<string, number>();
    for (const line of lines) {
      const [, topic, partition, offset] = row.exec(line) ?? [];
      if (topic !== undefined) offsets.set(`${topic}-${partition}`, Number(offset));
    }
    const isWhole = version === '0' && Number(count) === lines.length;
    if (isWhole && offsets.size === lines.length) return offsets;
    // Nothing of it can be relied on.
    if (text !== undefined) onDamage(this.path);
    return new Map();
  }

  /** Replaces the file in the background, unless it holds the same already. */
  write(entries: readonly CheckpointEntry[]): Promise<void> {
    this.next = encode(entries);
    this.running ??= this.writeAll().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Replaces the file before it returns. */
  writeNow(entries: readonly CheckpointEntry[]): void {
    this.next = undefined;
    this.written = encode(entries);
    this.disk.writeFileAtomic(this.path, Buffer.from(this.written));
  }

  private async writeAll(): Promise<void> {
    while (this.next !== undefined && this.next !== this.written) {
      const text = this.next;
      const temporary = `${this.path}.next`;
      const file = this.disk.open(temporary, { create: true });
      try {
        file.truncate(0);
        file.append([Buffer.from(text)]);
        await file.sync();
      } finally {
        file.close();
      }
      // A `writeNow` has come between.
      if (this.next === undefined) return;
      this.disk.rename(temporary, this.path);
      this.written = text;
    }
  }
}

function encode(entries: readonly CheckpointEntry[]): string {
  const lines = entries.map(({ topic, partition, offset }) => `${topic} ${partition} ${offset}`);
  return `${['0', String(lines.length), ...lines].join('\n')}\n`;
}
