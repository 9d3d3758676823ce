/** The result, for programs (JSON) and for people (Markdown). */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type FigureName, figureNames, figures, median, type Samples } from './figures.ts';
import type { Options } from './options.ts';
import { pictures, ratioOf } from './picture.ts';

/** What people found out, below the figures. */
const remarks = fileURLToPath(new URL('./remarks.md', import.meta.url));

export type Side = { readonly name: string; readonly samples: Samples };

export type Result = {
  readonly date: string;
  readonly isQuick: boolean;
  readonly rounds: number;
  readonly sizes: Options['sizes'];
  readonly machine: ReturnType<typeof machine>;
  readonly versions: Readonly<Record<string, string>>;
  readonly samples: Readonly<Record<string, Samples>>;
  /** What was not measured, and why. */
  readonly left: readonly string[];
};

export function machine() {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
  };
}

export function markdown(result: Result): string {
  const { cores, processor, memoryGiB, node } = result.machine;
  const versions = Object.entries(result.versions).map(([name, version]) => `${name} ${version}`);
  const quick = '**Quick sizes: these figures only show that the benchmark works.**\n\n';
  return `# Benchmarks: the same work on Rivulet and on Apache Kafka

${result.isQuick ? quick : ''}Written by \`npm run bench\` on ${result.date.slice(0, 10)}; every single measurement is in [benchmarks.json](benchmarks.json).
Machine: ${cores} cores (${processor}), ${memoryGiB} GiB of memory, Node ${node}${versions.map((it) => `, ${it}`).join('')}.

${table(result.samples)}

${drawn(result)}

${notes(result)
  .map((note) => `- ${note}`)
  .join('\n')}

${readFileSync(remarks, 'utf8')}`;
}

/** Where the pictures lie, beside the page. */
export const pictureFile = (work: string): string => `images/benchmark-${work}.svg`;

const drawn = ({ samples }: Result): string =>
  pictures(samples)
    .map(({ work }) => `![${work}](${pictureFile(work)})`)
    .join('\n\n');

export function table(samples: Result['samples']): string {
  const names = ['Rivulet', 'Apache Kafka'];
  const head = `| figure | ${names.join(' | ')} | ratio |\n|---|---:|---:|---:|`;
  const rows = figureNames
    .filter((name) => names.some((it) => samples[it]?.[name] !== undefined))
    .map((name) => {
      const [ours, theirs] = names.map((it) => samples[it]?.[name]);
      const cells = [ours, theirs].map((values) => cell(name, values));
      const found = ratioOf(samples, name);
      const ratio = found === undefined ? '–' : `${Number(found.toPrecision(2))}`;
      const arrow = figures[name].better === 'higher' ? '↑' : '↓';
      return `| ${figures[name].text} (${figures[name].unit}) ${arrow} | ${cells.join(' | ')} | ${ratio} |`;
    });
  return [head, ...rows].join('\n');
}

function cell(name: FigureName, values: readonly number[] | undefined): string {
  if (values === undefined) return '–';
  const show = (value: number) => value.toFixed(figures[name].digits);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.length === 1
    ? show(values[0])
    : `${show(median(values))} (${show(least)}–${show(most)})`;
}

function notes({ rounds, sizes, left }: Result): string[] {
  return [
    `Median (least–most) of ${times(rounds, 'round')}; the two take turns, and which goes first changes with every round; only one runs at a time. The ratio is Rivulet ÷ Apache Kafka; ↑ more is better, ↓ less is better.`,
    'The brokers and the load share the cores of one machine, without a network between them. On machines of their own both are faster; compare only within this table.',
    'Both run with their defaults; topics with three replicas have `min.insync.replicas=2`. Apache Kafka: combined brokers and controllers, memory and collector as in its start script (1 GiB of heap each). Rivulet: the brokers of `rivulet up`; the process that watches over them is not counted.',
    'Start: all brokers were stopped in order before; the ack takes two replicas in sync.',
    `Each rate is measured after ${times(sizes.warmUps, 'run')} of the same size on the same brokers: ${sizes.smallMessages.toLocaleString('en')} messages of 100 B in one partition, ${sizes.largeMessages.toLocaleString('en')} of 1 KB in three. Uncompressed; producer and consumer are librdkafka.`,
    `Idle: brokers without load since their start, after ${sizes.settleSeconds} s of rest, over ${sizes.idleSeconds} s.`,
    `Latency: 200 B, \`linger.ms=0\`, idempotent, three partitions; ${sizes.latencySeconds} s after a run of the same length, without the first third or 2 s.`,
    'End to end: a producer and a consumer in one process, clocks need not agree; Kafka’s e2e-latency sends the next message when the last has come.',
    `Requests: ${sizes.requests.toLocaleString('en')}, each with one message of 100 B, as many as librdkafka sends on one connection.`,
    `1,000 partitions: ${sizes.spreadMessages.toLocaleString('en')} messages on one partition and over all of them; the client fills a partition’s batch before it goes on to the next.`,
    `Large: a log of ${sizes.gigabytes} GB in one partition, once; its files are taken out of the page cache before it is read; the kill comes with the last GB just written.`,
    `Pause: the longest gap between two acknowledgements of an idempotent acks=all producer, ${times(sizes.kills, 'kill')} a round. The killed leader may lead the controllers too. Apache Kafka notices a dead broker when its session of 9 s ends.`,
    ...left,
  ];
}

const times = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
