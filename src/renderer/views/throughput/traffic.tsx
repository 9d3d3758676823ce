/** Records and bytes in over out on one time axis, divided by broker, topic, partition or client. */
import { Checkbox } from '@mantine/core';
import { useMemo } from 'react';
import type { MeasurePoint } from '../../../main/contract/index.ts';
import { trafficColumns } from '../../../main/contract/index.ts';
import type { PlotSeries } from '../../charts/plot.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import { brokerColor } from '../../theme/theme.ts';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { type Stage, StagedChart } from './charts-of.tsx';
import type { Choice } from './choice.ts';
import { choose, type Figures, figuresOf, otherName, seriesColumns, totals } from './model.ts';
import { NumberTable } from './number-table.tsx';
import styles from './throughput.module.css';

const chartHeightPx = 210;
const directions = ['in', 'out'] as const;
type Direction = (typeof directions)[number];

type SeriesRow = {
  readonly name: string;
  readonly label: string;
  readonly color: string | null;
  readonly isShown: boolean;
} & { readonly [Name in Direction]: Figures };

export function Traffic(props: {
  readonly choice: Choice;
  readonly stage: Stage;
  readonly points: readonly MeasurePoint[];
  /** Only records in are known. */
  readonly isForeign: boolean;
  readonly onPick: (names: readonly string[]) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { choice, stage, points } = props;
  const { by, picks } = choice;
  const unit = props.isForeign ? 'records' : choice.unit;
  const column = {
    in: trafficColumns.indexOf(unit === 'bytes' ? 'bytesIn' : 'recordsIn'),
    out: trafficColumns.indexOf(unit === 'bytes' ? 'bytesOut' : 'recordsOut'),
  };
  const chosen = useMemo(
    () => choose(points, [column.in, column.out], picks, by === 'broker'),
    [points, column.in, column.out, picks, by],
  );
  const { resolutionMs } = stage;
  const nameText = chosen.names.join('\n');
  const columns = useMemo(
    () => ({
      in: seriesColumns(points, nameText.split('\n'), column.in, resolutionMs),
      out: seriesColumns(points, nameText.split('\n'), column.out, resolutionMs),
    }),
    [points, nameText, column.in, column.out, resolutionMs],
  );
  const labelOf = (name: string) => {
    if (name === otherName) return t('throughput.other');
    return by === 'broker' ? t('common.broker', { id: name }) : name;
  };
  const drawn = chosen.names.map(
    (name, index): PlotSeries => ({
      key: name || 'other',
      label: labelOf(name),
      color: by === 'broker' ? brokerColor(Number(name)) : `var(--series-${(index % 8) + 1})`,
    }),
  );
  const value = (amount: number) =>
    unit === 'bytes' ? format.bytes(amount) : format.compact(Math.round(amount * 10) / 10);
  const perS = (amount: number | null) =>
    amount === null ? '–' : t('common.perS', { rate: value(amount) });
  const shownDirections = props.isForeign ? (['in'] as const) : directions;
  const names = chosen.names.map(labelOf);
  return (
    <>
      {shownDirections.map((direction) => (
        <StagedChart
          key={direction}
          stage={stage}
          title={t(`throughput.${direction}`)}
          note={t(`throughput.${direction}Long`)}
          now={perS(figuresOf(totals(columns[direction])).now)}
          series={drawn}
          data={columns[direction]}
          isStacked
          hasLegend
          heightPx={chartHeightPx}
          formatValue={value}
        />
      ))}
      {choice.isTable ? (
        shownDirections.map((direction) => (
          <NumberTable
            key={direction}
            label={t('throughput.numbersOf', { name: t(`throughput.${direction}`) })}
            exportName={`throughput-${by}-${unit}-${direction}`}
            names={names}
            columns={columns[direction]}
            formatValue={value}
          />
        ))
      ) : (
        <SeriesTable
          rows={seriesRows(points, chosen.all, chosen.names, drawn, column, labelOf)}
          by={by}
          format={perS}
          directions={shownDirections}
          picks={picks}
          onPick={props.onPick}
        />
      )}
    </>
  );
}

function seriesRows(
  points: readonly MeasurePoint[],
  all: readonly string[],
  shown: readonly string[],
  drawn: readonly PlotSeries[],
  column: { readonly [Name in Direction]: number },
  labelOf: (name: string) => string,
): readonly SeriesRow[] {
  const names = shown.includes(otherName) ? [...all, otherName] : all;
  return names.map((name) => {
    const at = shown.indexOf(name);
    const figures = (index: number) =>
      figuresOf(points.map(({ values }) => values[name]?.[index] ?? 0));
    const isOther = name === otherName;
    return {
      name,
      label: labelOf(name),
      color: at < 0 ? null : (drawn[at]?.color ?? null),
      isShown: at >= 0,
      in: isOther ? restFigures(points, shown, column.in) : figures(column.in),
      out: isOther ? restFigures(points, shown, column.out) : figures(column.out),
    };
  });
}

function restFigures(
  points: readonly MeasurePoint[],
  shown: readonly string[],
  index: number,
): Figures {
  const { values } = seriesColumns(points, shown, index, 1e12);
  return figuresOf(values[shown.indexOf(otherName)] ?? []);
}

function SeriesTable(props: {
  readonly rows: readonly SeriesRow[];
  readonly by: Choice['by'];
  readonly directions: readonly Direction[];
  readonly picks: readonly string[];
  readonly format: (amount: number | null) => string;
  readonly onPick: (names: readonly string[]) => void;
}) {
  const t = useT();
  const { rows, by, picks, format, onPick } = props;
  const toggle = (name: string) =>
    onPick(picks.includes(name) ? picks.filter((pick) => pick !== name) : [...picks, name]);
  const columns: readonly Column<SeriesRow>[] = [
    {
      id: 'series',
      header: t('throughput.series'),
      grow: 1,
      widthPx: 200,
      value: ({ label }) => label,
      cell: ({ name, label, color }) => (
        <span className={styles.series}>
          {name !== otherName && (
            <Checkbox
              size="xs"
              checked={picks.includes(name)}
              aria-label={t('throughput.compare', { name: label })}
              onChange={() => toggle(name)}
            />
          )}
          <span className={styles.swatch} style={{ background: color ?? 'transparent' }} />
          {by === 'topic' && name ? <TopicLink topic={name} /> : label}
        </span>
      ),
    },
    ...props.directions.flatMap((direction) =>
      (['now', 'mean', 'peak'] as const).map(
        (figure): Column<SeriesRow> => ({
          id: `${direction}-${figure}`,
          header: `${t(`throughput.${direction}`)} ${t(`throughput.${figure}`)}`,
          align: 'end',
          widthPx: 104,
          value: (row) => row[direction][figure],
          cell: (row) => format(row[direction][figure]),
        }),
      ),
    ),
  ];
  return (
    <DataTable
      rows={rows}
      columns={columns}
      rowKey={({ name }) => name || 'other'}
      label={t('throughput.seriesTable')}
      exportName={`throughput-${by}`}
      toolbar={<span className={styles.hint}>{t('throughput.compareHint')}</span>}
    />
  );
}
