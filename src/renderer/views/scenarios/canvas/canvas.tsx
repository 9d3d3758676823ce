/** The drawing: nodes and lines that are added, moved and connected, or watched while they run. */
import {
  Background,
  BackgroundVariant,
  type Connection as FlowConnection,
  ConnectionMode,
  MiniMap,
  ReactFlow,
  SelectionMode,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type DragEvent, useCallback, useEffect } from 'react';
import type { NodeKind } from '../../../../scenario/edit/graph.ts';
import { useT } from '../../../i18n/index.ts';
import { useRunStore } from '../run/run-store.ts';
import { useStudio, useStudioState } from '../studio-store.ts';
import { AddMenu } from './add-menu.tsx';
import { AskConnection, ConnectTo } from './connect-to.tsx';
import { CanvasTools } from './canvas-tools.tsx';
import { useCanvasUi } from './canvas-ui.ts';
import styles from './canvas.module.css';
import { dragType } from './drag-type.ts';
import { EdgeMarkers, FlowEdgeLine } from './flow-edge.tsx';
import type { FlowNode } from './flow-nodes.ts';
import { FirstSteps } from './first-steps.tsx';
import { FrameNode } from './frame-node.tsx';
import { NoteNode } from './note-node.tsx';
import { Particles } from './particles.tsx';
import { Search } from './search.tsx';
import { ServiceNode } from './service-node.tsx';
import { TopicNode } from './topic-node.tsx';
import { useCanvasEdits } from './use-canvas-edits.ts';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { useFlowElements } from './use-flow.ts';

const nodeTypes = { service: ServiceNode, topic: TopicNode, note: NoteNode, frame: FrameNode };
const edgeTypes = { flow: FlowEdgeLine };

/** From so many nodes on the overview is of use. */
const mapNodes = 16;
/** From so many nodes on, only those in sight are drawn. */
const manyNodes = 60;

export function Canvas(props: {
  readonly faults: { readonly [id: string]: number };
  readonly isReadOnly: boolean;
  readonly onOpenPanel: () => void;
}) {
  const t = useT();
  const studio = useStudio();
  const { isReadOnly } = props;
  const { nodes, edges, onNodesChange, onEdgesChange } = useFlowElements(props);
  const edits = useCanvasEdits(isReadOnly);
  const keys = useCanvasKeys({ edits, isReadOnly, onOpenPanel: props.onOpenPanel });
  const isMapShown = useCanvasUi((state) => state.isMapShown) ?? nodes.length > mapNodes;
  const isTextShown = useCanvasUi((state) => state.isTextShown);
  const isOn = useRunStore((state) => state.isOn);
  const isReadable = useStudioState((state) => state.isReadable);
  useFitOnce(edits.fit, nodes.length > 0, isTextShown);

  const onConnect = useCallback(
    ({ source, target }: FlowConnection) => edits.connect(source, target),
    [edits],
  );
  const onDrop = (event: DragEvent) => {
    const kind = event.dataTransfer.getData(dragType) as NodeKind | '';
    if (kind === '' || isReadOnly) return;
    event.preventDefault();
    edits.add(kind, keys.placeOf(event.clientX, event.clientY));
  };
  return (
    // Keys that are pressed on a node reach the canvas here.
    <section
      className={styles.canvas}
      aria-label={t('scenarios.picture')}
      data-readonly={isReadOnly || undefined}
      data-unreadable={!isReadable || undefined}
      onKeyDown={keys.onKeyDown}
      onCopy={keys.onCopy}
      onCut={keys.onCut}
      onPaste={keys.onPaste}
      onDragOver={(event) => event.dataTransfer.types.includes(dragType) && event.preventDefault()}
      onDrop={onDrop}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={onConnect}
        onNodeDoubleClick={(_, node) => !isReadOnly && useCanvasUi.setState({ renaming: node.id })}
        onPaneClick={() => studio.select([])}
        connectionMode={ConnectionMode.Loose}
        connectionRadius={44}
        nodesDraggable={!isReadOnly}
        nodesConnectable={!isReadOnly}
        deleteKeyCode={null}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        onlyRenderVisibleElements={nodes.length > manyNodes}
        elevateNodesOnSelect={false}
        minZoom={0.08}
        maxZoom={2.5}
        proOptions={{ hideAttribution: true }}
        ariaLabelConfig={{
          'node.a11yDescription.default': t('studio.nodeHelp'),
          'node.a11yDescription.keyboardDisabled': t('studio.nodeHelp'),
          'edge.a11yDescription.default': t('studio.edgeHelp'),
          'minimap.ariaLabel': t('studio.map'),
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.2} />
        {isMapShown && nodes.length > 0 && (
          <MiniMap
            pannable
            zoomable
            className={styles.map ?? ''}
            style={{ width: 170, height: 104 }}
            nodeClassName={(node: FlowNode) => styles[`map-${node.type}`] ?? ''}
            nodeBorderRadius={10}
          />
        )}
        {isOn && <Particles />}
      </ReactFlow>
      <EdgeMarkers />
      <CanvasTools edits={edits} isReadOnly={isReadOnly} isMapShown={isMapShown} />
      {nodes.length === 0 && isReadable && !isReadOnly && <FirstSteps edits={edits} />}
      <AddMenu edits={edits} />
      <ConnectTo edits={edits} />
      <AskConnection edits={edits} />
      <Search edits={edits} />
      {!isReadable && (
        <p className={styles.banner} role="status">
          {t('studio.unreadable')}
        </p>
      )}
    </section>
  );
}

/** The whole drawing when there first is something to see, and when the text takes half of its room. */
function useFitOnce(fit: () => void, hasNodes: boolean, isTextShown: boolean): void {
  useEffect(() => {
    if (!hasNodes) return;
    const frame = requestAnimationFrame(() => fit());
    return () => cancelAnimationFrame(frame);
    // Later the view is where the person put it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [hasNodes, isTextShown]);
}
