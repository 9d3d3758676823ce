/** Apache Kafka on this machine: combined brokers and controllers, each with its own defaults. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../support/product.ts';
import { bootstrapOf, type Cluster, type Engine } from './engine.ts';
import { end, launch, output } from './processes.ts';

const clusterId = 'cml2dWxldC1iZW5jaG1hcg';
// As Kafka's own start script sets them.
const heap = ['-Xmx1g', '-Xms1g'];
const collector = [
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
];
const flags = [
  '-server',
  ...collector,
  '-XX:+ExplicitGCInvokesConcurrent',
  '-Djava.awt.headless=true',
];

export const apacheKafka = (classPath: string): Engine => ({
  name: 'Apache Kafka',
  create: async (brokers, folder) => {
    const cluster = new KafkaCluster(brokers, await freePorts(2 * brokers), folder, classPath);
    await cluster.format();
    return cluster;
  },
});

class KafkaCluster implements Cluster {
  readonly bootstrap: string;
  private readonly ids: readonly number[];
  private readonly folder: string;
  private readonly classPath: string;
  private readonly running = new Map<number, ChildProcess>();

  constructor(brokers: number, port: number, folder: string, classPath: string) {
    this.bootstrap = bootstrapOf(brokers, port);
    this.ids = Array.from({ length: brokers }, (_, index) => index + 1);
    this.folder = folder;
    this.classPath = classPath;
    mkdirSync(folder, { recursive: true });
    for (const id of this.ids) writeFileSync(this.file(id), this.properties(id, port));
  }

  private file(id: number): string {
    return join(this.folder, `node-${id}.properties`);
  }

  private properties(id: number, port: number): string {
    const controllerPort = port + this.ids.length;
    const voters = this.ids.map((it) => `${it}@127.0.0.1:${controllerPort + it - 1}`);
    const client = `PLAINTEXT://127.0.0.1:${port + id - 1}`;
    const lines = [
      'process.roles=broker,controller',
      `node.id=${id}`,
      `controller.quorum.voters=${voters.join(',')}`,
      `listeners=${client},CONTROLLER://127.0.0.1:${controllerPort + id - 1}`,
      `advertised.listeners=${client}`,
      'controller.listener.names=CONTROLLER',
      'inter.broker.listener.name=PLAINTEXT',
      `log.dirs=${join(this.folder, `data-${id}`)}`,
    ];
    return `${lines.join('\n')}\n`;
  }

  async format(): Promise<void> {
    const words = ['-cp', this.classPath, 'kafka.tools.StorageTool', 'format', '-t', clusterId];
    const one = (id: number) => output('java', [...words, '-c', this.file(id)]);
    await Promise.all(this.ids.map(one));
  }

  async start(): Promise<void> {
    for (const id of this.ids) await this.startBroker(id);
  }

  async startBroker(id: number): Promise<void> {
    const log = openSync(join(this.folder, `node-${id}.log`), 'a');
    const words = [...heap, ...flags, '-cp', this.classPath, 'kafka.Kafka', this.file(id)];
    this.running.set(id, launch('java', words, { log }));
    closeSync(log);
  }

  pids(): ReadonlyMap<number, number> {
    return new Map([...this.running].map(([id, { pid }]) => [id, pid ?? 0]));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running.values()].map((child) => end(child)));
  }
}
