import { readFileSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as rules from './tidy/rules.ts';
import { readModules, type Source } from './tidy/sources.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const ignored = ['.git', 'node_modules', 'out', 'coverage', 'test-results', 'playwright-report'];
const readable = /\.(tsx?|mjs|css|html|json|ya?ml|md|sh|txt)$|^bin\/|^\.ci\//;

const files = readdirSync(root)
  .filter((name) => !ignored.includes(name))
  .flatMap(filesBelow)
  .filter((path) => readable.test(path) && path !== 'package-lock.json');
const sources = files.map(read);
const modules = readModules(sources.filter(({ path }) => /^(src|tests|scripts)\//.test(path)));
const shipped = modules.filter(({ path }) => path.startsWith('src/'));

/** What electron.vite.config.ts builds. */
const entries = [
  ...read('electron.vite.config.ts').text.matchAll(/at\('(src\/[^']+\.\w+)'\)/g),
].map((match) => match[1] ?? '');

function filesBelow(path: string): string[] {
  if (!statSync(`${root}/${path}`).isDirectory()) return [path];
  return readdirSync(`${root}/${path}`).flatMap((name) => filesBelow(`${path}/${name}`));
}

function read(path: string): Source {
  return { path, text: readFileSync(`${root}/${path}`, 'utf8') };
}

describe('the repository', () => {
  it('imports in one direction', () => {
    expect(rules.importDirection(shipped)).toEqual([]);
    expect(rules.brokerFoldersKnown(shipped)).toEqual([]);
  });

  it('has no import cycles', () => {
    expect(rules.importCycles(modules)).toEqual([]);
  });

  it('has no dead files', () => {
    expect(entries.length).toBeGreaterThan(6);
    const scripts = modules.filter(({ path }) => path.startsWith('scripts/'));
    const starts = [...entries, ...scripts.map(({ path }) => path)];
    expect(rules.deadFiles(sources, [...shipped, ...scripts], starts)).toEqual([]);
  });

  it('takes time, randomness, network and disk from env', () => {
    expect(rules.bannedCalls(shipped)).toEqual([]);
  });

  it('has no long files', () => {
    expect(rules.fileLength(modules)).toEqual([]);
  });

  it('has no notes to self and no narrowed tests', () => {
    expect(rules.forbiddenText(sources)).toEqual([]);
  });

  it('names no machine', () => {
    expect(rules.machinePaths(sources)).toEqual([]);
    expect(rules.lockfileHosts(read('package-lock.json'))).toEqual([]);
  });
});
