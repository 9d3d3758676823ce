/** A change as pieces of text that give way to others; null where that cannot be told in place. */
import { isMap, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Change } from './change.ts';
import type { Path } from './path.ts';
import { indented, isInline, render, renderFlow, scalarType } from './yaml-render.ts';
import {
  chunkOf,
  contentEnd,
  contentStart,
  isFlow,
  lineEnd,
  lineStart,
  nodeAt,
  pairAt,
  type Range,
  type Source,
  type Splice,
} from './yaml-source.ts';

type Splices = readonly Splice[] | null;

export function spliceFor(source: Source, one: Change): Splices {
  const { text } = source;
  if (one.op === 'move') return moved(source, one.path, one.from, one.to);
  if (one.op === 'rename') {
    const pair = pairAt(source, one.path);
    if (!pair) return null;
    const start = contentStart(pair);
    return [{ start, end: contentEnd(pair.key), text: render(one.key, 0) }];
  }
  if (one.op === 'insert') {
    const itemText = one.text?.replace(/\n$/, '');
    return inserted(source, one.path, one.index, one.value, itemText);
  }
  if (one.value === undefined) return removed(source, one.path);
  const pair = pairAt(source, one.path);
  if (pair) return replacedValue(text, pair, one.value);
  const parent = nodeAt(source, one.path.slice(0, -1));
  if (isSeq(parent)) return replacedItem(source, one.path, one.value);
  return added(source, one.path, one.value);
}

// --- Values -------------------------------------------------------------------------------------

function replacedValue(text: string, pair: YAMLMap['items'][number], value: unknown): Splices {
  const keyEnd = contentEnd(pair.key);
  const colon = /^[ \t]*:/.exec(text.slice(keyEnd))?.[0];
  if (colon === undefined) return null;
  const start = keyEnd + colon.length;
  const end = Math.max(start, contentEnd(pair.value));
  const isInFlow = !isOwnLine(text, contentStart(pair));
  if (isInFlow) return [{ start, end, text: ` ${renderFlow(value)}` }];
  const column = columnOf(text, contentStart(pair));
  // A comment behind the value stays where it is only as long as the value stands on that line.
  const tail = text.slice(start, end).endsWith('\n') ? '\n' : '';
  return [{ start, end, text: behindColon(value, column, scalarType(pair.value)) + tail }];
}

function behindColon(value: unknown, column: number, type?: Parameters<typeof render>[2]): string {
  const shown = render(value, column + 2, type);
  if (isInline(value)) return ` ${indented(shown, column + 2, false)}`;
  return `\n${indented(shown, column + 2)}`;
}

function replacedItem(source: Source, path: Path, value: unknown): Splices {
  const { text } = source;
  const list = nodeAt(source, path.slice(0, -1)) as YAMLSeq;
  const item = list.items[Number(path.at(-1))];
  if (item === undefined || item === null) return null;
  const range = { start: contentStart(item), end: contentEnd(item) };
  if (isFlow(list)) return [{ ...range, text: renderFlow(value) }];
  const chunk = chunkOf(text, list.items, Number(path.at(-1)));
  if (!chunk) return null;
  const tail = text.slice(range.start, range.end).endsWith('\n') ? '\n' : '';
  const shown = render(value, chunk.column + 2, scalarType(item));
  return [{ ...range, text: indented(shown, chunk.column + 2, false) + tail }];
}

/** A key that its mapping does not have so far: at the mapping's end. */
function added(source: Source, path: Path, value: unknown): Splices {
  const { text } = source;
  const [key, outer] = [String(path.at(-1)), path.slice(0, -1)];
  const parent = nodeAt(source, outer);
  if (!isMap(parent)) return wrapped(source, outer, { [key]: value });
  if (isFlow(parent)) return addedInFlow(source, outer, key, value);
  const items = (parent as YAMLMap).items;
  if (items.length === 0) return null;
  const column = columnOf(text, contentStart(items[0]));
  const end = lineEnd(text, contentEnd(items.at(-1)));
  const line = indented(`${render(key, 0)}:`, column) + behindColon(value, column);
  return [{ start: end, end, text: wholeLines(text, end, line) }];
}

