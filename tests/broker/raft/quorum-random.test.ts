import { describe, expect, it } from 'vitest';
import { CoreCluster, randomFrom } from './core-cluster.ts';

/** Appends, crashes, restarts and partitions at random for a while, then leaves the cluster alone. */
function disturb(cluster: CoreCluster, random: () => number, steps: number): void {
  let nextValue = 0;
  const ids = cluster.nodes.map(({ id }) => id);
  const any = () => ids[Math.floor(random() * ids.length)];
  for (const id of ids) if (random() < 0.8) cluster.start(id);
  for (let count = 0; count < steps; count++) {
    const dice = random();
    const id = any();
    if (dice < 0.04) cluster.append(cluster.leader()?.id ?? id, `value ${nextValue++}`);
    else if (dice < 0.045 && cluster.node(id).isUp) cluster.crash(id, random() < 0.7);
    else if (dice < 0.06 && !cluster.node(id).isUp) cluster.start(id);
    else if (dice < 0.064) cluster.partition(id, any());
    else if (dice < 0.07) cluster.heal();
    else if (dice < 0.072) cluster.input(cluster.node(id), { type: 'resign' });
    else cluster.next();
  }
}

function settle(cluster: CoreCluster): void {
  cluster.heal();
  cluster.faults = { maxDelayMs: 5, dropRate: 0 };
  for (const { id, isUp } of cluster.nodes) if (!isUp) cluster.start(id);
  const deadlineMs = cluster.nowMs + 30_000;
  const isSettled = () => {
    const leader = cluster.leader();
    const length = leader?.log.length ?? -1;
    return cluster.nodes.every(
      ({ log, state }) =>
        log.length === length &&
        state.highWatermark === length &&
        state.election.epoch === leader?.state.election.epoch,
    );
  };
  while (!isSettled() && cluster.nowMs < deadlineMs) cluster.next();
  expect(isSettled(), 'one leader, and all logs equal and committed').toBe(true);
}

describe('quorum of state machines under random faults', () => {
  // Two leaders of one epoch and differing committed entries throw inside the cluster.
  for (const count of [1, 3, 5]) {
    it(`keeps its promises with ${count} voters`, () => {
      for (let seed = 1; seed <= 60; seed++) {
        const random = randomFrom(seed * 7919 + count);
        const cluster = new CoreCluster(count, seed);
        cluster.faults = { maxDelayMs: 1 + random() * 60, dropRate: random() * 0.2 };
        try {
          disturb(cluster, random, 3000);
          settle(cluster);
          const logs = cluster.nodes.map(({ log }) => JSON.stringify(log));
          expect(new Set(logs).size).toBe(1);
          expect(cluster.nodes[0].log.slice(0, cluster.committed.length)).toEqual(
            cluster.committed,
          );
        } catch (error) {
          throw new Error(`seed ${seed} with ${count} voters`, { cause: error });
        }
      }
    });
  }
});
