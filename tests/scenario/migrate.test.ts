import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { checkScenario, loadScenario } from '../../src/scenario/load.ts';
import { migrateSource } from '../../src/scenario/migrate.ts';
import { format1Arb, inFormat2 } from './format-1.ts';
import { shop } from './shop.ts';

const old = `# The shop.
format: 1 # the first
name: shop
title: { en: Shop, ko: 가게 }
description: { en: Sells, ko: 팔아요 }
doneAfter: 5
topics:
  - { name: orders, title: { en: Orders, ko: 주문 }, partitions: 3 }
  - { name: dlq, title: { en: Dead, ko: 실패 }, partitions: 1 }
services:
  - name: payment
    title: { en: Payment, ko: 결제 }
    description: { en: Pays, ko: 결제해요 }
    # What was paid.
    table:
      name: payments
      key: id # of the order
      columns: { id: text }
    # The orders.
    generate:
      topic: orders
      rate: 5 # a second
      key: $id
      value: { id: $id }
      # Its own row.
      row: { id: id }
    consume:
      - topic: orders
        # The bank thinks.
        workMs: { min: 1, max: 2 }
        failure:
          # Now and then.
          rate: 0.1
          message: Closed
          retries: 3
          deadLetter: dlq
        row: { id: id }
        conflict: update
        # Not twice.
        unless: $row.id = id
        produce:
          # Tells others.
          - { topic: orders, key: id, value: { id: id } }
expectations: []
`;

const migrated = `# The shop.
format: 2 # the first
name: shop
title: { en: Shop, ko: 가게 }
description: { en: Sells, ko: 팔아요 }
doneAfter: 5
topics:
  - { name: orders, title: { en: Orders, ko: 주문 }, partitions: 3 }
  - { name: dlq, title: { en: Dead, ko: 실패 }, partitions: 1 }
services:
  - name: payment
    title: { en: Payment, ko: 결제 }
    description: { en: Pays, ko: 결제해요 }
    # What was paid.
    tables:
      - name: payments
        key: id # of the order
        columns: { id: text }
    # The orders.
    generate:
      - topic: orders
        ratePerS: 5 # a second
        key: $id
        value: { id: $id }
        write:
          table: payments
          # Its own row.
          row: { id: id }
    consume:
      - topic: orders
        retry:
          times: 3
          backOffMs: 0
        deadLetter: dlq
        steps:
          # The bank thinks.
          - delay: { minMs: 1, maxMs: 2 }
          - fail:
              # Now and then.
              rate: 0.1
              message: Closed
          - write:
              table: payments
              row: { id: id }
              conflict: update
              # Not twice.
              unless: $row.id = id
          # Tells others.
          - produce: { topic: orders, key: id, value: { id: id } }
expectations: []
`;

describe('a file of format 1', () => {
  it('becomes one of format 2, with its comments', () => {
    expect(migrateSource(old)).toBe(migrated);
    expect(migrateSource(migrated)).toBe(migrated);
  });

  it('is read as it is', () => {
    expect(loadScenario(old, 'old.yaml')).toEqual(loadScenario(migrated, 'new.yaml'));
  });

  it.each([
    ['rate: 5', 'rate: fast', 22, 'services.0.generate.0.ratePerS', 'fast'],
    ['rate: 5', 'rote: 5', 22, 'services.0.generate.0.rote', 'rote'],
    ['max: 2', 'max: -2', 30, 'services.0.consume.0.steps.0.delay.maxMs', '-2'],
    ['retries: 3', 'retries: 1.5', 35, 'services.0.consume.0.retry.times', '1.5'],
    ['deadLetter: dlq', 'deadLetter: dql', 36, 'services.0.consume.0.deadLetter', 'dql'],
    ['conflict: update', 'conflict: no', 38, 'services.0.consume.0.steps.2.write.conflict', 'no'],
    ['{ id: id }\n    consume', '5\n    consume', 26, 'services.0.generate.0.write.row', '5'],
  ])('with %j as %j has the fault in its own lines', (before, after, line, path, at) => {
    const source = old.replace(before, after);
    const fault = checkScenario(source).faults.find((it) => it.path === path);
    expect(fault?.line).toBe(line);
    expect(source.split('\n')[line - 1]?.slice((fault?.column ?? 0) - 1)).toMatch(
      new RegExp(`^${at}`),
    );
  });

  it('may name in one place what stands in another', () => {
    const source = old
      .replace('        row: { id: id }\n        conflict', '        row: *row\n        conflict')
      .replace('      row: { id: id }', '      row: &row { id: id }')
      .replace('rate: 5', 'rate: &five 5')
      .replace('retries: 3', 'retries: *five');
    expect(source).toContain('*row');
    const { definition, faults } = checkScenario(source);
    expect(faults).toEqual([]);
    const again = checkScenario(migrateSource(source));
    expect(again).toMatchObject({ definition, faults: [] });
    expect(definition?.services[0]?.consume?.[0]?.retry?.times).toBe(5);
  });

  it('keeps what an alias names when the two change places', () => {
    const source = old
      .replace('        row: { id: id }\n        conflict: update', '        conflict: update')
      .replace('value: { id: id } }', 'value: &row { id: id } }\n        row: *row');
    const { definition, faults } = checkScenario(source);
    expect(faults).toEqual([]);
    expect(checkScenario(migrateSource(source)).definition).toEqual(definition);
    expect(definition).toEqual(loadScenario(migrated, 'new.yaml'));
  });

  it.each([
    ['nested too deep', `${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['an alias of itself', '&a [*a]'],
  ])('stays as it is when it is %s', (_, value) => {
    const source = `${old}more: ${value}\n`;
    expect(migrateSource(source)).toBe(source);
    expect(checkScenario(source).faults).not.toEqual([]);
  });

  it('means the same afterwards', () => {
    fc.assert(
      fc.property(format1Arb, (scenario) => {
        const source = stringify(scenario);
        const { definition, faults } = checkScenario(migrateSource(source));
        expect(faults).toEqual([]);
        expect(definition).toEqual(inFormat2(scenario));
        expect(checkScenario(source).definition).toEqual(definition);
      }),
      { numRuns: 50 },
    );
  });
});

describe('other files stay as they are', () => {
  it.each([
    ['of this format', shop],
    ['of a newer format', 'format: 3\n'],
    ['of none', 'name:   a\n'],
    ['that cannot be read', 'format: 1\nservices: [\n'],
    ['without anything', ''],
  ])('%s', (_, source) => {
    expect(migrateSource(source)).toBe(source);
  });

  it.each([
    'services: 5',
    'services: [5, {consume: 5}, {consume: [{produce: 5}]}]',
    'services:',
    'services: [{table: 5, generate: 5, consume: [5, {failure: 5, row: 5}]}]',
  ])('and what format 1 would not have had is told, not lost: %s', (services) => {
    const { faults } = checkScenario(`format: 1\n${services}\n`);
    expect(faults.some(({ line }) => line === 2)).toBe(true);
  });
});
