/** Places for nodes: in layers along the flow, in rows and columns, or beside what is there. */
import dagre from '@dagrejs/dagre';
import type { Graph, GraphNode, Position } from './graph.ts';

export type Size = { readonly width: number; readonly height: number };
export type Places = { readonly [id: string]: Position };

/** In pixels at zoom 1: what the canvas draws. */
export const nodeSizes = {
  service: { width: 216, height: 118 },
  topic: { width: 188, height: 62 },
  note: { width: 220, height: 84 },
  frame: { width: 0, height: 0 },
} as const satisfies { readonly [Kind in GraphNode['kind']]: Size };

const gapPx = 28;

/** A service with the topics that it is the first to write below it, or anything that stands alone. */
type Stack = { readonly id: string; readonly nodes: readonly GraphNode[] } & Size;

const stackGapPx = 40;
const rowGapPx = 70;
const columnGapPx = 78;
/** A drawing about so much wider than high is seen best. */
const aspectWanted = 1.3;

/** Every node but frames, along the flow: in columns, and in rows that turn where one would be too long. */
export function layOutAll(graph: Graph): Places {
  const stacks = stacksOf(graph);
  const stackOf = new Map(stacks.flatMap(({ id, nodes }) => nodes.map((node) => [node.id, id])));
  const layered = new dagre.graphlib.Graph();
  layered.setGraph({ rankdir: 'LR', nodesep: 40, ranksep: columnGapPx });
  layered.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of stacks) layered.setNode(id, { width, height });
  for (const { from, to } of graph.edges) {
    const [start, end] = [stackOf.get(from), stackOf.get(to)];
    if (start !== undefined && end !== undefined && start !== end) layered.setEdge(start, end);
  }
  dagre.layout(layered);
  const boxes = stacks.map((stack) => {
    const { x, y } = layered.node(stack.id) as unknown as Position;
    return { stack, x: x - stack.width / 2, y: y - stack.height / 2 };
  });
  const placed = inRows(boxes);
  return Object.fromEntries(placed.flatMap(({ stack, x, y }) => withinStack(stack, x, y)));
}

function stacksOf(graph: Graph): readonly Stack[] {
  const nodes = graph.nodes.filter(({ kind }) => kind !== 'frame');
  const frameOf = new Map(
    graph.nodes
      .filter(({ kind }) => kind === 'frame')
      .flatMap(({ id, members }) => members.map((member) => [member, id])),
  );
  const writerOf = new Map<string, string>();
  for (const kind of ['write', 'deadLetter']) {
    for (const edge of graph.edges) {
      // What belongs to different owners is not stacked.
      const isOneFrame = frameOf.get(edge.from) === frameOf.get(edge.to);
      if (edge.kind === kind && isOneFrame && !writerOf.has(edge.to)) {
        writerOf.set(edge.to, edge.from);
      }
    }
  }
  // Services first: where the flow turns back, the first of the file stays the first.
  const heads = nodes
    .filter(({ id }) => !writerOf.has(id))
    .toSorted((a, b) => Number(b.kind === 'service') - Number(a.kind === 'service'));
  return heads.map((head) => {
    const own = [head, ...nodes.filter(({ id }) => writerOf.get(id) === head.id)];
    const sizes = own.map(({ kind }) => nodeSizes[kind]);
    return {
      id: head.id,
      nodes: own,
      width: Math.max(...sizes.map(({ width }) => width)),
      height: sizes.reduce((sum, { height }) => sum + height + stackGapPx, -stackGapPx),
    };
  });
}

function withinStack({ nodes, width }: Stack, x: number, y: number): readonly [string, Position][] {
  let top = y;
  return nodes.map(({ id, kind }) => {
    const size = nodeSizes[kind];
    const place = { x: Math.round(x + (width - size.width) / 2), y: Math.round(top) };
    top += size.height + stackGapPx;
    return [id, place];
  });
}

