import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allClients } from './client.ts';
import { startCluster, type TestCluster } from './cluster.ts';
import type { Running } from './run.ts';
import { createTopics } from './topics.ts';

const candidates = (await allClients()).filter(
  ({ client }) => !client.isReady || client.tools.member !== undefined,
);
const partitionCount = 4;
const waitMs = 50_000;
let cluster: TestCluster;

/** The partitions of the latest generation that a member told of. */
function assignmentOf({ output }: Running): number[] {
  const ours = [...output.matchAll(/^assigned(.*)$/gm)].map(([, list]) => list);
  // kcat: `% Group g rebalanced (memberid m): assigned: topic [0], topic [1]`
  const theirs = [...output.matchAll(/assigned: (.*)$/gm)].map(([, list]) =>
    list.replaceAll(/\S+ \[/g, ' '),
  );
  const latest = [...ours, ...theirs].at(-1) ?? '';
  return [...latest.matchAll(/\d+/g)].map(Number);
}

async function until(isSo: () => boolean, told: () => string): Promise<void> {
  const endMs = Date.now() + waitMs;
  while (!isSo()) {
    if (Date.now() > endMs) throw new Error(told());
    await sleep(50);
  }
}

beforeAll(async () => {
  cluster = await startCluster(3);
  await createTopics(
    cluster.bootstrap,
    candidates.map(({ name }) => `group-${name}`),
    partitionCount,
  );
});

afterAll(async () => {
  await cluster?.stop();
});

describe.each(candidates)('$name', ({ name, client }) => {
  it('shares partitions between two members and takes them back', async ({ skip }) => {
    if (!client.isReady || !client.tools.member)
      return skip(client.isReady ? 'tells no assignment' : client.reason);
    const { member } = client.tools;
    const start = () => member(cluster.bootstrap, `members-${name}`, `group-${name}`);
    const first = start();
    let second: Running | undefined;
    const told = () => `first:\n${first.output}\nsecond:\n${second?.output ?? ''}`;
    const all = Array.from({ length: partitionCount }, (_, index) => index);
    try {
      await until(() => assignmentOf(first).length === partitionCount, told);
      second = start();
      const later = second;
      await until(() => {
        const [a, b] = [assignmentOf(first), assignmentOf(later)];
        return a.length === 2 && b.length === 2 && new Set([...a, ...b]).size === partitionCount;
      }, told);
      await later.stop();
      await until(() => assignmentOf(first).length === partitionCount, told);
      expect(assignmentOf(first).toSorted()).toEqual(all);
    } finally {
      await Promise.all([first.stop(), second?.stop()]);
    }
  });
});
