/**
 * The YAML of a scenario: read with limits, so that no file hangs or breaks the reader, and with
 * the place of every value.
 */
import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Alias, Document, Node, Pair, YAMLMap } from 'yaml';
import type { Fault, Path } from './faults.ts';

/** Characters of a file, values in it (aliases written out), and levels of nesting. */
const limits = { characters: 2_000_000, values: 300_000, levels: 100 };

/** What yaml makes of a text; `contents` is null for an empty one. */
export type ScenarioDocument = Document;

/** The node behind each alias. */
type Anchors = ReadonlyMap<Alias, Node>;

/** A file as it was read. `value` is plain data; undefined where the text cannot be read. */
export type Reading = {
  readonly document: ScenarioDocument;
  readonly value: unknown;
  readonly anchors: Anchors;
  readonly faults: readonly (Fault & { readonly offset?: number })[];
};

/** Never throws; what cannot be read is told in `faults`. */
export function readDocument(source: string): Reading {
  if (source.length > limits.characters) {
    const expected = `at most ${limits.characters} characters`;
    return failed(parse(''), { path: [], expected, found: String(source.length) });
  }
  try {
    const document = parse(source);
    const first = firstError(document);
    if (first) return { document, value: undefined, anchors: new Map(), faults: [first] };
    return readValue(document);
  } catch (error) {
    // Nested deeper than the stack of the YAML parser.
    if (!(error instanceof RangeError)) throw error;
    return failed(parse(''), tooDeep([]));
  }
}

/** Only the first: the parser stumbles on over what follows it. */
function firstError({ errors }: ScenarioDocument): Reading['faults'][number] | null {
  const [first] = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (!first) return null;
  const found = first.message.split('\n')[0] ?? first.message;
  const expected = 'YAML, where a text with { [ " : or # stands in quotes';
  return { path: [], expected, found, offset: first.pos[0] };
}

/** The text of a document that was changed: comments and styles stay. */
export function printDocument(document: ScenarioDocument): string {
  return document.toString({ lineWidth: 100, flowCollectionPadding: true });
}

/** Plain data of a document; for documents that were changed after they were read, too. */
export function readValue(document: ScenarioDocument): Reading {
  const anchors = anchorsOf(document);
  const reader = new Reader(anchors);
  const root: Node | null = document.contents;
  const value = root === null ? null : reader.read(root, [], []);
  return { document, value, anchors, faults: reader.faults };
}

function parse(source: string): ScenarioDocument {
  // Its own search for keys that come twice takes time by the square of their number.
  const options = { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' } as const;
  return parseDocument(source, options) as Document;
}

function failed(document: ScenarioDocument, fault: Fault): Reading {
  return { document, value: undefined, anchors: new Map(), faults: [fault] };
}

function tooDeep(path: Path): Fault {
  return { path, expected: `at most ${limits.levels} levels of nesting`, found: 'more' };
}

/** Anchors stand before the aliases that name them, so one walk in the order of the text does. */
function anchorsOf(document: ScenarioDocument): Anchors {
  const named = new Map<string, Node>();
  const anchors = new Map<Alias, Node>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = named.get(node.source);
        if (target) anchors.set(node, target);
      } else if (node.anchor) {
        named.set(node.anchor, node);
      }
    },
  });
  return anchors;
}

/** Nodes to plain data; what plain data cannot be is a fault. */
class Reader {
  readonly faults: Fault[] = [];
  readonly #anchors: Anchors;
  #count = 0;

  constructor(anchors: Anchors) {
    this.#anchors = anchors;
  }

  read(node: Node, path: Path, above: readonly Node[]): unknown {
    this.#count += 1;
    if (this.#count > limits.values) {
      if (this.#count === limits.values + 1) {
        const expected = `at most ${limits.values} values, those behind aliases included`;
        this.faults.push({ path: path.slice(0, 1), expected, found: 'more' });
      }
      return null;
    }
    if (above.length > limits.levels) return this.#fault(tooDeep(path));
    if (isAlias(node)) return this.#readAlias(node, path, above);
    if (isScalar(node)) return this.#readScalar(node.value, path);
    if (isMap(node)) return this.#readMap(node, path, [...above, node]);
    if (isSeq(node)) {
      const inside = [...above, node];
      return node.items.map((item, index) =>
        isNode(item) ? this.read(item, [...path, index], inside) : null,
      );
    }
    return null;
  }

  #readAlias(node: Alias, path: Path, above: readonly Node[]): unknown {
    const target = this.#anchors.get(node);
    if (!target || above.includes(target)) {
      const expected = 'an alias of something before it';
      return this.#fault({ path, expected, found: `*${node.source}` });
    }
    return this.read(target, path, [...above, node]);
  }

  #readScalar(value: unknown, path: Path): unknown {
    const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value);
    if (isPlain) return value;
    return this.#fault({ path, expected: 'a text, a number, true or false', found: typeof value });
  }

  #readMap(node: YAMLMap, path: Path, above: readonly Node[]): unknown {
    const entries = new Map<string, unknown>();
    for (const pair of node.items) {
      const key = keyOf(pair);
      if (key === null || key === '__proto__') {
        this.#fault({ path, expected: 'keys that are names', found: key ?? 'another key' });
      } else if (entries.has(key)) {
        const found = `${key} again`;
        this.#fault({ path: [...path, key], expected: 'each key once', found, isKey: true });
      } else {
        const value = isNode(pair.value) ? this.read(pair.value, [...path, key], above) : null;
        entries.set(key, value);
      }
    }
    return Object.fromEntries(entries);
  }

  #fault(fault: Fault): null {
    this.faults.push(fault);
    return null;
  }
}

/** The name of a pair; null where it is none. */
export function keyOf({ key }: Pair): string | null {
  const value: unknown = isScalar(key) ? key.value : key;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** The node at a path, aliases followed; null where there is none. */
export function nodeAt({ document, anchors }: Reading, path: Path): Node | null {
  let node: Node | null = document.contents;
  for (const part of path) {
    if (isAlias(node)) node = anchors.get(node) ?? null;
    let next: unknown = null;
    if (isMap(node)) next = pairsOf(node).first.get(String(part))?.value;
    else if (isSeq(node)) next = node.items[Number(part)];
    if (!isNode(next)) return null;
    node = next;
  }
  return node;
}

/** The key of the pair at a path. */
export function keyNodeAt(reading: Reading, path: Path): Node | null {
  let parent = nodeAt(reading, path.slice(0, -1));
  if (isAlias(parent)) parent = reading.anchors.get(parent) ?? null;
  if (!isMap(parent)) return null;
  const key = pairsOf(parent).last.get(String(path.at(-1)))?.key;
  return isNode(key) ? key : null;
}

/** Of a key that stands twice the first one counts, and it is the last that is one too many. */
type Pairs = { readonly first: Map<string, Pair>; readonly last: Map<string, Pair> };

const pairsOfMaps = new WeakMap<YAMLMap, { readonly size: number; readonly pairs: Pairs }>();

/** Looking through all pairs for each fault would take the square of their number. */
function pairsOf(map: YAMLMap): Pairs {
  const known = pairsOfMaps.get(map);
  if (known?.size === map.items.length) return known.pairs;
  const pairs: Pairs = { first: new Map(), last: new Map() };
  for (const pair of map.items) {
    const key = keyOf(pair) ?? '';
    if (!pairs.first.has(key)) pairs.first.set(key, pair);
    pairs.last.set(key, pair);
  }
  pairsOfMaps.set(map, { size: map.items.length, pairs });
  return pairs;
}
