import { describe, it } from 'vitest';
import { isAlive } from '../../../src/main/cluster/lock.ts';
import type { ScenarioDefinition } from '../../../src/scenario/definition/scenario.ts';
import { startBrokers } from '../../main/scenarios/brokers.ts';
import { scenarioOf } from '../../main/scenarios/definitions.ts';
import { happened, startRun, startRunner } from './run-one.ts';

const brokers = startBrokers(3);
const timeoutMs = 90_000;

type Service = ScenarioDefinition['services'][number];

/** A shop that sells and a bank that charges; topics carry the name, as all run at once. */
function shop(
  name: string,
  part: { readonly bank?: Partial<Service> } & Partial<ScenarioDefinition>,
) {
  const orders = `${name}.orders`;
  const letters = `${name}.dlq`;
  const table = {
    name: 'payments',
    key: 'id',
    columns: { id: 'text', amount: 'integer' },
  } as const;
  const row = { id: 'id', amount: 'amount' };
  const { bank = {}, services = [], ...rest } = part;
  return scenarioOf({
    name,
    topics: [
      { name: orders, partitions: 4 },
      { name: letters, partitions: 1 },
    ],
    services: [
      {
        name: 'shop',
        tables: [{ ...table, name: 'orders' }],
        generate: [
          {
            topic: orders,
            ratePerS: 200,
            key: '$id',
            value: { id: '$id', amount: '$int(1, 9)' },
            write: { table: 'orders', row },
          },
        ],
      },
      {
        name: 'bank',
        group: `${name}-bank`,
        tables: [table],
        consume: [
          { topic: orders, deadLetter: letters, steps: [{ write: { table: 'payments', row } }] },
        ],
        ...bank,
      },
      ...services,
    ],
    expectations: [
      {
        name: 'all-paid',
        left: 'SELECT sum(amount) FROM orders',
        right: 'SELECT sum(amount) FROM payments',
      },
      {
        name: 'once',
        always: true,
        left: 'SELECT count(*) FROM payments',
        right: 'SELECT count(DISTINCT id) FROM payments',
      },
    ],
    ...rest,
  });
}

const holding = { 'all-paid': { status: 'holds' }, once: { status: 'holds' } };

