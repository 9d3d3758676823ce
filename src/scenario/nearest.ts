/** The right name for a wrong one. */

const lengthMax = 64;

/** The candidate that is most likely meant; null where none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  if (word.length > lengthMax) return null;
  const lower = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate === word || candidate.length > lengthMax) continue;
    const other = candidate.toLowerCase();
    // `rate` is meant as `ratePerS`, not as `late`.
    const isBeginning = word.length >= 3 && other.startsWith(lower);
    const distance = isBeginning ? 0.5 : distanceOf(lower, other);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  if (best !== null || word.length < 3) return best;
  // `key` for `withKey`.
  return [...candidates].find((candidate) => candidate.toLowerCase().includes(lower)) ?? null;
}

/** Insertions, deletions, replacements and swaps of neighbours that make one of the other. */
function distanceOf(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) least = Math.min(least, at(before, j - 2) + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
