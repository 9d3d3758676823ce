/** Works on a single broker. */
import type { Cluster } from '../engine.ts';
import type { Lab, Timed } from '../lab.ts';
import { peakMemoryMiB } from '../processes.ts';

type Size = {
  readonly topic: string;
  readonly sizeBytes: number;
  readonly count: number;
};

const sizesOf = ({ sizes }: Lab): readonly [Size, Size] => [
  { topic: 'small', sizeBytes: 100, count: sizes.smallMessages },
  { topic: 'large', sizeBytes: 1024, count: sizes.largeMessages },
];

function producing(lab: Lab, cluster: Cluster, { topic, count, sizeBytes }: Size) {
  return () => lab.load<Timed>('produce', cluster, topic, count, sizeBytes, 1);
}

export async function produce(lab: Lab, cluster: Cluster): Promise<void> {
  const [small, large] = sizesOf(lab);
  const measured = [
    [small, { rate: 'produceRate', cpu: 'produceCpu' }],
    [large, { rate: 'produceLargeRate', cpu: 'produceLargeCpu' }],
  ] as const;
  for (const [size, names] of measured) {
    await lab.load('topic', cluster, size.topic, 1, 1);
    await lab.rate(names, cluster, size.count, producing(lab, cluster, size));
  }
}

/** What `produce` has left in the topics, from the beginning: out of the page cache at least. */
export async function consume(lab: Lab, cluster: Cluster): Promise<void> {
  const [small, large] = sizesOf(lab);
  const measured = [
    [small, { rate: 'consumeRate', cpu: 'consumeCpu' }],
    [large, { rate: 'consumeLargeRate', cpu: 'consumeLargeCpu' }],
  ] as const;
  for (const [size, names] of measured) {
    await lab.load('topic', cluster, size.topic, 1, 1);
    await producing(lab, cluster, size)();
    const work = () => lab.load<Timed>('consume', cluster, size.topic, size.count);
    await lab.rate(names, cluster, size.count, work);
  }
  lab.add('produceMemory', peakMemoryMiB([...cluster.pids().values()]));
}

/** Requests of one message each, as many as librdkafka can send. */
export async function requests(lab: Lab, cluster: Cluster): Promise<void> {
  await lab.load('topic', cluster, 'requests', 1, 1);
  const count = lab.sizes.requests;
  const work = () => lab.load<Timed>('produce', cluster, 'requests', count, 100, 1, 1);
  await lab.rate({ rate: 'requestRate', cpu: 'requestCpu' }, cluster, count, work);
}

/** A log larger than any cache: read cold, recovered after a kill, and written to at its end. */
export async function large(lab: Lab, cluster: Cluster): Promise<void> {
  const { gigabytes } = lab.sizes;
  const messages = 100_000;
  const sizeBytes = 10_000;
  await lab.load('topic', cluster, 'log', 1, 1);
  const gigabyte = () => lab.load<Timed>('produce', cluster, 'log', messages, sizeBytes, 1);
  const costs: number[] = [];
  for (let done = 0; done < gigabytes; done++) {
    costs.push((await lab.costOf(cluster, gigabyte)).seconds);
  }
  lab.add('firstGigabyteCpu', costs[0]);
  lab.add('lastGigabyteCpu', costs[costs.length - 1]);
  await lab.load('evict', cluster, cluster.folder);
  const count = messages * gigabytes;
  const consume = () => lab.load<Timed>('consume', cluster, 'log', count);
  const { result, seconds } = await lab.costOf(cluster, consume);
  lab.add('coldRate', (count * sizeBytes) / 1e6 / result.seconds);
  lab.add('coldCpu', seconds / gigabytes);
  await recovery(lab, cluster, gigabyte);
}

async function recovery(lab: Lab, cluster: Cluster, gigabyte: () => Promise<Timed>): Promise<void> {
  // What was written last has not been flushed when the kill comes.
  await gigabyte();
  await cluster.killBroker(1);
  const startedAtMs = Date.now();
  const [{ ackedAtMs }] = await Promise.all([
    lab.load<{ ackedAtMs: number }>('first-ack', cluster, 'log'),
    cluster.startBroker(1),
  ]);
  lab.add('recoverySeconds', (ackedAtMs - startedAtMs) / 1000);
}
