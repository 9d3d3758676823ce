/** How long requests take: percentiles of the whole, and where the time goes. */
import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { latencyColumns, type MeasurePoint } from '../../../main/contract/index.ts';
import type { PlotSeries } from '../../charts/plot.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { type Stage, StagedChart } from './charts-of.tsx';
import { type Choice, percentiles } from './choice.ts';
import { type Figures, figureColumns, figuresOf } from './model.ts';
import { NumberTable } from './number-table.tsx';
import styles from './throughput.module.css';

const chartHeightPx = 210;
const parts = ['queue', 'local', 'remote', 'send'] as const;
type Part = 'total' | (typeof parts)[number];

const percentileColors = { p50: 'var(--series-6)', p95: 'var(--series-2)', p99: 'var(--series-5)' };
const partColors = {
  queue: 'var(--series-3)',
  local: 'var(--series-1)',
  remote: 'var(--series-7)',
  send: 'var(--series-4)',
} as const;

type PartRow = { readonly part: Part } & {
  readonly [Name in (typeof percentiles)[number] | 'mean']: Figures;
};

export function Latency(props: {
  readonly choice: Choice;
  readonly stage: Stage;
  readonly points: readonly MeasurePoint[];
  readonly onPercentile: (percentile: Choice['percentile']) => void;
}) {
  const t = useT();
  const { choice, stage, points } = props;
  const { percentile } = choice;
  const { resolutionMs } = stage;
  const span = useMilliseconds();
  const total = useMemo(
    () =>
      figureColumns(
        points,
        percentiles.map((name) => ({ series: 'total', column: latencyColumns.indexOf(name) })),
        resolutionMs,
      ),
    [points, resolutionMs],
  );
  const byPart = useMemo(
    () =>
      figureColumns(
        points,
        parts.map((series) => ({ series, column: latencyColumns.indexOf(percentile) })),
        resolutionMs,
      ),
    [points, percentile, resolutionMs],
  );
  const totalSeries = percentiles.map(
    (name): PlotSeries => ({
      key: name,
      label: name,
      color: percentileColors[name],
      isDashed: name === 'p50',
    }),
  );
  const partSeries = parts.map(
    (part): PlotSeries => ({
      key: part,
      label: t(`throughput.part-${part}`),
      color: partColors[part],
    }),
  );
  const newest = percentiles
    .map((name, index) => `${name} ${span(figuresOf(total.values[index] ?? []).now)}`)
    .join(' · ');
  return (
    <>
      <StagedChart
        stage={stage}
        title={t('throughput.latencyTotal', { api: apiLabel(choice.api, t) })}
        now={newest}
        series={totalSeries}
        data={total}
        hasLegend
        heightPx={chartHeightPx}
        formatValue={span}
      />
      <div className={styles.chartTools}>
        <SegmentedControl
          size="xs"
          aria-label={t('throughput.percentile')}
          value={percentile}
          onChange={(value) => props.onPercentile(value as Choice['percentile'])}
          data={[...percentiles]}
        />
      </div>
      <StagedChart
        stage={stage}
        title={t('throughput.latencyParts')}
        note={t('throughput.latencyPartsNote', { percentile })}
        series={partSeries}
        data={byPart}
        hasLegend
        heightPx={chartHeightPx}
        formatValue={span}
      />
      {choice.isTable ? (
        <NumberTable
          label={t('throughput.numbersOf', { name: t('throughput.tab-latency') })}
          exportName={`latency-${choice.api}`}
          names={[...percentiles, ...partSeries.map(({ label }) => `${label} ${percentile}`)]}
          columns={{ times: total.times, values: [...total.values, ...byPart.values] }}
          formatValue={span}
        />
      ) : (
        <PartsTable points={points} format={span} />
      )}
      <HowToRead />
    </>
  );
}

export function apiLabel(api: string, t: ReturnType<typeof useT>): string {
  if (api === 'FetchConsumer') return t('throughput.apiFetchConsumer');
  if (api === 'FetchFollower') return t('throughput.apiFetchFollower');
  if (api === 'FetchQuorum') return t('throughput.apiFetchQuorum');
  return api;
}

/** Fractions below a millisecond matter here. */
export function useMilliseconds(): (ms: number | null) => string {
  const t = useT();
  const format = useFormat();
  return (ms) => {
    if (ms === null) return '–';
    if (ms >= 1000) return format.span(ms);
    const digits = ms >= 100 || ms === 0 ? 0 : ms >= 10 ? 1 : 2;
    return t('throughput.ms', { ms: ms.toFixed(digits) });
  };
}

function PartsTable(props: {
  readonly points: readonly MeasurePoint[];
  readonly format: (ms: number | null) => string;
}) {
  const t = useT();
  const { points, format } = props;
  const rows = useMemo(
    () =>
      (['total', ...parts] as const).map((part): PartRow => {
        const figures = (name: (typeof latencyColumns)[number]) => {
          const column = latencyColumns.indexOf(name);
          return figuresOf(points.map(({ values }) => values[part]?.[column] ?? null));
        };
        return {
          part,
          p50: figures('p50'),
          p95: figures('p95'),
          p99: figures('p99'),
          mean: figures('mean'),
        };
      }),
    [points],
  );
  const columns: readonly Column<PartRow>[] = [
    {
      id: 'part',
      header: t('throughput.part'),
      grow: 1,
      widthPx: 110,
      value: ({ part }) => t(`throughput.part-${part}`),
      cell: ({ part }) => (
        <span title={t(`throughput.partText-${part}`)}>{t(`throughput.part-${part}`)}</span>
      ),
    },
    ...(['p50', 'p95', 'p99', 'mean'] as const).flatMap((name) =>
      (['now', 'peak'] as const).map(
        (figure): Column<PartRow> => ({
          id: `${name}-${figure}`,
          header: `${name === 'mean' ? t('throughput.mean') : name} ${t(`throughput.${figure}`)}`,
          align: 'end',
          widthPx: 82,
          value: (row) => row[name][figure],
          cell: (row) => format(row[name][figure]),
        }),
      ),
    ),
  ];
  return (
    <DataTable
      rows={rows}
      columns={columns}
      rowKey={({ part }) => part}
      label={t('throughput.latencyParts')}
      exportName="latency"
    />
  );
}

function HowToRead() {
  const t = useT();
  return (
    <details className={styles.how}>
      <summary>{t('throughput.howTitle')}</summary>
      <p>{t('throughput.howPercentile')}</p>
      <p>{t('throughput.howParts')}</p>
      <dl>
        {parts.map((part) => (
          <div key={part}>
            <dt>{t(`throughput.part-${part}`)}</dt>
            <dd>{t(`throughput.partText-${part}`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('throughput.howFetch')}</p>
    </details>
  );
}
