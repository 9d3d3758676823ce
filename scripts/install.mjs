// Installs the packages of the lockfile when node_modules does not hold them.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node24.mjs';

/** Compares the lockfile with the one npm leaves in node_modules: about 10 ms. */
export function isInstalled(folder = root) {
  const locked = packagesOf(join(folder, 'package-lock.json'));
  const installed = packagesOf(join(folder, 'node_modules', '.package-lock.json'));
  if (locked === null || installed === null) return false;
  return Object.entries(locked).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return optional === true;
    return found.version === version && found.integrity === integrity;
  });
}

export function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing packages (npm ci)…');
  // Errors only: npm runs on the machine's own Node here, whose age it would remark on.
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, error } = spawnSync(npm, ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(`rivulet: npm ci failed${error === undefined ? '' : `: ${error.message}`}`);
    process.exit(1);
  }
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}