describe.concurrent('a run', () => {
  it('goes to its last event, and tells what happened', { timeout: timeoutMs }, async ({
    expect,
  }) => {
    const { ended, told } = startRun(brokers, shop('whole', {}), { limit: 500 });
    const last = await ended;
    expect(last).toMatchObject({
      phase: 'finished',
      error: null,
      expectations: holding,
      services: {
        shop: { outCount: 500, rowCount: 500, lag: null, phase: 'down' },
        bank: { inCount: 500, lag: 0, rowCount: 500, failedCount: 0 },
      },
      topics: { 'whole.orders': { inCount: 500, outCount: 500 } },
    });
    expect(last.services.bank?.latencyMs?.p50).toBeGreaterThanOrEqual(0);
    const made = told.flatMap((event) => (event.type === 'made' ? [event] : []));
    expect(made.flatMap(({ topics }) => topics).toSorted()).toEqual(['whole.dlq', 'whole.orders']);
    expect(made.flatMap(({ groups }) => groups)).toContain('whole-bank');
    expect(told.some(({ type }) => type === 'sample')).toBe(true);
    expect(told.some(({ type }) => type === 'flow')).toBe(true);
  });

  it('follows its script, also where nothing is left to wait for', {
    timeout: timeoutMs,
  }, async ({ expect }) => {
    const orders = 'scripted.orders';
    const scenario = shop('scripted', {
      script: [
        { after: { topic: orders, count: 50 }, down: 'bank' },
        { after: { topic: orders, count: 1_000 }, say: 'never' },
        { atS: 3_000, poison: { topic: orders } },
        { atS: 3_000, up: 'bank' },
        { atS: 3_001, instances: { service: 'bank', count: 6 } },
        { atS: 3_002, say: { en: 'Done', ko: '끝' } },
      ],
    });
    const { ended, told } = startRun(brokers, scenario, { limit: 300 });
    const last = await ended;
    expect(happened(last)).toEqual([
      'down bank',
      `say ${orders}`,
      `poison ${orders}`,
      'up bank',
      'instances bank',
      'say',
    ]);
    expect(last).toMatchObject({
      phase: 'finished',
      expectations: holding,
      services: { bank: { lag: 0, rowCount: 300 } },
    });
    // At least once: what was in hand when instances joined may have come again.
    expect(last.services.bank?.inCount).toBeGreaterThanOrEqual(301);
    expect(last.topics['scripted.dlq']?.inCount).toBeGreaterThanOrEqual(1);
    // Four partitions: of six instances two have nothing to do, and that is said.
    const lines = told.flatMap((event) => (event.type === 'log' ? event.lines : []));
    expect(lines.map(({ message }) => message)).toContain(
      'Its topics have 4 partitions: 2 of 6 instances get nothing.',
    );
  });

  it('sends dead letters back when what broke is mended', { timeout: timeoutMs }, async ({
    expect,
  }) => {
    const letters = 'redriven.dlq';
    const scenario = shop('redriven', {
      script: [
        { atS: 0, failEvery: { service: 'bank', count: 2 } },
        { after: { topic: letters, count: 20 }, failEvery: { service: 'bank', count: 0 } },
        { atS: 900, redrive: { topic: letters } },
      ],
    });
    const last = await startRun(brokers, scenario, { limit: 200, speed: 4 }).ended;
    expect(happened(last)).toEqual(['failEvery bank', 'failEvery bank', `redrive ${letters}`]);
    const sent = last.topics[letters]?.inCount ?? 0;
    expect(sent).toBeGreaterThanOrEqual(20);
    expect(last.events.at(-1)?.detail).toBe(sent);
    expect(last.expectations).toMatchObject(holding);
  });

  it('loses nothing when the leader is killed in the middle', { timeout: timeoutMs }, async ({
    expect,
  }) => {
    const orders = 'killed.orders';
    const scenario = shop('killed', {
      script: [{ after: { topic: orders, count: 200 }, killLeader: { topic: orders } }],
    });
    const last = await startRun(brokers, scenario, { limit: 1_000, speed: 2 }).ended;
    expect(last).toMatchObject({
      phase: 'finished',
      expectations: holding,
      services: { bank: { rowCount: 1_000, lag: 0 } },
    });
    expect(happened(last)).toContain(`killLeader ${orders}`);
  });

  it('builds a service anew from the log', { timeout: timeoutMs }, async ({ expect }) => {
    const scenario = shop('rebuilt', {
      script: [{ after: { topic: 'rebuilt.orders', count: 300 }, rebuild: 'bank' }],
    });
    const last = await startRun(brokers, scenario, { limit: 300 }).ended;
    expect(happened(last)).toEqual(['rebuild bank']);
    expect(last).toMatchObject({ expectations: holding, services: { bank: { rowCount: 300 } } });
  });

  it('stops when it is told, and then decides nothing that is open', {
    timeout: timeoutMs,
  }, async ({ expect }) => {
    const { run, ended } = startRun(brokers, shop('stopped', {}), { limit: null, speed: 1 });
    await expect
      .poll(() => run.status().services.bank?.inCount, { timeout: 60_000 })
      .toBeGreaterThan(5);
    // Up again before it is down: neither lost nor taken for a crash.
    const down = run.actions.setService('bank', false, 'person');
    const { inCount = 0 } = run.status().services.bank ?? {};
    await Promise.all([down, run.actions.setService('bank', true, 'person')]);
    await expect
      .poll(() => run.status().services.bank?.inCount, { timeout: 60_000 })
      .toBeGreaterThan(inCount + 5);
    run.stop();
    const last = await ended;
    expect(last.phase).toBe('finished');
    expect(last.expectations['all-paid']?.status).toBe('pending');
    expect(happened(last)).toEqual(['down bank', 'up bank']);
  });

  it('that is paused handles one record at a time', { timeout: timeoutMs }, async ({ expect }) => {
    const { run, ended } = startRun(brokers, shop('stepped', {}), { limit: null, speed: 1 });
    const counts = () => {
      const { shop: made, bank } = run.status().services;
      return [made?.outCount ?? 0, bank?.inCount ?? 0] as const;
    };
    const isStill = () => {
      const { bank } = run.status().services;
      return bank?.lag === 0 && counts()[0] === counts()[1];
    };
    await expect.poll(() => counts()[1], { timeout: 60_000 }).toBeGreaterThan(0);
    run.setPaused(true);
    while (!isStill()) {
      if ((run.status().services.bank?.lag ?? 0) > 0) await run.step('bank');
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [made, handled] = counts();
    await run.step('shop');
    await expect.poll(counts, { timeout: 20_000 }).toEqual([made + 1, handled]);
    await expect.poll(() => run.status().services.bank?.lag, { timeout: 20_000 }).toBe(1);
    await run.step(null);
    await expect.poll(counts, { timeout: 20_000 }).toEqual([made + 1, handled + 1]);
    expect(run.status().events.at(-1)).toMatchObject({
      by: 'person',
      kind: 'step',
      subject: 'bank',
    });
    run.setPaused(false);
    run.finish();
    expect((await ended).expectations).toMatchObject(holding);
  });
});

describe.concurrent('a service that misbehaves', () => {
  const other = (name: string, functions: string, part: Partial<Service> = {}): Service => ({
    name: 'other',
    group: `${name}-other`,
    functions,
    consume: [{ topic: `${name}.orders`, steps: [{ run: 'work' }] }],
    ...part,
  });

  it('by throwing hurts nobody else', { timeout: timeoutMs }, async ({ expect }) => {
    const code = 'export function work() { throw new Error("thrown here"); }';
    const scenario = shop('throwing', { services: [other('throwing', code)] });
    const last = await startRun(brokers, scenario).ended;
    expect(last.expectations).toMatchObject(holding);
    expect(last.services.other).toMatchObject({ inCount: 100, failedCount: 100, lag: 0 });
    expect(last.services.other?.lastError).toContain('thrown here');
  });

  it('by hanging is ended, comes back, and hurts nobody else', { timeout: timeoutMs }, async ({
    expect,
  }) => {
    // A query without an end, which not even its own thread can be told about.
    const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)';
    const steps = [{ sql: { run: `${numbers} SELECT count(*) FROM n` } }];
    const consume = [{ topic: 'hanging.orders', steps }];
    const hanging = { name: 'other', group: 'hanging-other', consume };
    const { runner, status, pid } = startRunner(brokers, shop('hanging', { services: [hanging] }));
    const other = () => status().services.other;
    await expect.poll(() => status().services.bank?.rowCount, { timeout: 60_000 }).toBe(100);
    const crashed = () => status().events.find(({ kind }) => kind === 'crashed');
    await expect.poll(crashed, { timeout: 60_000 }).toMatchObject({ subject: 'other' });
    expect(String(crashed()?.detail)).toContain('said nothing');
    await expect.poll(() => other()?.phase, { timeout: 30_000 }).toMatch(/starting|up/);
    expect((await runner.stop()).phase).toBe('finished');
    await expect.poll(() => isAlive(pid()), { timeout: 10_000 }).toBe(false);
  });

  it('by never coming up ends a run that nobody watches', { timeout: timeoutMs }, async ({
    expect,
  }) => {
    const code = 'throw new Error("not today");\nexport function work() {}';
    const scenario = shop('dying', { services: [other('dying', code)] });
    const last = await startRun(brokers, scenario).ended;
    expect(last.phase).toBe('failed');
    expect(last.error).toMatch(/^other ended 5 times in a row without doing anything: .*not today/);
    expect(last.services.bank).toMatchObject({ rowCount: 100 });
  });

  it('by flooding its log is cut short', { timeout: timeoutMs }, async ({ expect }) => {
    const long = `"${'x'.repeat(50)}"`;
    const steps = Array.from({ length: 20 }, () => ({ log: `$pad(${long}, 10000, "y")` }));
    const flood = { name: 'other', group: 'flooding-other' };
    const consume = [{ topic: 'flooding.orders', steps }];
    const scenario = shop('flooding', { services: [{ ...flood, consume }] });
    const { ended, told } = startRun(brokers, scenario, { limit: 300 });
    expect((await ended).expectations).toMatchObject(holding);
    const lines = told.flatMap((event) => (event.type === 'log' ? event.lines : []));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThan(3_000);
    expect(Math.max(...lines.map(({ message }) => message.length))).toBeLessThanOrEqual(2_000);
  });
});
