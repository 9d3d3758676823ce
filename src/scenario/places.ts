/** Where in the text a fault is: line and column, both from 1. */
import { isScalar, visit } from 'yaml';
import type { Node } from 'yaml';
import type { ScenarioFault } from '../main/contract/scenarios.ts';
import { keyNodeAt, nodeAt, type Reading } from './document.ts';
import type { Fault } from './faults.ts';

/** Nobody reads more. */
const faultsMax = 1000;

/** The faults with their places, in the order of the text, each once. */
export function placed(
  source: string,
  reading: Reading,
  faults: readonly (Fault & { readonly offset?: number })[],
): readonly ScenarioFault[] {
  const lineStarts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) {
    lineStarts.push(at + 1);
  }
  const places = faults.slice(0, faultsMax).map((fault) => {
    const offset = Math.min(fault.offset ?? offsetOf(source, reading, fault), source.length);
    return { fault, offset };
  });
  const seen = new Set<string>();
  return places
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ fault: { expected, found, path, nearest = null }, offset }) => ({
      ...lineAndColumn(lineStarts, offset),
      path: path.join('.'),
      expected,
      found,
      nearest,
    }))
    .filter((fault) => {
      const text = JSON.stringify(fault);
      return !seen.has(text) && seen.add(text);
    });
}

function lineAndColumn(lineStarts: readonly number[], offset: number) {
  let [low, high] = [0, lineStarts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}

/** What is missing is told at what should hold it. */
function offsetOf(source: string, reading: Reading, { path, isKey, at }: Fault): number {
  const key = isKey ? keyNodeAt(reading, path) : null;
  if (key?.range) return key.range[0];
  for (let length = path.length; length > 0; length -= 1) {
    const node = nodeAt(reading, path.slice(0, length));
    const isWhole = length === path.length;
    if (node?.range) return isWhole ? inText(source, node, at) : node.range[0];
    // What a migration put there has no place of its own: its key or what it holds may have.
    const own =
      node && isWhole ? firstRange(node) : keyNodeAt(reading, path.slice(0, length))?.range;
    if (own) return own[0];
  }
  return reading.document.contents?.range?.[0] ?? 0;
}

function firstRange(node: Node): Node['range'] {
  let range: Node['range'] = null;
  visit(node, {
    Node: (_, inner) => {
      if (inner.range && (!range || inner.range[0] < range[0])) range = inner.range;
    },
  });
  return range;
}

/** A character of a text lies where as many others that are no space come before it. */
function inText(source: string, node: Node, at: number | undefined): number {
  const start = node.range?.[0] ?? 0;
  if (at === undefined || !isScalar(node) || typeof node.value !== 'string') return start;
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
  const isQuoted = node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE';
  let offset = isBlock ? source.indexOf('\n', start) : isQuoted ? start + 1 : start;
  const text = node.value.slice(0, at + 1);
  const wanted = [...text.replace(/\s/gu, '')];
  for (const [index, character] of wanted.entries()) {
    while (/\s/.test(source[offset] ?? '')) offset += 1;
    // Written in another way than it reads: an escape.
    if (!source.startsWith(character, offset)) return start;
    if (index < wanted.length - 1) offset += character.length;
  }
  return offset;
}
