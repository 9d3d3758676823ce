import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type {
  ScenarioFlow,
  ScenarioRun,
  ScenarioRunState,
  ServiceLog,
  ServiceTable,
} from '../../../src/main/contract/scenarios.ts';
import { findFreeBlock } from '../../../src/main/cluster/ports.ts';
import { applyPatch } from '../../../src/main/contract/patch.ts';
import type { StateName, StreamParams } from '../../../src/main/contract/index.ts';
import { temporaryDir } from '../../main/temporary-dir.ts';
import { type Renderer, startApp } from '../../main/workspaces/running-app.ts';
import { scenarioOf } from '../../main/scenarios/definitions.ts';

const source = JSON.stringify(
  scenarioOf({
    name: 'small',
    title: { en: 'Small', ko: '작은' },
    topics: [{ name: 'orders', partitions: 2 }],
    services: [
      {
        name: 'shop',
        generate: [{ topic: 'orders', ratePerS: 100, key: '$id', value: { id: '$id' } }],
      },
      {
        name: 'bank',
        tables: [{ name: 'payments', key: 'id', columns: { id: 'text' } }],
        consume: [
          {
            topic: 'orders',
            steps: [{ write: { table: 'payments', row: { id: 'id' } } }, { log: '"paid " & id' }],
          },
        ],
      },
    ],
    expectations: [
      { name: 'paid', left: 'SELECT count(*) FROM payments', is: '>', right: 'SELECT 20' },
    ],
  }),
);

const slow = { timeout: 60_000 };

/** A data folder whose groups do not wait for further members, as Kafka's do for 3 seconds. */
function quickHome(): string {
  const home = temporaryDir();
  writeFileSync(join(home, 'broker.properties'), 'group.initial.rebalance.delay.ms=0\n');
  return home;
}

/** The present value of a stream, at any time. */
async function follow<Value extends object>(
  renderer: Renderer,
  stream: StateName,
  params: object = {},
): Promise<() => Value> {
  const asked = { stream, params: params as StreamParams<StateName> };
  const { id, value } = (await renderer.call('live.open', asked)) as { id: number; value: Value };
  let now = value;
  let seen = 0;
  return () => {
    const patches = renderer.told['live.patch'];
    for (; seen < patches.length; seen += 1) {
      const patch = patches[seen];
      if (patch?.id === id) now = applyPatch(now, patch.patch) as Value;
    }
    return now;
  };
}

describe('a scenario in the app', () => {
  it('is saved, runs, is watched, and is cleaned up after', { timeout: 90_000 }, async () => {
    const { connect } = await startApp(quickHome());
    const renderer = connect();
    expect(await renderer.call('scenarios.save', { source })).toEqual({ name: 'small' });
    const { runId } = await renderer.call('scenarios.run', { name: 'small', speed: 1 });
    const state = await follow<ScenarioRunState>(renderer, 'scenarioRun');
    const run = () => state().run as ScenarioRun;
    const flow = await follow<ScenarioFlow>(renderer, 'scenarioFlow');
    const log = await follow<ServiceLog>(renderer, 'scenarioLog', { service: 'bank' });
    await expect.poll(() => run().services.bank?.rowCount ?? 0, slow).toBeGreaterThan(20);

    const table = await follow<ServiceTable>(renderer, 'scenarioTable', {
      service: 'bank',
      table: 'payments',
      limit: 5,
    });
    expect(table()).toMatchObject({ table: 'payments', columns: ['id'] });
    expect(table().rows).toHaveLength(5);
    await expect.poll(() => log().lines.at(-1)?.message, slow).toMatch(/^paid \d+$/);
    await expect.poll(() => new Set(flow().samples.map(({ kind }) => kind)).size, slow).toBe(2);

    await renderer.call('scenarios.scale', { service: 'bank', instanceCount: 2 });
    await expect.poll(() => run().services.bank?.upCount, slow).toBe(2);
    await renderer.call('scenarios.poison', { topic: 'orders' });
    await expect.poll(() => run().services.bank?.failedCount ?? 0, slow).toBeGreaterThan(0);
    const trouble = { slowFactor: 3, failEvery: 0 };
    await renderer.call('scenarios.trouble', { service: 'bank', trouble });
    await expect.poll(() => run().services.bank?.trouble.slowFactor, slow).toBe(3);
    await renderer.call('scenarios.setService', { service: 'bank', isUp: false });
    await expect.poll(() => run().services.bank?.phase, slow).toBe('down');
    await renderer.call('scenarios.setService', { service: 'bank', isUp: true });
    await renderer.call('scenarios.setSpeed', { speed: 'max' });
    await renderer.call('scenarios.finish');
    await expect.poll(() => run().phase, slow).toBe('finished');
    expect(run().expectations.paid?.status).toBe('holds');
    expect(run().services).toMatchObject({
      bank: { lag: 0, rowCount: run().services.shop?.outCount },
    });
    const kinds = ['instances', 'poison', 'slow', 'down', 'up', 'speed'];
    expect(run().events.map(({ kind }) => kind)).toEqual(kinds);

    const { runs } = await renderer.call('scenarios.history');
    expect(runs.map((each) => each.runId)).toEqual([runId]);
    const history = await renderer.call('scenarios.historyOf', { runId });
    expect(history.samples.length).toBeGreaterThan(1);
    expect(history.samples.at(-1)?.services.bank?.[2]).toBe(0);
    expect(await renderer.call('scenarios.cleanUp', { name: 'small' })).toEqual({
      topics: ['orders'],
      groups: ['bank-service'],
    });
    expect(await renderer.call('topics.list')).toMatchObject({ topics: {} });
    renderer.disconnect();
  });

  it('runs on another cluster that asks for a login', { timeout: 90_000 }, async () => {
    const { connect, cluster } = await startApp(quickHome());
    const renderer = connect();
    const address = '127.0.0.1';
    const port = await findFreeBlock(address, 18_000 + Math.floor(Math.random() * 4_000), 1);
    const asked = { id: 'default', address, port, user: 'guest' };
    const { password } = await renderer.call('lan.turnOn', asked);
    const { id } = await renderer.call('clusters.connect', {
      name: 'Elsewhere',
      bootstrap: `${address}:${port}`,
      security: { tls: null, sasl: { mechanism: 'scram-sha-512', username: 'guest' } },
      password,
      isReadOnly: false,
    });
    await renderer.call('clusters.select', { id });
    await renderer.call('scenarios.save', { source });
    await renderer.call('scenarios.run', { name: 'small', speed: 'max', limit: 50 });
    const state = await follow<ScenarioRunState>(renderer, 'scenarioRun');
    await expect.poll(() => state().run?.phase, slow).toBe('finished');
    expect(state().run).toMatchObject({
      bootstrap: `${address}:${port}`,
      error: null,
      expectations: { paid: { status: 'holds' } },
      services: { bank: { inCount: 50, rowCount: 50, lag: 0 } },
    });
    // By way of the other listener, but in the same brokers.
    expect(cluster.bootstrap).not.toContain(String(port));
    await renderer.call('clusters.select', { id: 'default' });
    expect(await renderer.call('topics.list')).toMatchObject({
      topics: { orders: { recordCount: 50 } },
    });
    renderer.disconnect();
  });
});
