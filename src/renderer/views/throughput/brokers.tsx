/** What the brokers' processes do: processor, memory, disk, connections, replication. */
import { useMemo } from 'react';
import { machineColumns, type MeasurePoint, probeColumns } from '../../../main/contract/index.ts';
import type { PlotSeries } from '../../charts/plot.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { brokerColor } from '../../theme/theme.ts';
import { BrokerBadge } from '../../ui/broker-badge.tsx';
import { type Stage, StagedChart } from './charts-of.tsx';
import type { Choice } from './choice.ts';
import { useMilliseconds } from './latency.tsx';
import { choose, figureColumns, figuresOf } from './model.ts';
import { NumberTable } from './number-table.tsx';
import styles from './throughput.module.css';

const chartHeightPx = 140;

/** What is drawn of our own brokers, in this order; two side by side. */
const ownNames = [
  'cpuShare',
  'busyShare',
  'loopDelayP99Ms',
  'flushP99Ms',
  'bytesWritten',
  'bytesRead',
  'replicationIn',
  'replicationOut',
  'logBytes',
  'freeBytes',
  'connections',
  'connectionsOpened',
  'memoryBytes',
  'flushes',
] as const satisfies readonly (typeof machineColumns)[number][];
/** What is drawn of somebody else's. */
const probeNames = [
  'answerMs',
  'logBytes',
] as const satisfies readonly (typeof probeColumns)[number][];
type Name = (typeof ownNames)[number] | (typeof probeNames)[number];

export type Drawn = readonly { readonly name: Name; readonly column: number }[];
export const measured: Drawn = ownNames.map((name) => ({
  name,
  column: machineColumns.indexOf(name),
}));
export const probed: Drawn = probeNames.map((name) => ({
  name,
  column: probeColumns.indexOf(name),
}));

export function Brokers(props: {
  readonly choice: Choice;
  readonly stage: Stage;
  readonly points: readonly MeasurePoint[];
  readonly drawn: Drawn;
}) {
  const t = useT();
  const { choice, stage, points, drawn } = props;
  const formats = useFormats();
  const names = useMemo(() => {
    const { all } = choose(points, [0], [], true);
    return choice.brokerId === null ? all : all.filter((id) => Number(id) === choice.brokerId);
  }, [points, choice.brokerId]);
  const series = names.map(
    (id): PlotSeries => ({
      key: id,
      label: t('common.broker', { id }),
      color: brokerColor(Number(id)),
    }),
  );
  const nameText = names.join(' ');
  const { resolutionMs } = stage;
  const columns = useMemo(() => {
    const ids = nameText.split(' ').filter(Boolean);
    return drawn.map(({ column }) =>
      figureColumns(
        points,
        ids.map((id) => ({ series: id, column })),
        resolutionMs,
      ),
    );
  }, [points, drawn, nameText, resolutionMs]);
  if (choice.isTable) {
    return drawn.map(({ name }, index) => (
      <NumberTable
        key={name}
        label={t('throughput.numbersOf', { name: t(`throughput.machine-${name}`) })}
        exportName={`brokers-${name}`}
        names={series.map(({ label }) => `${label}: ${t(`throughput.machine-${name}`)}`)}
        columns={columns[index] ?? { times: [], values: [] }}
        formatValue={formats[name]}
      />
    ));
  }
  return (
    <div className={styles.grid}>
      {drawn.map(({ name }, index) => {
        const data = columns[index] ?? { times: [], values: [] };
        const now = data.values.map((values, at) => {
          const { now: value } = figuresOf(values);
          return (
            <span key={names[at]} className={styles.legendItem}>
              <BrokerBadge id={Number(names[at])} />
              {value === null ? '–' : formats[name](value)}
            </span>
          );
        });
        return (
          <StagedChart
            key={name}
            stage={stage}
            title={t(`throughput.machine-${name}`)}
            note={<span className={styles.legend}>{now}</span>}
            series={series}
            data={data}
            heightPx={chartHeightPx}
            formatValue={formats[name]}
          />
        );
      })}
    </div>
  );
}

function useFormats(): { readonly [Key in Name]: (value: number) => string } {
  const t = useT();
  const format = useFormat();
  const ms = useMilliseconds();
  const percent = (value: number) => format.percent(value, 1);
  const perS = (value: number) => t('common.perS', { rate: format.rate(value) });
  const bytesPerS = (value: number) => t('common.perS', { rate: format.bytes(value) });
  return {
    cpuShare: percent,
    busyShare: percent,
    loopDelayP99Ms: ms,
    flushP99Ms: ms,
    bytesWritten: bytesPerS,
    bytesRead: bytesPerS,
    replicationIn: bytesPerS,
    replicationOut: bytesPerS,
    logBytes: format.bytes,
    freeBytes: format.bytes,
    connections: format.rate,
    connectionsOpened: perS,
    memoryBytes: format.bytes,
    flushes: perS,
    answerMs: ms,
  };
}
