/** Starts the product as a user does, through its launcher, on free ports and an own folder. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const launcher = fileURLToPath(new URL('../../bin/rivulet', import.meta.url));

export type ReadyEvent = {
  readonly event: 'ready';
  readonly bootstrap: string;
  readonly clusterId: string;
  readonly brokers: readonly { id: number; pid: number; host: string; port: number }[];
  readonly ui: string | null;
};

export type RunningCluster = ReadyEvent & {
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Every event line so far, `ready` first. */
  readonly events: Record<string, unknown>[];
  stop(): Promise<void>;
};

export type CommandResult = { readonly code: number; readonly out: string; readonly err: string };

/** Runs one command of the command line to its end. */
export function rivulet(...words: string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(launcher, words, { maxBuffer: 64 * 1024 * 1024 }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, out, err });
    });
  });
}

/** A block of neighbouring ports that nobody listens on, below those that outgoing connections take. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 12_000);
    const taken = await Promise.all(
      Array.from({ length: count }, (_, index) => isTaken(first + index)),
    );
    if (!taken.includes(true)) return first;
  }
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'rivulet-test-'));

/** `rivulet up`, ready for clients; `stop` ends it in order and removes its folder. */
export async function startCluster(
  brokers: number,
  options: { readonly dataDir?: string; readonly arguments?: readonly string[] } = {},
): Promise<RunningCluster> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const port = await freePorts(brokers);
  const words = ['up', '--json', '--brokers', `${brokers}`, '--port', `${port}`, '--data', dataDir];
  const child = spawn(launcher, [...words, ...(options.arguments ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const events: Record<string, unknown>[] = [];
  const ready = await new Promise<ReadyEvent>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as Record<string, unknown>;
      events.push(event);
      if (event.event === 'ready') resolve(event as ReadyEvent);
    });
    child.once('exit', (code) =>
      reject(new Error(`rivulet up ended with ${code}: ${errors.join('')}`)),
    );
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...ready, dataDir, process: child, events, stop };
}

/** Asks again until the answer is true; fails with `what` after `timeoutMs`. */
export async function eventually(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs = 20_000,
): Promise<void> {
  const deadlineMs = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > deadlineMs) throw new Error(`gave up waiting: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
