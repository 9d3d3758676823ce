import { describe, expect, it } from 'vitest';
import * as rules from './rules.ts';
import { readModule, readModules } from './sources.ts';

/** Files by path, as the rules see them. */
function given(files: Record<string, string>) {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  return { sources, modules: readModules(sources) };
}

/** What the direction rule says of one file with one import. */
function directionOf(path: string, code: string): string[] {
  return rules.importDirection(given({ [path]: code }).modules);
}

describe('reading imports', () => {
  it('finds every way to import and tells types from values', () => {
    const module = readModule({
      path: 'src/a/b.tsx',
      text: `
        import type { A } from './types.ts';
        import { type B } from '../b.ts';
        import C, { type D } from './c.ts?raw';
        import './style.css';
        export * from './all.ts';
        export type { E } from './e.ts';
        const lazy = () => import('./lazy.ts');
        const worker = new URL('./worker.ts', import.meta.url);
        type F = import('./f.ts').F;
        // import x from './comment.ts'
        const text = <p>don't import x from './text.ts'</p>;`,
    });
    const seen = module.imports.map(
      ({ target, isType, isStatic }) =>
        `${target} ${isType ? 'type' : 'value'} ${isStatic ? 'static' : 'lazy'}`,
    );
    expect(seen).toEqual([
      'src/a/types.ts type static',
      'src/b.ts type static',
      'src/a/c.ts value static',
      'src/a/style.css value static',
      'src/a/all.ts value static',
      'src/a/e.ts type static',
      'src/a/lazy.ts value lazy',
      'src/a/worker.ts value lazy',
      'src/a/f.ts type lazy',
    ]);
  });

  it('refuses what it cannot read', () => {
    expect(() => readModule({ path: 'a.ts', text: 'const = 1' })).toThrow('a.ts');
  });
});

describe('import direction', () => {
  const allowed: [string, string][] = [
    ['src/broker/log/segment.ts', `import { x } from '../protocol/reader.ts'`],
    ['src/broker/log/segment.ts', `import { x } from '../env/env.ts'`],
    ['src/broker/log/segment.ts', `import { x } from './index-file.ts'`],
    ['src/broker/replication/isr.ts', `import type { x } from '../metadata/image.ts'`],
    ['src/broker/replication/isr.ts', `import { x } from '../log/segment.ts'`],
    ['src/broker/server/server.ts', `import { x } from '../apis/index.ts'`],
    ['src/broker/client/x.ts', `import { x } from '../config.ts'`],
    ['src/broker/config.ts', `import { x } from './protocol/types.ts'`],
    ['src/broker/control.ts', `export * from './control/stats.ts'`],
    ['src/broker/control/stats.ts', `import type { x } from './groups.ts'`],
    ['src/broker/node.ts', `import { x } from './server/server.ts'`],
    ['src/broker/main.ts', `import { x } from './node.ts'`],
    ['src/main/cluster/launcher.ts', `import { x } from '../../broker/control.ts'`],
    ['src/main/cluster/launcher.ts', `new URL('../../broker/main.ts', import.meta.url)`],
    ['src/main/store/store.ts', `import sqlite from 'better-sqlite3'`],
    ['src/main/index.ts', `import { app } from 'electron'`],
    ['src/main/contract/params.ts', `import { z } from 'zod'`],
    ['src/renderer/client/api.ts', `import type { x } from '../../main/contract/index.ts'`],
    ['src/renderer/views/topics/index.tsx', `import { x } from './model.ts'`],
    ['src/renderer/views/routes.ts', `import { x } from './topics/index.tsx'`],
    ['src/cli/main.ts', `import { x } from '../main/app.ts'`],
    ['tests/broker/log/segment.test.ts', `import { x } from '../../../src/broker/log/segment.ts'`],
  ];
  it.each(allowed)('%s may say %s', (path, code) => {
    expect(directionOf(path, code)).toEqual([]);
  });

  const refused: [string, string, string][] = [
    ['src/broker/protocol/api.ts', `import { x } from '../log/segment.ts'`, 'above'],
    ['src/broker/protocol/api.ts', `import { x } from '../env/env.ts'`, 'siblings'],
    ['src/broker/apis/00-produce.ts', `import { x } from '../server/server.ts'`, 'above'],
    ['src/broker/apis/00-produce.ts', `import type { x } from '../server/server.ts'`, 'above'],
    ['src/broker/replication/isr.ts', `import { x } from '../metadata/image.ts'`, 'siblings'],
    [
      'src/broker/coordinator/group/g.ts',
      `import { x } from '../../raft/raft.ts';
      import { y } from '../../replication/isr.ts'`,
      'siblings',
    ],
    ['src/broker/log/segment.ts', `import { x } from '../node.ts'`, 'above'],
    ['src/broker/node.ts', `import { x } from './main.ts'`, 'entry'],
    ['src/broker/config.ts', `import { x } from './log/x.ts'`, 'lies above'],
    ['src/broker/control.ts', `import type { x } from './node.ts'`, 'leaf'],
    ['src/broker/control/stats.ts', `import type { x } from '../env/env.ts'`, 'leaf'],
    ['src/broker/server/server.ts', `import { x } from '../control/stats.ts'`, 'control.ts has'],
    ['src/broker/server/server.ts', `import { x } from '../../main/app.ts'`, 'only itself'],
    ['src/main/app.ts', `import { x } from '../broker/protocol/reader.ts'`, 'main knows'],
    ['src/main/app.ts', `const x = import('../broker/node.ts')`, 'main knows'],
    ['src/main/app.ts', `import { x } from '../renderer/client/api.ts'`, 'main knows'],
    ['src/main/app.ts', `import { app } from 'electron'`, 'only src/main/index.ts'],
    ['src/renderer/main.tsx', `import type { app } from 'electron'`, 'only src/main/index.ts'],
    ['src/renderer/main.tsx', `import { x } from '../main/app.ts'`, 'renderer knows'],
    ['src/renderer/main.tsx', `import { x } from 'node:path'`, 'browser'],
    ['src/renderer/views/topics/index.tsx', `import { x } from '../groups/model.ts'`, 'views'],
    ['src/main/contract/topics.ts', `import type { x } from '../app.ts'`, 'contract imports'],
    ['src/main/contract/topics.ts', `import { x } from 'node:path'`, 'contract imports'],
    ['src/cli/main.ts', `import { x } from '../broker/node.ts'`, 'command knows'],
    ['src/cli/main.ts', `import { x } from '../renderer/main.tsx'`, 'command knows'],
  ];
  it.each(refused)('%s may not say %s', (path, code, reason) => {
    expect(directionOf(path, code)).toEqual([expect.stringContaining(reason)]);
  });

  it('wants a place for every folder of the broker', () => {
    const { modules } = given({ 'src/broker/log/a.ts': '', 'src/broker/other/a.ts': '' });
    expect(rules.brokerFoldersKnown(modules)).toEqual([expect.stringContaining('broker/other')]);
  });
});

