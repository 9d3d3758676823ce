/**
 * A cluster of Apache Kafka on this machine: nodes 1 to n, each broker and controller, on loopback.
 * None of its processes outlives the one that started it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Output, tryRun } from '../clients/run.ts';
import { freePorts } from '../support/product.ts';
import type { KafkaJars } from './jars.ts';
import { type KafkaTool, toolClass } from './tools.ts';

const host = '127.0.0.1';
const defaultClusterId = 'cml2dWxldC1raGFma2EtMQ';
const startTimeoutMs = 120_000;
/** Brokers take their time when all stop at once; a killed one would recover its log at the next start. */
const stopTimeoutMs = 90_000;
const pollMs = 50;
const startedLine = /KafkaRaftServer nodeId=\d+\] Kafka Server started/;
// As Kafka's own start script sets them.
const flags = [
  '-server',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
  '-XX:+ExplicitGCInvokesConcurrent',
  '-Djava.awt.headless=true',
];
const toolFlags = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
const logging = `Configuration:
  Appenders:
    Console: { name: STDERR, target: SYSTEM_ERR, PatternLayout: { pattern: "[%d] %p %m (%c)%n" } }
  Loggers:
    Root: { level: INFO, AppenderRef: [ { ref: STDERR } ] }
`;

export type Spawn = (command: string, args: readonly string[], log: number) => ChildProcess;

export type ApacheKafkaOptions = {
  /** server.properties beyond the addresses, the same on every node. */
  readonly config?: Readonly<Record<string, string>>;
  readonly clusterId?: string;
  /** Java's options for memory. */
  readonly heap?: readonly string[];
  /** Brokers listen from here on, then as many controllers; free ones when left out. */
  readonly port?: number;
  /** Kept after `stop`; a temporary one when left out. */
  readonly folder?: string;
  /** Starts a broker; for who wants to know all processes. */
  readonly spawn?: Spawn;
};

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

function spawnBroker(command: string, args: readonly string[], log: number): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', log, log] });
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  return child;
}

export class ApacheKafka {
  readonly bootstrap: string;
  /** Addresses of the controllers. */
  readonly controllers: string;
  readonly folder: string;
  private readonly jars: KafkaJars;
  private readonly options: ApacheKafkaOptions;
  private readonly ids: readonly number[];
  private readonly running = new Map<number, ChildProcess>();

  private constructor(count: number, port: number, jars: KafkaJars, options: ApacheKafkaOptions) {
    this.jars = jars;
    this.options = options;
    this.folder = options.folder ?? mkdtempSync(join(tmpdir(), 'apache-kafka-'));
    this.ids = Array.from({ length: count }, (_, index) => index + 1);
    const address = (first: number) => this.ids.map((id) => `${host}:${first + id - 1}`).join(',');
    this.bootstrap = address(port);
    this.controllers = address(port + count);
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.loggingFile, logging);
    for (const id of this.ids) writeFileSync(this.propertiesOf(id), this.properties(id));
  }

  /** Its folders are formatted; no process runs yet. */
  static async create(
    count: number,
    jars: KafkaJars,
    options: ApacheKafkaOptions = {},
  ): Promise<ApacheKafka> {
    const port = options.port ?? (await freePorts(2 * count));
    const cluster = new ApacheKafka(count, port, jars, options);
    await Promise.all(cluster.ids.map((id) => cluster.format(id)));
    return cluster;
  }

  /** Starts the broker's process without waiting for anything. */
  launch(id: number): void {
    const log = openSync(this.logOf(id), 'a');
    const { heap = ['-Xmx1g', '-Xms1g'], spawn: start = spawnBroker } = this.options;
    const words = [...heap, ...flags, ...this.classPath(), 'kafka.Kafka', this.propertiesOf(id)];
    this.running.set(id, start('java', words, log));
    closeSync(log);
  }

  /** Resolves when it is registered and unfenced. */
  async startBroker(id: number): Promise<void> {
    const before = this.startsOf(id);
    this.launch(id);
    const child = this.running.get(id) as ChildProcess;
    const endMs = Date.now() + startTimeoutMs;
    while (this.startsOf(id) === before) {
      const isGone = child.exitCode !== null || child.signalCode !== null;
      if (isGone || Date.now() > endMs) {
        const end = readFileSync(this.logOf(id), 'utf8').slice(-2000);
        throw new Error(`node ${id} of Apache Kafka did not start\n${end}`);
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  pids(): ReadonlyMap<number, number> {
    return new Map([...this.running].map(([id, { pid }]) => [id, pid ?? 0]));
  }

  /** As a power switch would. */
  async kill(id: number): Promise<void> {
    await this.end(id, 'SIGKILL');
  }

  async stopBroker(id: number): Promise<void> {
    await this.end(id, 'SIGTERM');
  }

  /** Ends all processes; a temporary folder is removed. */
  async stop(): Promise<void> {
    await Promise.all([...this.running.keys()].map((id) => this.stopBroker(id)));
    if (this.options.folder === undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs one of Kafka's command-line tools; it is told this cluster unless `args` name another. */
  tool(name: KafkaTool, args: readonly string[]): Promise<Output> {
    const words = [...toolFlags, '-cp', this.jars.libs, toolClass(name), ...args];
    return tryRun('java', words);
  }

  /** The folder of one broker's logs. */
  logDirOf(id: number): string {
    return join(this.folder, `data-${id}`);
  }

  private get loggingFile(): string {
    return join(this.folder, 'log4j2.yaml');
  }

  private propertiesOf(id: number): string {
    return join(this.folder, `node-${id}.properties`);
  }

  private logOf(id: number): string {
    return join(this.folder, `node-${id}.log`);
  }

  private classPath(): string[] {
    return [`-Dlog4j2.configurationFile=${this.loggingFile}`, '-cp', this.jars.libs];
  }

  private properties(id: number): string {
    const [brokers, controllers] = [this.bootstrap.split(','), this.controllers.split(',')];
    const client = `PLAINTEXT://${brokers[id - 1]}`;
    const all = {
      'process.roles': 'broker,controller',
      'node.id': id,
      'controller.quorum.voters': controllers.map((it, index) => `${index + 1}@${it}`).join(','),
      listeners: `${client},CONTROLLER://${controllers[id - 1]}`,
      'advertised.listeners': client,
      'controller.listener.names': 'CONTROLLER',
      'inter.broker.listener.name': 'PLAINTEXT',
      'log.dirs': this.logDirOf(id),
      ...this.options.config,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}=${value}\n`);
    return lines.join('');
  }

  private async format(id: number): Promise<void> {
    const clusterId = this.options.clusterId ?? defaultClusterId;
    const args = ['format', '-t', clusterId, '-c', this.propertiesOf(id), '--ignore-formatted'];
    const { code, stderr } = await this.tool('storage', args);
    if (code !== 0) throw new Error(`node ${id} could not be formatted: ${stderr}`);
  }

  private startsOf(id: number): number {
    try {
      return readFileSync(this.logOf(id), 'utf8').split(startedLine).length;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 1;
      throw error;
    }
  }

  private async end(id: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.running.get(id);
    if (child === undefined) return;
    this.running.delete(id);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    await gone;
    clearTimeout(timer);
  }
}

/** A cluster of `count` nodes, ready for clients. */
export async function startApacheKafka(
  count: number,
  jars: KafkaJars,
  options: ApacheKafkaOptions = {},
): Promise<ApacheKafka> {
  const cluster = await ApacheKafka.create(count, jars, options);
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  try {
    await Promise.all(ids.map((id) => cluster.startBroker(id)));
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}