type Placed = Position & { readonly stack: Stack };

/** In as many rows, and with columns as short, as let it be drawn largest. */
function inRows(boxes: readonly Placed[]): readonly Placed[] {
  const columns = columnsOf(boxes);
  const counts = (max: number) => Array.from({ length: Math.max(1, max) }, (_, at) => at + 1);
  const tallest = Math.max(...columns.map(({ length }) => length));
  const ways = counts(Math.min(9, tallest)).flatMap((parts) => {
    const own = parts === 1 ? columns : folded(columns, Math.ceil(tallest / parts));
    return counts(Math.min(6, own.length)).map((rows) => turned(own, rows));
  });
  return ways.reduce((best, way) => (scaleOf(way) > scaleOf(best) ? way : best), ways[0] ?? []);
}

/** A column of more than so many stacks goes on beside itself. */
function folded(
  columns: readonly (readonly Placed[])[],
  max: number,
): readonly (readonly Placed[])[] {
  let x = 0;
  return columns.flatMap((column) =>
    Array.from({ length: Math.ceil(column.length / max) }, (_, part) => {
      const own = column.toSorted((a, b) => a.y - b.y).slice(part * max, (part + 1) * max);
      const left = x;
      const width = Math.max(...own.map(({ stack }) => stack.width));
      x += width + columnGapPx;
      let y = 0;
      return own.map(({ stack }) => {
        const placed = { stack, x: left + (width - stack.width) / 2, y };
        y += stack.height + stackGapPx;
        return placed;
      });
    }),
  );
}

function columnsOf(boxes: readonly Placed[]): readonly (readonly Placed[])[] {
  const middleOf = ({ x, stack }: Placed) => x + stack.width / 2;
  const middles = [...new Set(boxes.map((box) => Math.round(middleOf(box))))];
  return middles
    .toSorted((a, b) => a - b)
    .map((middle) => boxes.filter((box) => Math.abs(middleOf(box) - middle) <= 0.5));
}

/** Every other row runs back, so that what follows stands below what it follows. */
function turned(columns: readonly (readonly Placed[])[], rowCount: number): readonly Placed[] {
  const perRow = Math.ceil(columns.length / rowCount);
  const rows = Array.from({ length: rowCount }, (_, row) =>
    columns.slice(row * perRow, (row + 1) * perRow).flat(),
  ).filter((row) => row.length > 0);
  const width = Math.max(...rows.map((row) => extent(row).width));
  let top = 0;
  return rows.flatMap((row, at) => {
    const { x: left, y: low, height } = extent(row);
    const shift = top - low;
    top += height + rowGapPx;
    return row.map(({ stack, x, y }) => {
      const along = x - left;
      return { stack, x: at % 2 === 0 ? along : width - along - stack.width, y: y + shift };
    });
  });
}

function extent(boxes: readonly Placed[]): Position & Size {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.stack.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.stack.height)) - y,
  };
}

function scaleOf(boxes: readonly Placed[]): number {
  const { width, height } = extent(boxes);
  return Math.min(aspectWanted / width, 1 / height);
}

/** Where every node stands: as the file says, and what it does not place beside its neighbours. */
export function placesOf(graph: Graph): Places {
  const nodes = graph.nodes.filter(({ kind }) => kind !== 'frame');
  const isOpen = nodes.some(({ position }) => position === null);
  const wished = isOpen ? layOutAll(graph) : {};
  const places: Record<string, Position> = {};
  for (const { id, position } of nodes) if (position) places[id] = position;
  if (Object.keys(places).length === 0) return wished;
  for (const node of nodes) {
    if (places[node.id]) continue;
    const wish = wished[node.id] ?? { x: 0, y: 0 };
    const near = shifted(wish, node, graph, wished, places);
    places[node.id] = freePlace(node, near, { nodes, places });
  }
  return places;
}

