/** Requests per second by API, those that wait, and the errors in the answers. */
import { useMemo } from 'react';
import { errorColumns, type MeasurePoint, requestColumns } from '../../../main/contract/index.ts';
import type { PlotSeries } from '../../charts/plot.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { type Stage, StagedChart } from './charts-of.tsx';
import type { Choice } from './choice.ts';
import { apiLabel } from './latency.tsx';
import { choose, type Figures, figuresOf, otherName, seriesColumns, totals } from './model.ts';
import { NumberTable } from './number-table.tsx';
import styles from './throughput.module.css';

const chartHeightPx = 170;
const [perS, waiting] = [requestColumns.indexOf('requests'), requestColumns.indexOf('waiting')];
const bytesIn = requestColumns.indexOf('bytesIn');
const bytesOut = requestColumns.indexOf('bytesOut');

type ApiRow = {
  readonly api: string;
  readonly requests: Figures;
  readonly errors: Figures;
  readonly waiting: Figures;
  readonly bytesIn: Figures;
  readonly bytesOut: Figures;
};

export function Requests(props: {
  readonly choice: Choice;
  readonly stage: Stage;
  readonly points: readonly MeasurePoint[];
  readonly errors: readonly MeasurePoint[];
}) {
  const t = useT();
  const format = useFormat();
  const { stage, points, errors } = props;
  const { resolutionMs } = stage;
  const rates = useSeries(points, perS, resolutionMs);
  const waits = useSeries(points, waiting, resolutionMs);
  const faults = useSeries(errors, errorColumns.indexOf('errors'), resolutionMs);
  const label = (name: string) => (name === otherName ? t('throughput.other') : apiLabel(name, t));
  const errorLabel = (name: string) => {
    const [api = '', error = ''] = name.split(' ');
    return name === otherName ? t('throughput.other') : `${apiLabel(api, t)}: ${error}`;
  };
  const seriesOf = (names: readonly string[], text: (name: string) => string) =>
    names.map(
      (name, index): PlotSeries => ({
        key: name || 'other',
        label: text(name),
        color: `var(--series-${(index % 8) + 1})`,
      }),
    );
  const rate = (value: number | null) =>
    value === null ? '–' : t('common.perS', { rate: format.rate(value) });
  const charts = [
    { id: 'rates', columns: rates, text: label, format: rate },
    { id: 'waiting', columns: waits, text: label, format: (value: number) => format.rate(value) },
    { id: 'errors', columns: faults, text: errorLabel, format: rate },
  ] as const;
  return (
    <>
      {charts.map(({ id, columns: { names, columns }, text, format: formatValue }) => (
        <StagedChart
          key={id}
          stage={stage}
          title={t(`throughput.requests-${id}`)}
          note={t(`throughput.requestsNote-${id}`)}
          now={formatValue(figuresOf(totals(columns)).now ?? 0)}
          series={seriesOf(names, text)}
          data={columns}
          isStacked
          hasLegend
          heightPx={chartHeightPx}
          formatValue={formatValue}
        />
      ))}
      {props.choice.isTable ? (
        <NumberTable
          label={t('throughput.numbersOf', { name: t('throughput.requests-rates') })}
          exportName="requests"
          names={rates.names.map(label)}
          columns={rates.columns}
          formatValue={rate}
        />
      ) : (
        <ApiTable points={points} label={label} rate={rate} bytes={format.bytes} />
      )}
    </>
  );
}

function useSeries(points: readonly MeasurePoint[], column: number, resolutionMs: number) {
  return useMemo(() => {
    const { names } = choose(points, [column], [], false);
    return { names, columns: seriesColumns(points, names, column, resolutionMs) };
  }, [points, column, resolutionMs]);
}

function ApiTable(props: {
  readonly points: readonly MeasurePoint[];
  readonly label: (api: string) => string;
  readonly rate: (value: number | null) => string;
  readonly bytes: (value: number) => string;
}) {
  const t = useT();
  const { points, label, rate } = props;
  const rows = useMemo(() => apiRows(points), [points]);
  const bytes = (value: number | null) =>
    value === null ? '–' : t('common.perS', { rate: props.bytes(value) });
  const number = (
    id: string,
    read: (row: ApiRow) => number | null,
    cell: (value: number | null) => string,
  ): Column<ApiRow> => ({
    id,
    header: t(`throughput.api-${id as 'now'}`),
    align: 'end',
    widthPx: 118,
    value: read,
    cell: (row) => cell(read(row)),
  });
  const columns: readonly Column<ApiRow>[] = [
    {
      id: 'api',
      header: t('throughput.api'),
      grow: 1,
      widthPx: 200,
      value: ({ api }) => api,
      cell: ({ api }) => label(api),
    },
    number('now', ({ requests }) => requests.now, rate),
    number('peak', ({ requests }) => requests.peak, rate),
    number('errors', ({ errors }) => errors.mean, rate),
    number(
      'waiting',
      (row) => row.waiting.now,
      (value) => (value === null ? '–' : String(Math.round(value))),
    ),
    number('bytesIn', (row) => row.bytesIn.now, bytes),
    number('bytesOut', (row) => row.bytesOut.now, bytes),
  ];
  return (
    <div className={styles.table}>
      <DataTable
        rows={rows}
        columns={columns}
        rowKey={({ api }) => api}
        label={t('throughput.requests-rates')}
        exportName="requests-by-api"
        defaultSort={{ by: 'now', isDescending: true }}
      />
    </div>
  );
}

function apiRows(points: readonly MeasurePoint[]): readonly ApiRow[] {
  const { all } = choose(points, [perS, waiting], [], false);
  return all.map((api) => {
    const figures = (column: number) =>
      figuresOf(points.map(({ values }) => values[api]?.[column] ?? 0));
    return {
      api,
      requests: figures(perS),
      errors: figures(requestColumns.indexOf('errors')),
      waiting: figures(waiting),
      bytesIn: figures(bytesIn),
      bytesOut: figures(bytesOut),
    };
  });
}
