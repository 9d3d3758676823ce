// `npm run check`: everything that can be said without a build, a browser or other people's clients.
// Runs all steps, whatever fails. `npm run check -- types unit` runs some of them.
import { ensureInstalled } from './install.mjs';
import { continueUnderNode24 } from './node24.mjs';
import { runStep } from './steps.mjs';

const known = ['format', 'lint', 'types', 'unit', 'sim'];

ensureInstalled();
await continueUnderNode24();

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !known.includes(name));
if (unknown !== undefined) {
  console.error(`check: no step is called ${unknown}; there are ${known.join(', ')}`);
  process.exit(2);
}

const failed = [];
for (const name of asked.length === 0 ? known : asked) {
  const startedAt = performance.now();
  const counts = await runStep(name, { quiet: true });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const tests = counts.passed + counts.failed > 1 ? `, ${counts.passed} passed` : '';
  const state =
    counts.failed === 0 ? 'ok' : `FAILED${counts.failed > 1 ? ` (${counts.failed})` : ''}`;
  console.log(`${name.padEnd(8)}${state} in ${seconds} s${tests}`);
  if (counts.failed > 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`\ncheck failed: ${failed.join(', ')}`);
  process.exit(1);
}
