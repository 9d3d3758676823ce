/** What is done on the canvas by mouse, by key and from menus: the same few edits. */
import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import {
  align,
  type Alignment,
  distribute,
  layOutAll,
  nodeSizes,
} from '../../../../scenario/edit/auto-layout.ts';
import { copyNodes, pasteNodes } from '../../../../scenario/edit/clipboard.ts';
import {
  addNode,
  connect,
  type Connection,
  connectionsBetween,
  frameNodes,
  moveNodes,
  removeEdge,
  removeNodes,
} from '../../../../scenario/edit/edits.ts';
import { placeAll } from '../../../../scenario/edit/place-all.ts';
import type { NodeKind, Position } from '../../../../scenario/edit/graph.ts';
import { useT } from '../../../i18n/index.ts';
import { showToast } from '../../../ui/toasts.ts';
import { useStudio } from '../studio-store.ts';
import { useCanvasUi } from './canvas-ui.ts';

export type CanvasEdits = ReturnType<typeof useCanvasEdits>;

const pasteStepPx = 36;

/** All of it, below the tools. */
const wholeView = {
  duration: 200,
  maxZoom: 1.1,
  padding: { top: '64px', right: '24px', bottom: '24px', left: '24px' },
} as const;

export function useCanvasEdits(isReadOnly: boolean) {
  const t = useT();
  const flow = useReactFlow();
  const studio = useStudio();
  return useMemo(() => {
    const now = () => studio.store.getState();
    const selection = () => now().history.present.selection;
    const nodeIds = () =>
      selection().filter((id) => now().places[id] !== undefined || id.startsWith('frame/'));
    const edit: typeof studio.edit = (change, options) => {
      if (!isReadOnly) studio.edit(change, options);
    };
    const move = (places: { readonly [id: string]: Position }) =>
      edit((text) => moveNodes(placeAll(text), places));

    const centerOn = (ids: readonly string[]) =>
      void flow.fitView({
        nodes: ids.map((id) => ({ id })),
        maxZoom: 1,
        duration: 200,
        padding: 0.4,
      });

    return {
      /** At a place of the canvas; without one beside what is selected, or in the middle. */
      add: (kind: NodeKind, at?: Position) => {
        const [beside] = nodeIds();
        const from = beside ? now().places[beside] : undefined;
        const size = nodeSizes[kind];
        const middle = () => {
          const box = document.querySelector('.react-flow')?.getBoundingClientRect();
          const spot = flow.screenToFlowPosition({
            x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
            y: (box?.top ?? 0) + (box?.height ?? 0) / 2,
          });
          return { x: spot.x - size.width / 2, y: spot.y - size.height / 2 };
        };
        const wish = at ?? (from ? { x: from.x + 290, y: from.y } : middle());
        const position = free(wish, size, now());
        const isOutOfSight = at === undefined;
        edit((text) =>
          kind === 'frame' ? frameNodes(text, nodeIds()) : addNode(text, kind, { position }),
        );
        if (isOutOfSight) requestAnimationFrame(() => focusNode(selection()[0]));
      },
      /** Asks where a line can mean more than one thing. */
      connect: (from: string, to: string, as?: Connection) => {
        const kinds = connectionsBetween(from, to);
        const [first] = kinds;
        if (first === undefined) return;
        if (as === undefined && kinds.length > 1) {
          useCanvasUi.setState({ asking: { from, to } });
          return;
        }
        edit((text) => connect(text, from, to, as ?? first));
      },
      remove: () => {
        const ids = selection();
        const paths = now()
          .graph.edges.filter(({ id }) => ids.includes(id))
          .flatMap((edge) => edge.paths);
        if (ids.length === 0) return;
        edit((text) => {
          const without = paths.length > 0 ? removeEdge(text, paths) : text;
          return { text: removeNodes(without, nodeIds()), ids: [] };
        });
      },
      selectAll: () => studio.select(now().graph.nodes.map(({ id }) => id)),
      copy: () =>
        nodeIds().length > 0 ? copyNodes(placeAll(now().history.present.text), nodeIds()) : null,
      paste: (clipboard: string) => {
        const by = { x: pasteStepPx, y: pasteStepPx };
        const pasted = pasteNodes(placeAll(now().history.present.text), clipboard, by);
        if (pasted) edit(() => pasted);
        else showToast({ tone: 'attention', text: t('studio.nothingToPaste') });
      },
      duplicate: () => {
        const copied =
          nodeIds().length > 0 ? copyNodes(placeAll(now().history.present.text), nodeIds()) : null;
        if (copied === null) return;
        const by = { x: pasteStepPx, y: pasteStepPx };
        edit((text) => pasteNodes(placeAll(text), copied, by) ?? text);
      },
      align: (to: Alignment) => move(align(now().graph, now().places, nodeIds(), to)),
      distribute: (along: 'x' | 'y') =>
        move(distribute(now().graph, now().places, nodeIds(), along)),
      layOut: () => {
        move(layOutAll(now().graph));
        requestAnimationFrame(() => void flow.fitView(wholeView));
      },
      fit: () => void flow.fitView(wholeView),
      centerOn,
      goTo: (id: string) => {
        studio.select([id]);
        centerOn([id]);
        requestAnimationFrame(() => focusNode(id));
      },
      nodeIds,
    };
  }, [studio, flow, isReadOnly, t]);
}

export function focusNode(id: string | undefined): void {
  if (id === undefined) return;
  document
    .querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
    ?.focus({ preventScroll: true });
}

/** Not upon another node. */
function free(
  wish: Position,
  size: { readonly width: number; readonly height: number },
  {
    graph,
    places,
  }: {
    graph: { nodes: readonly { id: string; kind: NodeKind }[] };
    places: { readonly [id: string]: Position };
  },
): Position {
  const { x } = wish;
  let { y } = wish;
  for (let round = 0; round <= graph.nodes.length; round += 1) {
    const other = graph.nodes.find(({ id, kind }) => {
      const at = kind === 'frame' ? undefined : places[id];
      if (!at) return false;
      const box = nodeSizes[kind];
      return (
        x < at.x + box.width &&
        at.x < x + size.width &&
        y < at.y + box.height &&
        at.y < y + size.height
      );
    });
    const at = other ? places[other.id] : undefined;
    if (!other || !at) break;
    y = at.y + nodeSizes[other.kind].height + 28;
  }
  return { x, y };
}
