/**
 * What the cleaner was doing when the process ended. Segments that were still being written
 * (`.cleaned`) are thrown away; one that was whole (`.swap`) takes the place of those it was made
 * from, of which some may be gone already.
 */
import type { Env } from '../env/env.ts';
import type { LogFiles } from './log-files.ts';
import { offsetInName, offsetName } from './names.ts';
import { cleanedSuffix, repairSuffix, swapSuffix } from './segment-files.ts';
import { Segment } from './segment.ts';

const throwAway = /\.(deleted|tmp)$/;

/** Still being written by the cleaner or a repair. */
const isUnfinished = (name: string): boolean =>
  name.endsWith(cleanedSuffix) || name.endsWith(repairSuffix);

/** Removes and renames until only files in use are left in `dir`; returns their names, sorted. */
export function finishInterrupted(env: Env, files: LogFiles, dir: string): readonly string[] {
  const { disk } = env;
  const names = disk.list(dir);
  const isLeft = (name: string): boolean =>
    throwAway.test(name) || isUnfinished(name) || name.endsWith(swapSuffix);
  if (!names.some(isLeft)) return names;
  for (const name of names) if (throwAway.test(name)) disk.remove(`${dir}/${name}`);
  dropUnfinished(env, dir, names);
  for (const name of disk.list(dir)) {
    const baseOffset = offsetInName(name, `.log${swapSuffix}`);
    if (baseOffset !== undefined) completeSwap(env, files, dir, baseOffset);
  }
  // Of a swap whose log has its name already.
  for (const name of disk.list(dir)) {
    if (name.endsWith(swapSuffix))
      disk.rename(`${dir}/${name}`, `${dir}/${name.slice(0, -swapSuffix.length)}`);
  }
  return disk.list(dir);
}

/**
 * Files get `.swap` one after the other, the log last: as long as any has `.cleaned`, those with
 * `.swap` are not all. They go first, or the next start would take them for the rest of a swap.
 */
function dropUnfinished({ disk }: Env, dir: string, names: readonly string[]): void {
  const cleaned = names.filter(isUnfinished);
  if (cleaned.length === 0) return;
  const from = Number.parseInt(cleaned[0], 10);
  for (const name of names) {
    if (name.endsWith(swapSuffix) && Number.parseInt(name, 10) >= from)
      disk.remove(`${dir}/${name}`);
  }
  for (const name of cleaned) disk.remove(`${dir}/${name}`);
}

function completeSwap(env: Env, files: LogFiles, dir: string, baseOffset: number): void {
  const { disk } = env;
  const path = `${dir}/${offsetName(baseOffset)}.log${swapSuffix}`;
  const sizeBytes = disk.stat(path)?.sizeBytes ?? 0;
  const o = { dir, baseOffset, sizeBytes, isSealed: true, suffix: swapSuffix };
  const segment = new Segment(env, files, o);
  const endOffset = segment.noteEnd();
  env.logger.warn('log', `${dir}: completes the swap of segment ${baseOffset}`);
  for (const name of disk.list(dir)) {
    const offset = Number.parseInt(name.slice(0, 20), 10);
    const isReplaced = offset >= baseOffset && offset < endOffset && replaced.test(name);
    // What the producers had sent at the start of the segment is still so.
    const isKept = offset === baseOffset && name.endsWith('.snapshot');
    if (isReplaced && !isKept) disk.remove(`${dir}/${name}`);
  }
  segment.finishSwap();
  segment.close();
}

const replaced = /^\d{20}\.(log|index|timeindex|txnindex|snapshot)$/;
