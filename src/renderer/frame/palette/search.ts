/** Which commands fit, best first: plain arrays, quick for thousands of them. */
import type { Command } from '../../ui/commands.ts';
import { fuzzyMatch } from './fuzzy.ts';

export type Hit = {
  readonly command: Command;
  /** Positions in the label. */
  readonly at: readonly number[];
  readonly isRecent: boolean;
};

type Prepared = { readonly command: Command; readonly label: string; readonly words: string };

/** What a keyword finds counts less than what the label says. */
const keywordShare = 0.6;
const recentBonus = 15;

export function prepare(commands: readonly Command[]): readonly Prepared[] {
  return commands.map((command) => ({
    command,
    label: command.label.toLowerCase(),
    words: [command.group ?? '', ...(command.keywords ?? [])].join(' ').toLowerCase(),
  }));
}

/** Without a query: what was used lately, then the rest in its own order. */
export function search(
  prepared: readonly Prepared[],
  query: string,
  recentIds: readonly string[],
  limit: number,
): { readonly hits: readonly Hit[]; readonly count: number } {
  const wanted = query.trim().toLowerCase();
  const rank = new Map(recentIds.map((id, index) => [id, index]));
  const scored: { hit: Hit; score: number; index: number }[] = [];
  for (const [index, { command, label, words }] of prepared.entries()) {
    const inLabel = fuzzyMatch(wanted, label);
    const found = inLabel ?? inWords(wanted, words);
    if (!found) continue;
    const place = rank.get(command.id);
    const isRecent = place !== undefined;
    const bonus = isRecent ? (wanted === '' ? 1000 - place : recentBonus) : 0;
    const score = found.score + bonus;
    scored.push({ hit: { command, at: inLabel?.at ?? [], isRecent }, score, index });
  }
  scored.sort((left, right) => right.score - left.score || left.index - right.index);
  return { hits: scored.slice(0, limit).map(({ hit }) => hit), count: scored.length };
}

/** All typed words must begin or be inside of a keyword: letters here and there say nothing. */
function inWords(wanted: string, words: string): { readonly score: number } | null {
  const parts = wanted.split(/\s+/);
  if (!parts.every((part) => words.includes(part))) return null;
  return { score: wanted.length * 8 * keywordShare };
}
