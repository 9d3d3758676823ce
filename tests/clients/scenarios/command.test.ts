import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Command, Output, Values } from '../../../src/cli/command.ts';
import { list, run, show } from '../../../src/cli/commands/scenario.ts';
import { check } from '../../../src/cli/commands/scenario-check.ts';
import { libraryDir } from '../../../src/main/scenarios/library.ts';
import { openStore } from '../../../src/main/store/store.ts';
import { startBrokers } from '../../main/scenarios/brokers.ts';

const brokers = startBrokers(1);
let json: { readonly [field: string]: unknown }[];
let lines: string[];

const output: Output = {
  isJson: true,
  json: (value) => void json.push(value as (typeof json)[number]),
  text: (line) => void lines.push(line),
  table: () => {},
  raw: () => true,
  note: () => {},
};

beforeEach(() => {
  json = [];
  lines = [];
});

const call = (command: Command, word: string, values: Values = {}) =>
  command.run({ values: { data: brokers.dir, ...values }, positionals: [word] }, output);

function fileOf(name: string, part: object, right = 50): string {
  const file = join(brokers.dir, `${name}.rivulet.yaml`);
  const generate = [{ topic: `${name}.orders`, ratePerS: 100, key: '$id', value: { id: '$id' } }];
  const table = { name: 'kept', key: 'id', columns: { id: 'text' } };
  const steps = [{ write: { table: 'kept', row: { id: 'id' } } }];
  const reader = { name: 'reader', tables: [table], ...part };
  const scenario = {
    format: 2,
    name,
    title: name,
    topics: [{ name: `${name}.orders` }],
    services: [
      { name: 'shop', generate },
      { ...reader, consume: [{ topic: `${name}.orders`, steps }] },
    ],
    expectations: [{ name: 'all', left: 'SELECT count(*) FROM kept', right: `SELECT ${right}` }],
  };
  writeFileSync(file, JSON.stringify(scenario, null, 1));
  return file;
}

const untilDone = () => ({
  bootstrap: brokers.cluster.bootstrap,
  'until-done': true,
  speed: 'max',
  limit: '50',
  seed: '7',
});

describe('scenario run', { timeout: 60_000 }, () => {
  it('goes to the last event, tells a summary, keeps the run, and cleans up', async () => {
    await call(run, fileOf('small', {}), { ...untilDone(), 'clean-up': true });
    const summary = json.at(-1);
    expect(summary).toMatchObject({
      event: 'summary',
      scenario: 'small',
      phase: 'finished',
      seed: 7,
      services: { shop: { out: 50 }, reader: { in: 50, failed: 0, retried: 0, deadLettered: 0 } },
      topics: { 'small.orders': { in: 50, out: 50, failed: 0, retried: 0, deadLettered: 0 } },
      expectations: { all: { status: 'holds', detail: '50 = 50' } },
    });
    expect(json.slice(0, -1).every(({ event }) => event === 'status')).toBe(true);
    const store = openStore(brokers.dir);
    expect(store.scenarioRuns.read(String(summary?.runId))?.samples.length).toBeGreaterThan(0);
    store.close();
  });

  it('fails when an expectation does', async () => {
    const file = fileOf('wrong', {}, 51);
    await expect(call(run, file, untilDone())).rejects.toThrow('not as expected: all (50 ≠ 51)');
  });

  it('does not run code of a file that nobody trusts', async () => {
    const file = fileOf('coded', { functions: 'export function work() { return null; }' });
    const needsTrust = expect.objectContaining({ code: 'scenario-needs-trust' });
    await expect(call(run, file, untilDone())).rejects.toThrow(needsTrust);
    await call(run, file, { ...untilDone(), trust: true });
    // It was said once.
    await call(run, file, untilDone());
  });
});

describe('scenario check', () => {
  it('tells all faults with their places, and fails', async () => {
    const good = fileOf('good', {});
    const bad = join(brokers.dir, 'bad.rivulet.yaml');
    writeFileSync(bad, 'format: 2\nname: bad\ntitle: Bad\ntopics: []\nservices:\n  - nam: a\n');
    const { run: runCheck } = check;
    const checked = runCheck({ values: {}, positionals: [good, bad] }, output);
    await expect(checked).rejects.toThrow(/\d things? (is|are) wrong/);
    expect(json[0]).toEqual({ file: good, faults: [] });
    expect(json[1]).toMatchObject({ file: bad });
    expect(lines[1]).toMatch(/bad\.rivulet\.yaml:6:5: expected .*did you mean name/);
    await expect(call(check, join(brokers.dir, 'none.yaml'))).rejects.toThrow(
      expect.objectContaining({ code: 'scenario-not-found' }),
    );
  });
});

describe('scenario list and show', () => {
  it('know those of the data folder and those that came along', async () => {
    await call(list, '');
    expect(json.map(({ name }) => name)).toContain('e-commerce');
    json = [];
    await call(show, 'e-commerce');
    expect(json).toMatchObject([{ name: 'e-commerce', isOwn: false, hasCode: false }]);
    json = [];
    await call(show, join(libraryDir, 'e-commerce.rivulet.yaml'));
    expect(json).toMatchObject([{ name: 'e-commerce' }]);
  });
});
