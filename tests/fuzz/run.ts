/**
 * npm run fuzz -- [--frames N] [--seed N] [--bombs N]
 *
 * Malformed frames against a running broker: it neither ends nor grows, and serves others meanwhile.
 */
import { parseArgs } from 'node:util';
import { faultsOf } from './faults.ts';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    bombs: { type: 'string', default: '20' },
  },
});

const result = await fuzz({
  frames: Number(values.frames),
  seed: Number(values.seed),
  bombs: Number(values.bombs),
  onProgress: (line) => console.log(line),
});
const faults = faultsOf(result);
for (const fault of faults) console.log(fault);
console.log(
  faults.length === 0
    ? `${result.frames} frames: no crash, no leak, others were served`
    : `failed; again: npm run fuzz -- --frames ${values.frames} --seed ${values.seed}`,
);
process.exit(faults.length === 0 ? 0 : 1);
