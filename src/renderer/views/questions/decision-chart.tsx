/** The whole chart, with the way that was taken; boxes on it lead back to their question. */
import type { Progress } from '../../../scenario/models/need-kafka.ts';
import { type Key, useT } from '../../i18n/index.ts';
import { type Box, boxPx, chartOf } from './chart-layout.ts';
import styles from './need-kafka.module.css';

export function DecisionChart(props: {
  readonly progress: Progress;
  readonly hrefOf: (stepCount: number) => string;
}) {
  const t = useT();
  const { progress, hrefOf } = props;
  const chart = chartOf(progress);
  return (
    <section
      className={styles.chart}
      aria-label={t('questions.chartLabel', { count: progress.steps.length })}
    >
      <h2 className={styles.chartTitle}>{t('questions.chart')}</h2>
      <div className={styles.canvas} style={{ width: chart.width, height: chart.height }}>
        <svg width={chart.width} height={chart.height} aria-hidden="true">
          <defs>
            <marker
              id="arrow"
              viewBox="0 0 8 8"
              markerUnits="userSpaceOnUse"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto-start-reverse"
            >
              <path d="M0 0L8 4L0 8z" fill="context-stroke" />
            </marker>
          </defs>
          {chart.lines.map((line) => (
            <g key={line.key} className={styles.line} data-taken={line.isTaken || undefined}>
              <path d={line.path} markerEnd="url(#arrow)" />
              <text x={line.labelX} y={line.labelY}>
                {t(`questions.${line.answer}`)}
              </text>
            </g>
          ))}
        </svg>
        {chart.boxes.map((box) => (
          <ChartBox key={`${box.kind} ${box.name}`} box={box} hrefOf={hrefOf} />
        ))}
      </div>
    </section>
  );
}

function ChartBox(props: { readonly box: Box; readonly hrefOf: (stepCount: number) => string }) {
  const t = useT();
  const { box, hrefOf } = props;
  const text = t(`questions.${box.kind === 'question' ? 'qs' : 'os'}-${box.name}` as Key);
  const shape = {
    className: styles.box,
    'data-kind': box.kind,
    'data-taken': box.isTaken || undefined,
    'data-current': box.isCurrent || undefined,
    style: { left: box.x, top: box.y, width: boxPx.width, height: boxPx.height },
  };
  if (box.stepCount === null || box.isCurrent) {
    return (
      <span {...shape} aria-current={box.isCurrent ? 'step' : undefined}>
        {text}
      </span>
    );
  }
  return (
    <a {...shape} href={hrefOf(box.stepCount)}>
      {text}
    </a>
  );
}
