import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { libraryDir } from '../../src/main/scenarios/library.ts';
import { helpAt } from '../../src/scenario/help.ts';
import { scenarioJsonSchema, scenarioSchemaText } from '../../src/scenario/json-schema.ts';
import { scenarioArb } from './arbitrary.ts';
import { shop } from './shop.ts';

const schemaFile = new URL('../../resources/scenario.schema.json', import.meta.url);

describe('the JSON Schema', () => {
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
    scenarioJsonSchema(),
  );

  it('is in resources as the definition has it: npm run scenario-schema', () => {
    expect(readFileSync(schemaFile, 'utf8')).toBe(scenarioSchemaText());
  });

  it.each(readdirSync(libraryDir).filter((file) => file.endsWith('.rivulet.yaml')))(
    'takes %s',
    (file) => {
      const isValid = validate(parse(readFileSync(join(libraryDir, file), 'utf8')));
      expect(validate.errors ?? []).toEqual([]);
      expect(isValid).toBe(true);
    },
  );

  it('takes every right scenario', () => {
    fc.assert(
      fc.property(scenarioArb, (scenario) => {
        expect(validate(scenario)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['ratePerS: 5', 'ratePerS: fast'],
    ['partitions: 3', 'partition: 3'],
    ['- run: charge', '- runn: charge'],
    ['format: 2', 'format: 1'],
    ['name: shop', 'name: Shop'],
  ])('refuses %j as %j', (before, after) => {
    expect(validate(parse(shop))).toBe(true);
    expect(validate(parse(shop.replace(before, after)))).toBe(false);
  });
});

describe('the help of a key', () => {
  it.each([
    [['doneAfter'], /^Records of each generator/],
    [['services', 3, 'instances'], 'How many it begins with. Absent: 1.'],
    [['services', 0, 'consume', 0, 'steps', 2, 'write', 'unless'], /^Leaves the row/],
    [
      ['services', 0, 'consume', 0, 'steps', 0, 'branch', 1, 'steps', 0, 'filter'],
      'Only events for which this is true go on.',
    ],
    [['services', 0, 'generate', 0, 'curve', 'wave', 'everyS'], /seconds one wave takes/],
    [['nothing'], /^$/],
    [[], /^$/],
  ] as const)('%j', (path, help) => {
    expect(helpAt(path)).toMatch(help);
  });

  it('is there for every key of the schema', () => {
    const bare: string[] = [];
    const walk = (node: unknown, path: string) => {
      if (typeof node !== 'object' || node === null) return;
      const { properties = {} } = node as { readonly properties?: Record<string, object> };
      for (const [key, value] of Object.entries(properties)) {
        if (!('description' in value)) bare.push(`${path}.${key}`);
      }
      for (const [key, value] of Object.entries(node)) walk(value, `${path}.${key}`);
    };
    walk(scenarioJsonSchema(), '');
    expect(bare).toEqual([]);
  });
});
