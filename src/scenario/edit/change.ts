/**
 * Changes to a YAML text. Each touches its own place only: comments, order, blank lines and quotes
 * of everything else stay as they are. What cannot be done in place (anchors, unusual layouts) is
 * done on the parsed document, which keeps comments too but may lay lines out anew.
 */
import { isMapping, isSame, type Path, valueAt } from './path.ts';
import { plainAfter } from './plain-change.ts';
import { spliceFor } from './splices.ts';
import { readSource, type Source, type Splice } from './yaml-source.ts';

export type Change =
  /** A value at a place; undefined takes the key, or the item of the list, away. */
  | { readonly op: 'set'; readonly path: Path; readonly value: unknown }
  /** An item of the list at a place; `text` is the item as it stood elsewhere, with its comments. */
  | {
      readonly op: 'insert';
      readonly path: Path;
      readonly index: number;
      readonly value: unknown;
      readonly text?: string | undefined;
    }
  | { readonly op: 'move'; readonly path: Path; readonly from: number; readonly to: number }
  /** Another key for what lies at the place. */
  | { readonly op: 'rename'; readonly path: Path; readonly key: string };

/** The text after the changes, one after the other. A text that is no YAML stays as it is. */
export function change(text: string, changes: readonly Change[]): string {
  const source = readSource(text);
  if (!source.isReadable || changes.length === 0) return text;
  return (changes.length > 1 ? together(source, changes) : null) ?? changes.reduce(alone, text);
}

/** Many independent changes with one reading of the text: a hundred nodes that move at once. */
function together(source: Source, changes: readonly Change[]): string | null {
  if (changes.some(({ op }) => op === 'move' || op === 'insert')) return null;
  return inPlace(source, changes);
}

function alone(text: string, one: Change): string {
  const source = readSource(text);
  return inPlace(source, [one]) ?? minimal(source.value, one).reduce(onDocument, text);
}

function inPlace(source: Source, changes: readonly Change[]): string | null {
  const splices: Splice[] = [];
  for (const step of changes.flatMap((one) => minimal(source.value, one))) {
    const own = spliceFor(source, step);
    if (own === null) return null;
    splices.push(...own);
  }
  const after = spliced(source.text, splices);
  return after !== null && isRight(after, source, changes) ? after : null;
}

function isRight(after: string, before: Source, changes: readonly Change[]): boolean {
  const { isReadable, value } = readSource(after);
  return isReadable && isSame(value, changes.reduce(plainAfter, before.value));
}

/** Null where two of them touch the same place. */
function spliced(text: string, splices: readonly Splice[]): string | null {
  const order = splices
    .map((splice, at) => ({ splice, at }))
    .toSorted((a, b) => a.splice.start - b.splice.start || a.at - b.at);
  let end = 0;
  let after = '';
  for (const { splice } of order) {
    if (splice.start < end) return null;
    after += text.slice(end, splice.start) + splice.text;
    end = splice.end;
  }
  return after + text.slice(end);
}

function onDocument(text: string, one: Change): string {
  const document = readSource(text).document.clone();
  if (one.op === 'set' && one.value === undefined) document.deleteIn(one.path);
  else if (one.op === 'set' && one.path.length > 0) {
    document.setIn(one.path, document.createNode(one.value));
  } else {
    const list = one.op === 'rename' ? one.path.slice(0, -1) : one.path;
    const value = plainAfter(document.toJS(), one);
    document.setIn(list, document.createNode(valueAt(value, list)));
  }
  return document.toString({ lineWidth: 100 });
}

/** A mapping in the place of a mapping changes only the keys that differ. */
function minimal(root: unknown, one: Change): readonly Change[] {
  if (one.op !== 'set' || one.value === undefined) return [one];
  const before = valueAt(root, one.path);
  if (isSame(before, one.value)) return [];
  const { value, path } = one;
  if (Array.isArray(value) && Array.isArray(before) && value.length === before.length) {
    return value.flatMap((item, at) =>
      item === undefined ? [] : minimal(root, { op: 'set', path: [...path, at], value: item }),
    );
  }
  if (!isMapping(value) || !isMapping(before)) return [one];
  const kept = Object.keys(value).filter((key) => value[key] !== undefined);
  // Nothing in common: another form of the same field, written anew.
  if (!kept.some((key) => key in before)) return [one];
  const gone = Object.keys(before).filter((key) => !kept.includes(key));
  return [
    ...kept.flatMap((key) => minimal(root, { op: 'set', path: [...path, key], value: value[key] })),
    ...gone.map((key): Change => ({ op: 'set', path: [...path, key], value: undefined })),
  ];
}
