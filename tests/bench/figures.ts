/** What is measured: the works of a round, and the figures that come out of them. */

export const workNames = [
  'start',
  'idle',
  'replicate',
  'latency',
  'pause',
  'produce',
  'consume',
] as const;
export type WorkName = (typeof workNames)[number];

export type Figure = {
  readonly work: WorkName;
  readonly text: string;
  readonly unit: string;
  readonly digits: number;
  readonly better: 'higher' | 'lower';
};

const figure = (
  work: WorkName,
  text: string,
  unit: string,
  digits: number,
  better: Figure['better'] = 'lower',
): Figure => ({ work, text, unit, digits, better });

const replicated = 'produce acks=all, 1 KB, replication factor 3';
const small = '100 B, one broker';
const paced = 'acks=all at 5,000 messages/s';

export const figures = {
  startSeconds: figure('start', 'three brokers: start to the first acks=all ack', 's', 2),
  idleMemory: figure('idle', 'three idle brokers: memory', 'MiB', 0),
  idleCpu: figure('idle', 'three idle brokers: CPU', '% of a core', 1),
  replicateRate: figure('replicate', `${replicated}: rate`, 'k messages/s', 1, 'higher'),
  replicateCpu: figure('replicate', `${replicated}: broker CPU per million`, 's', 1),
  latencyP50: figure('latency', `${paced}: latency p50`, 'ms', 1),
  latencyP95: figure('latency', `${paced}: latency p95`, 'ms', 1),
  latencyP99: figure('latency', `${paced}: latency p99`, 'ms', 1),
  pauseSeconds: figure('pause', 'kill -9 of the leader: pause of the producer', 's', 2),
  produceRate: figure('produce', `produce acks=1, ${small}: rate`, 'k messages/s', 0, 'higher'),
  produceCpu: figure('produce', `produce acks=1, ${small}: broker CPU per million`, 's', 2),
  consumeRate: figure('consume', `consume ${small}: rate`, 'k messages/s', 0, 'higher'),
  consumeCpu: figure('consume', `consume ${small}: broker CPU per million`, 's', 2),
} satisfies Record<string, Figure>;

export type FigureName = keyof typeof figures;
export const figureNames = Object.keys(figures) as FigureName[];

/** Everything that was measured of one engine, in order. */
export type Samples = Partial<Record<FigureName, number[]>>;

export function add(samples: Samples, name: FigureName, value: number): void {
  (samples[name] ??= []).push(value);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
