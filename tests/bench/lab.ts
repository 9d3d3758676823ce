/** What every work needs: the load programs, and a place for the figures of one engine. */
import { fileURLToPath } from 'node:url';
import type { KafkaJars } from '../kafka/jars.ts';
import { type KafkaTool, toolClass } from '../kafka/tools.ts';
import type { Cluster } from './engine.ts';
import { add, type FigureName, type Samples } from './figures.ts';
import type { Sizes } from './options.ts';
import { cpuSeconds, output } from './processes.ts';

const loadFile = fileURLToPath(new URL('./load.py', import.meta.url));
const javaFlags = ['-Xmx512m', '-XX:+UseG1GC'];

export type Timed = { readonly seconds: number };
export type Cost = { readonly rate: FigureName; readonly cpu: FigureName };

export class Lab {
  readonly sizes: Sizes;
  private readonly python: string;
  private readonly jars: KafkaJars | undefined;
  private readonly samples: Samples;

  constructor(python: string, jars: KafkaJars | undefined, sizes: Sizes, samples: Samples) {
    this.python = python;
    this.jars = jars;
    this.sizes = sizes;
    this.samples = samples;
  }

  get hasJava(): boolean {
    return this.jars !== undefined;
  }

  /** Runs a command of load.py. */
  async load<T>(command: string, { bootstrap }: Cluster, ...words: unknown[]): Promise<T> {
    const args = ['-B', loadFile, command, bootstrap, ...words.map(String)];
    return JSON.parse(await output(this.python, args)) as T;
  }

  /** Runs one of Kafka's own tools; what it printed. */
  tool(name: KafkaTool, words: readonly string[]): Promise<string> {
    if (!this.jars) throw new Error(`${name} needs Java`);
    return output('java', [...javaFlags, '-cp', this.jars.libs, toolClass(name), ...words]);
  }

  add(name: FigureName, value: number): void {
    add(this.samples, name, value);
  }

  /** The CPU of all brokers while `work` runs, in seconds. */
  async costOf<T>(
    cluster: Cluster,
    work: () => Promise<T>,
  ): Promise<{ result: T; seconds: number }> {
    const pids = [...cluster.pids().values()];
    const before = cpuSeconds(pids);
    const result = await work();
    return { result, seconds: cpuSeconds(pids) - before };
  }

  /** Rate and cost of `count` messages, after the same work was done to warm up. */
  async rate(
    names: Cost,
    cluster: Cluster,
    count: number,
    work: () => Promise<Timed>,
  ): Promise<void> {
    for (let done = 0; done < this.sizes.warmUps; done++) await work();
    const { result, seconds } = await this.costOf(cluster, work);
    this.add(names.rate, count / result.seconds / 1000);
    this.add(names.cpu, seconds / (count / 1_000_000));
  }
}
