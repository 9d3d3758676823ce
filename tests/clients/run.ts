/** Runs a program to its end, or for as long as a test needs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';

export type Output = { readonly stdout: string; readonly stderr: string; readonly code: number };

export type RunOptions = {
  readonly timeoutMs?: number;
  /** A file for its standard input. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
};

const defaultTimeoutMs = 110_000;

/** Resolves also when it fails; `code` is -1 when it could not be started or took too long. */
export function tryRun(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Output> {
  const { timeoutMs = defaultTimeoutMs, input, env } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let stdout = '';
    let stderr = '';
    const timer = setTimeout(() => {
      stderr += `\nstill running after ${timeoutMs} ms`;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    if (input !== undefined && child.stdin) createReadStream(input).pipe(child.stdin);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ stdout, stderr: `${stderr}${error.message}`, code: -1 });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ stdout, stderr, code: code ?? -1 });
    });
  });
}

/** Its standard output; throws when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { stdout, stderr, code } = await tryRun(command, args, options);
  if (code === 0) return stdout;
  const end = (text: string) => text.slice(-3000);
  throw new Error(
    `${command} ${args.join(' ')}\nended with ${code}\n${end(stdout)}\n${end(stderr)}`,
  );
}

/** A program that goes on; its lines are looked at while it runs. */
export class Running {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  output = '';

  constructor(command: string, args: readonly string[]) {
    this.child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const take = (chunk: Buffer) => (this.output += chunk.toString());
    this.child.stdout?.on('data', take);
    this.child.stderr?.on('data', take);
    this.ended = new Promise((resolve) => {
      this.child.on('close', () => resolve());
      this.child.on('error', () => resolve());
    });
  }

  /** Asks it to end in order, and waits. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await this.ended;
    clearTimeout(timer);
  }
}
