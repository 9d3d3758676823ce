/**
 * Producer states across restarts and truncations: they are read from the newest usable
 * `.snapshot` and brought up to the log end by the batches behind it. A snapshot is taken at each
 * roll, after each rebuild, at an orderly close and now and then between; those at segment starts
 * are kept, those that a flush covers, and the newest one.
 */
import type { Disk } from '../env/env.ts';
import type { BatchHeader } from '../protocol/record-batch.ts';
import { isControl } from '../protocol/record-batch.ts';
import { offsetInName, offsetName } from './names.ts';
import { decodeSnapshot, encodeSnapshot } from './producer-snapshot.ts';
import { type EndTxnMarker, type ProducerStates, readMarker } from './producer-states.ts';
import type { Segment } from './segment.ts';
import { scanHeaders } from './segment-scan.ts';
import type { AbortedTxn } from './txn-index.ts';

const suffix = '.snapshot';

export type RebuildRange = {
  readonly segments: readonly Segment[];
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  /** Snapshots above it are thrown away: what they were taken from may be gone. */
  readonly newestSnapshot: number;
  /**
   * Whether batches behind the snapshot are looked at. `unless-none`: not when there is no
   * snapshot at all, since an orderly close would have left one.
   */
  readonly replay: 'always' | 'unless-none' | 'never';
  readonly nowMs: number;
  readonly expirationMs: number;
};

export class ProducerSnapshots {
  private readonly disk: Disk;
  private readonly dir: string;
  /** Of the newest snapshot; -1 for none. */
  private newest = -1;
  /** Of those taken before the last two flushes: the checkpoint may still name the first of them. */
  private kept: readonly number[] = [];

  constructor(disk: Disk, dir: string) {
    this.disk = disk;
    this.dir = dir;
  }

  /** Writes the states as of `offset`, unless they have been written for it. */
  take(states: ProducerStates, offset: number, segments: readonly Segment[]): void {
    if (offset <= this.newest) return;
    const file = this.disk.open(this.path(offset), { create: true });
    try {
      file.truncate(0);
      file.append([encodeSnapshot(states.values())]);
    } finally {
      file.close();
    }
    const previous = this.newest;
    this.newest = offset;
    if (!this.kept.includes(previous)) this.drop(previous, segments);
  }

  /** The newest snapshot outlives those that follow it, until the next but one that is kept. */
  keepNewest(segments: readonly Segment[]): void {
    const [oldest = -1, ...rest] = this.kept;
    if (this.kept.at(-1) === this.newest) return;
    if (rest.length > 0) this.drop(oldest, segments);
    this.kept = [...(rest.length > 0 ? rest : this.kept), this.newest];
  }

  private drop(offset: number, segments: readonly Segment[]): void {
    const isAtSegment = segments.some(({ baseOffset }) => baseOffset === offset);
    if (offset >= 0 && !isAtSegment) this.disk.remove(this.path(offset));
  }

  /**
   * Fills `states` as of the log end. `onAborted` gets the aborted transactions whose markers lie
   * behind the snapshot.
   */
  rebuild(
    states: ProducerStates,
    range: RebuildRange,
    onAborted: (aborted: AbortedTxn) => void,
  ): void {
    states.clear();
    const from = this.restore(states, range);
    if (from >= range.logEndOffset || range.replay === 'never') return;
    replay(range, from, (header, marker) => {
      if (!marker) states.record(header);
      else {
        const aborted = states.endTransaction(header, marker);
        if (aborted) onAborted(aborted);
      }
    });
    this.take(states, range.logEndOffset, range.segments);
  }

  /** Loads the newest usable snapshot, removes those of no use; returns the offset it stands for. */
  private restore(states: ProducerStates, range: RebuildRange): number {
    const { segments, logStartOffset, newestSnapshot } = range;
    const offsets = this.disk
      .list(this.dir)
      .map((name) => offsetInName(name, suffix))
      .filter((offset) => offset !== undefined)
      .reverse();
    let found = -1;
    for (const offset of offsets) {
      const isInRange = offset >= logStartOffset && offset <= newestSnapshot;
      if (isInRange && found < 0) {
        const entries = decodeSnapshot(this.disk.readFile(this.path(offset)) ?? Buffer.alloc(0));
        if (entries) {
          states.restore(entries, range.nowMs, range.expirationMs);
          found = offset;
          continue;
        }
      }
      const isKept = isInRange && segments.some(({ baseOffset }) => baseOffset === offset);
      if (!isKept) this.disk.remove(this.path(offset));
    }
    this.newest = found;
    this.kept = [];
    if (found >= 0) return found;
    const isNone = range.replay === 'unless-none' && offsets.length === 0;
    return isNone ? range.logEndOffset : logStartOffset;
  }

  private path(offset: number): string {
    return `${this.dir}/${offsetName(offset)}${suffix}`;
  }
}

/** Visits the batches of producers from `from` to the end of the log. */
function replay(
  { segments, logEndOffset }: RebuildRange,
  from: number,
  visit: (header: BatchHeader, marker: EndTxnMarker | undefined) => void,
): void {
  for (let index = 0; index < segments.length; index++) {
    const segment = segments[index];
    const endOffset = segments[index + 1]?.baseOffset ?? logEndOffset;
    if (endOffset <= from || segment.sizeBytes === 0) continue;
    const position = from <= segment.baseOffset ? 0 : segment.index.offset.positionFor(from);
    scanHeaders(segment, position, (header) => {
      if (header.producerId < 0 || header.lastOffset < from) return false;
      if (!isControl(header.attributes)) visit(header, undefined);
      else {
        const bytes = Buffer.allocUnsafe(header.sizeBytes);
        segment.read(bytes, header.position);
        const marker = readMarker(bytes, { ...header, position: 0 });
        if (marker) visit(header, marker);
      }
      return false;
    });
  }
}
