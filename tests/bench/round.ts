/** One round on one engine: each work on a cluster that has done it before, and so is warm. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Cluster, Engine } from './engine.ts';
import { add, type FigureName, type Samples } from './figures.ts';
import type { Options } from './options.ts';
import { cpuSeconds, memoryMiB, output } from './processes.ts';

const loadFile = fileURLToPath(new URL('./load.py', import.meta.url));
const latencyRate = 5000;

export class Round {
  private readonly engine: Engine;
  private readonly python: string;
  private readonly options: Options;
  private readonly samples: Samples;

  constructor(engine: Engine, python: string, options: Options, samples: Samples) {
    this.engine = engine;
    this.python = python;
    this.options = options;
    this.samples = samples;
  }

  async run(): Promise<void> {
    const { works } = this.options;
    const isAsked = (...names: string[]) => names.some((name) => works.has(name as never));
    if (isAsked('start', 'idle', 'replicate', 'latency', 'pause')) {
      await this.onCluster(3, async (cluster) => {
        if (isAsked('start')) await this.start(cluster);
        else await cluster.start();
        if (isAsked('idle')) await this.idle(cluster);
        if (isAsked('replicate')) await this.replicate(cluster);
        if (isAsked('latency')) await this.latency(cluster);
        if (isAsked('pause')) await this.pause(cluster);
      });
    }
    if (isAsked('produce', 'consume')) {
      await this.onCluster(1, async (cluster) => {
        await cluster.start();
        await this.produceAndConsume(cluster);
      });
    }
  }

  private async onCluster(brokers: number, work: (cluster: Cluster) => Promise<void>) {
    const folder = mkdtempSync(join(tmpdir(), 'rivulet-bench-'));
    const remove = () => rmSync(folder, { recursive: true, force: true });
    process.once('exit', remove);
    try {
      const cluster = await this.engine.create(brokers, join(folder, 'data'));
      try {
        await work(cluster);
      } finally {
        await cluster.stop();
      }
    } finally {
      remove();
      process.off('exit', remove);
    }
  }

  private async load<T>(command: string, { bootstrap }: Cluster, ...words: unknown[]): Promise<T> {
    const args = ['-B', loadFile, command, bootstrap, ...words.map(String)];
    return JSON.parse(await output(this.python, args)) as T;
  }

  private add(name: FigureName, value: number): void {
    add(this.samples, name, value);
  }

  /** The start is timed from the second on: the first one creates the topic. */
  private async start(cluster: Cluster): Promise<void> {
    await cluster.start();
    await this.load('topic', cluster, 'first', 3, 3);
    await cluster.stop();
    const startedAtMs = Date.now();
    const [{ ackedAtMs }] = await Promise.all([
      this.load<{ ackedAtMs: number }>('first-ack', cluster, 'first'),
      cluster.start(),
    ]);
    this.add('startSeconds', (ackedAtMs - startedAtMs) / 1000);
  }

  private async idle(cluster: Cluster): Promise<void> {
    const { idleSeconds, settleSeconds } = this.options.sizes;
    await this.load('topic', cluster, 'idle', 3, 3);
    await sleep(settleSeconds * 1000);
    const pids = [...cluster.pids().values()];
    const before = cpuSeconds(pids);
    await sleep(idleSeconds * 1000);
    this.add('idleCpu', ((cpuSeconds(pids) - before) / idleSeconds) * 100);
    this.add('idleMemory', memoryMiB(pids));
  }

  private async replicate(cluster: Cluster): Promise<void> {
    await this.load('topic', cluster, 'replicated', 3, 3);
    const count = this.options.sizes.largeMessages;
    const work = () => this.load<Timed>('produce', cluster, 'replicated', count, 1024, -1);
    await this.rate('replicate', cluster, count, work);
  }

  private async latency(cluster: Cluster): Promise<void> {
    await this.load('topic', cluster, 'paced', 3, 3);
    const words = ['paced', latencyRate, this.options.sizes.latencySeconds];
    const work = () => this.load<Record<string, number>>('latency', cluster, ...words);
    await work();
    const found = await work();
    if (found.rate < latencyRate * 0.95) throw new Error(`only ${found.rate} messages/s were sent`);
    this.add('latencyP50', found.p50);
    this.add('latencyP95', found.p95);
    this.add('latencyP99', found.p99);
  }

  private async pause(cluster: Cluster): Promise<void> {
    await this.load('topic', cluster, 'killed', 1, 3);
    for (let kill = 0; kill < this.options.sizes.kills; kill++) {
      const pids = [...cluster.pids()].map(([id, pid]) => `${id}=${pid}`);
      const found = await this.load<Pause>('pause', cluster, 'killed', ...pids);
      if (found.failed > 0) throw new Error(`${found.failed} messages failed around the kill`);
      this.add('pauseSeconds', found.seconds);
      await cluster.startBroker(found.leader);
    }
  }

  private async produceAndConsume(cluster: Cluster): Promise<void> {
    await this.load('topic', cluster, 'small', 1, 1);
    const count = this.options.sizes.smallMessages;
    const produce = () => this.load<Timed>('produce', cluster, 'small', count, 100, 1);
    const consume = () => this.load<Timed>('consume', cluster, 'small', count);
    if (this.options.works.has('produce')) await this.rate('produce', cluster, count, produce);
    else await produce();
    if (this.options.works.has('consume')) await this.rate('consume', cluster, count, consume);
  }

  private async rate(
    name: 'produce' | 'consume' | 'replicate',
    cluster: Cluster,
    count: number,
    work: () => Promise<Timed>,
  ): Promise<void> {
    for (let done = 0; done < this.options.sizes.warmUps; done++) await work();
    const pids = [...cluster.pids().values()];
    const before = cpuSeconds(pids);
    const { seconds } = await work();
    this.add(`${name}Rate`, count / seconds / 1000);
    this.add(`${name}Cpu`, (cpuSeconds(pids) - before) / (count / 1_000_000));
  }
}

type Timed = { readonly seconds: number };
type Pause = { readonly leader: number; readonly seconds: number; readonly failed: number };
