import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import { freePorts, launcher, type ReadyEvent } from '../support/product.ts';
import { bootstrapOf, type Cluster, type Engine } from './engine.ts';
import { end, launch, output } from './processes.ts';

const endPollMs = 5;

export const rivulet: Engine = {
  name: 'Rivulet',
  create: async (brokers, folder) => new RivuletCluster(brokers, await freePorts(brokers), folder),
};

class RivuletCluster implements Cluster {
  readonly bootstrap: string;
  readonly folder: string;
  private readonly words: readonly string[];
  private readonly pidOf = new Map<number, number>();
  private child: ChildProcess | undefined;

  constructor(brokers: number, port: number, dataDir: string) {
    this.bootstrap = bootstrapOf(brokers, port);
    this.folder = dataDir;
    const size = ['--brokers', `${brokers}`, '--port', `${port}`, '--data', dataDir];
    this.words = ['up', '--json', '--no-ui', '--restart', 'never', ...size];
  }

  async start(): Promise<void> {
    const child = launch(launcher, this.words);
    this.child = child;
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const ready = await new Promise<ReadyEvent>((resolve, reject) => {
      createInterface({ input: child.stdout! }).on('line', (line) => {
        if (line.includes('"event":"ready"')) resolve(JSON.parse(line) as ReadyEvent);
      });
      child.once('exit', (code) =>
        reject(new Error(`rivulet up ended with ${code}: ${complaint}`)),
      );
    });
    for (const { id, pid } of ready.brokers) this.pidOf.set(id, pid);
  }

  async startBroker(id: number): Promise<void> {
    const words = ['broker', 'start', `${id}`, '--data', this.folder, '--json'];
    const answer = (await output(launcher, words)).trim().split('\n').at(-1) ?? '';
    this.pidOf.set(id, (JSON.parse(answer) as { pid: number }).pid);
  }

  async killBroker(id: number): Promise<void> {
    const pid = this.pidOf.get(id);
    if (pid === undefined) throw new Error(`broker ${id} was never started`);
    process.kill(pid, 'SIGKILL');
    while (existsSync(`/proc/${pid}`)) await sleep(endPollMs);
  }

  pids(): ReadonlyMap<number, number> {
    return this.pidOf;
  }

  async stop(): Promise<void> {
    if (this.child !== undefined) await end(this.child);
  }
}
