/**
 * A lock that is a file with its holder's pid, and when the kernel started that process: after a
 * reboot another process may have the same pid. One whose holder is no more is taken over.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Disk } from './env.ts';

/** Throws the error of the file system. */
export function takeLock(path: string): ReturnType<Disk['lock']> {
  const [pidText, start] = existsSync(path) ? readFileSync(path, 'utf8').trim().split(' ') : [];
  const pid = Number.parseInt(pidText ?? '', 10);
  if (pid !== process.pid && Number.isInteger(pid) && isHolder(pid, start)) {
    return { ok: false, pid };
  }
  writeFileSync(path, [process.pid, kernelStart(process.pid)].join(' ').trim());
  return { ok: true, release: () => rmSync(path, { force: true }) };
}

/** Whether that very process still runs. Where there is no /proc, the pid alone has to do. */
function isHolder(pid: number, start: string | undefined): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const fields = procStat(pid);
  // A zombie has ended; containers without an init keep such for ever.
  if (fields?.[0] === 'Z') return false;
  return !start || !fields || fields[startField] === start;
}

const kernelStart = (pid: number): string => procStat(pid)?.[startField] ?? '';

/** Among the fields of /proc/PID/stat from the state on. */
const startField = 19;

function procStat(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    // No such process, or no such file system.
    return undefined;
  }
}
