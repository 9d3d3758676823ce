import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/main/scenarios/seeded-random.ts';

const numbers = (seed: number, ...words: readonly (string | number)[]) => {
  const { next } = seededRandom(seed, ...words);
  return [next(), next(), next()];
};

describe('seeded chance', () => {
  it('repeats for the same seed and words, and only for them', () => {
    expect(numbers(1, 'order', 5)).toEqual(numbers(1, 'order', 5));
    expect(numbers(1, 'order', 5)).not.toEqual(numbers(1, 'order', 6));
    expect(numbers(1, 'order', 5)).not.toEqual(numbers(2, 'order', 5));
  });

  it('is spread evenly', () => {
    const counts = [0, 0, 0, 0, 0, 0];
    for (let index = 0; index < 6_000; index += 1) {
      const face = seededRandom(7, 'die', index).int(1, 6) - 1;
      counts[face] = (counts[face] ?? 0) + 1;
    }
    for (const count of counts) expect(count).toBeGreaterThan(850);
  });

  it('makes UUIDs', () => {
    expect(seededRandom(1).uuid()).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  });
});
