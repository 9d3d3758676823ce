/** A running broker under malformed frames, while somebody works with it. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createTopicsApi } from '../../src/broker/protocol/messages/19-create-topics.ts';
import { encodeRequest } from '../../src/broker/protocol/headers.ts';
import { metadataApi } from '../../src/broker/protocol/messages/03-metadata.ts';
import { Brokers } from '../clients/brokers.ts';
import type { OwnWords } from '../differential/generate.ts';
import { kept } from '../differential/pools.ts';
import { zeroUuid } from '../../src/broker/protocol/types.ts';
import { eventually } from '../support/product.ts';
import { WireClient } from '../wire/wire-client.ts';
import { attack } from './attack.ts';
import { bombFrames } from './bombs.ts';
import { FrameMaker, type Listener } from './frames.ts';
import { openLoris } from './loris.ts';

export type FuzzOptions = {
  readonly frames: number;
  readonly seed: number;
  readonly bombs: number;
  readonly onProgress?: (line: string) => void;
};

export type Latency = { readonly count: number; readonly p50Ms: number; readonly p99Ms: number };

export type FuzzResult = {
  readonly frames: number;
  readonly framesPerSecond: number;
  readonly latency: Readonly<Record<'before' | 'frames' | 'bombs' | 'after', Latency>>;
  readonly probeErrors: readonly string[];
  /** What the broker holds for faults of its own. */
  readonly brokerErrors: readonly string[];
  readonly logMiB: number;
  /** MiB; the peak counts from the end of the warm-up on. */
  readonly memory: Readonly<Record<'before' | 'warm' | 'peak' | 'bombs' | 'after', number>>;
};

const probeTopic = 'probe';
const connections = 24;
const lorisCount = 200;
const warmUpShare = 0.2;
const controllerShare = 0.05;
const quietMs = 1500;
const sampleMs = 200;

/** Rejects when the broker's process ends. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const crashed = Promise.withResolvers<never>();
  const brokers = await Brokers.start({
    count: 1,
    config: { 'auto.create.topics.enable': 'false' },
    onCrash: (_, output) => crashed.reject(new Error(output)),
  });
  try {
    return await Promise.race([run(brokers, options), crashed.promise]);
  } finally {
    await brokers.stop();
  }
}

async function run(brokers: Brokers, options: FuzzOptions): Promise<FuzzResult> {
  const say = options.onProgress ?? (() => {});
  const ids = await makeTopics(brokers.bootstrap);
  const own: OwnWords = {
    idOf: (topic) => ids.get(topic) ?? zeroUuid,
    folder: () => brokers.folderOf(1),
  };
  const memory = new Memory(brokers.pidOf(1) as number);
  const probe = new Probe(brokers.bootstrap);
  await sleep(quietMs);
  const before = await probe.latency();
  const memoryBefore = memory.take();
  say(`before: ${words(before)}, ${memoryBefore} MiB`);

  const closeLoris = openLoris(...place(brokers.bootstrap), lorisCount, someFrame());
  const startedMs = performance.now();
  await send(brokers, own, options.seed, options.frames * warmUpShare);
  const warm = memory.take();
  await send(brokers, own, options.seed + 1, options.frames * (1 - warmUpShare));
  const seconds = (performance.now() - startedMs) / 1000;
  const underFrames = await probe.latency();
  const peak = memory.take();
  const framesPerSecond = Math.round(options.frames / seconds);
  say(`${options.frames} frames, ${framesPerSecond}/s: ${words(underFrames)}, ${peak} MiB`);

  const frames = await bombFrames(kept.compact);
  await probe.latency();
  const [host, port] = place(brokers.bootstrap);
  const all = Array.from({ length: options.bombs }, (_, index) => frames[index % frames.length]);
  for (const frame of all)
    await attack({ host, port, connections: 1, count: 1, next: () => frame });
  const underBombs = await probe.latency();
  const bombs = memory.take();
  say(`${options.bombs} bombs: ${words(underBombs)}, ${bombs} MiB`);

  closeLoris();
  await sleep(quietMs);
  const after = await probe.latency();
  say(`after: ${words(after)}, ${memory.take()} MiB`);
  const log = readFileSync(`${brokers.dataDir}/broker-1.log`, 'utf8');
  const result = {
    frames: options.frames,
    framesPerSecond,
    latency: { before, frames: underFrames, bombs: underBombs, after },
    probeErrors: await probe.end(),
    brokerErrors: log.split('\n').filter((line) => line.includes(' ERROR ')),
    logMiB: Math.ceil(log.length / (1 << 20)),
    memory: { before: memoryBefore, warm, peak, bombs, after: memory.now() },
  };
  memory.end();
  return result;
}

async function send(brokers: Brokers, own: OwnWords, seed: number, count: number): Promise<void> {
  const one = (listener: Listener, address: string, share: number) => {
    const maker = new FrameMaker(seed, listener, own);
    const [host, port] = place(address);
    const frames = Math.ceil(count * share);
    const lines = Math.ceil(connections * share);
    return attack({
      host,
      port,
      connections: lines,
      count: frames,
      next: () => maker.next().bytes,
    });
  };
  await Promise.all([
    one('broker', brokers.bootstrap, 1 - controllerShare),
    one('controller', brokers.controllers, controllerShare),
  ]);
}

function place(address: string): [host: string, port: number] {
  const [host, port] = address.split(':');
  return [host, Number(port)];
}

const someFrame = (): Buffer =>
  Buffer.concat(
    encodeRequest(metadataApi, 12, { correlationId: 1, clientId: 'slow' }, { topics: null }),
  );

/** Resolves with their ids. */
async function makeTopics(address: string): Promise<ReadonlyMap<string, string>> {
  const client = new WireClient(address);
  const topics = [probeTopic, ...Object.values(kept), 'made-1'].map((name) => ({
    name,
    numPartitions: name === kept.wide ? 3 : 1,
    replicationFactor: 1,
    assignments: [],
    configs: name === kept.compact ? [{ name: 'cleanup.policy', value: 'compact' }] : [],
  }));
  await client.ask(createTopicsApi, 7, { topics, timeoutMs: 10_000 });
  const ids = new Map<string, string>();
  await eventually('all topics are led', async () => {
    const { decoded } = await client.ask(metadataApi, 12, { topics: null });
    const led = decoded?.topics.filter((it) => it.partitions.every((p) => p.leaderId > 0)) ?? [];
    for (const { name, topicId } of led) ids.set(name ?? '', topicId);
    return led.length >= topics.length;
  });
  client.close();
  return ids;
}

