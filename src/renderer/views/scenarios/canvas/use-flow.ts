/** The studio's graph as React Flow's nodes and lines, and what React Flow says back. */
// What was drawn last only keeps identities: drawing again without it gives the same picture.
/* oxlint-disable react/refs */
import type { EdgeChange, NodeChange } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { moveNodes } from '../../../../scenario/edit/edits.ts';
import { placeAll } from '../../../../scenario/edit/place-all.ts';
import type { Places } from '../../../../scenario/edit/auto-layout.ts';
import type { GraphEdge } from '../../../../scenario/edit/graph.ts';
import { useLanguage, useT } from '../../../i18n/index.ts';
import { useStudio, useStudioState } from '../studio-store.ts';
import { type FlowEdge, flowEdges, type FlowNode, flowNodes, withMembers } from './flow-nodes.ts';

export function useFlowElements(input: {
  readonly faults: { readonly [id: string]: number };
  readonly isReadOnly: boolean;
}) {
  const t = useT();
  const language = useLanguage();
  const studio = useStudio();
  const graph = useStudioState((state) => state.graph);
  const stored = useStudioState((state) => state.places);
  const selected = useStudioState((state) => state.history.present.selection);
  const selection = useMemo(() => new Set(selected), [selected]);
  /** Where nodes are while they are dragged; the text learns of it at the end. */
  const [moving, setMoving] = useState<Places>({});
  const places = useMemo(() => ({ ...stored, ...moving }), [stored, moving]);

  const drawn = useRef(new Map<string, FlowNode>());
  const { faults, isReadOnly } = input;
  const nodes = useMemo(() => {
    const all = { graph, places, selection, language, faults, isReadOnly };
    const next = flowNodes(all, drawn.current);
    drawn.current = new Map(next.map((node) => [node.id, node]));
    return next;
  }, [graph, places, selection, language, faults, isReadOnly]);

  const drawnEdges = useRef(new Map<string, FlowEdge>());
  const edges = useMemo(() => {
    const titles = new Map(graph.nodes.map(({ id, title }) => [id, title[language]]));
    const nameOf = ({ kind, from, to }: GraphEdge) =>
      t(`studio.edge-${kind}`, { from: titles.get(from) ?? from, to: titles.get(to) ?? to });
    const next = flowEdges(graph, selection, nameOf, drawnEdges.current);
    drawnEdges.current = new Map(next.map((edge) => [edge.id, edge]));
    return next;
  }, [graph, selection, language, t]);

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const { graph: now, places: before } = studio.store.getState();
      const dragged: Record<string, { x: number; y: number }> = {};
      const dropped: Record<string, { x: number; y: number }> = {};
      for (const change of changes) {
        if (change.type === 'dimensions' && change.dimensions) {
          const node = drawn.current.get(change.id);
          // React Flow's map is empty until it is told that it measured.
          if (node) node.measured = change.dimensions;
        }
        if (change.type !== 'position' || !change.position) continue;
        (change.dragging === true ? dragged : dropped)[change.id] = change.position;
      }
      if (Object.keys(dragged).length > 0) {
        setMoving((places) => ({ ...places, ...withMembers(now, before, dragged) }));
      }
      if (Object.keys(dropped).length > 0) {
        setMoving({});
        const moves = withMembers(now, before, dropped);
        studio.edit((text) => moveNodes(placeAll(text), moves), { mergeKey: 'move' });
      }
      applySelection(studio, changes);
    },
    [studio],
  );
  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdge>[]) => applySelection(studio, changes),
    [studio],
  );
  return { nodes, edges, onNodesChange, onEdgesChange };
}

function applySelection(
  studio: ReturnType<typeof useStudio>,
  changes: readonly { readonly type: string; readonly id?: string; readonly selected?: boolean }[],
): void {
  const selects = changes.filter(({ type }) => type === 'select');
  if (selects.length === 0) return;
  const ids = new Set(studio.store.getState().history.present.selection);
  for (const { id = '', selected } of selects) {
    if (selected === true) ids.add(id);
    else ids.delete(id);
  }
  studio.select([...ids]);
}