describe('import cycles', () => {
  it('finds one of three files once', () => {
    const { modules } = given({
      'src/a.ts': `import './b.ts'`,
      'src/b.ts': `export * from './c.ts'`,
      'src/c.ts': `import { a } from './a.ts'`,
      'src/d.ts': `import './a.ts'`,
    });
    expect(rules.importCycles(modules)).toEqual([
      'import cycle: src/a.ts -> src/b.ts -> src/c.ts -> src/a.ts',
    ]);
  });

  it('allows types and lazy imports to lead back', () => {
    const { modules } = given({
      'src/a.ts': `import './b.ts'`,
      'src/b.ts': `import type { A } from './a.ts'; const a = () => import('./a.ts')`,
    });
    expect(rules.importCycles(modules)).toEqual([]);
  });
});

describe('dead files', () => {
  const files = {
    'src/index.html': '<script type="module" src="./page.tsx"></script>',
    'src/page.tsx': `import './page.css'; import type { T } from './types.ts'`,
    'src/page.css': `@import './tokens.css';`,
    'src/tokens.css': '',
    'src/types.ts': 'export type T = 1',
    'src/tsconfig.json': '{}',
    'tests/page.test.ts': `import '../src/tested-only.ts'`,
  };

  it('follows pages, modules and style sheets', () => {
    const { sources, modules } = given(files);
    expect(rules.deadFiles(sources, modules, ['src/index.html'])).toEqual([]);
  });

  it('finds what no entry leads to', () => {
    const { sources, modules } = given({
      ...files,
      'src/tested-only.ts': '',
      'src/pair-a.ts': `import './pair-b.ts'`,
      'src/pair-b.ts': `import './pair-a.ts'`,
      'src/old.css': '',
    });
    const shipped = modules.filter(({ path }) => path.startsWith('src/'));
    expect(rules.deadFiles(sources, shipped, ['src/index.html'])).toEqual(
      ['tested-only.ts', 'pair-a.ts', 'pair-b.ts', 'old.css'].map(
        (name) => `src/${name}: no entry leads to this file`,
      ),
    );
  });
});

