/** The files of one segment by kind: their names, how they come, change names and go. */
import type { Env } from '../env/env.ts';
import { offsetName } from './names.ts';

/** Files of a segment that the cleaner writes, and of one that is about to replace others. */
export const cleanedSuffix = '.cleaned';
export const swapSuffix = '.swap';
/** Files of a segment that is written anew because another was damaged. */
export const repairSuffix = '.repair';

/** In the order in which a suffix is added; the log says that all are there, so it comes last. */
const kinds = ['.index', '.timeindex', '.txnindex', '.log'] as const;

export class SegmentFiles {
  private readonly env: Env;
  private readonly dir: string;
  private readonly baseOffset: number;
  /** Behind all names, while the files do not count yet. */
  private suffix: string;
  /** The names are on the device. */
  private areNamesSynced: boolean;

  constructor(
    env: Env,
    dir: string,
    baseOffset: number,
    o: { readonly suffix: string; readonly isNew: boolean },
  ) {
    this.env = env;
    this.dir = dir;
    this.baseOffset = baseOffset;
    this.suffix = o.suffix;
    this.areNamesSynced = !o.isNew;
  }

  path(kind: string): string {
    return `${this.pathOf(kind)}${this.suffix}`;
  }

  sizeOf(kind: string): number {
    return this.env.disk.stat(this.path(kind))?.sizeBytes ?? 0;
  }

  /**
   * Paths of the index files that have to reach the device. Those of a segment that is written to
   * are looked at anew after a crash; aborts are not.
   */
  indexes(isSealed: boolean): string[] {
    return (isSealed ? kinds.slice(0, -1) : (['.txnindex'] as const))
      .map((kind) => this.path(kind))
      .filter((path) => this.env.disk.stat(path) !== undefined);
  }

  /** Marks all files, or, with '', makes them count; then the log goes first. */
  rename(suffix: string): void {
    const { disk } = this.env;
    for (const kind of suffix === '' ? kinds.toReversed() : kinds) {
      const path = this.path(kind);
      if (disk.stat(path)) disk.rename(path, `${this.pathOf(kind)}${suffix}`);
    }
    this.suffix = suffix;
    this.areNamesSynced = false;
  }

  /** Brings the names to the device, after the contents. */
  async syncNames(): Promise<void> {
    if (this.areNamesSynced) return;
    this.areNamesSynced = true;
    await this.env.disk.syncFolder(this.dir);
  }

  syncNamesNow(): void {
    if (this.areNamesSynced) return;
    this.areNamesSynced = true;
    this.env.disk.syncFolderNow(this.dir);
  }

  /** They have never been part of a log. */
  discard(): void {
    for (const kind of kinds) this.env.disk.remove(this.path(kind));
  }

  /** Marks the files deleted at once and unlinks them off the event loop: a large one takes long. */
  remove({ keepSnapshot }: { readonly keepSnapshot: boolean }): void {
    const { disk, logger } = this.env;
    for (const kind of [...kinds.toReversed(), ...(keepSnapshot ? [] : ['.snapshot'])]) {
      const path = this.path(kind);
      if (!disk.stat(path)) continue;
      disk.rename(path, `${path}.deleted`);
      // What stays goes at the next start.
      disk
        .removeLater(`${path}.deleted`)
        .catch((error: unknown) => logger.warn('log', `${path}.deleted stays: ${String(error)}`));
    }
  }

  private pathOf(kind: string): string {
    return `${this.dir}/${offsetName(this.baseOffset)}${kind}`;
  }
}
