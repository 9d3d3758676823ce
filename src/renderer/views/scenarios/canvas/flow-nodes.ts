/** The graph as React Flow wants it. Nodes that say the same keep their identity: they are not drawn again. */
import type { Edge, Node } from '@xyflow/react';
import { nodeSizes, type Places } from '../../../../scenario/edit/auto-layout.ts';
import type { Graph, GraphEdge, GraphNode } from '../../../../scenario/edit/graph.ts';
import { isSame } from '../../../../scenario/edit/path.ts';
import type { Language } from '../../../../main/contract/index.ts';

export type NodeData = { readonly node: GraphNode; readonly faultCount: number };
export type FlowNode = Node<NodeData, GraphNode['kind']>;
export type EdgeData = { readonly edge: GraphEdge };
export type FlowEdge = Edge<EdgeData, 'flow'>;

export type Box = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

const frameGapPx = 22;
const frameHeadPx = 30;

/** Around its members; null while none of them has a place. */
export function frameBox(frame: GraphNode, graph: Graph, places: Places): Box | null {
  const boxes = graph.nodes.flatMap(({ id, kind }) => {
    const at = frame.members.includes(id) ? places[id] : undefined;
    return at ? [{ ...at, ...nodeSizes[kind] }] : [];
  });
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x)) - frameGapPx;
  const y = Math.min(...boxes.map((box) => box.y)) - frameGapPx - frameHeadPx;
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) + frameGapPx - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) + frameGapPx - y,
  };
}

export type NodeInput = {
  readonly graph: Graph;
  readonly places: Places;
  readonly selection: ReadonlySet<string>;
  /** Node id -> faults. */
  readonly faults: { readonly [id: string]: number };
  readonly language: Language;
  readonly isReadOnly: boolean;
};

/** `before`: what was drawn last, by id. */
export function flowNodes(input: NodeInput, before: ReadonlyMap<string, FlowNode>): FlowNode[] {
  const { graph, places, selection, faults, language, isReadOnly } = input;
  return graph.nodes.flatMap((node) => {
    const box =
      node.kind === 'frame'
        ? frameBox(node, graph, places)
        : { ...(places[node.id] ?? { x: 0, y: 0 }), ...nodeSizes[node.kind] };
    if (!box) return [];
    const known = before.get(node.id);
    const data = { node, faultCount: faults[node.id] ?? 0 };
    const next: FlowNode = {
      id: node.id,
      type: node.kind,
      position: { x: box.x, y: box.y },
      width: box.width,
      height: box.height,
      data: known && isSame(known.data, data) ? known.data : data,
      selected: selection.has(node.id),
      draggable: !isReadOnly,
      connectable: !isReadOnly && node.kind !== 'frame',
      ariaLabel: node.title[language],
      zIndex: node.kind === 'frame' ? -1 : 1,
      ...(node.kind === 'frame' ? { dragHandle: '.frame-head' } : {}),
    };
    const measured = known?.measured;
    const whole = measured ? { ...next, measured } : next;
    return [known && isSameNode(known, whole) ? known : whole];
  });
}

function isSameNode(left: FlowNode, right: FlowNode): boolean {
  return (
    left.data === right.data &&
    left.selected === right.selected &&
    left.draggable === right.draggable &&
    left.ariaLabel === right.ariaLabel &&
    left.position.x === right.position.x &&
    left.position.y === right.position.y &&
    left.width === right.width &&
    left.height === right.height
  );
}

export function flowEdges(
  graph: Graph,
  selection: ReadonlySet<string>,
  nameOf: (edge: GraphEdge) => string,
  before: ReadonlyMap<string, FlowEdge>,
): FlowEdge[] {
  return graph.edges.map((edge) => {
    const known = before.get(edge.id);
    const isSelected = selection.has(edge.id);
    const ariaLabel = nameOf(edge);
    if (
      known?.data &&
      known.selected === isSelected &&
      known.ariaLabel === ariaLabel &&
      isSame(known.data.edge, edge)
    ) {
      return known;
    }
    return {
      id: edge.id,
      type: 'flow',
      source: edge.from,
      target: edge.to,
      data: { edge },
      selected: isSelected,
      ariaLabel,
      ariaRole: 'button',
    };
  });
}

/** What stands in a frame moves with it. */
export function withMembers(graph: Graph, places: Places, moves: Places): Places {
  const all: Record<string, { x: number; y: number }> = {};
  for (const [id, to] of Object.entries(moves)) {
    const node = graph.nodes.find((one) => one.id === id);
    if (node?.kind !== 'frame') {
      all[id] = to;
      continue;
    }
    const box = frameBox(node, graph, places);
    if (!box) continue;
    for (const member of node.members) {
      const at = places[member];
      if (at) all[member] = { x: at.x + to.x - box.x, y: at.y + to.y - box.y };
    }
  }
  return all;
}
