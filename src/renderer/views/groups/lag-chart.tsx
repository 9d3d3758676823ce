/** The lag of a group over time, with its rebalances on the axis. */
import { SegmentedControl } from '@mantine/core';
import { type PointerEvent, useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Section } from '../../ui/page.tsx';
import { useQueryState } from '../../ui/route.ts';
import { useNowMs } from '../../ui/ticks.ts';
import { type Curve, curveOf, type Measure, nearest, type Range, ranges } from './chart-model.ts';
import styles from './groups.module.css';
import { useLagSamples, useRebalances } from './use-groups.ts';

const box = { width: 1000, height: 150 };

export function LagChart({ groupId }: { readonly groupId: string }) {
  const t = useT();
  const format = useFormat();
  const nowMs = useNowMs();
  const [measure, setMeasure] = useQueryState<Measure>('measure', 'records');
  const [range, setRange] = useQueryState<Range>('range', '5m');
  const samples = useLagSamples(groupId).value ?? [];
  const rebalances = useRebalances(groupId).value?.rebalances ?? {};
  const curve = curveOf(samples, measure, range, nowMs);
  const marksMs = Object.values(rebalances)
    .map(({ startedAtMs }) => startedAtMs)
    .filter((atMs) => atMs > curve.fromMs);
  const say = (value: number) =>
    measure === 'time' ? format.span(value * 1000) : format.number(value);
  const label = t('groups.chartLabel', {
    span: t(`groups.range-${range}`),
    now: say(curve.points.at(-1)?.value ?? 0),
    max: say(Math.max(0, ...curve.points.map(({ value }) => value))),
  });
  return (
    <Section
      title={t('groups.chart')}
      actions={
        <div className={styles.chartControls}>
          <SegmentedControl
            size="xs"
            aria-label={t('groups.chartMeasure')}
            data={[
              { value: 'records', label: t('groups.chartRecords') },
              { value: 'time', label: t('groups.chartTime') },
            ]}
            value={measure}
            onChange={(next) => setMeasure(next as Measure)}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('groups.chartRange')}
            data={ranges.map((name) => ({ value: name, label: t(`groups.range-${name}`) }))}
            value={range}
            onChange={(next) => setRange(next as Range)}
          />
        </div>
      }
    >
      <Plot curve={curve} marksMs={marksMs} label={label} say={say} />
      <p className={styles.chartNote}>{t('groups.chartYoung')}</p>
    </Section>
  );
}

function Plot(props: {
  readonly curve: Curve;
  readonly marksMs: readonly number[];
  readonly label: string;
  readonly say: (value: number) => string;
}) {
  const t = useT();
  const format = useFormat();
  const { curve } = props;
  const [at, setAt] = useState<number | null>(null);
  const found = at === null ? null : nearest(curve, at);
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setAt((event.clientX - left) / width);
  };
  const place = (atMs: number) => (atMs - curve.fromMs) / (curve.toMs - curve.fromMs);
  return (
    <div className={styles.chart} role="img" aria-label={props.label}>
      <div className={styles.chartScale} aria-hidden="true">
        {curve.ticks.toReversed().map((tick) => (
          <span key={tick}>{props.say(tick)}</span>
        ))}
      </div>
      <div
        className={styles.chartBox}
        onPointerMove={onMove}
        onPointerLeave={() => setAt(null)}
        aria-hidden="true"
      >
        <svg viewBox={`0 0 ${box.width} ${box.height}`} preserveAspectRatio="none">
          {[0, 0.5, 1].map((y) => (
            <line
              key={y}
              x1={0}
              x2={box.width}
              y1={y * box.height}
              y2={y * box.height}
              className={styles.chartLine}
            />
          ))}
          {curve.runs.map((run) => (
            <g key={run[0]?.[0]}>
              <path d={areaPath(run)} className={styles.chartArea} />
              <path d={linePath(run)} className={styles.chartCurve} />
            </g>
          ))}
        </svg>
        {props.marksMs.map((atMs) => (
          <span
            key={atMs}
            className={styles.chartMark}
            style={{ left: `${place(atMs) * 100}%` }}
            title={t('groups.chartRebalance')}
          />
        ))}
        {found && (
          <span className={styles.chartAt} style={{ left: `${found.x * 100}%` }}>
            <span data-side={found.x > 0.7 ? 'left' : 'right'}>
              <strong>{props.say(found.value)}</strong> {format.time(found.atMs)}
            </span>
          </span>
        )}
      </div>
      <div className={styles.chartTimes} aria-hidden="true">
        <span>{format.time(curve.fromMs)}</span>
        <span>{format.time((curve.fromMs + curve.toMs) / 2)}</span>
        <span>{format.time(curve.toMs)}</span>
      </div>
    </div>
  );
}

type Run = Curve['runs'][number];

function linePath(run: Run): string {
  return run
    .map(([x, y], index) => {
      const place = `${(x * box.width).toFixed(1)} ${((1 - y) * box.height).toFixed(1)}`;
      return `${index === 0 ? 'M' : 'L'}${place}`;
    })
    .join('');
}

function areaPath(run: Run): string {
  const [first, last] = [run[0]?.[0] ?? 0, run.at(-1)?.[0] ?? 0];
  const foot = (x: number) => `L${(x * box.width).toFixed(1)} ${box.height}`;
  return `${linePath(run)}${foot(last)}${foot(first)}Z`;
}
