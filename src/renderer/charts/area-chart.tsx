/** Stacked areas over time. Takes ready-made rows: no arithmetic in here. */
import {
  Area,
  AreaChart as Areas,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { ChartTooltip } from './chart-tooltip.tsx';
import { timeTicks } from './time-ticks.ts';

export type ChartSeries = {
  readonly key: string;
  readonly label: string;
  readonly color: string;
};

export type ChartRow = { readonly atMs: number; readonly [series: string]: number | null };

const axisStyle = { fill: 'var(--text-soft)', fontSize: 11.5 };

export function AreaChart(props: {
  readonly rows: readonly ChartRow[];
  readonly series: readonly ChartSeries[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly heightPx: number;
  /** In words: what a reader who cannot see it is told. */
  readonly label: string;
  /** Charts of the same name show the same moment under the pointer. */
  readonly syncName: string;
  readonly formatValue: (value: number) => string;
  readonly formatTick: (atMs: number) => string;
  readonly formatTime: (atMs: number) => string;
}) {
  return (
    <div role="img" aria-label={props.label} style={{ height: props.heightPx }}>
      <ResponsiveContainer width="100%" height="100%">
        <Areas
          data={[...props.rows]}
          syncId={props.syncName}
          syncMethod="value"
          accessibilityLayer={false}
          margin={{ top: 6, right: 2, bottom: 0, left: 0 }}
        >
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            dataKey="atMs"
            type="number"
            scale="time"
            domain={[props.fromMs, props.toMs]}
            allowDataOverflow
            ticks={timeTicks(props.fromMs, props.toMs)}
            tickFormatter={props.formatTick}
            tick={axisStyle}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
          />
          <YAxis
            width={66}
            tickFormatter={props.formatValue}
            tick={axisStyle}
            tickLine={false}
            axisLine={false}
            tickCount={5}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--line-strong)' }}
            content={
              <ChartTooltip
                series={props.series}
                formatValue={props.formatValue}
                formatTime={props.formatTime}
              />
            }
          />
          {props.series.map(({ key, color }) => (
            <Area
              key={key}
              dataKey={key}
              stackId="all"
              type="linear"
              stroke={color}
              strokeWidth={1.4}
              fill={color}
              fillOpacity={0.2}
              isAnimationActive={false}
              activeDot={{ r: 3, strokeWidth: 0 }}
            />
          ))}
        </Areas>
      </ResponsiveContainer>
    </div>
  );
}
