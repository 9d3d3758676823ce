/** One round on one engine: each work on a cluster that has done it before, and so is warm. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cluster, Engine } from './engine.ts';
import type { WorkName } from './figures.ts';
import type { Lab } from './lab.ts';
import { manyPartitions } from './works/many-partitions.ts';
import { consume, large, produce, requests } from './works/one-broker.ts';
import { screen, screenMany } from './works/screen.ts';
import { endToEnd, idle, java, latency, pause, replicate, start } from './works/three-brokers.ts';

type Work = (lab: Lab, cluster: Cluster) => Promise<void>;

/** Works that share a cluster, in their order. */
type Stage = {
  readonly brokers: number;
  readonly works: Partial<Record<WorkName, Work>>;
};

const stages: readonly Stage[] = [
  {
    brokers: 3,
    works: { start, idle, replicate, java, latency, 'end-to-end': endToEnd, pause },
  },
  { brokers: 3, works: { partitions: manyPartitions } },
  { brokers: 1, works: { produce, consume, requests } },
  { brokers: 1, works: { large } },
];

/** Works of the app, which bring their cluster themselves; the peer has none. */
const appWorks: Partial<Record<WorkName, (lab: Lab) => Promise<void>>> = {
  screen,
  'screen-many': screenMany,
};

/** The engine whose app is measured. */
const ownName = 'Rivulet';

/** Works that need a tool which may be missing. */
const ofJava: readonly WorkName[] = ['java'];

export async function runRound(
  engine: Engine,
  lab: Lab,
  asked: ReadonlySet<WorkName>,
): Promise<void> {
  for (const { brokers, works } of stages) {
    const due = (Object.entries(works) as [WorkName, Work][]).filter(
      ([name]) => asked.has(name) && (lab.hasJava || !ofJava.includes(name)),
    );
    if (due.length === 0) continue;
    await onCluster(engine, brokers, async (cluster) => {
      // That work starts the cluster itself.
      if (due[0][0] !== 'start') await cluster.start();
      for (const [name, work] of due) {
        console.error(`  ${name}`);
        await work(lab, cluster);
      }
    });
  }
  if (engine.name !== ownName) return;
  for (const [name, work] of Object.entries(appWorks) as [
    WorkName,
    (lab: Lab) => Promise<void>,
  ][]) {
    if (!asked.has(name)) continue;
    console.error(`  ${name}`);
    await work(lab);
  }
}

async function onCluster(
  engine: Engine,
  brokers: number,
  work: (cluster: Cluster) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rivulet-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const cluster = await engine.create(brokers, join(folder, 'data'));
    try {
      await work(cluster);
    } finally {
      await cluster.stop();
    }
  } finally {
    remove();
    process.off('exit', remove);
  }
}
