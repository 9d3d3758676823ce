/**
 * The licences of everything that the app brings along, as a module that the About page loads when
 * somebody looks: `import { licences } from 'virtual:licences'`.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const moduleName = 'virtual:licences';

export type Licence = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
};

type Manifest = {
  readonly version?: string;
  readonly license?: string | { readonly type?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};

/** For the renderer's build. */
export function licencesPlugin(): Plugin {
  const id = `\0${moduleName}`;
  return {
    name: 'licences',
    resolveId: (name) => (name === moduleName ? id : null),
    load: (name) =>
      name === id ? `export const licences = ${JSON.stringify(collectLicences())};` : null,
  };
}

/** Packages that the main process needs at run time or that are bundled into the page. */
export function collectLicences(): readonly Licence[] {
  const manifest: Manifest = readJson(join(root, 'package.json'));
  const bundled = new Set([
    ...importedBy(join(root, 'src', 'renderer')),
    ...importedBy(join(root, 'src', 'scenario')),
  ]);
  const direct = [
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.devDependencies ?? {}).filter((name) => bundled.has(name)),
  ];
  const found = new Map<string, Licence>();
  for (const name of direct) collect(name, root, found);
  return [...found.values()].sort((left, right) => left.name.localeCompare(right.name));
}

function collect(name: string, from: string, found: Map<string, Licence>): void {
  const dir = packageDir(name, from);
  // An optional one of another platform.
  if (dir === null) return;
  const { version = '', license, dependencies = {} } = readJson(join(dir, 'package.json'));
  const key = `${name}@${version}`;
  if (found.has(key)) return;
  found.set(key, { name, version, licence: licenceName(license), text: licenceText(dir) });
  for (const inner of Object.keys(dependencies)) collect(inner, dir, found);
}

/** As Node looks for it: in the own node_modules, then in those above. */
function packageDir(name: string, from: string): string | null {
  for (let dir = from; ; dir = dirname(dir)) {
    const candidate = join(dir, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dir === dirname(dir)) return null;
  }
}

function licenceName(license: Manifest['license']): string {
  if (typeof license === 'string') return license;
  return license?.type ?? '';
}

function licenceText(dir: string): string {
  const file = readdirSync(dir).find((name) => /^(licen[cs]e|copying)(\.|$|-)/i.test(name));
  return file === undefined ? '' : readFileSync(join(dir, file), 'utf8').trim();
}

/** Names of packages in `from '…'` and `import '…'` of all files below. */
function importedBy(dir: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const entry of readdirSync(dir)) {
    const path = join(dir, entry);
    if (statSync(path).isDirectory()) {
      for (const name of importedBy(path)) names.add(name);
    } else if (/\.tsx?$/.test(entry)) {
      for (const [, name] of readFileSync(path, 'utf8').matchAll(
        /(?:from|import\(?)\s*'((?:@[^/']+\/)?[^./'][^/']*)/g,
      )) {
        if (name !== undefined) names.add(name);
      }
    }
  }
  return names;
}

function readJson(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
