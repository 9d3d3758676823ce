/** How well a few typed letters fit a name. */

export type Match = {
  /** Higher is better. */
  readonly score: number;
  /** Positions in the name, to be marked. */
  readonly at: readonly number[];
};

const startBonus = 12;
const runBonus = 8;
const wholeBonus = 40;

/** Null when the letters are not there in this order. Both sides in lower case. */
export function fuzzyMatch(query: string, text: string): Match | null {
  if (query === '') return { score: 0, at: [] };
  const whole = text.indexOf(query);
  if (whole !== -1) {
    const isStart = isBoundary(text, whole);
    const score = wholeBonus + query.length * runBonus + (isStart ? startBonus * 2 : 0);
    const at = Array.from({ length: query.length }, (_, index) => whole + index);
    return { score: score - text.length * 0.05 - (whole === 0 ? 0 : 1), at };
  }
  return lettersMatch(query, text);
}

/** Letter by letter: the starts of words before their insides, where that leads to the end. */
function lettersMatch(query: string, text: string): Match | null {
  const letters = [...query].filter((letter) => letter !== ' ');
  const at = placesOf(letters, text, true) ?? placesOf(letters, text, false);
  if (at === null) return null;
  let score = 0;
  for (const [index, place] of at.entries()) {
    if (index > 0 && at[index - 1] === place - 1) score += runBonus;
    else if (isBoundary(text, place)) score += startBonus;
  }
  const spread = (at.at(-1) ?? 0) - (at[0] ?? 0);
  return { score: score - spread * 0.3 - text.length * 0.05, at };
}

function placesOf(
  letters: readonly string[],
  text: string,
  prefersStarts: boolean,
): readonly number[] | null {
  const at: number[] = [];
  for (const letter of letters) {
    const last = at.at(-1) ?? -1;
    const next = text.indexOf(letter, last + 1);
    if (next === -1) return null;
    const isRun = next === last + 1 && last !== -1;
    at.push(isRun || !prefersStarts ? next : (boundaryFrom(text, letter, next) ?? next));
  }
  return at;
}

/** The next place where the letter starts a word; none: the first place will do. */
function boundaryFrom(text: string, letter: string, from: number): number | null {
  for (let index = from; index !== -1; index = text.indexOf(letter, index + 1)) {
    if (isBoundary(text, index)) return index;
  }
  return null;
}

function isBoundary(text: string, index: number): boolean {
  return /[\s\-_.:/·]/.test(text[index - 1] ?? ' ');
}
