import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findScenario, libraryDir } from '../../../src/main/scenarios/library.ts';
import {
  addScenario,
  ownScenariosDir,
  saveScenario,
} from '../../../src/main/scenarios/own-files.ts';
import { Trust } from '../../../src/main/scenarios/trust.ts';
import { temporaryDir } from '../temporary-dir.ts';

const source = (options: {
  readonly code?: string;
  readonly title?: string;
  readonly name?: string;
}) =>
  JSON.stringify({
    format: 2,
    name: options.name ?? 'mine',
    title: options.title ?? 'Mine',
    topics: [{ name: 'orders' }],
    services: [
      {
        name: 'shop',
        ...(options.code !== undefined && { functions: options.code }),
        consume: [{ topic: 'orders', steps: options.code === undefined ? [] : [{ run: 'work' }] }],
      },
    ],
  });
const theirs = 'export function work(event: object) { return { ...event, theirs: true }; }';
const ours = 'export function work(event: object) { return { ...event, ours: true }; }';

let dataDir: string;
beforeEach(() => {
  dataDir = temporaryDir();
});

function isTrusted(name = 'mine'): boolean {
  const { definition } = findScenario(name, [ownScenariosDir(dataDir)]);
  return new Trust(dataDir).isTrusted(definition);
}

function add(text: string): void {
  const file = join(dataDir, 'theirs.rivulet.yaml');
  writeFileSync(file, text);
  addScenario(dataDir, file);
}

describe('code in a scenario', () => {
  it('may run when it was written here, and when there is none', () => {
    saveScenario(dataDir, source({ code: ours }), false);
    expect(isTrusted()).toBe(true);
    add(source({}));
    expect(isTrusted()).toBe(true);
  });

  it.each(['added', 'dropped'] as const)('that was %s may run when somebody said so', (how) => {
    const text = source({ code: theirs });
    if (how === 'added') add(text);
    else saveScenario(dataDir, text, true);
    expect(isTrusted()).toBe(false);
    const { definition } = findScenario('mine', [ownScenariosDir(dataDir)]);
    new Trust(dataDir).trust(definition);
    expect(isTrusted()).toBe(true);
    // Also as another file, and edited: it is the code that is trusted.
    add(source({ code: theirs, name: 'again', title: 'Again' }));
    expect(isTrusted('again')).toBe(true);
  });

  it('from elsewhere is not taken for ours because the rest was edited', () => {
    add(source({ code: theirs }));
    saveScenario(dataDir, source({ code: theirs, title: 'Moved' }), false);
    saveScenario(dataDir, source({ code: theirs, name: 'copy' }), false);
    expect([isTrusted(), isTrusted('copy')]).toEqual([false, false]);
    saveScenario(dataDir, source({ code: ours }), false);
    expect(isTrusted()).toBe(true);
  });

  it('is asked about again when what was remembered cannot be read', () => {
    saveScenario(dataDir, source({ code: ours }), false);
    writeFileSync(join(dataDir, 'scenarios', 'trusted.json'), '{"trusted":');
    expect(isTrusted()).toBe(false);
  });
});

describe('a scenario that is saved', () => {
  it('takes the place of the one of its name, or stays what it was when it is wrong', () => {
    saveScenario(dataDir, source({ title: 'First' }), false);
    saveScenario(dataDir, source({ title: 'Second' }), false);
    expect(() => saveScenario(dataDir, source({ code: 'export function (' }), false)).toThrow(
      expect.objectContaining({ code: 'scenario-invalid' }),
    );
    const { file, definition } = findScenario('mine', [ownScenariosDir(dataDir), libraryDir]);
    expect(definition.title).toBe('Second');
    expect(readFileSync(file, 'utf8')).toBe(source({ title: 'Second' }));
  });

  it('brings along what it replays', () => {
    const text = source({}).replace(
      '"consume"',
      '"generate":[{"topic":"orders","ratePerS":1,"replay":{"file":"orders.csv","format":"csv"}}],"consume"',
    );
    writeFileSync(join(dataDir, 'orders.csv'), 'id\n1\n');
    add(text);
    expect(readFileSync(join(ownScenariosDir(dataDir), 'orders.csv'), 'utf8')).toBe('id\n1\n');
    expect(isTrusted()).toBe(false);
  });
});
