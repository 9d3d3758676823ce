/** What is measured: the works of a round, and the figures that come out of them. */

export const workNames = [
  'start',
  'idle',
  'replicate',
  'java',
  'latency',
  'end-to-end',
  'pause',
  'produce',
  'consume',
  'requests',
  'partitions',
  'large',
  'screen',
  'screen-many',
] as const;
export type WorkName = (typeof workNames)[number];

export type Figure = {
  readonly work: WorkName;
  readonly text: string;
  readonly unit: string;
  readonly digits: number;
  readonly better: 'higher' | 'lower';
};

const lower = (work: WorkName, text: string, unit: string, digits: number): Figure => ({
  work,
  text,
  unit,
  digits,
  better: 'lower',
});
const higher = (work: WorkName, text: string, unit: string, digits: number): Figure => ({
  ...lower(work, text, unit, digits),
  better: 'higher',
});

const rate = 'k messages/s';
const replicated = 'produce acks=all, 1 KB, replication factor 3';
const java = 'Java’s producer-perf, acks=all, 1 KB, replication factor 3';
const small = '100 B, one broker';
const large = '1 KB, one broker';
const paced = 'acks=all at 5,000 messages/s';
const endToEnd = 'producer to consumer, acks=all at 5,000 messages/s';
const requests = 'acks=1, one message per request, one broker';
const many = '1,000 partitions, replication factor 3';
const spread = 'produce acks=1, 100 B, replication factor 3';
const cpu = 'broker CPU per million';
const screen = 'the app at 100,000 messages/s, map, charts and tail open';
const lists = 'the app with 1,000 topics × 12 partitions and 300 groups';

export const figures = {
  startSeconds: lower('start', 'three brokers: start to the first acks=all ack', 's', 2),
  idleMemory: lower('idle', 'three idle brokers: memory', 'MiB', 0),
  idleCpu: lower('idle', 'three idle brokers: CPU', '% of a core', 1),
  replicateRate: higher('replicate', `${replicated}: rate`, rate, 1),
  replicateCpu: lower('replicate', `${replicated}: ${cpu}`, 's', 1),
  replicateMemory: lower('replicate', `${replicated}: largest broker at its peak`, 'MiB', 0),
  javaRate: higher('java', `${java}: rate`, rate, 1),
  javaCpu: lower('java', `${java}: ${cpu}`, 's', 1),
  javaConsumeRate: higher('java', 'consumer-perf, three partitions of it: rate', rate, 0),
  latencyP50: lower('latency', `${paced}: ack latency p50`, 'ms', 1),
  latencyP95: lower('latency', `${paced}: ack latency p95`, 'ms', 1),
  latencyP99: lower('latency', `${paced}: ack latency p99`, 'ms', 1),
  latencyCpu: lower('latency', `${paced}: broker CPU`, '% of a core', 0),
  endToEndP50: lower('end-to-end', `${endToEnd}: p50`, 'ms', 1),
  endToEndP99: lower('end-to-end', `${endToEnd}: p99`, 'ms', 1),
  javaEndToEndP50: lower('end-to-end', 'Kafka’s e2e-latency, one at a time: p50', 'ms', 1),
  javaEndToEndP99: lower('end-to-end', 'Kafka’s e2e-latency, one at a time: p99', 'ms', 1),
  pauseSeconds: lower('pause', 'kill -9 of the leader: pause of the producer', 's', 2),
  produceRate: higher('produce', `produce acks=1, ${small}: rate`, rate, 0),
  produceCpu: lower('produce', `produce acks=1, ${small}: ${cpu}`, 's', 2),
  produceLargeRate: higher('produce', `produce acks=1, ${large}: rate`, rate, 0),
  produceLargeCpu: lower('produce', `produce acks=1, ${large}: ${cpu}`, 's', 2),
  produceMemory: lower('produce', 'produce and consume, one broker: memory at its peak', 'MiB', 0),
  consumeRate: higher('consume', `consume ${small}: rate`, rate, 0),
  consumeCpu: lower('consume', `consume ${small}: ${cpu}`, 's', 2),
  consumeLargeRate: higher('consume', `consume ${large}: rate`, rate, 0),
  consumeLargeCpu: lower('consume', `consume ${large}: ${cpu}`, 's', 2),
  requestRate: higher('requests', `${requests}: rate`, 'k requests/s', 1),
  requestCpu: lower('requests', `${requests}: ${cpu}`, 's', 1),
  createSeconds: lower('partitions', `${many}: created, led and in sync`, 's', 2),
  manyIdleCpu: lower('partitions', `${many}: CPU of three idle brokers`, '% of a core', 1),
  manyMemory: lower('partitions', `${many}: memory of three after load`, 'MiB', 0),
  oneCpu: lower('partitions', `${spread}, one partition: ${cpu}`, 's', 2),
  manyRate: higher('partitions', `${spread}, over 1,000 partitions: rate`, rate, 0),
  manyCpu: lower('partitions', `${spread}, over 1,000 partitions: ${cpu}`, 's', 2),
  coldRate: higher('large', 'consume cold data, one broker: rate', 'MB/s', 0),
  coldCpu: lower('large', 'consume cold data, one broker: broker CPU per GB', 's', 2),
  recoverySeconds: lower('large', 'kill -9 with that log, to the next ack', 's', 2),
  firstGigabyteCpu: lower('large', 'produce 10 KB: broker CPU for the first GB', 's', 2),
  lastGigabyteCpu: lower('large', 'produce 10 KB: broker CPU for the last GB', 's', 2),
  screenRate: higher('screen', `${screen}: rate`, rate, 1),
  screenFrames: higher('screen', `${screen}: frames in time, map and charts`, '%', 1),
  screenTailFrames: higher('screen', `${screen}: frames in time, tail`, '%', 1),
  screenLongTasks: lower('screen', `${screen}: time in tasks over 50 ms`, '%', 1),
  screenMainCpu: lower('screen', `${screen}: CPU of the main process`, '% of a core', 0),
  screenMainGrowth: lower('screen', `${screen}: growth of its memory`, 'MiB', 0),
  firstPaint: lower('screen', 'the app: first paint, cluster up', 's', 2),
  topicsFirstRows: lower('screen-many', `${lists}: first topics`, 's', 2),
  topicsFilter: lower('screen-many', `${lists}: topics filtered`, 's', 2),
  topicsSort: lower('screen-many', `${lists}: topics sorted`, 's', 2),
  groupsFirstRows: lower('screen-many', `${lists}: first groups`, 's', 2),
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
