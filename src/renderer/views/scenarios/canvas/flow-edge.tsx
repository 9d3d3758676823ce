/** A line of the drawing: what flows along it, as a number, and what waits at its end. */
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo, type ReactNode } from 'react';
import { useFormat, useLanguage, useT } from '../../../i18n/index.ts';
import { nodeSizes } from '../../../../scenario/edit/auto-layout.ts';
import { partsOf } from '../../../../scenario/edit/edits.ts';
import { isQueueing } from '../model.ts';
import { aroundPath, facingEnds } from './facing.ts';
import { useRunFigures } from '../run/run-store.ts';
import type { FlowEdge } from './flow-nodes.ts';
import styles from './edges.module.css';

/** The path of an edge in the page: particles move along it. */
export function edgePathId(edgeId: string): string {
  return `flow ${edgeId}`;
}

/** As wide as nodes.module.css draws them. */
const handlePx = 12;

const markers = {
  write: 'write',
  read: 'read',
  deadLetter: 'dead',
  call: 'call',
  link: 'link',
} as const;

export const FlowEdgeLine = memo(function FlowEdgeLine(props: EdgeProps<FlowEdge>) {
  const language = useLanguage();
  const edge = props.data?.edge;
  const [path, labelX, labelY] = pathOf(props);
  if (!edge) return null;
  return (
    <g className={styles.edge} data-kind={edge.kind} data-selected={props.selected || undefined}>
      <BaseEdge
        id={edgePathId(edge.id)}
        path={path}
        interactionWidth={22}
        markerEnd={`url(#arrow-${markers[edge.kind]})`}
      />
      <EdgeFigures edge={edge} x={labelX} y={labelY} />
      {edge.title[language] !== '' && (
        <Label x={labelX} y={labelY}>
          <span className={styles.title}>{edge.title[language]}</span>
        </Label>
      )}
    </g>
  );
});

/** Between the sides that face each other, wherever the two nodes stand. */
function pathOf(props: EdgeProps<FlowEdge>): readonly [string, number, number] {
  const edge = props.data?.edge;
  const from = nodeSizes[partsOf(edge?.from ?? '').kind] ?? nodeSizes.topic;
  const to = nodeSizes[partsOf(edge?.to ?? '').kind] ?? nodeSizes.topic;
  // Half of a handle stands outside of its node: at the right of the source, the left of the target.
  const ends = facingEnds(
    {
      x: props.sourceX - handlePx / 2 - from.width,
      y: props.sourceY - from.height / 2,
      ...from,
    },
    { x: props.targetX + handlePx / 2, y: props.targetY - to.height / 2, ...to },
  );
  const around = aroundPath(ends);
  if (around) return around;
  const [path, x, y] = getBezierPath({ ...ends, curvature: 0.28 });
  return [path, x, y];
}

type Of = {
  readonly edge: NonNullable<FlowEdge['data']>['edge'];
  readonly x: number;
  readonly y: number;
};

function EdgeFigures({ edge, x, y }: Of) {
  const t = useT();
  const format = useFormat();
  const isFlow = edge.kind === 'read' || edge.kind === 'write' || edge.kind === 'deadLetter';
  const own = isFlow ? (edge.kind === 'read' ? edge.to : edge.from).replace(/^service\//, '') : '';
  const { run } = useRunFigures((state) => state.run?.services[own]);
  const rate = useRunFigures((state) => state.rates[edge.id]).run;
  if (!run || !isFlow) return null;
  const isRead = edge.kind === 'read';
  const isWaiting = isRead && (run.lag ?? 0) > 0;
  if (!isWaiting && rate === undefined) return null;
  return (
    <Label x={x} y={y}>
      {rate !== undefined && (
        <span className={styles.rate}>{t('common.perS', { rate: format.rate(rate) })}</span>
      )}
      {isWaiting && (
        <span className={styles.lag} data-long={isQueueing(run) || undefined}>
          {t('studio.lag', { amount: format.compact(run.lag ?? 0) })}
        </span>
      )}
    </Label>
  );
}

function Label(props: { readonly x: number; readonly y: number; readonly children: ReactNode }) {
  return (
    <EdgeLabelRenderer>
      <div
        className={`nodrag nopan ${styles.label}`}
        style={{ transform: `translate(-50%, -50%) translate(${props.x}px, ${props.y}px)` }}
      >
        {props.children}
      </div>
    </EdgeLabelRenderer>
  );
}

/** The heads of the lines, in the colour of their kind. */
export function EdgeMarkers() {
  return (
    <svg className={styles.markers} aria-hidden="true">
      <defs>
        {Object.values(markers).map((kind) => (
          <marker
            key={kind}
            id={`arrow-${kind}`}
            viewBox="0 0 10 10"
            refX="8.5"
            refY="5"
            markerWidth="7"
            markerHeight="7"
            orient="auto-start-reverse"
          >
            <path d="M1 1L9 5L1 9" className={styles.head} data-kind={kind} />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
