/** A topic with a thousand partitions on three brokers. */
import type { Cluster } from '../engine.ts';
import type { Lab, Timed } from '../lab.ts';
import { memoryMiB } from '../processes.ts';
import { idleShare } from './three-brokers.ts';

const partitions = 1000;
const replicas = 3;
const sizeBytes = 100;
const turns = 2;

export async function manyPartitions(lab: Lab, cluster: Cluster): Promise<void> {
  await lab.load('topic', cluster, 'first', 1, replicas);
  const created = await lab.load<Timed>('topic', cluster, 'many', partitions, replicas);
  lab.add('createSeconds', created.seconds);
  lab.add('manyIdleCpu', await idleShare(lab, cluster));
  const count = lab.sizes.spreadMessages;
  const produce = (topic: string) => () =>
    lab.load<Timed>('produce', cluster, topic, count, sizeBytes, 1);
  // In turns: what a write costs depends on whether the memory behind it was in use before.
  for (let turn = 0; turn < lab.sizes.warmUps + turns; turn++) {
    const one = await lab.costOf(cluster, produce('first'));
    const many = await lab.costOf(cluster, produce('many'));
    if (turn < lab.sizes.warmUps) continue;
    lab.add('oneCpu', one.seconds / (count / 1_000_000));
    lab.add('manyRate', count / many.result.seconds / 1000);
    lab.add('manyCpu', many.seconds / (count / 1_000_000));
  }
  lab.add('manyMemory', memoryMiB([...cluster.pids().values()]));
}
