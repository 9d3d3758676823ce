/** Works on a cluster of three, but for those with many partitions. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../engine.ts';
import type { Lab, Timed } from '../lab.ts';
import { cpuSeconds, memoryMiB, peakMemoryMiB } from '../processes.ts';

const pacedRate = 5000;

/** The start is timed from the second on: the first one creates the topic. */
export async function start(lab: Lab, cluster: Cluster): Promise<void> {
  await cluster.start();
  await lab.load('topic', cluster, 'first', 3, 3);
  await cluster.stop();
  const startedAtMs = Date.now();
  const [{ ackedAtMs }] = await Promise.all([
    lab.load<{ ackedAtMs: number }>('first-ack', cluster, 'first'),
    cluster.start(),
  ]);
  lab.add('startSeconds', (ackedAtMs - startedAtMs) / 1000);
}

export async function idle(lab: Lab, cluster: Cluster): Promise<void> {
  await lab.load('topic', cluster, 'idle', 3, 3);
  lab.add('idleCpu', await idleShare(lab, cluster));
  lab.add('idleMemory', memoryMiB([...cluster.pids().values()]));
}

/** Per cent of a core that all brokers take together once they have come to rest. */
export async function idleShare({ sizes }: Lab, cluster: Cluster): Promise<number> {
  await sleep(sizes.settleSeconds * 1000);
  const pids = [...cluster.pids().values()];
  const before = cpuSeconds(pids);
  await sleep(sizes.idleSeconds * 1000);
  return ((cpuSeconds(pids) - before) / sizes.idleSeconds) * 100;
}

export async function replicate(lab: Lab, cluster: Cluster): Promise<void> {
  await lab.load('topic', cluster, 'replicated', 3, 3);
  const count = lab.sizes.largeMessages;
  const work = () => lab.load<Timed>('produce', cluster, 'replicated', count, 1024, -1);
  await lab.rate({ rate: 'replicateRate', cpu: 'replicateCpu' }, cluster, count, work);
  lab.add('replicateMemory', peakMemoryMiB([...cluster.pids().values()]));
}

/** Java's own tools do the same work. */
export async function java(lab: Lab, cluster: Cluster): Promise<void> {
  await lab.load('topic', cluster, 'java', 3, 3);
  const count = lab.sizes.largeMessages;
  const produce = async (): Promise<Timed> => {
    const size = ['--num-records', `${count}`, '--record-size', '1024', '--throughput', '-1'];
    const props = ['--producer-props', 'acks=all', `bootstrap.servers=${cluster.bootstrap}`];
    const text = await lab.tool('producer-perf', ['--topic', 'java', ...size, ...props]);
    const perSecond = Number([...text.matchAll(/([\d.]+) records\/sec/g)].at(-1)?.[1]);
    return { seconds: count / perSecond };
  };
  await lab.rate({ rate: 'javaRate', cpu: 'javaCpu' }, cluster, count, produce);
  const words = ['--bootstrap-server', cluster.bootstrap, '--topic', 'java'];
  const more = ['--num-records', `${count}`, '--timeout', '60000'];
  const text = await lab.tool('consumer-perf', [...words, ...more]);
  const cells = text.trim().split('\n').at(-1)?.split(', ') ?? [];
  // Records per second while it fetched, without the time to join the group.
  lab.add('javaConsumeRate', Number(cells.at(-1)) / 1000);
}

export async function latency(lab: Lab, cluster: Cluster): Promise<void> {
  await lab.load('topic', cluster, 'paced', 3, 3);
  const { latencySeconds } = lab.sizes;
  const words = ['paced', pacedRate, latencySeconds];
  const work = () => lab.load<Record<string, number>>('latency', cluster, ...words);
  await work();
  const { result, seconds } = await lab.costOf(cluster, work);
  if (result.rate < pacedRate * 0.95) throw new Error(`only ${result.rate} messages/s were sent`);
  lab.add('latencyP50', result.p50);
  lab.add('latencyP95', result.p95);
  lab.add('latencyP99', result.p99);
  lab.add('latencyCpu', (seconds / latencySeconds) * 100);
}

export async function endToEnd(lab: Lab, cluster: Cluster): Promise<void> {
  await lab.load('topic', cluster, 'through', 3, 3);
  const words = ['through', pacedRate, lab.sizes.latencySeconds];
  const work = () => lab.load<Record<string, number>>('end-to-end', cluster, ...words);
  await work();
  const { p50, p99 } = await work();
  lab.add('endToEndP50', p50);
  lab.add('endToEndP99', p99);
  if (!lab.hasJava) return;
  const count = `${lab.sizes.roundTrips}`;
  const size = ['--num-records', count, '--producer-acks', 'all', '--record-size', '200'];
  const to = ['--bootstrap-server', cluster.bootstrap, '--topic', 'through'];
  const text = await lab.tool('e2e-latency', [...to, ...size]);
  const [, half, most] = /50th = (\d+), 99th = (\d+)/.exec(text) ?? [];
  lab.add('javaEndToEndP50', Number(half));
  lab.add('javaEndToEndP99', Number(most));
}

type Pause = { readonly leader: number; readonly seconds: number; readonly failed: number };

export async function pause(lab: Lab, cluster: Cluster): Promise<void> {
  await lab.load('topic', cluster, 'killed', 1, 3);
  for (let kill = 0; kill < lab.sizes.kills; kill++) {
    const pids = [...cluster.pids()].map(([id, pid]) => `${id}=${pid}`);
    const found = await lab.load<Pause>('pause', cluster, 'killed', ...pids);
    if (found.failed > 0) throw new Error(`${found.failed} messages failed around the kill`);
    lab.add('pauseSeconds', found.seconds);
    await cluster.startBroker(found.leader);
  }
}
