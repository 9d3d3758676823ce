import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isContractError } from '../../../src/main/contract/errors.ts';
import { findScenario, libraryDir, listScenarios } from '../../../src/main/scenarios/library.ts';
import { loadScenario } from '../../../src/main/scenarios/load.ts';

const shop = readFileSync(join(libraryDir, 'e-commerce.yaml'), 'utf8');

/** The error of the shop with one change, and the text at the place that it names. */
function faultOf(before: string, after: string) {
  expect(shop).toContain(before);
  const source = shop.replace(before, after);
  try {
    loadScenario(source, 'shop.yaml');
  } catch (error) {
    if (!isContractError(error, 'scenario-invalid')) throw error;
    const { line, column, expected, found } = error.data;
    const at = source.split('\n')[line - 1]?.slice(column - 1) ?? '';
    return { at, expected, found, message: error.message };
  }
  throw new Error('nothing was found');
}

describe('the library', () => {
  it('has the shop, in both languages', () => {
    const [summary] = listScenarios();
    expect(summary).toMatchObject({ name: 'e-commerce', serviceCount: 6, error: null });
    expect(summary?.title.ko).toMatch(/[가-힣]/);
    expect(findScenario('e-commerce').definition.services.map(({ name }) => name)).toEqual([
      'order',
      'payment',
      'stock',
      'shipping',
      'notification',
      'analytics',
    ]);
  });

  it.each(['nothing', '../../package', 'e-commerce.yaml'])('has no %s', (name) => {
    expect(() => findScenario(name)).toThrow(
      expect.objectContaining({ code: 'scenario-not-found' }),
    );
  });
});

describe('a malformed scenario is told with line, column and what was expected', () => {
  it.each([
    ['rate: 5', 'rate: fast', 'fast', 'a number', '"fast"'],
    ['rate: 5', 'speed: 5', 'topic: orders', 'a number', 'nothing'],
    ['rate: 5', 'rate: 5\n      sped: 1', 'sped: 1', 'a key that scenarios know', '"sped"'],
    ['format: 1', 'format: 2', '2', '1', '2'],
    ['doneAfter: 500', '', 'format: 1', 'a number', 'nothing'],
    ['conflict: keep', 'conflict: maybe', 'maybe', '"keep" or "update"', '"maybe"'],
    ['    partitions: 1\n', '    partitions: 0\n', '0', 'a number of at least 1', '0'],
    [
      'table:\n      name: payments\n',
      'table:\n      name: orders\n',
      'orders',
      'a table of its own',
      'table "orders" already exists',
    ],
    [
      '      key: order_id',
      '      key: nothing',
      'nothing',
      'one of the columns order_id, customer, product, quantity, amount, status, placed_at',
      'nothing',
    ],
    ['name: stock\n', 'name: payment\n', 'payment', 'a name of its own', 'payment again'],
    [
      'deadLetter: orders.dlq',
      'deadLetter: orders.dql',
      'orders.dql',
      'one of the topics orders, payments, stock-updates, shipments, notifications, orders.dlq',
      'orders.dql',
    ],
    ['workMs: { min: 20, max: 60 }', 'workMs: { min: 20, max: 6 }', '6 }', 'at least 20', '6'],
    [
      'sent_at: $timestamp',
      'sent: $timestamp',
      'sent: $timestamp',
      'one of the columns order_id, customer, channel, sent_at',
      'sent',
    ],
  ])('%j as %j', (before, after, at, expected, found) => {
    const fault = faultOf(before, after);
    expect(fault).toMatchObject({ expected, found });
    expect(fault.at.startsWith(at)).toBe(true);
    expect(fault.message).toMatch(/^shop\.yaml:\d+:\d+: expected /);
  });

  it('for YAML that cannot be read', () => {
    const fault = faultOf(
      'title: { en: Orders placed, ko: 접수된 주문 }',
      'title: { en: Orders placed',
    );
    expect(fault.expected).toBe('YAML');
  });

  it('for an expression that cannot be read', () => {
    const fault = faultOf('$pick(["email", "sms", "push"])', '$pick(["email", "sms"');
    expect(fault).toMatchObject({ expected: 'a JSONata expression' });
    expect(fault.found).toContain('at character');
  });

  it.each(['SELECT count(*) FROM nothing', 'DELETE FROM orders', 'no SQL'])(
    'for the query %j',
    (sql) => {
      const fault = faultOf('SELECT count(*) FROM messages_sent', sql);
      expect(fault).toMatchObject({ at: sql, expected: 'a SQL query' });
    },
  );

  it.each(['', '[]', '7', 'null'])('for a file of %j', (source) => {
    expect(() => loadScenario(source, 'empty.yaml')).toThrow(
      expect.objectContaining({ code: 'scenario-invalid' }),
    );
  });
});
