// `npm test`: installs what is missing, builds, and runs every check and every test. Its last line
// sums up all runners. `npm test -- e2e` runs only the steps named; what follows them and begins
// with a dash goes to their runner.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { build, isBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { continueUnderNode24 } from './node24.mjs';
import { runStep, steps } from './steps.mjs';

/** Programs that the last two steps need: the Debian package, and where else one may be. */
const programs = [
  {
    debian: 'chromium',
    names: ['chromium', 'chromium-browser', 'google-chrome'],
    paths: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    neededBy: 'e2e',
  },
  { debian: 'kcat', names: ['kcat', 'kafkacat'], paths: [], neededBy: 'clients' },
];
const withoutBuild = ['format', 'lint', 'types'];

ensureInstalled();
await continueUnderNode24();

const { names, args } = parse(process.argv.slice(2));
const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];

installPrograms(programs.filter((program) => names.includes(program.neededBy)));
if (names.some((name) => !withoutBuild.includes(name)) && !isBuilt()) {
  heading('build');
  if (!build()) add('build', { passed: 0, failed: 1, skipped: 0 });
}
for (const name of names) {
  heading(name);
  add(name, await runStep(name, { args }));
}
heading('all');
console.log(lines.join('\n'));
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;

function parse(words) {
  const known = Object.keys(steps);
  const end = words.findIndex((word) => word.startsWith('-'));
  const asked = end === -1 ? words : words.slice(0, end);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    console.error(`test: no step is called ${unknown}; there are ${known.join(', ')}`);
    process.exit(2);
  }
  return { names: asked.length === 0 ? known : asked, args: end === -1 ? [] : words.slice(end) };
}

function heading(text) {
  console.log(`\n== ${text}`);
}

function add(name, counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
  lines.push(`${name.padEnd(8)} ${counts.passed} passed, ${counts.failed} failed`);
}

function installPrograms(wanted) {
  const missing = wanted.filter((program) => !isPresent(program)).map(({ debian }) => debian);
  if (missing.length === 0) return;
  const isDebianRoot = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (!isDebianRoot) {
    console.log(`Please install: ${missing.join(', ')} (tests that need them fail without).`);
    return;
  }
  console.log(`Installing ${missing.join(', ')} (apt-get)…`);
  const installed =
    aptGet('update', '-qq') &&
    aptGet('install', '-qq', '-y', '--no-install-recommends', ...missing);
  if (!installed) console.log(`apt-get could not install ${missing.join(', ')}.`);
}

function aptGet(...words) {
  const run = spawnSync('apt-get', words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (run.status !== 0) console.log(`${run.stderr ?? run.error?.message ?? ''}`.trim());
  return run.status === 0;
}

function isPresent({ names: commands, paths }) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...candidates, ...paths].some((path) => existsSync(path));
}
