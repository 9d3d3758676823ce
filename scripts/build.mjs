// Builds out/ from src/ with electron-vite; `ensureBuilt` does so only when something changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { continueUnderNode24, node24Env, requireNode24, root } from './node24.mjs';

const inputs = ['src', 'resources', 'package-lock.json', 'package.json', 'electron.vite.config.ts'];
const stampFile = join(root, 'out', 'stamp.json');

export function isBuilt() {
  return existsSync(stampFile) && JSON.parse(readFileSync(stampFile, 'utf8')).hash === sourceHash();
}

/** Returns whether out/ is complete and built from the present sources. */
export function build() {
  const startedAt = new Date();
  const hash = sourceHash();
  rmSync(stampFile, { force: true });
  const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const node = requireNode24();
  const { status, stdout, stderr } = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    env: node24Env(node),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) {
    console.error(`${stdout}${stderr}\nrivulet: the build failed`);
    return false;
  }
  writeFileSync(stampFile, `${JSON.stringify({ hash })}\n`);
  // The launcher compares the stamp's time with that of the sources: what changed meanwhile is newer.
  utimesSync(stampFile, startedAt, startedAt);
  return true;
}

export function ensureBuilt() {
  if (isBuilt()) return;
  console.log('Building…');
  if (!build()) process.exit(1);
}

function sourceHash() {
  const hash = createHash('sha256');
  const add = (name) => {
    const path = join(root, name);
    if (!statSync(path).isDirectory()) return hash.update(name).update(readFileSync(path));
    for (const entry of readdirSync(path).sort()) add(`${name}/${entry}`);
  };
  for (const input of inputs) if (existsSync(join(root, input))) add(input);
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await continueUnderNode24();
  if (!build()) process.exit(1);
}
