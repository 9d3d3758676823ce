/** A YAML text with its nodes, and where each of them begins and ends in the text. */
import { type Document, isCollection, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { Pair, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Path } from './path.ts';

export type Source = {
  readonly text: string;
  readonly document: Document.Parsed<ParsedNode>;
  /** What the text says; undefined while it cannot be read as YAML. */
  readonly value: unknown;
  readonly isReadable: boolean;
};

/** From the offset of the first character up to the offset after the last one. */
export type Range = { readonly start: number; readonly end: number };

/** A piece of the text gives way to another. */
export type Splice = Range & { readonly text: string };

const keptMax = 6;
const kept = new Map<string, Source>();

/** Parsed once: graph, checks and edits ask for the same text one after the other. */
export function readSource(text: string): Source {
  const known = kept.get(text);
  if (known) return known;
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const isReadable = document.errors.length === 0;
  const source: Source = {
    text,
    document,
    isReadable,
    value: isReadable ? plainOf(document) : undefined,
  };
  kept.set(text, source);
  for (const old of kept.keys()) if (kept.size > keptMax) kept.delete(old);
  return source;
}

/** An alias without its anchor, or one that grows beyond all bounds, cannot be read. */
function plainOf(document: Document.Parsed<ParsedNode>): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

export function nodeAt({ document }: Source, path: Path): unknown {
  return path.length === 0 ? document.contents : document.getIn(path, true);
}

export function pairAt(source: Source, path: Path): Pair | null {
  const parent = nodeAt(source, path.slice(0, -1));
  const key = path.at(-1);
  if (!isMap(parent)) return null;
  return (
    (parent as YAMLMap).items.find(
      (pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) === String(key),
    ) ?? null
  );
}

export function isFlow(node: unknown): boolean {
  return isCollection(node) && node.flow === true;
}

/** Where a node or pair ends, without the comments and blank lines after it. */
export function contentEnd(node: unknown): number {
  if (isPair(node)) return Math.max(contentEnd(node.key) + 1, contentEnd(node.value));
  if (isCollection(node) && !isFlow(node)) {
    const last = (node as YAMLMap | YAMLSeq).items.at(-1);
    if (last !== undefined) return contentEnd(last);
  }
  return rangeOf(node)?.[1] ?? 0;
}

export function contentStart(node: unknown): number {
  return rangeOf(isPair(node) ? node.key : node)?.[0] ?? 0;
}

function rangeOf(node: unknown): Scalar['range'] {
  return (node as { range?: Scalar['range'] } | null)?.range ?? null;
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** After the line's end; a block scalar ends there itself. */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** An item of a block list or a pair of a block mapping as whole lines. */
export type Chunk = Range & {
  /** Of the dash, or of the key. */
  readonly column: number;
  /** The pair stands behind the dash of its list: its line is not its own. */
  readonly isBehindDash: boolean;
};

/** The comments right above belong to an item, but those above the first belong to the whole. */
export function chunkOf(text: string, items: readonly unknown[], at: number): Chunk | null {
  const item = items[at];
  const offset = contentStart(item);
  const begin = lineStart(text, offset);
  const before = text.slice(begin, offset);
  const isItem = !isPair(item);
  if (isItem ? !/^ *- +$/.test(before) : !/^ *(- +)?$/.test(before)) return null;
  const isBehindDash = !isItem && before.includes('-');
  const column = isItem ? before.indexOf('-') : before.length;
  const start = at === 0 ? begin : aboveComments(text, begin, column);
  return { start, end: lineEnd(text, contentEnd(item)), column, isBehindDash };
}

function aboveComments(text: string, begin: number, column: number): number {
  let start = begin;
  while (start > 0) {
    const line = lineStart(text, start - 1);
    if (!new RegExp(`^ {${column}}#`).test(text.slice(line, start))) break;
    start = line;
  }
  return start;
}

/** The place in the text of what lies at a path, or of the nearest thing around it. */
export function placeOf(source: Source, path: Path): Range {
  for (let length = path.length; length > 0; length -= 1) {
    const own = path.slice(0, length);
    const node = pairAt(source, own) ?? nodeAt(source, own);
    if (node === null || node === undefined) continue;
    return { start: contentStart(node), end: contentEnd(node) };
  }
  return { start: 0, end: 0 };
}

/** The path of the innermost thing around a place in the text. */
export function pathAtOffset(source: Source, offset: number): Path {
  const { contents } = source.document;
  const path: (string | number)[] = [];
  let node: unknown = contents;
  for (;;) {
    const items: readonly unknown[] = isMap(node) || isSeq(node) ? node.items : [];
    const isBetweenBraces = isFlow(node);
    const at = items.findLastIndex((item) => {
      const start = contentStart(item);
      return (isBetweenBraces ? start : lineStart(source.text, start)) <= offset;
    });
    if (isBetweenBraces && at !== -1 && contentEnd(items[at]) < offset) return path;
    const item = items[at];
    if (item === undefined) return path;
    if (isPair(item)) path.push(String(isScalar(item.key) ? item.key.value : item.key));
    else path.push(at);
    node = isPair(item) ? item.value : item;
  }
}
