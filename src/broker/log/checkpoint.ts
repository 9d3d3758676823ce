/** Kafka's checkpoint files: `0`, a count, then `topic partition offset` lines. */
import type { Disk } from '../env/env.ts';

export type CheckpointEntry = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
};

/** Offsets by `topic-partition`; empty when the file is missing or damaged. */
export function readCheckpoint(disk: Disk, path: string): Map<string, number> {
  const lines = disk.readFile(path)?.toString().split('\n') ?? [];
  const offsets = new Map<string, number>();
  for (const line of lines.slice(2)) {
    const [topic, partition, offset] = line.split(' ');
    if (offset !== undefined && Number.isSafeInteger(Number(offset)))
      offsets.set(`${topic}-${partition}`, Number(offset));
  }
  return offsets;
}

export function writeCheckpoint(
  disk: Disk,
  path: string,
  entries: readonly CheckpointEntry[],
): void {
  const lines = entries.map(({ topic, partition, offset }) => `${topic} ${partition} ${offset}`);
  disk.writeFileAtomic(path, Buffer.from(`${['0', String(lines.length), ...lines].join('\n')}\n`));
}