/** The mapping itself is not there, or is empty, or is no mapping. */
function wrapped({ text, ...source }: Source, path: Path, value: unknown): Splices {
  const own = { text, ...source };
  if (path.length > 0) return spliceFor(own, { op: 'set', path, value });
  if (nodeAt(own, []) !== null && contentEnd(nodeAt(own, [])) > 0) return null;
  const end = text.length;
  return [{ start: end, end, text: wholeLines(text, end, render(value, 0)) }];
}

function addedInFlow(source: Source, path: Path, key: string, value: unknown): Splices {
  const parent = nodeAt(source, path) as YAMLMap;
  const last = parent.items.at(-1);
  if (last === undefined) {
    const pair = path.length === 0 ? null : pairAt(source, path);
    if (pair) return replacedValue(source.text, pair, { [key]: value });
    return path.length === 0 ? null : replacedItem(source, path, { [key]: value });
  }
  const at = contentEnd(last);
  return [{ start: at, end: at, text: `, ${render(key, 0)}: ${renderFlow(value)}` }];
}

// --- Items --------------------------------------------------------------------------------------

function inserted(
  source: Source,
  path: Path,
  index: number,
  value: unknown,
  itemText: string | undefined,
): Splices {
  const { text } = source;
  const list = nodeAt(source, path);
  if (!isSeq(list) || list.items.length === 0) return insertedFirst(source, path, value, itemText);
  const items = (list as YAMLSeq).items;
  if (isFlow(list)) {
    if (!isInline(value)) return null;
    const at = index < items.length ? contentStart(items[index]) : contentEnd(items.at(-1));
    const shown = renderFlow(value);
    return [{ start: at, end: at, text: index < items.length ? `${shown}, ` : `, ${shown}` }];
  }
  const chunk = chunkOf(text, items, Math.min(index, items.length - 1));
  if (!chunk) return null;
  const isLast = index >= items.length;
  const at = isLast ? chunk.end : chunk.start;
  const item = indented(itemText ?? dashed(value, chunk.column), chunk.column);
  const isSpaced = isSpacedOut(text, items) || path.join() === 'services';
  if (!isSpaced) return [{ start: at, end: at, text: wholeLines(text, at, item) }];
  const spaced = isLast ? wholeLines(text, at, `\n${item}`) : `${item}\n\n`;
  return [{ start: at, end: at, text: spaced }];
}

function insertedFirst(
  source: Source,
  path: Path,
  value: unknown,
  itemText: string | undefined,
): Splices {
  const { text } = source;
  const pair = pairAt(source, path);
  if (!pair) {
    if (itemText === undefined) return added(source, path, [value]);
    const block = added(source, path, '\0');
    const column = columnOfNew(source, path);
    return withText(block, ` ${JSON.stringify('\0')}`, `\n${indented(itemText, column + 2)}`);
  }
  const start = contentEnd(pair.key) + 1;
  const end = Math.max(start, contentEnd(pair.value));
  const column = columnOf(text, contentStart(pair));
  const item = indented(itemText ?? dashed(value, column + 2), column + 2);
  return [{ start, end, text: `\n${item}` }];
}

function withText(splices: Splices, mark: string, text: string): Splices {
  const [splice] = splices ?? [];
  if (!splice?.text.includes(mark)) return null;
  return [{ ...splice, text: splice.text.replace(mark, () => text) }];
}

function columnOfNew(source: Source, path: Path): number {
  const parent = nodeAt(source, path.slice(0, -1));
  const first = isMap(parent) ? parent.items[0] : undefined;
  return first === undefined ? 0 : columnOf(source.text, contentStart(first));
}

