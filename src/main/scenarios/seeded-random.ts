/** Chance that can be had again: the same seed and the same words give the same numbers. */

export type Random = {
  /** From 0 up to, not including, 1. */
  readonly next: () => number;
  /** A whole number between both, both included. */
  readonly int: (min: number, max: number) => number;
  /** 32 hexadecimal digits in the form of a UUID, version 4. */
  readonly uuid: () => string;
};

/** A source of its own for each combination of words: no order of events can disturb it. */
export function seededRandom(seed: number, ...words: readonly (string | number)[]): Random {
  let state = hash(`${seed}/${words.join('/')}`);
  // mulberry32: 32 bits of state are plenty for the few numbers that one record needs.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return { next, int, uuid: () => uuidFrom(int) };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value | 0;
}

function uuidFrom(int: Random['int']): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (char) =>
    (char === 'x' ? int(0, 15) : int(8, 11)).toString(16),
  );
}
