import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { ServiceRun, TopicRun } from '../../../src/main/contract/scenarios.ts';
import { compare, Expectations } from '../../../src/main/scenarios/expectations.ts';
import {
  createTableSql,
  readRowCount,
  readTable,
  serviceFile,
} from '../../../src/main/scenarios/service-table.ts';
import { temporaryDir } from '../temporary-dir.ts';
import { scenarioOf } from './definitions.ts';

const figures = {
  services: { shop: { inCount: 3, outCount: 2, failedCount: 1, lag: null } as ServiceRun },
  topics: { orders: { inCount: 7, outCount: 6, failedCount: 1 } as TopicRun },
};
const table = (name: string) =>
  ({ name, key: 'id', columns: { id: 'text', amount: 'integer' } }) as const;
const services = Array.from({ length: 14 }, (_, index) => ({
  name: `service-${index}`,
  tables: [table(`t_${index}`)],
  generate: [{ topic: 'orders', ratePerS: 1, value: { id: '$id' } }],
}));

function scenarioWith(expectations: Parameters<typeof scenarioOf>[0]['expectations']) {
  return scenarioOf({ topics: [{ name: 'orders' }], services, expectations });
}

function fill(dir: string, index: number, amounts: readonly number[]): void {
  const database = new Database(serviceFile(dir, `service-${index}`));
  database.exec(createTableSql(table(`t_${index}`)));
  const insert = database.prepare(`INSERT INTO t_${index} VALUES (?, ?)`);
  for (const [at, amount] of amounts.entries()) insert.run(`order-${at}`, amount);
  database.close();
}

describe('expectations', () => {
  it('see the tables of all services, however many, and of those that never came up', () => {
    const dir = temporaryDir();
    for (const index of [0, 5, 12, 13]) fill(dir, index, [index, 100]);
    const left = services.map((_, index) => `SELECT amount FROM t_${index}`).join(' UNION ALL ');
    const scenario = scenarioWith([
      { name: 'sum', left: `SELECT sum(amount) FROM (${left})`, right: 'SELECT 430' },
      { name: 'none', left: 'SELECT count(*) FROM t_3', right: 'SELECT 0' },
    ]);
    const results = new Expectations(scenario, dir).evaluate(figures, true);
    expect(results).toEqual({
      sum: { status: 'holds', detail: '430 = 430' },
      none: { status: 'holds', detail: '0 = 0' },
    });
  });

  it('see the figures of the run', () => {
    const scenario = scenarioWith([
      {
        name: 'in',
        left: "SELECT in_count FROM run_services WHERE name = 'shop'",
        is: '<',
        right: "SELECT written FROM run_topics WHERE name = 'orders'",
      },
      { name: 'lag', left: 'SELECT sum(lag) FROM run_services', is: '>', right: 'SELECT 0' },
      { name: 'read', left: 'SELECT read FROM run_topics', is: '!=', right: 'SELECT 6' },
    ]);
    expect(new Expectations(scenario, temporaryDir()).evaluate(figures, true)).toEqual({
      in: { status: 'holds', detail: '3 < 7' },
      lag: { status: 'fails', detail: '0 ≤ 0' },
      read: { status: 'fails', detail: '6 = 6' },
    });
  });

  it('are open until all is processed, but for what must always hold', () => {
    const dir = temporaryDir();
    const scenario = scenarioWith([
      { name: 'later', left: 'SELECT count(*) FROM t_0', right: 'SELECT 2' },
      {
        name: 'always',
        always: true,
        left: 'SELECT count(*) FROM t_0',
        is: '<=',
        right: 'SELECT 1',
      },
    ]);
    const verdicts = new Expectations(scenario, dir);
    expect(verdicts.pending).toEqual({
      later: { status: 'pending', detail: '' },
      always: { status: 'pending', detail: '' },
    });
    expect(verdicts.evaluate(figures, false)).toMatchObject({
      later: { status: 'pending', detail: '0 ≠ 2' },
      always: { status: 'holds' },
    });
    fill(dir, 0, [1, 2]);
    const broken = { status: 'fails', detail: '2 > 1' };
    expect(verdicts.evaluate(figures, false).always).toEqual(broken);
    const database = new Database(serviceFile(dir, 'service-0'));
    database.exec('DELETE FROM t_0');
    database.close();
    // It holds again, but there was a moment when it did not.
    expect(verdicts.evaluate(figures, true)).toEqual({
      later: { status: 'fails', detail: '0 ≠ 2' },
      always: broken,
    });
  });

  it('that cannot be asked of these rows fail, and the others are decided', () => {
    const dir = temporaryDir();
    fill(dir, 0, [1]);
    const scenario = scenarioWith([
      { name: 'json', left: "SELECT json_extract(id, '$.a') FROM t_0", right: 'SELECT 1' },
      { name: 'long', left: "SELECT printf('%.*c', 5000, 'x')", is: '!=', right: 'SELECT 1' },
    ]);
    const results = new Expectations(scenario, dir).evaluate(figures, true);
    expect(results.json).toMatchObject({ status: 'fails', detail: expect.stringMatching(/JSON/) });
    expect(results.long?.status).toBe('holds');
    expect(results.long?.detail.length).toBeLessThan(400);
  });

  it('stay as they were while a file is locked', () => {
    const dir = temporaryDir();
    fill(dir, 0, [1, 2]);
    const scenario = scenarioWith([
      { name: 'count', left: 'SELECT count(*) FROM t_0', right: 'SELECT 2' },
    ]);
    const verdicts = new Expectations(scenario, dir);
    const seen = { count: { status: 'pending', detail: '2 = 2' } };
    expect(verdicts.evaluate(figures, false)).toEqual(seen);
    const writer = new Database(serviceFile(dir, 'service-0'));
    writer.exec('BEGIN EXCLUSIVE; DELETE FROM t_0');
    expect(verdicts.evaluate(figures, false)).toEqual(seen);
    writer.exec('COMMIT');
    writer.close();
    expect(verdicts.evaluate(figures, true).count).toEqual({ status: 'fails', detail: '0 ≠ 2' });
  });

  it.each([
    [1, 1, ['=', '<=', '>=']],
    [9, 10, ['!=', '<', '<=']],
    ['b', 'a', ['!=', '>', '>=']],
    [1, '1', ['=', '<=', '>=']],
    [null, null, ['=']],
    [null, 1, ['!=']],
  ])('compare %j and %j', (left, right, holding) => {
    const holds = Object.entries(compare(left, right)).flatMap(([sign, is]) => (is ? [sign] : []));
    expect(holds.sort()).toEqual(holding.toSorted());
  });
});

describe('a table seen from outside', () => {
  it('is empty until the service has made it, and then shows the newest rows', () => {
    const dir = temporaryDir();
    const shop = table('t_0');
    const read = () => readTable(dir, 'service-0', shop, 2);
    expect(read()).toEqual({ table: 't_0', columns: ['id', 'amount'], rows: [], rowCount: 0 });
    fill(dir, 0, [10, 20, 30]);
    expect(read()).toEqual({
      table: 't_0',
      columns: ['id', 'amount'],
      rows: [
        ['order-2', 30],
        ['order-1', 20],
      ],
      rowCount: 3,
    });
    expect(readRowCount(dir, 'service-0', [shop])).toBe(3);
    expect(readRowCount(dir, 'service-1', [shop])).toBe(0);
  });
});
