/** The values under the pointer. */
import type { ChartSeries } from './area-chart.tsx';
import styles from './chart-tooltip.module.css';

type Entry = { readonly dataKey?: unknown; readonly value?: unknown };

export function ChartTooltip(props: {
  readonly series: readonly ChartSeries[];
  readonly formatValue: (value: number) => string;
  readonly formatTime: (atMs: number) => string;
  /** The chart fills in the following ones. */
  readonly active?: boolean;
  readonly label?: unknown;
  readonly payload?: readonly Entry[];
}) {
  if (!props.active || typeof props.label !== 'number' || !props.payload) return null;
  const values = new Map(props.payload.map(({ dataKey, value }) => [dataKey, value]));
  return (
    <div className={styles.tooltip}>
      <div className={styles.time}>{props.formatTime(props.label)}</div>
      {props.series.toReversed().map(({ key, label, color }) => {
        const value = values.get(key);
        return (
          typeof value === 'number' && (
            <div key={key} className={styles.line}>
              <span className={styles.swatch} style={{ background: color }} />
              <span>{label}</span>
              <span className={styles.value}>{props.formatValue(value)}</span>
            </div>
          )
        );
      })}
    </div>
  );
}
