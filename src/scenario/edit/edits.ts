/** What is done to a scenario on the canvas, as functions from text to text. */
import { type Change, change } from './change.ts';
import { isMapping, isSame, type Path, valueAt } from './path.ts';
import type { NodeKind, Position } from './graph.ts';
import { list, mapping, nameOf, type Reference, referencesIn } from './references.ts';
import { readSource } from './yaml-source.ts';

const lists: { readonly [Kind in NodeKind]: string } = {
  service: 'services',
  topic: 'topics',
  note: 'notes',
  frame: 'frames',
};

/** What an edit leaves, and the ids of what is new. */
export type Edited = { readonly text: string; readonly ids: readonly string[] };

export const emptyScenario = `format: 2
name: my-scenario
title: My scenario
topics: []
services: []
`;

// --- Nodes --------------------------------------------------------------------------------------

/** A node with a name that is still free. */
export function addNode(
  text: string,
  kind: NodeKind,
  wanted: { readonly name?: string; readonly position?: Position; readonly fields?: object } = {},
): Edited {
  const name = freeName(text, kind, wanted.name ?? (kind === 'topic' ? 'events' : kind));
  const own = kind === 'note' ? { text: name } : {};
  const items = list(mapping(readSource(text).value)[lists[kind]]);
  const added = change(text, [
    {
      op: 'insert',
      path: [lists[kind]],
      index: items.length,
      value: { name, ...own, ...wanted.fields },
    },
  ]);
  const id = `${kind}/${name}`;
  const moves = wanted.position ? { [id]: wanted.position } : {};
  return { text: moveNodes(added, moves), ids: [id] };
}