describe('banned calls', () => {
  const inEngine = (text: string) =>
    rules.bannedCalls(given({ 'src/broker/log/segment.ts': text }).modules);

  it.each([
    'const now = Date.now()',
    'const now = new Date()',
    'const now = performance.now()',
    'setTimeout(run, 1)',
    'globalThis.setTimeout(run, 1)',
    'setInterval(run, 1)',
    'setImmediate(run)',
    'const x = Math.random()',
    'const x = crypto.randomUUID()',
    'const x = crypto.getRandomValues(y)',
    `import { randomBytes } from 'node:crypto'`,
    `import { randomUUID as id } from 'crypto'`,
    `import net from 'node:net'`,
    `import { readFileSync } from 'node:fs'`,
    `import { readFile } from 'node:fs/promises'`,
    `import { setTimeout as sleep } from 'node:timers/promises'`,
    `const fs = await import('node:fs')`,
    'const x = process.env.HOME',
    'const x = { process }',
    'const x = (process as Other).env',
    'console.log(1)',
  ])('refuses %s', (text) => {
    expect(inEngine(text)).toHaveLength(1);
  });

  it.each([
    'const now = env.clock.nowMs()',
    'const then = new Date(nowMs)',
    'step.process(input)',
    'class A { process() {} }',
    'type A = { process: number; setTimeout(): void; stats(process: number): void }',
    'const stats = (process: Stats) => process.uptimeMs',
    `const text = 'Date.now()'; // Math.random()`,
    `import { createHash } from 'node:crypto'`,
    `import type { Socket } from './net.ts'`,
  ])('allows %s', (text) => {
    expect(inEngine(text)).toEqual([]);
  });

  it('leaves env, the entry and everything outside the broker alone', () => {
    const text = 'Date.now()';
    const paths = ['src/broker/env/clock.ts', 'src/broker/main.ts', 'src/main/app.ts'];
    const { modules } = given(Object.fromEntries(paths.map((path) => [path, text])));
    expect(rules.bannedCalls(modules)).toEqual([]);
  });
});

describe('text', () => {
  it('limits the length of files, but not of tables', () => {
    const long = 'x;\n'.repeat(501);
    const { sources } = given({
      'src/main/app.ts': long,
      'src/main/short.ts': 'x;\n'.repeat(500),
      'src/broker/config.ts': long,
      'src/broker/protocol/messages/00-produce.ts': long,
      'src/renderer/i18n/ko.ts': long,
    });
    expect(rules.fileLength(sources)).toEqual([expect.stringContaining('src/main/app.ts has 501')]);
  });

  it('refuses notes to self and narrowed tests', () => {
    const { sources } = given({
      'src/a.ts': `// ${'FIX' + 'ME'} later\nreader.skip(4);`,
      'docs/a.md': `${'TO' + 'DO'}: write`,
      'tests/a.test.ts': [
        `it.${'only'}('a')`,
        `test.describe.${'skip'}('b')`,
        'reader.skip(4)',
      ].join('\n'),
    });
    expect(rules.forbiddenText(sources).map((line) => line.split(': ')[0])).toEqual([
      'src/a.ts:1',
      'docs/a.md:1',
      'tests/a.test.ts:1',
      'tests/a.test.ts:2',
    ]);
  });

  it('refuses paths of one machine', () => {
    const paths = [
      ['', 'home', 'me', 'x'],
      ['', 'Users', 'me'],
      ['', 'tmp', 'x'],
    ];
    const { sources } = given({
      'docs/a.md': paths.map((path) => `see ${path.join('/')}`).join('\n'),
      'docs/b.md': 'GET /users/1, src/home/x, ~/home, $HOME/tmp/x',
    });
    expect(rules.machinePaths(sources)).toHaveLength(3);
    expect(rules.machinePaths(sources).every((line) => line.startsWith('docs/a.md'))).toBe(true);
  });

  it('refuses hosts in the lockfile', () => {
    const lockfile = (text: string) => ({ path: 'package-lock.json', text });
    expect(rules.lockfileHosts(lockfile('{"integrity":"x"}'))).toEqual([]);
    expect(rules.lockfileHosts(lockfile('{"resolved":"x"}'))).toHaveLength(1);
  });
});
