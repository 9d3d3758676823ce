import { expect, it } from 'vitest';
import { faultsOf } from './faults.ts';
import { fuzz } from './fuzz.ts';

it('a broker takes malformed frames, bombs and slow clients without harm', async () => {
  const result = await fuzz({ frames: 5000, seed: 7, bombs: 2 });
  expect(faultsOf(result)).toEqual([]);
  expect(result.latency.frames.count).toBeGreaterThan(0);
});
