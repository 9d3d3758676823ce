/**
 * Which leader epoch began at which offset (KIP-101), kept in `leader-epoch-checkpoint`.
 *
 * Entries reach the file with the first batch that follows them: one that no batch followed means
 * nothing after a restart. The file is not synced with each change, since the batches that a crash
 * leaves bring back what it lost; before the recovery point passes them it is.
 */
import type { Disk } from '../env/env.ts';
import { syncFile } from './segment-index.ts';

export type EpochEntry = { readonly epoch: number; readonly startOffset: number };

export class LeaderEpochs {
  private readonly disk: Disk;
  private readonly path: string;
  private entries: EpochEntry[];
  /** The file was missing or torn: the batches have to tell the epochs. */
  readonly isDamaged: boolean;
  private isUnsaved = false;
  private isUnsynced = false;
  /** The newest epoch, -1 when none is known. */
  latest: number;

  constructor(disk: Disk, path: string) {
    this.disk = disk;
    this.path = path;
    const entries = parse(disk.readFile(path)?.toString() ?? '');
    this.isDamaged = entries === undefined;
    this.entries = entries ?? [];
    this.latest = this.entries.at(-1)?.epoch ?? -1;
  }

  startOf(epoch: number): number | undefined {
    return this.entries.find((entry) => entry.epoch === epoch)?.startOffset;
  }

  /** Epoch of the record at `offset`, -1 when it lies before the first entry. */
  epochAt(offset: number): number {
    return this.entries.findLast((entry) => entry.startOffset <= offset)?.epoch ?? -1;
  }

  /** Notes where an epoch begins; entries it contradicts (not older, or not before it) are dropped. */
  assign(epoch: number, startOffset: number): void {
    const last = this.entries.at(-1);
    if (epoch < 0 || (last && last.epoch === epoch && last.startOffset <= startOffset)) return;
    const kept = this.entries.filter(
      (entry) => entry.epoch < epoch && entry.startOffset < startOffset,
    );
    kept.push({ epoch, startOffset });
    this.replace(kept);
  }

  /** Where the data of `epoch` ends for OffsetForLeaderEpoch; -1, -1 when this log cannot know. */
  endOffsetFor(epoch: number, logEndOffset: number): { epoch: number; endOffset: number } {
    const isUnknown = epoch === -1 || epoch > this.latest || this.entries.length === 0;
    if (isUnknown) return { epoch: -1, endOffset: -1 };
    if (epoch === this.latest) return { epoch, endOffset: logEndOffset };
    const nextIndex = this.entries.findIndex((entry) => entry.epoch > epoch);
    const known = nextIndex === 0 ? epoch : this.entries[nextIndex - 1].epoch;
    return { epoch: known, endOffset: this.entries[nextIndex].startOffset };
  }

  truncateEnd(endOffset: number): void {
    const kept = this.entries.filter((entry) => entry.startOffset < endOffset);
    if (kept.length < this.entries.length) this.replace(kept);
  }

  /** The epoch that covers `startOffset` now begins there. */
  truncateStart(startOffset: number): void {
    const covering = this.entries.findLastIndex((entry) => entry.startOffset <= startOffset);
    if (covering < 0) return;
    const { epoch, startOffset: known } = this.entries[covering];
    if (covering === 0 && known === startOffset) return;
    this.replace([{ epoch, startOffset }, ...this.entries.slice(covering + 1)]);
  }

  clear(): void {
    this.replace([]);
  }

  /** Writes the file if anything changed, without waiting for the device. */
  save(): void {
    if (!this.isUnsaved) return;
    const lines = this.entries.map(({ epoch, startOffset }) => `${epoch} ${startOffset}`);
    const text = `${['0', String(lines.length), ...lines].join('\n')}\n`;
    // Whole for whoever comes after a kill. A file that a power loss tears is noticed, and built
    // again from the batches.
    const temporary = `${this.path}.tmp`;
    const file = this.disk.open(temporary, { create: true });
    try {
      if (file.sizeBytes > 0) file.truncate(0);
      file.append([Buffer.from(text)]);
    } finally {
      file.close();
    }
    this.disk.rename(temporary, this.path);
    this.isUnsaved = false;
    this.isUnsynced = true;
  }

  async sync(): Promise<void> {
    if (!this.isUnsynced) return;
    this.isUnsynced = false;
    await syncFile(this.disk, this.path);
  }

  private replace(entries: EpochEntry[]): void {
    this.entries = entries;
    this.latest = entries.at(-1)?.epoch ?? -1;
    this.isUnsaved = true;
  }
}

/** Nothing of a file that was torn is used. */
function parse(text: string): EpochEntry[] | undefined {
  const [version, count, ...lines] = text.trimEnd().split('\n');
  const entries = lines.map((line) => {
    const [epoch, startOffset] = line.split(' ').map(Number);
    return { epoch, startOffset };
  });
  const isWhole = version === '0' && text.endsWith('\n') && Number(count) === entries.length;
  const isSane = entries.every(
    ({ epoch, startOffset }, index) =>
      Number.isSafeInteger(epoch) &&
      Number.isSafeInteger(startOffset) &&
      (index === 0 ||
        (epoch > entries[index - 1].epoch && startOffset > entries[index - 1].startOffset)),
  );
  return isWhole && isSane ? entries : undefined;
}
