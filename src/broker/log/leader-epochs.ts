/** Which leader epoch began at which offset, kept in `leader-epoch-checkpoint`. */
import type { Disk } from '../env/env.ts';

export type EpochEntry = { readonly epoch: number; readonly startOffset: number };

export class LeaderEpochs {
  private readonly disk: Disk;
  private readonly path: string;
  private entries: EpochEntry[];

  constructor(disk: Disk, path: string) {
    this.disk = disk;
    this.path = path;
    this.entries = parse(disk.readFile(path)?.toString() ?? '');
  }

  get latest(): number {
    return this.entries.at(-1)?.epoch ?? -1;
  }

  startOf(epoch: number): number | undefined {
    return this.entries.find((entry) => entry.epoch === epoch)?.startOffset;
  }

  /** Epoch of the record at `offset`, -1 when it lies before the first entry. */
  epochAt(offset: number): number {
    return this.entries.findLast((entry) => entry.startOffset <= offset)?.epoch ?? -1;
  }

  /** Notes a new epoch; entries it contradicts (later start or higher epoch) are dropped. */
  assign(epoch: number, startOffset: number): void {
    if (epoch < 0) return;
    const last = this.entries.at(-1);
    if (last && last.epoch === epoch) return;
    if (last && epoch < last.epoch && startOffset > last.startOffset) return;
    this.entries = this.entries.filter(
      (entry) => entry.epoch < epoch && entry.startOffset < startOffset,
    );
    this.entries.push({ epoch, startOffset });
    this.write();
  }

  /** Where the data of `epoch` ends for OffsetForLeaderEpoch; -1, -1 when this log cannot know. */
  endOffsetFor(epoch: number, logEndOffset: number): { epoch: number; endOffset: number } {
    const last = this.entries.at(-1);
    if (!last || epoch > last.epoch || epoch < 0) return { epoch: -1, endOffset: -1 };
    if (epoch === last.epoch) return { epoch, endOffset: logEndOffset };
    const nextIndex = this.entries.findIndex((entry) => entry.epoch > epoch);
    const known = nextIndex === 0 ? epoch : this.entries[nextIndex - 1].epoch;
    return { epoch: known, endOffset: this.entries[nextIndex].startOffset };
  }

  truncateEnd(endOffset: number): void {
    const kept = this.entries.filter((entry) => entry.startOffset < endOffset);
    if (kept.length === this.entries.length) return;
    this.entries = kept;
    this.write();
  }

  /** The epoch that covers `startOffset` now begins there. */
  truncateStart(startOffset: number): void {
    const covering = this.entries.findLastIndex((entry) => entry.startOffset <= startOffset);
    if (covering < 0) return;
    if (covering === 0 && this.entries[0].startOffset === startOffset) return;
    const { epoch } = this.entries[covering];
    this.entries = [{ epoch, startOffset }, ...this.entries.slice(covering + 1)];
    this.write();
  }

  clear(): void {
    this.entries = [];
    this.write();
  }

  private write(): void {
    const lines = this.entries.map(({ epoch, startOffset }) => `${epoch} ${startOffset}`);
    this.disk.writeFileAtomic(
      this.path,
      Buffer.from(`${['0', String(lines.length), ...lines].join('\n')}\n`),
    );
  }
}

function parse(text: string): EpochEntry[] {
  return text
    .split('\n')
    .slice(2)
    .map((line) => line.split(' ').map(Number))
    .filter((parts) => parts.length === 2 && parts.every(Number.isInteger))
    .map(([epoch, startOffset]) => ({ epoch, startOffset }));
}
