// Whether Electron can open a window here, found out without loading its package (that would start
// the download of its binary).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node24.mjs';

const folder = join(root, 'node_modules', 'electron');
const triedFile = join(root, 'node_modules', '.rivulet-electron.json');
const downloadLimitMs = 180_000;

/** Linux without a screen has no use for Electron, nor for its download. */
export function hasScreen() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** The executable, or null when it is not there or is not the one of the installed package. */
export function findElectron() {
  if (process.env.ELECTRON_EXEC_PATH) return existing(process.env.ELECTRON_EXEC_PATH);
  const name = textOf(join(folder, 'path.txt')) ?? executableName();
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) {
    return existing(join(process.env.ELECTRON_OVERRIDE_DIST_PATH, name));
  }
  const version = textOf(join(folder, 'dist', 'version'))?.replace(/^v/, '');
  return version === packageVersion() ? existing(join(folder, 'dist', name)) : null;
}

/** Downloads the binary, once: a failure is remembered until the packages are installed anew. */
export function downloadElectron() {
  const version = packageVersion();
  if (textOf(triedFile) === version) return null;
  console.log('Downloading Electron…');
  const run = spawnSync(process.execPath, [join(folder, 'install.js')], {
    stdio: 'ignore',
    timeout: downloadLimitMs,
  });
  const found = run.status === 0 ? findElectron() : null;
  if (found === null) {
    writeFileSync(triedFile, version);
    console.log('Electron could not be downloaded (`npx install-electron --no` tries again).');
  }
  return found;
}

function packageVersion() {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function existing(path) {
  return existsSync(path) ? path : null;
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
