import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';

/** Seeds that found a fault once, and a few that never did. */
const clusterSeeds = [1, 2, 3, 4, 5, 7, 128, 288, 481, 595, 644, 1673];
const quorumSeeds = [1, 2, 50, 250, 10, 11, 12, 13];

/** Empty when the seed passes; else what happened last and how to see it again. */
async function failureOf(kind: 'cluster' | 'quorum', seed: number, steps: number): Promise<string> {
  const { error, lastLines } = await simulate({ kind, seed, steps });
  if (error === undefined) return '';
  const options = kind === 'quorum' ? ' --quorum' : '';
  const replay = `npm run sim -- --seed ${seed} --steps ${steps}${options}`;
  return [...lastLines.slice(-20), String(error), replay].join('\n');
}

describe('simulated metadata quorum', () => {
  it.each(quorumSeeds)('seed %d', async (seed) => {
    expect(await failureOf('quorum', seed, 4000)).toBe('');
  });
});

describe('simulated cluster', () => {
  it.each(clusterSeeds)('seed %d', async (seed) => {
    expect(await failureOf('cluster', seed, 5000)).toBe('');
  });

  it('runs the same way twice', async () => {
    const options = { kind: 'cluster', seed: 77, steps: 2000 } as const;
    const trace = async () => {
      const lines: string[] = [];
      const attempt = await simulate({ ...options, onLine: (line) => lines.push(line) });
      expect(attempt.error).toBeUndefined();
      return lines;
    };
    const first = await trace();
    expect(await trace()).toEqual(first);
    expect(first.length).toBeGreaterThan(2000);
  });
});