function dashed(value: unknown, column: number): string {
  return `- ${indented(render(value, column + 2), 2, false)}`;
}

function isSpacedOut(text: string, items: readonly unknown[]): boolean {
  if (items.length < 2) return false;
  return /\n[ \t]*\n/.test(text.slice(contentEnd(items[0]) - 1, contentStart(items[1])));
}

function moved(source: Source, path: Path, from: number, to: number): Splices {
  const { text } = source;
  const list = nodeAt(source, path);
  if (!isSeq(list) || from === to) return from === to ? [] : null;
  const items = (list as YAMLSeq).items;
  if (isFlow(list)) return null;
  const own = chunkOf(text, items, from);
  const other = chunkOf(text, items, to);
  if (!own || !other) return null;
  const at = to > from ? other.end : other.start;
  const piece = text.slice(own.start, own.end).replace(/\n?$/, '\n');
  const isOpenEnd = at === text.length && !text.endsWith('\n');
  const isAtEnd = own.end === text.length && !text.endsWith('\n');
  const cut: Splice = { start: own.start, end: own.end, text: '' };
  if (isAtEnd || isOpenEnd) return null;
  return [cut, { start: at, end: at, text: piece }];
}

function removed(source: Source, path: Path): Splices {
  const { text } = source;
  const parent = nodeAt(source, path.slice(0, -1));
  if (!isMap(parent) && !isSeq(parent)) return null;
  const items: readonly unknown[] = parent.items;
  const at = isSeq(parent) ? Number(path.at(-1)) : items.indexOf(pairAt(source, path));
  const item = items[at];
  if (item === undefined) return [];
  if (isFlow(parent)) return [flowItem(items, at)];
  if (items.length === 1) return emptied(source, path.slice(0, -1), isSeq(parent));
  const chunk = chunkOf(text, items, at);
  if (!chunk) return null;
  if (!chunk.isBehindDash) return [{ start: chunk.start, end: chunk.end, text: '' }];
  // The next key takes the place behind the dash.
  const next = contentStart(items[1]);
  if (text.slice(contentEnd(item), next).includes('#')) return null;
  return [{ start: contentStart(item), end: next, text: '' }];
}

function flowItem(items: readonly unknown[], at: number): Splice {
  const next = items[at + 1];
  if (next !== undefined) {
    return { start: contentStart(items[at]), end: contentStart(next), text: '' };
  }
  const start = at > 0 ? contentEnd(items[at - 1]) : contentStart(items[at]);
  return { start, end: contentEnd(items[at]), text: '' };
}

/** The last one goes: what is left is an empty list or mapping behind its key. */
function emptied(source: Source, path: Path, isList: boolean): Splices {
  const empty = isList ? [] : {};
  if (path.length === 0) return null;
  return spliceFor(source, { op: 'set', path, value: empty });
}

// --- Lines --------------------------------------------------------------------------------------

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Nothing but spaces and dashes before it: a key of a block mapping. */
function isOwnLine(text: string, offset: number): boolean {
  return /^[ -]*$/.test(text.slice(lineStart(text, offset), offset));
}

function wholeLines(text: string, at: number, lines: string): string {
  const isAfterLine = at === 0 || text[at - 1] === '\n';
  return isAfterLine ? `${lines}\n` : `\n${lines}`;
}

/** An item of a list with its comments, moved to the left edge: `- name: a`. */
export function itemText(source: Source, path: Path): string | null {
  const list = nodeAt(source, path.slice(0, -1));
  if (!isSeq(list) || isFlow(list)) return null;
  const chunk = chunkOf(source.text, list.items, Number(path.at(-1)));
  if (!chunk) return null;
  return linesOf(source.text, chunk)
    .map((line) => (line.slice(0, chunk.column).trim() === '' ? line.slice(chunk.column) : line))
    .join('\n');
}

function linesOf(text: string, { start, end }: Range): readonly string[] {
  return text.slice(start, end).replace(/\n$/, '').split('\n');
}
