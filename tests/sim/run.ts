/**
 * npm run sim -- [--seed N] [--seeds COUNT] [--steps N] [--quorum] [--trace] [--keep-going]
 *
 * Simulates one cluster per seed. A failure ends with the seed and the command that repeats it.
 * --quorum simulates the metadata quorum alone; --trace prints every event.
 */
import { parseArgs } from 'node:util';
import { type Attempt, simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    steps: { type: 'string', default: '5000' },
    quorum: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    'keep-going': { type: 'boolean', default: false },
  },
});

const firstSeed = Number(values.seed);
const count = Number(values.seeds);
const steps = Number(values.steps);
const kind = values.quorum ? 'quorum' : 'cluster';
const onLine = values.trace ? (line: string) => console.log(line) : undefined;

let events = 0;
let slowest: { readonly seed: number; readonly tookMs: number } = { seed: firstSeed, tookMs: 0 };
const failed: number[] = [];

for (let seed = firstSeed; seed < firstSeed + count; seed++) {
  const startedMs = performance.now();
  const attempt = await simulate({ kind, seed, steps, onLine });
  const tookMs = Math.round(performance.now() - startedMs);
  events += attempt.events;
  if (tookMs > slowest.tookMs) slowest = { seed, tookMs };
  if (attempt.error === undefined) {
    if (count === 1) console.log(`seed ${seed} passed in ${tookMs} ms: ${attempt.summary}`);
    continue;
  }
  failed.push(seed);
  report(seed, attempt);
  if (!values['keep-going']) break;
}

const done = failed.length > 0 && !values['keep-going'] ? failed[0] - firstSeed + 1 : count;
console.log(
  `${done - failed.length} seeds passed, ${failed.length} failed; ${events} events; ` +
    `slowest: seed ${slowest.seed} with ${slowest.tookMs} ms`,
);
if (failed.length > 0) console.log(`failed: ${failed.join(' ')}`);
process.exit(failed.length > 0 ? 1 : 0);

function report(seed: number, { error, lastLines }: Attempt): void {
  if (!values.trace) for (const line of lastLines.slice(-60)) console.log(line);
  console.log(error);
  const options = values.quorum ? ' --quorum' : '';
  console.log(
    `seed ${seed} failed; again: npm run sim -- --seed ${seed} --steps ${steps}${options}`,
  );
}
