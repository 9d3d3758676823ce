import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { settingsDefault } from '../../../src/main/contract/app-info.ts';
import type { ScenarioRun } from '../../../src/main/contract/scenarios.ts';
import { openDatabase } from '../../../src/main/store/database.ts';
import { migrations } from '../../../src/main/store/migrations.ts';
import { openStore } from '../../../src/main/store/store.ts';
import { temporaryDir } from '../temporary-dir.ts';

function open(dir: string) {
  const store = openStore(dir);
  onTestFinished(store.close);
  return store;
}

describe('migrations', () => {
  const steps = [
    'CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1);',
    'ALTER TABLE a ADD COLUMN y INTEGER DEFAULT 2;',
  ];

  it('are taken once each, from wherever the file stands', () => {
    const dir = temporaryDir();
    openDatabase(dir, steps.slice(0, 1)).close();
    const database = openDatabase(dir, steps);
    expect(database.prepare('SELECT * FROM a').all()).toEqual([{ x: 1, y: 2 }]);
    expect(database.pragma('user_version', { simple: true })).toBe(2);
    database.close();
  });

  it('that fail leave the step before', () => {
    const dir = temporaryDir();
    expect(() =>
      openDatabase(dir, [steps[0] as string, 'INSERT INTO a VALUES (5); NONSENSE']),
    ).toThrow('syntax error');
    const database = openDatabase(dir, steps.slice(0, 1));
    expect(database.prepare('SELECT x FROM a').all()).toEqual([{ x: 1 }]);
    database.close();
  });

  it('of a newer version are not touched', () => {
    const dir = temporaryDir();
    openDatabase(dir, [...migrations, 'CREATE TABLE later (x)']).close();
    expect(() => openStore(dir)).toThrow(
      expect.objectContaining({
        code: 'data-dir-other-version',
        data: { dir, found: String(migrations.length + 1), known: String(migrations.length) },
      }),
    );
  });

  it('say so when the file is no database', () => {
    const dir = temporaryDir();
    writeFileSync(join(dir, 'app.db'), 'this is not a database, and long enough to be noticed');
    expect(() => openStore(dir)).toThrow(expect.objectContaining({ code: 'data-dir-unreadable' }));
  });
});

describe('settings', () => {
  it('have defaults, and stay', () => {
    const dir = temporaryDir();
    const first = openStore(dir);
    expect(first.settings.read()).toEqual(settingsDefault);
    const written = first.settings.write({ language: 'ko', theme: undefined });
    expect(written).toEqual({ ...settingsDefault, language: 'ko' });
    first.close();
    expect(open(dir).settings.read().language).toBe('ko');
  });
});

const run = (runId: string, startedAtMs: number) => ({ runId, startedAtMs }) as ScenarioRun;

describe('runs', () => {
  it('keep how they went', () => {
    const { scenarioRuns } = open(temporaryDir());
    const sample = { atMs: 5, services: { shop: [1, 2, 3, 4] as const } };
    scenarioRuns.save(run('a', 1), [sample]);
    expect(scenarioRuns.read('a')).toMatchObject({ run: { runId: 'a' }, samples: [sample] });
    expect(scenarioRuns.read('b')).toBeUndefined();
  });

  it('of earlier versions have what they did not know', () => {
    const { scenarioRuns } = open(temporaryDir());
    const old = { ...run('a', 1), services: { shop: { inCount: 3 } } } as unknown as ScenarioRun;
    scenarioRuns.save(old, []);
    expect(scenarioRuns.list()).toEqual([
      expect.objectContaining({
        events: [],
        isPaused: false,
        services: { shop: expect.objectContaining({ inCount: 3, latencyMs: null }) },
      }),
    ]);
  });

  it('go when there are very many, oldest first', () => {
    const { scenarioRuns } = open(temporaryDir());
    for (let index = 0; index < 205; index += 1) scenarioRuns.save(run(`run-${index}`, index), []);
    expect(scenarioRuns.list()).toHaveLength(100);
    expect(scenarioRuns.read('run-4')).toBeUndefined();
    expect(scenarioRuns.read('run-5')).toBeDefined();
  });

  it('remember what they made, by cluster and scenario, until it is cleaned up', () => {
    const store = open(temporaryDir());
    const { scenarioRuns } = store;
    scenarioRuns.addMade('one', 'shop', { topics: ['orders'], groups: [] });
    scenarioRuns.addMade('one', 'shop', { topics: ['orders'], groups: ['payment-service'] });
    scenarioRuns.addMade('two', 'shop', { topics: ['others'], groups: [] });
    store.forgetHistory();
    const made = { topics: ['orders'], groups: ['payment-service'] };
    expect(scenarioRuns.made('one', 'shop')).toEqual(made);
    scenarioRuns.forgetMade('one', 'shop');
    expect(scenarioRuns.made('one', 'shop')).toEqual({ topics: [], groups: [] });
    expect(scenarioRuns.made('two', 'shop').topics).toEqual(['others']);
  });

  it('are listed newest first', () => {
    const { scenarioRuns } = open(temporaryDir());
    scenarioRuns.save(run('a', 1), []);
    scenarioRuns.save(run('b', 2), []);
    scenarioRuns.save({ ...run('a', 1), error: 'later' }, []);
    expect(scenarioRuns.list().map(({ runId, error }) => [runId, error])).toEqual([
      ['b', undefined],
      ['a', 'later'],
    ]);
  });
});
