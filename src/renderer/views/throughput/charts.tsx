/** In over out on one time axis, and the figures of each series. */
import { useMemo } from 'react';
import { AreaChart, type ChartSeries } from '../../charts/area-chart.tsx';
import { useFormat, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import table from '../../ui/table.module.css';
import { brokerColor } from '../../theme/theme.ts';
import type { ThroughputPoint } from '../../../main/contract/index.ts';
import {
  type Choice,
  type Direction,
  figuresOf,
  otherKey,
  rangeMs,
  type Row,
  rowsOf,
  type Series,
  seriesOf,
} from './model.ts';
import styles from './throughput.module.css';

const chartHeightPx = 200;
const directions = ['in', 'out'] as const satisfies readonly Direction[];
const dayMs = 86_400_000;

type ChartsProps = {
  readonly choice: Choice;
  readonly points: readonly ThroughputPoint[];
  readonly resolutionMs: number;
  readonly fromMs: number;
  readonly toMs: number;
};

export function Charts({ choice, points, resolutionMs, fromMs, toMs }: ChartsProps) {
  const t = useT();
  const format = useFormat();
  const { by, unit } = choice;
  const series = useMemo(() => seriesOf(points, by, unit), [points, by, unit]);
  const rows = useMemo(
    () => ({
      in: rowsOf(points, series, { by, unit }, 'in', resolutionMs),
      out: rowsOf(points, series, { by, unit }, 'out', resolutionMs),
    }),
    [points, series, by, unit, resolutionMs],
  );
  const drawn: readonly ChartSeries[] = series.map((one, index) => ({
    key: one.key,
    label: nameOf(one, by, t('throughput.other'), (id) => t('common.broker', { id })),
    color: by === 'broker' ? brokerColor(Number(one.name)) : `var(--series-${(index % 8) + 1})`,
  }));
  const value = (amount: number) =>
    unit === 'bytes' ? format.bytes(amount) : format.compact(Math.round(amount * 10) / 10);
  const keys = series.map(({ key }) => key);
  return (
    <>
      {directions.map((direction) => {
        const figures = figuresOf(rows[direction], keys);
        return (
          <section key={direction} className={styles.chart}>
            <h2 className={styles.chartTitle}>
              {t(`throughput.${direction}`)}
              <span className={styles.chartNote}>{t(`throughput.${direction}Long`)}</span>
              <span className={styles.now}>{t('common.perS', { rate: value(figures.now) })}</span>
            </h2>
            <AreaChart
              rows={rows[direction]}
              series={drawn}
              fromMs={fromMs}
              toMs={toMs}
              heightPx={chartHeightPx}
              syncName="throughput"
              label={t('throughput.chart', {
                direction: t(`throughput.${direction}`),
                now: value(figures.now),
                peak: value(figures.peak),
              })}
              formatValue={value}
              formatTick={rangeMs[choice.range] > dayMs ? format.dayClock : format.clock}
              formatTime={format.dateTime}
            />
          </section>
        );
      })}
      <FiguresTable series={drawn} names={series} rows={rows} by={by} format={value} />
    </>
  );
}

function nameOf(
  { key, name }: Series,
  by: Choice['by'],
  other: string,
  broker: (id: number) => string,
): string {
  if (key === otherKey) return other;
  return by === 'broker' ? broker(Number(name)) : name;
}

function FiguresTable(props: {
  readonly series: readonly ChartSeries[];
  readonly names: readonly Series[];
  readonly rows: { readonly [Name in Direction]: readonly Row[] };
  readonly by: Choice['by'];
  readonly format: (amount: number) => string;
}) {
  const t = useT();
  const { series, names, rows, by, format } = props;
  const cells = (keys: readonly string[]) =>
    directions.flatMap((direction) => {
      const figures = figuresOf(rows[direction], keys);
      return (['now', 'mean', 'peak'] as const).map((figure) => (
        <td key={`${direction} ${figure}`} className="num">
          {format(figures[figure])}
        </td>
      ));
    });
  return (
    <div className={table.wrap}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('throughput.series')}</th>
            {directions.flatMap((direction) =>
              (['now', 'mean', 'peak'] as const).map((figure) => (
                <th key={`${direction} ${figure}`} scope="col" className="num">
                  {t(`throughput.${direction}`)} {t(`throughput.${figure}`)}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {series.map(({ key, label, color }, index) => {
            const name = names[index]?.name;
            return (
              <tr key={key}>
                <td>
                  <span className={styles.swatch} style={{ background: color }} />
                  {by === 'topic' && name ? <TopicLink topic={name} /> : label}
                </td>
                {cells([key])}
              </tr>
            );
          })}
          <tr className={styles.total}>
            <td>{t('throughput.total')}</td>
            {cells(series.map(({ key }) => key))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}
