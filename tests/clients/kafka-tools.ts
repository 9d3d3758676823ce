/** Kafka's command-line tools in one process that stays: starting Java for each takes seconds. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Java } from './toolchains.ts';

export type Ran = { readonly stdout: string; readonly code: number };

export class KafkaTools {
  private readonly child: ChildProcess;
  private readonly lines: Interface;
  private readonly ended: Promise<never>;
  private last: Promise<unknown> = Promise.resolve();

  constructor(java: Java) {
    const [command, words] = java.command('Tools', []);
    this.child = spawn(command, words, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.ended = once(this.child, 'exit').then(() => {
      throw new Error('the process of Kafka’s tools ended');
    });
    this.ended.catch(() => undefined);
    this.lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream });
  }

  /** One at a time; who asks while another runs waits. */
  run(className: string, args: readonly string[]): Promise<Ran> {
    const ran = this.last.then(() => this.ask(className, args));
    this.last = ran.catch(() => undefined);
    return ran;
  }

  async close(): Promise<void> {
    this.child.stdin?.end();
    if (this.child.exitCode === null) await once(this.child, 'exit');
  }

  private async ask(className: string, args: readonly string[]): Promise<Ran> {
    const answered = new Promise<string>((resolve) => {
      const take = (line: string): void => {
        // What the tools log comes the same way.
        if (!line.startsWith('{')) return;
        this.lines.off('line', take);
        resolve(line);
      };
      this.lines.on('line', take);
    });
    this.child.stdin?.write(`${JSON.stringify({ className, args })}\n`);
    const line = await Promise.race([answered, this.ended]);
    return JSON.parse(line) as Ran;
  }
}
