/** The processes that a benchmark starts: none of them outlives it. What they cost is read from /proc. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Kafka's brokers take their time when all stop at once; a killed one would recover its log at the next start. */
const stopTimeoutMs = 90_000;
const abortTimeoutMs = 15_000;
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const alive = new Set<ChildProcess>();
let isOver = false;

export type Launch = { readonly env?: Readonly<Record<string, string>>; readonly log?: number };

/** With `log`, both of its outputs go to that open file; without, they are pipes. */
export function launch(
  command: string,
  args: readonly string[],
  { env, log }: Launch = {},
): ChildProcess {
  if (isOver) throw new Error('the benchmark was ended');
  const child = spawn(command, args, {
    stdio: ['ignore', log ?? 'pipe', log ?? 'pipe'],
    env: { ...process.env, ...env },
  });
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  child.once('error', () => alive.delete(child));
  return child;
}

/** Asks a process to end in order, and ends it when it does not. */
export function end(child: ChildProcess, timeoutMs = stopTimeoutMs): Promise<void> {
  return new Promise((resolve) => {
    if (!alive.has(child)) return resolve();
    const timer = setTimeout(() => {
      console.error(`${child.spawnfile} did not stop in order and is killed`);
      child.kill('SIGKILL');
    }, timeoutMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** Nothing can be started after this. */
export async function endAll(): Promise<void> {
  isOver = true;
  await Promise.all([...alive].map((child) => end(child, abortTimeoutMs)));
}

/** Runs a program to its end and gives its standard output; throws when it fails. */
export function output(
  command: string,
  args: readonly string[],
  options?: Launch,
): Promise<string> {
  const child = launch(command, args, options);
  const texts = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (texts[0] += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (texts[1] += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const [out, err] = texts;
      if (code === 0) resolve(out);
      else
        reject(new Error(`${args.slice(0, 4).join(' ')} ended with ${code}: ${err.slice(-2000)}`));
    });
  });
}

/** Seconds of CPU that the processes have used so far. */
export function cpuSeconds(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold spaces; user and system time are the 14th and 15th field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return sum(ticks) / ticksPerSecond;
}

/** MiB of memory that the processes hold together. */
export const memoryMiB = (pids: readonly number[]): number =>
  sum(pids.map((pid) => statusMiB(pid, 'VmRSS')));

/** The most that one of the processes has held so far, in MiB. */
export const peakMemoryMiB = (pids: readonly number[]): number =>
  Math.max(...pids.map((pid) => statusMiB(pid, 'VmHWM')));

function statusMiB(pid: number, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