/** As far from its neighbours as the layout of all would put it. */
function shifted(
  wish: Position,
  { id }: GraphNode,
  graph: Graph,
  wished: Places,
  places: Places,
): Position {
  const neighbours = graph.edges
    .flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))
    .filter((other) => places[other] !== undefined && wished[other] !== undefined);
  const others = neighbours.length > 0 ? neighbours : Object.keys(places);
  let [x, y, count] = [0, 0, 0];
  for (const other of others) {
    const [now, then] = [places[other], wished[other]];
    if (!now || !then) continue;
    [x, y, count] = [x + now.x - then.x, y + now.y - then.y, count + 1];
  }
  return count === 0 ? wish : { x: wish.x + x / count, y: wish.y + y / count };
}

/** Down from there until nothing is in the way. */
export function freePlace(
  { id, kind }: Pick<GraphNode, 'id' | 'kind'>,
  from: Position,
  { nodes, places }: { readonly nodes: readonly GraphNode[]; readonly places: Places },
): Position {
  const size = nodeSizes[kind];
  const others = nodes.flatMap((node) => {
    const at = node.id === id || node.kind === 'frame' ? undefined : places[node.id];
    return at ? [{ ...at, ...nodeSizes[node.kind] }] : [];
  });
  const x = Math.round(from.x);
  let y = Math.round(from.y);
  for (let round = 0; round < others.length + 1; round += 1) {
    const inTheWay = others.find(
      (other) =>
        x < other.x + other.width + gapPx / 2 &&
        other.x < x + size.width + gapPx / 2 &&
        y < other.y + other.height + gapPx / 2 &&
        other.y < y + size.height + gapPx / 2,
    );
    if (!inTheWay) break;
    y = inTheWay.y + inTheWay.height + gapPx;
  }
  return { x, y };
}

export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';

type Box = Position & Size & { readonly id: string };

/** Nodes on one line. */
export function align(graph: Graph, places: Places, ids: readonly string[], to: Alignment): Places {
  const boxes = boxesOf(graph, places, ids);
  const isAcross = to === 'left' || to === 'center' || to === 'right';
  const share = to === 'left' || to === 'top' ? 0 : to === 'right' || to === 'bottom' ? 1 : 0.5;
  const [low, high] = [
    Math.min(...boxes.map((box) => (isAcross ? box.x : box.y))),
    Math.max(...boxes.map((box) => (isAcross ? box.x + box.width : box.y + box.height))),
  ];
  const line = low + (high - low) * share;
  return Object.fromEntries(
    boxes.map(({ id, x, y, width, height }) => [
      id,
      isAcross ? { x: line - width * share, y } : { x, y: line - height * share },
    ]),
  );
}

/** The same gap between each and the next. */
export function distribute(
  graph: Graph,
  places: Places,
  ids: readonly string[],
  along: 'x' | 'y',
): Places {
  const extent = along === 'x' ? 'width' : 'height';
  const boxes = boxesOf(graph, places, ids).toSorted((a, b) => a[along] - b[along]);
  const [first, last] = [boxes[0], boxes.at(-1)];
  if (!first || !last || boxes.length < 3) return {};
  const room = last[along] + last[extent] - first[along];
  const filled = boxes.reduce((sum, box) => sum + box[extent], 0);
  const gap = (room - filled) / (boxes.length - 1);
  let at = first[along];
  return Object.fromEntries(
    boxes.map((box) => {
      const place = { x: box.x, y: box.y, [along]: at };
      at += box[extent] + gap;
      return [box.id, { x: Math.round(place.x), y: Math.round(place.y) }];
    }),
  );
}

function boxesOf(graph: Graph, places: Places, ids: readonly string[]): readonly Box[] {
  return graph.nodes.flatMap(({ id, kind }) => {
    const at = ids.includes(id) && kind !== 'frame' ? places[id] : undefined;
    return at ? [{ id, ...at, ...nodeSizes[kind] }] : [];
  });
}
