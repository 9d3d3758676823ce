/** The sequence as a picture: columns for services and topics, a line for each write and read. */
import { useRef } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { offsetHref } from '../../objects/offset-link.tsx';
import { useWidth } from '../../ui/data-table/use-width.ts';
import styles from './follow.module.css';
import { headPx, type Layout, layoutOf, type PlacedArrow, timePx } from './layout.ts';
import { useArrowWords } from './arrow-words.ts';
import type { Sequence, SequenceLane } from './model.ts';

export function Diagram({ sequence }: { readonly sequence: Sequence }) {
  const t = useT();
  const wrap = useRef<HTMLDivElement>(null);
  const roomPx = useWidth(wrap) ?? 900;
  const layout = layoutOf(sequence, roomPx);
  return (
    <div ref={wrap} className={styles.diagram}>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('follow.diagram')}>
        <div className={styles.heads} style={{ width: layout.widthPx, height: headPx }}>
          {sequence.lanes.map((lane, index) => (
            <LaneHead key={lane.id} lane={lane} x={layout.laneXs[index] ?? 0} layout={layout} />
          ))}
        </div>
        <svg width={layout.widthPx} height={layout.heightPx} className={styles.svg}>
          <defs>
            <marker
              id="follow-head"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto-start-reverse"
            >
              <path d="M0 0L8 4L0 8z" className={styles.headFill} />
            </marker>
          </defs>
          {layout.laneXs.map((x, index) => (
            <line
              key={sequence.lanes[index]?.id}
              x1={x}
              x2={x}
              y1={0}
              y2={layout.heightPx - 6}
              className={styles.life}
            />
          ))}
          {layout.arrows.map((placed) => (
            <ArrowLine key={placed.arrow.id} placed={placed} sequence={sequence} />
          ))}
        </svg>
      </div>
      <p className={styles.legend}>
        <span>
          <i data-line="solid" /> {t('follow.legendSure')}
        </span>
        <span>
          <i data-line="dashed" /> {t('follow.legendCommit')}
        </span>
        <span>
          <i data-line="dotted" /> {t('follow.legendOrder')}
        </span>
      </p>
    </div>
  );
}

function LaneHead(props: {
  readonly lane: SequenceLane;
  readonly x: number;
  readonly layout: Layout;
}) {
  const t = useT();
  const { lane, x, layout } = props;
  const width = layout.lanePx - 14;
  const name =
    lane.kind === 'unknown'
      ? lane.name === ''
        ? t('follow.unknownWriter')
        : t('follow.unknownProducer', { id: lane.name })
      : lane.name;
  return (
    <div
      className={styles.laneHead}
      data-kind={lane.kind}
      title={name}
      style={{ left: x - width / 2, width }}
    >
      <span className={styles.laneKind}>{t(`follow.lane-${lane.kind}`)}</span>
      <span className={styles.laneName}>{name}</span>
    </div>
  );
}

function ArrowLine(props: { readonly placed: PlacedArrow; readonly sequence: Sequence }) {
  const t = useT();
  const format = useFormat();
  const words = useArrowWords(props.sequence);
  const { arrow, x1, x2, y, labelX } = props.placed;
  const { record, atMs } = arrow;
  const end = x2 > x1 ? x2 - 3 : x2 + 3;
  const time =
    atMs === null ? t('follow.noTime') : `+${format.span(atMs - props.sequence.startMs)}`;
  const label = words.label(arrow);
  return (
    <a
      href={offsetHref(record.topic, record.partition, record.offset)}
      className={styles.arrow}
      data-kind={arrow.kind}
      data-evidence={arrow.evidence ?? undefined}
    >
      <desc>{words.sentence(arrow)}</desc>
      <rect x={0} y={y - 24} width="100%" height={32} className={styles.hit} />
      <text x={timePx - 12} y={y + 4} textAnchor="end" className={styles.time}>
        {time}
      </text>
      <circle cx={x1} cy={y} r={3} className={styles.dot} />
      <line x1={x1} x2={end} y1={y} y2={y} markerEnd="url(#follow-head)" />
      <text x={labelX} y={y - 6} textAnchor="middle" className={styles.label}>
        {label}
      </text>
    </a>
  );
}
