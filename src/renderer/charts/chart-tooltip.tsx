/** The values under the crosshair. */
import styles from './chart-tooltip.module.css';

export type TooltipValue = {
  readonly key: string;
  readonly label: string;
  readonly color: string;
  readonly value: number | null;
};

export function ChartTooltip(props: {
  readonly leftPx: number;
  readonly time: string;
  readonly values: readonly TooltipValue[];
  readonly formatValue: (value: number) => string;
}) {
  const known = props.values.filter(({ value }) => value !== null);
  return (
    <div
      className={styles.tooltip}
      role="status"
      style={{ '--left': `${props.leftPx}px` } as React.CSSProperties}
    >
      <div className={styles.time}>{props.time}</div>
      {known.map(({ key, label, color, value }) => (
        <div key={key} className={styles.line}>
          <span className={styles.swatch} style={{ background: color }} />
          <span className={styles.label}>{label}</span>
          <span className={styles.value}>{props.formatValue(value as number)}</span>
        </div>
      ))}
    </div>
  );
}
