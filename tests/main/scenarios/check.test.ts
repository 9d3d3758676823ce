import { describe, expect, it } from 'vitest';
import { allFaults } from '../../../src/main/scenarios/check.ts';
import { shop } from '../../scenario/shop.ts';

/** The only fault of the shop with one change, and the text at its place. */
function faultOf(before: string, after: string) {
  expect(shop).toContain(before);
  const source = shop.replace(before, after);
  const [fault, ...more] = allFaults(source);
  expect(more).toEqual([]);
  const line = source.split('\n')[(fault?.line ?? 0) - 1] ?? '';
  return { ...fault, at: line.slice((fault?.column ?? 0) - 1) };
}

it('finds nothing wrong with what is right', () => {
  expect(allFaults(shop)).toEqual([]);
});

describe('the queries of expectations', () => {
  it.each([
    ['SELECT count(*) FROM letters', 'no such table: letters'],
    ['SELECT letters FROM orders', 'no such column: letters'],
    ['DELETE FROM orders', 'DELETE instead of SELECT, WITH, VALUES'],
    ['WITH a AS (SELECT 1) DELETE FROM orders', 'a statement that changes something'],
    ["ATTACH 'other.db' AS other", 'ATTACH instead of SELECT, WITH, VALUES'],
    ['/* a */ PRAGMA user_version', 'PRAGMA instead of SELECT, WITH, VALUES'],
    ['SELECT ?', 'Too few parameter values were provided'],
    ['SELECT 1; SELECT 2', 'The supplied SQL string contains more than one statement'],
    ['-- nothing', 'nothing instead of SELECT, WITH, VALUES'],
    ['no SQL', 'NO instead of SELECT, WITH, VALUES'],
  ])('%s', (sql, found) => {
    const fault = faultOf('SELECT count(*) FROM orders', JSON.stringify(sql));
    expect(fault).toMatchObject({ path: 'expectations.0.left', expected: 'a SQL query', found });
    expect(fault.at).toBe(JSON.stringify(sql));
  });

  it('may ask about the run itself', () => {
    const sql = 'SELECT lag + out_count FROM run_services JOIN run_topics USING (name)';
    expect(
      allFaults(
        shop.replace(
          'SELECT count(*) FROM orders',
          sql.replace('lag + out', 'run_services.lag + run_topics.out'),
        ),
      ),
    ).toEqual([]);
  });
});

describe('the statements of steps', () => {
  const write = '- enrich: { table: orders, key: id, as: found }';
  const step = (sql: object) => `${write}\n          - sql: ${JSON.stringify(sql)}`;

  it.each([
    { run: 'SELECT * FROM orders WHERE order_id = :id', params: { id: 'id' }, as: 'rows' },
    { run: 'UPDATE orders SET amount = amount + 1' },
    { run: 'WITH a AS (SELECT 1) INSERT INTO orders (order_id) SELECT * FROM a' },
    { run: 'INSERT INTO orders (order_id) VALUES (1) RETURNING order_id', as: 'rows' },
  ])('%j', (sql) => {
    expect(allFaults(shop.replace(write, step(sql)))).toEqual([]);
  });

  it.each([
    [{ run: 'SELECT * FROM payments' }, 'a SQL statement', 'no such table: payments'],
    [{ run: 'SELECT :id' }, 'a SQL statement', 'Missing named parameter "id"'],
    [
      { run: 'UPDATE orders SET amount = 1', as: 'rows' },
      /^a SQL query/,
      'a statement without rows',
    ],
    [{ run: "VACUUM INTO 'copy.db'" }, 'a SQL statement', /^VACUUM instead of SELECT, /],
    [{ run: 'DROP TABLE orders' }, 'a SQL statement', /^DROP instead of SELECT, /],
  ])('%j', (sql, expected, found) => {
    const fault = faultOf(write, step(sql));
    expect(fault.path).toBe('services.0.serve.0.steps.1.sql.run');
    expect(fault.expected).toMatch(expected);
    expect(fault.found).toMatch(found);
  });
});

it.each([
  [
    '{ type: nothing }',
    /^schema is invalid: data\/type must be equal to one of the allowed values/,
  ],
  ["{ pattern: '(' }", /Invalid regular expression/],
  ["{ $ref: 'http://example.com/schema' }", /^can't resolve reference/],
])('the schema %s of a topic', (schema, found) => {
  const fault = faultOf('- name: prices', `- { name: prices, schema: ${schema} }`);
  expect(fault).toMatchObject({
    path: 'topics.2.schema',
    expected: 'a JSON Schema',
    at: `${schema} }`,
  });
  expect(fault.found).toMatch(found);
});

describe('the TypeScript of a service', () => {
  it.each([
    ['{ ...event, paid: event.amount }', '{ ...event, paid: event. }', '}', 'Expected ident'],
    ['return { ...', 'return enum { ...', 'enum', /./],
  ])('%s as %s', (before, after, at, found) => {
    const fault = faultOf(before, after);
    expect(fault).toMatchObject({ path: 'services.1.functions', expected: 'TypeScript' });
    expect(fault.found).toMatch(found);
    expect(fault.at?.startsWith(at)).toBe(true);
  });

  it('imports nothing', () => {
    const fault = faultOf(
      'export function charge',
      "import fs from 'fs';\n      export function charge",
    );
    expect(fault).toMatchObject({ expected: 'functions alone', found: 'an import' });
    expect(fault.at).toBe("import fs from 'fs';");
  });

  it('does not wait', () => {
    const code = 'export async function later() {}';
    const fault = faultOf('export function charge', `${code}\n      export function charge`);
    expect(fault).toMatchObject({ expected: 'functions that answer at once', at: code });
  });
});
