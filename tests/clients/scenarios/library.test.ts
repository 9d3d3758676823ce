/**
 * Every scenario of the library to its last event on one shared cluster, by the command line, one
 * after the other. Some of them while the leader of a topic is killed, and some of them with a part
 * taken out: an expectation that then still held would prove nothing.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findScenario, libraryDir, listScenarios } from '../../../src/main/scenarios/library.ts';
import { rivulet, type RunningCluster, startCluster } from '../../support/product.ts';
import { type Mutable, mutations } from './library-mutations.ts';
import { runScenario, type ScenarioSummary } from './library-run.ts';

const names = listScenarios([libraryDir]).map(({ name }) => name);
/** Scenario -> the topic whose leader dies, and how fast and long the run is, so that it has a middle. */
const underFire = [
  { name: 'e-commerce', topic: 'orders', speed: '40', limit: 1_000 },
  { name: 'banking-transfers', topic: 'bank.requests', speed: '30', limit: 1_000 },
  { name: 'saga', topic: 'saga.orders', speed: '25', limit: 800 },
];
/** Enough for what is taken out to be missed. */
const mutatedLimit = '120';

let cluster: RunningCluster;

beforeAll(async () => {
  cluster = await startCluster(3);
});
afterAll(() => cluster.stop());

describe('the library', () => {
  it.each(names)('%s ends as it says', async (name) => {
    const summary = await runScenario(cluster, [name, '--speed', 'max', '--seed', '1']);
    expect(summary.error).toBeNull();
    expect(failures(summary)).toEqual([]);
    expect(summary.phase).toBe('finished');
    const { expectations = [] } = findScenario(name).definition;
    expect(Object.keys(summary.expectations).sort()).toEqual(
      expectations.map((expectation) => expectation.name).sort(),
    );
  });
});

describe('under fire', () => {
  it.each(underFire)('$name holds while a leader is killed', async (fire) => {
    const { name, topic, speed, limit } = fire;
    let killed: number | undefined;
    let isBack = false;
    const bringBack = async () => {
      isBack = true;
      await broker('start', killed ?? 0);
    };
    const summary = await runScenario(
      cluster,
      [name, '--speed', speed, '--seed', '1', '--limit', `${limit}`],
      async ({ topics }) => {
        const written = topics[topic]?.inCount ?? 0;
        if (killed === undefined && written >= limit / 4 && written < limit) {
          killed = await leaderOf(topic);
          await broker('kill', killed);
        } else if (killed !== undefined && !isBack && written >= limit / 2) await bringBack();
      },
    );
    // Else the run had no middle.
    expect(killed).toBeGreaterThan(0);
    if (!isBack) await bringBack();
    expect(summary.error).toBeNull();
    expect(failures(summary)).toEqual([]);
  });
});

describe('with a part taken out', () => {
  it.each(mutations)('$name $what fails $fails', async ({ name, take, fails }) => {
    const definition = structuredClone(findScenario(name).definition) as Mutable;
    take(definition);
    const file = join(cluster.dataDir, `${name}.rivulet.yaml`);
    writeFileSync(file, JSON.stringify(definition));
    const words = ['--speed', 'max', '--seed', '1', '--limit', mutatedLimit, '--trust'];
    const summary = await runScenario(cluster, [file, ...words]);
    expect(summary.error).toBeNull();
    expect(failures(summary).map(([expectation]) => expectation)).toContain(fails);
  });
});

function failures({ expectations }: ScenarioSummary): readonly (readonly [string, string])[] {
  return Object.entries(expectations)
    .filter(([, { status }]) => status !== 'holds')
    .map(([name, { detail }]) => [name, detail]);
}

async function leaderOf(topic: string): Promise<number> {
  const { out } = await rivulet(
    'topics',
    'describe',
    topic,
    '--json',
    '--bootstrap',
    cluster.bootstrap,
  );
  const { partitions } = JSON.parse(out) as {
    readonly partitions: readonly { readonly partition: number; readonly leader: number }[];
  };
  return partitions.find(({ partition }) => partition === 0)?.leader ?? 0;
}

async function broker(action: 'kill' | 'start', id: number): Promise<void> {
  const { code, err } = await rivulet('broker', action, `${id}`, '--data', cluster.dataDir);
  if (code !== 0) throw new Error(`broker ${action} ${id}: ${err}`);
}
