/** `cluster.lock`: one process at a time owns a data folder. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ContractError } from '../contract/errors.ts';
import { unreadable } from './data-dir.ts';

type LockContent = {
  readonly pid: number;
  /** When the kernel started that process: a later process may get the same pid. */
  readonly processStart: string | null;
};

export type DataDirLock = { readonly release: () => void };

/** Takes the lock, also over from a process that is no more; else throws `data-dir-in-use`. */
export function acquireLock(dir: string): DataDirLock {
  const file = join(dir, 'cluster.lock');
  // A second round follows when a dead owner's lock was removed; a third means a race lost twice.
  for (let round = 0; round < 3; round += 1) {
    if (create(dir, file)) return { release: () => rmSync(file, { force: true }) };
    const owner = lockOwner(dir);
    if (owner !== null) {
      throw new ContractError(
        'data-dir-in-use',
        { dir, pid: owner },
        `The data folder ${dir} is in use by the Rivulet with process id ${owner}. ` +
          'Stop that one first or choose another folder with --data.',
      );
    }
    rmSync(file, { force: true });
  }
  throw unreadable(dir, new Error('cluster.lock keeps coming back'));
}

/** The pid of the live process that owns the folder, or null. */
export function lockOwner(dir: string): number | null {
  const content = readLock(join(dir, 'cluster.lock'));
  if (content === null || !isAlive(content.pid)) return null;
  const start = processStart(content.pid);
  const isReused =
    start !== null && content.processStart !== null && start !== content.processStart;
  return isReused ? null : content.pid;
}

/** Whether a process with this id runs, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // Ended, but not yet waited for by its parent: containers without an init keep such for ever.
  return processStat(pid)?.[0] !== 'Z';
}

function create(dir: string, file: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw unreadable(dir, error);
  }
  const content: LockContent = { pid: process.pid, processStart: processStart(process.pid) };
  writeSync(descriptor, `${JSON.stringify(content)}\n`);
  closeSync(descriptor);
  return true;
}

function readLock(file: string): LockContent | null {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as LockContent;
    return Number.isInteger(content?.pid) ? content : null;
  } catch {
    // Missing, or half written by a process that died: nobody owns the folder.
    return null;
  }
}

/** When the kernel started the process, in its own ticks; null where there is no /proc. */
function processStart(pid: number): string | null {
  return processStat(pid)?.[19] ?? null;
}

/** /proc/PID/stat from its third field (the state) on. */
function processStat(pid: number): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; the fields after it do not.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