/** `name`, or `name-2` and so on: what none of the texts has. */
export function freeName(text: string, kind: NodeKind, wanted: string, other = ''): string {
  const taken = new Set(
    [text, other].flatMap((one) => list(mapping(readSource(one).value)[lists[kind]]).map(nameOf)),
  );
  const stem = wanted.replace(/-\d+$/, '');
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${stem}-${count}`;
    if (!taken.has(name)) return name;
  }
}

/** Positions by node id, rounded to whole pixels. */
export function moveNodes(text: string, moves: { readonly [id: string]: Position }): string {
  return change(
    text,
    Object.entries(moves).map(([id, { x, y }]) => ({
      op: 'set',
      path: ['layout', id],
      value: { x: Math.round(x), y: Math.round(y) },
    })),
  );
}

export type Renamed = {
  readonly text: string;
  /** Expectations whose SQL names it: what they mean nobody but the author knows. */
  readonly expectations: readonly string[];
};

/** Every reference follows. */
export function renameNode(text: string, id: string, name: string): Renamed {
  const { kind, name: before } = partsOf(id);
  const { value } = readSource(text);
  const at = list(mapping(value)[lists[kind]]).findIndex((item) => nameOf(item) === before);
  if (at === -1 || name === before) return { text, expectations: [] };
  const named = referencesIn(value).filter((one) => one.kind === kind && one.name === before);
  const renamed = change(text, [
    { op: 'set', path: [lists[kind], at, 'name'], value: name },
    ...named.map((one) => follow(one, name)),
    ...routesTo(value, kind, before, name),
  ]);
  return { text: renamed, expectations: expectationsOn(value, before) };
}

function follow(one: Reference, name: string): Change {
  const id = one.role === 'drawing' ? `${one.kind}/${name}` : name;
  return one.isKey
    ? { op: 'rename', path: one.path, key: id }
    : { op: 'set', path: one.path, value: id };
}

/** A route's expression names its topics as texts. */
function routesTo(value: unknown, kind: NodeKind, before: string, name: string) {
  if (kind !== 'topic') return [];
  return referencesIn(value).flatMap((one): readonly Change[] => {
    const at = one.path.indexOf('route');
    if (one.name !== before || at === -1) return [];
    const path = [...one.path.slice(0, at + 1), 'to'];
    const to = valueAt(value, path);
    if (typeof to !== 'string') return [];
    const after = to.replaceAll(`"${before}"`, `"${name}"`).replaceAll(`'${before}'`, `'${name}'`);
    return after === to ? [] : [{ op: 'set', path, value: after }];
  });
}

function expectationsOn(value: unknown, name: string): readonly string[] {
  return list(mapping(value)['expectations'])
    .map(mapping)
    .filter(({ left, right }) => `${String(left)} ${String(right)}`.includes(`'${name}'`))
    .map(nameOf);
}

/** Nodes with all that has no meaning without them: handlers, steps, links, script events. */
export function removeNodes(text: string, ids: readonly string[]): string {
  const { value } = readSource(text);
  const gone = new Set(ids);
  const own = ids.flatMap((id): readonly Path[] => {
    const { kind, name } = partsOf(id);
    const at = list(mapping(value)[lists[kind]]).findIndex((item) => nameOf(item) === name);
    return at === -1 ? [] : [[lists[kind], at]];
  });
  const orphans = referencesIn(value)
    .filter(({ kind, name }) => gone.has(`${kind}/${name}`))
    .map(({ owner }) => owner);
  return removePaths(text, [...own, ...orphans]);
}

/** Lists that a file leaves out rather than empty. */
const optionalLists = new Set([
  'generate',
  'consume',
  'timers',
  'capture',
  'snapshot',
  'serve',
  'script',
  'links',
  'notes',
  'frames',
  'tables',
  'expectations',
  'layout',
]);

/** Each goes; a list or mapping of which nothing is left goes too where a file may leave it out. */
export function removePaths(text: string, paths: readonly Path[]): string {
  const { value } = readSource(text);
  const outer = outermost(paths);
  const emptied = outer.filter((path) => {
    const parent = valueAt(value, path.slice(0, -1));
    const size = Object.keys(isMapping(parent) || Array.isArray(parent) ? parent : []).length;
    const going = outer.filter((other) => isSame(other.slice(0, -1), path.slice(0, -1))).length;
    return path.length > 1 && going === size && isLeftOut(path);
  });
  if (emptied.length > 0) {
    const rest = outer.filter((path) => !emptied.includes(path));
    return removePaths(text, [...rest, ...emptied.map(wholeOf)]);
  }
  return change(
    text,
    outer.toSorted(laterFirst).map((path) => ({ op: 'set', path, value: undefined })),
  );
}

function isLeftOut(path: Path): boolean {
  const key = String(path.at(-2));
  return optionalLists.has(key) || isMember(path) || isRouteTopic(path);
}

/** A frame without members goes as a whole, and so does a route without topics. */
function wholeOf(path: Path): Path {
  if (isMember(path)) return path.slice(0, -2);
  return isRouteTopic(path) ? path.slice(0, -3) : path.slice(0, -1);
}

function isMember(path: Path): boolean {
  return path[0] === 'frames' && path.at(-2) === 'members';
}

function isRouteTopic(path: Path): boolean {
  return path.at(-2) === 'topics' && path.at(-3) === 'route';
}

function outermost(paths: readonly Path[]): readonly Path[] {
  const all = [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
  return all.filter(
    (path) =>
      !all.some(
        (other) => other.length < path.length && other.every((part, at) => isSame(part, path[at])),
      ),
  );
}

function laterFirst(left: Path, right: Path): number {
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const [a, b] = [left[at], right[at]];
    if (typeof a === 'number' && typeof b === 'number' && a !== b) return b - a;
    if (a !== b) return String(a) < String(b) ? 1 : -1;
  }
  return right.length - left.length;
}

// --- Lines --------------------------------------------------------------------------------------

export type Connection = 'write' | 'read' | 'call' | 'link';

/** What a line between two nodes can mean, the likeliest first. */
export function connectionsBetween(from: string, to: string): readonly Connection[] {
  const [source, target] = [partsOf(from).kind, partsOf(to).kind];
  if (from === to || source === 'frame' || target === 'frame') return [];
  if (source === 'service' && target === 'topic') return ['write'];
  if (source === 'topic' && target === 'service') return ['read'];
  if (source === 'service' && target === 'service') return ['call', 'link'];
  return ['link'];
}

/**
 * A line as what makes it: a produce step, a handler, a call step or a link. A service that
 * handles nothing yet writes by a generator.
 */
export function connect(text: string, from: string, to: string, as: Connection): string {
  const { value } = readSource(text);
  if (as === 'link') return append(text, ['links'], { from, to });
  const service = list(mapping(value)['services']).findIndex(
    (item) => nameOf(item) === partsOf(as === 'read' ? to : from).name,
  );
  const base = ['services', service];
  if (service === -1) return text;
  const other = partsOf(as === 'read' ? from : to).name;
  if (as === 'read') return append(text, [...base, 'consume'], { topic: other });
  const handlers = list(valueAt(value, [...base, 'consume']));
  const steps = [...base, 'consume', 0, 'steps'];
  if (as === 'call') {
    const step = { call: { service: other, path: firstPath(value, other) } };
    if (handlers.length > 0) return append(text, steps, step);
    const timer = { name: 'every-second', everyMs: 1000, steps: [step] };
    return append(text, [...base, 'timers'], timer);
  }
  if (handlers.length > 0) return append(text, steps, { produce: { topic: other } });
  return append(text, [...base, 'generate'], {
    topic: other,
    ratePerS: 5,
    key: '$id',
    value: { id: '$id', at: '$timestamp' },
  });
}

function firstPath(value: unknown, service: string): string {
  const found = list(mapping(value)['services']).find((item) => nameOf(item) === service);
  const path = mapping(list(mapping(found)['serve'])[0])['path'];
  return typeof path === 'string' ? path : '/';
}

/** An item at the end of a list, which is made where there is none. */
export function append(text: string, path: Path, value: unknown): string {
  const index = list(valueAt(readSource(text).value, path)).length;
  return change(text, [{ op: 'insert', path, index, value }]);
}

/** A line goes with what makes it. */
export function removeEdge(text: string, paths: readonly Path[]): string {
  const owners = referencesIn(readSource(text).value)
    .filter(({ path }) => paths.some((own) => isSame(own, path)))
    .map(({ owner }) => owner);
  const links = paths.filter(([key]) => key === 'links');
  return removePaths(text, [...owners, ...links]);
}

export function partsOf(id: string): { readonly kind: NodeKind; readonly name: string } {
  const at = id.indexOf('/');
  return { kind: id.slice(0, at) as NodeKind, name: id.slice(at + 1) };
}

// --- Fields -------------------------------------------------------------------------------------

/** A value at a place; undefined, and the key goes. What leads there is made where it is missing. */
export function setField(text: string, path: Path, value: unknown): string {
  if (value !== undefined) return change(text, [{ op: 'set', path, value }]);
  return valueAt(readSource(text).value, path) === undefined ? text : removePaths(text, [path]);
}

export function insertItem(text: string, path: Path, index: number, value: unknown): string {
  return change(text, [{ op: 'insert', path, index, value }]);
}

export function moveItem(text: string, path: Path, from: number, to: number): string {
  return change(text, [{ op: 'move', path, from, to }]);
}

/** A frame around nodes. */
export function frameNodes(text: string, ids: readonly string[], name = 'group'): Edited {
  const members = ids.filter((id) => partsOf(id).kind !== 'frame');
  if (members.length === 0) return { text, ids: [] };
  return addNode(text, 'frame', { name, fields: { members } });
}
