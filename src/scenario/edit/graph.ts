/** A definition as a drawing: what stands where, and what flows between. */
import { isMapping, type Path } from './path.ts';
import { list, mapping, nameOf, type Reference, referencesIn } from './references.ts';

export type NodeKind = 'service' | 'topic' | 'note' | 'frame';
export type EdgeKind = 'write' | 'read' | 'call' | 'link' | 'deadLetter';

/** A text in both languages; the same twice where the file has one. */
export type BothTexts = { readonly en: string; readonly ko: string };

export type Position = { readonly x: number; readonly y: number };

export type GraphNode = {
  /** `service/NAME`, `topic/NAME`, `note/NAME`, `frame/NAME`. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  readonly title: BothTexts;
  readonly path: Path;
  /** Null where the file says none; frames stand around their members. */
  readonly position: Position | null;
  /** Of a frame: the ids within. */
  readonly members: readonly string[];
  /** Of a service: what it begins with; of a topic: its partitions. */
  readonly count: number;
  /** Of a service: the blocks of its first handler, or what else it does. */
  readonly blocks: readonly string[];
  /** Of a topic: some handler gives up its records into it. */
  readonly isDeadLetter: boolean;
};

export type GraphEdge = {
  readonly id: string;
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  /** What makes it: the names in the text. */
  readonly paths: readonly Path[];
  readonly title: BothTexts;
};

export type Graph = { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] };

export const emptyGraph: Graph = { nodes: [], edges: [] };

export function graphOf(root: unknown): Graph {
  const references = referencesIn(root);
  const nodes = nodesOf(root, references);
  const ids = new Set(nodes.map(({ id }) => id));
  return {
    nodes,
    edges: [...flowEdges(root, references), ...linkEdges(root)].filter(
      ({ from, to }) => ids.has(from) && ids.has(to),
    ),
  };
}

// --- Nodes --------------------------------------------------------------------------------------

const places: readonly (readonly [NodeKind, string])[] = [
  ['frame', 'frames'],
  ['topic', 'topics'],
  ['service', 'services'],
  ['note', 'notes'],
];

function nodesOf(root: unknown, references: readonly Reference[]): readonly GraphNode[] {
  const definition = mapping(root);
  const layout = mapping(definition['layout']);
  const deadLetters = new Set(
    references.filter(({ role }) => role === 'deadLetter').map(({ name }) => name),
  );
  const seen = new Set<string>();
  return places.flatMap(([kind, key]) =>
    list(definition[key]).flatMap((item, at): readonly GraphNode[] => {
      const name = nameOf(item);
      const id = `${kind}/${name}`;
      // Of two with one name the first is drawn; the second is a fault that the check tells.
      if (name === '' || seen.has(id)) return [];
      seen.add(id);
      const fields = mapping(item);
      const members = list(fields['members']).map(String);
      return [
        {
          id,
          kind,
          name,
          title: bothTexts(fields[kind === 'note' ? 'text' : 'title'], name),
          path: [key, at],
          position: positionOf(layout[id]),
          members,
          count: numberOf(fields[kind === 'topic' ? 'partitions' : 'instances'], kind),
          blocks: kind === 'service' ? blocksOf(fields) : [],
          isDeadLetter: kind === 'topic' && deadLetters.has(name),
        },
      ];
    }),
  );
}

function blocksOf(service: { readonly [key: string]: unknown }): readonly string[] {
  const handlers = list(service['consume']).map(mapping);
  const steps = handlers.flatMap(({ steps: own }) => list(own));
  return [
    ...(Array.isArray(service['generate']) ? ['generate'] : []),
    ...(Array.isArray(service['timers']) ? ['timers'] : []),
    ...(Array.isArray(service['serve']) ? ['serve'] : []),
    ...steps.flatMap((step) => Object.keys(mapping(step)).slice(0, 1)),
  ];
}

function positionOf(value: unknown): Position | null {
  const { x, y } = mapping(value);
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : null;
}

function numberOf(value: unknown, kind: NodeKind): number {
  if (typeof value === 'number') return value;
  return kind === 'topic' ? 3 : 1;
}

/** `fallback` where nothing is said. */
export function bothTexts(value: unknown, fallback: string): BothTexts {
  if (typeof value === 'string') return { en: value, ko: value };
  if (!isMapping(value)) return { en: fallback, ko: fallback };
  const { en, ko } = value;
  const english = typeof en === 'string' ? en : fallback;
  return { en: english, ko: typeof ko === 'string' ? ko : english };
}

// --- Edges --------------------------------------------------------------------------------------

const noTitle: BothTexts = { en: '', ko: '' };

function flowEdges(root: unknown, references: readonly Reference[]): readonly GraphEdge[] {
  const names = list(mapping(root)['services']).map(nameOf);
  const edges = new Map<string, GraphEdge>();
  for (const { service, role, name, path } of references) {
    if (service === null || role === 'drawing' || role === 'script') continue;
    const own = `service/${names[service]}`;
    const other = `${role === 'call' ? 'service' : 'topic'}/${name}`;
    const [from, to] = role === 'read' ? [other, own] : [own, other];
    const id = `${role} ${from} ${to}`;
    const before = edges.get(id)?.paths ?? [];
    edges.set(id, { id, kind: role, from, to, paths: [...before, path], title: noTitle });
  }
  return [...edges.values()];
}

function linkEdges(root: unknown): readonly GraphEdge[] {
  return list(mapping(root)['links']).map((item, at) => {
    const { from, to, title } = mapping(item);
    return {
      id: `link ${at} ${String(from)} ${String(to)}`,
      kind: 'link',
      from: String(from),
      to: String(to),
      paths: [['links', at]],
      title: bothTexts(title, ''),
    };
  });
}