/** What the process holds, and the most it held since it was last asked. */
class Memory {
  private readonly pid: number;
  private readonly timer: NodeJS.Timeout;
  private mostMiB = 0;

  constructor(pid: number) {
    this.pid = pid;
    this.timer = setInterval(() => this.sample(), sampleMs);
  }

  now(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024);
  }

  take(): number {
    this.sample();
    const most = this.mostMiB;
    this.mostMiB = 0;
    return most;
  }

  end(): void {
    clearInterval(this.timer);
  }

  private sample(): void {
    try {
      this.mostMiB = Math.max(this.mostMiB, this.now());
    } catch {
      // The process is gone: whoever waits for it hears why.
      this.end();
    }
  }
}

class Probe {
  private readonly worker: Worker;

  constructor(address: string) {
    const workerData = { address, topic: probeTopic };
    this.worker = new Worker(new URL('./probe.ts', import.meta.url), { workerData });
  }

  async latency(): Promise<Latency> {
    const { latenciesMs } = await this.report();
    const sorted = latenciesMs.toSorted((a, b) => a - b);
    const at = (share: number) =>
      Math.round((sorted[Math.floor(sorted.length * share)] ?? Number.NaN) * 100) / 100;
    return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99) };
  }

  /** Resolves with what went wrong. */
  async end(): Promise<readonly string[]> {
    const { errors } = await this.report();
    const gone = new Promise((resolve) => this.worker.once('exit', resolve));
    this.worker.postMessage('end');
    await gone;
    return errors;
  }

  private report(): Promise<{ latenciesMs: number[]; errors: string[] }> {
    return new Promise((resolve, reject) => {
      this.worker.once('message', resolve);
      this.worker.once('error', reject);
      this.worker.postMessage('report');
    });
  }
}

const words = ({ count, p50Ms, p99Ms }: Latency): string =>
  `the probe's ${count} requests took ${p50Ms} ms, p99 ${p99Ms} ms`;
