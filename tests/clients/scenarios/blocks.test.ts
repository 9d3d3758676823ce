/** Every building block of a scenario at once, on real brokers, to its last event. */
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { rivulet, startCluster } from '../../support/product.ts';

const file = fileURLToPath(new URL('all-blocks.rivulet.yaml', import.meta.url));

type Summary = {
  readonly phase: string;
  readonly expectations: {
    readonly [name: string]: { readonly status: string; readonly detail: string };
  };
  readonly services: { readonly [name: string]: { readonly deadLettered: number } };
};

it('all blocks do what they say, with two instances and a generator that doubles and loses', async () => {
  const cluster = await startCluster(3);
  onTestFinished(() => cluster.stop());
  const words = ['scenario', 'run', file, '--trust', '--until-done', '--json', '--seed', '11'];
  const { out, err } = await rivulet(...words, '--speed', 'max', '--data', cluster.dataDir);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly event?: string });
  const summary = lines.find(({ event }) => event === 'summary') as Summary | undefined;
  expect({ phase: summary?.phase, err }).toMatchObject({ phase: 'finished' });
  const failing = Object.entries(summary?.expectations ?? {}).filter(
    ([, { status }]) => status !== 'holds',
  );
  expect(failing).toEqual([]);
  expect(Object.keys(summary?.expectations ?? {}).length).toBeGreaterThan(12);
  expect(summary?.services['ab-shop']?.deadLettered).toBeGreaterThan(0);
});
