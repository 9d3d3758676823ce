import { describe, expect, it, onTestFinished } from 'vitest';
import { evaluate } from '../../../src/main/scenarios/expectations.ts';
import type { ScenarioDefinition } from '../../../src/main/scenarios/definition.ts';
import {
  readRowCount,
  readTable,
  ServiceStore,
} from '../../../src/main/scenarios/service-table.ts';
import { temporaryDir } from '../temporary-dir.ts';

const orders = {
  name: 'orders',
  key: 'id',
  columns: { id: 'text', amount: 'integer', status: 'text' },
} as const;
const payments = {
  name: 'payments',
  key: 'id',
  columns: { id: 'text', amount: 'integer' },
} as const;

function open(dir: string, service: string, table: typeof orders | typeof payments) {
  const store = new ServiceStore(dir, service, table);
  onTestFinished(() => store.close());
  return store;
}

describe('the table of a service', () => {
  it('is written by its service and read from outside, newest rows first', () => {
    const dir = temporaryDir();
    const store = open(dir, 'order', orders);
    store.insert({ id: 'a', amount: 1, status: null });
    store.insert({ id: 'b', amount: 2, status: 'placed' });
    store.update({ id: 'a', status: 'paid' });
    expect(store.find('a')).toEqual({ id: 'a', amount: 1, status: 'paid' });
    expect(store.find('c')).toBeUndefined();
    expect(readTable(dir, 'order', orders, 1)).toEqual({
      table: 'orders',
      columns: ['id', 'amount', 'status'],
      rows: [['b', 2, 'placed']],
      rowCount: 2,
    });
    expect(readRowCount(dir, 'order', orders)).toBe(2);
  });

  it('shows a second row for a key instead of hiding it', () => {
    const dir = temporaryDir();
    const store = open(dir, 'payment', payments);
    store.insert({ id: 'a', amount: 1 });
    store.insert({ id: 'a', amount: 1 });
    expect(readRowCount(dir, 'payment', payments)).toBe(2);
  });

  it('is empty before the service was up', () => {
    expect(readTable(temporaryDir(), 'order', orders, 5).rowCount).toBe(0);
  });

  it('keeps what was generated and not acknowledged over a restart', () => {
    const dir = temporaryDir();
    const before = new ServiceStore(dir, 'order', orders);
    const entries = [1, 2, 3].map((sequence) => ({ sequence, key: `k${sequence}`, value: '{}' }));
    before.transaction(() => before.addToOutbox(entries));
    before.removeFromOutbox(entries.slice(0, 2));
    before.close();
    const after = open(dir, 'order', orders);
    expect(after.outbox()).toEqual(entries.slice(2));
    expect(after.generatedCount()).toBe(3);
  });
});

describe('expectations', () => {
  const scenario = {
    services: [
      { name: 'order', table: orders },
      { name: 'payment', table: payments },
      { name: 'silent' },
    ],
    expectations: [
      { name: 'all', left: 'SELECT count(*) FROM orders', right: 'SELECT count(*) FROM payments' },
      {
        name: 'once',
        always: true,
        left: 'SELECT count(*) FROM payments',
        right: 'SELECT count(DISTINCT id) FROM payments',
      },
    ],
  } as unknown as ScenarioDefinition;
  const statuses = (dir: string, isFinal: boolean) => {
    const { all, once } = evaluate(scenario, dir, isFinal);
    return [all?.status, all?.detail, once?.status, once?.detail];
  };

  it('wait for the end, but for those that must always hold', () => {
    const dir = temporaryDir();
    expect(statuses(dir, false)).toEqual(['pending', '0 = 0', 'holds', '0 = 0']);
    open(dir, 'order', orders).insert({ id: 'a', amount: 1, status: null });
    const payment = open(dir, 'payment', payments);
    expect(statuses(dir, false)).toEqual(['pending', '1 ≠ 0', 'holds', '0 = 0']);
    expect(statuses(dir, true)).toEqual(['fails', '1 ≠ 0', 'holds', '0 = 0']);
    payment.insert({ id: 'a', amount: 1 });
    expect(statuses(dir, true)).toEqual(['holds', '1 = 1', 'holds', '1 = 1']);
    payment.insert({ id: 'a', amount: 1 });
    expect(statuses(dir, false)).toEqual(['pending', '1 ≠ 2', 'fails', '2 ≠ 1']);
  });
});
