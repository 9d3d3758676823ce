/**
 * Tools that tests need and the repository does not bring: looked for on the machine, or installed
 * on first use into a cache folder of the user. What is missing gives the reason, with which its
 * tests are skipped.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryRun } from '../clients/run.ts';

export type Toolchain<T> =
  | { readonly isReady: true; readonly tools: T }
  | { readonly isReady: false; readonly reason: string };

const lockPollMs = 200;
const lockTimeoutMs = 10 * 60_000;
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rivulet-tests');

/** An error of `prepare` is the reason why the tools are missing. */
export async function prepared<T>(prepare: () => Promise<T>): Promise<Toolchain<T>> {
  try {
    return { isReady: true, tools: await prepare() };
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    return { isReady: false, reason };
  }
}

/** For tests that do not run without: what is missing fails them, and says what to install. */
export function needed<T>(toolchain: Toolchain<T>): T {
  if (toolchain.isReady) return toolchain.tools;
  throw new Error(toolchain.reason);
}

export async function present(
  command: string,
  args: readonly string[],
  hint: string,
): Promise<void> {
  const { code } = await tryRun(command, args, { timeoutMs: 30_000 });
  if (code !== 0) throw new Error(`${command} is missing: ${hint}`);
}

/**
 * Done once per content: the folder is complete when its stamp is there. Test files run in several
 * processes, so the first one installs and the others wait for it.
 */
export async function once(
  name: string,
  content: string,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const folder = join(cache, `${name}-${digest}`);
  const stamp = join(folder, 'installed');
  const lock = `${folder}.lock`;
  while (!existsSync(stamp)) {
    if (!takeLock(lock)) {
      await sleep(lockPollMs);
      continue;
    }
    try {
      if (existsSync(stamp)) break;
      mkdirSync(folder, { recursive: true });
      await install(folder);
      writeFileSync(stamp, '');
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return folder;
}

/** Takes the lock; false when another process has it. One whose owner died is freed after a while. */
function takeLock(lock: string): boolean {
  mkdirSync(cache, { recursive: true });
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > lockTimeoutMs) {
      rmSync(lock, { recursive: true, force: true });
    }
    return false;
  }
}
