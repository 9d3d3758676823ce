/** Measured times as dots on a line, with the middle one. */
import { useFormat, useT } from '../../i18n/index.ts';
import type { Spread } from './elections.ts';
import styles from './kraft.module.css';

export function SpreadStrip(props: {
  readonly name: string;
  readonly spread: Spread;
  readonly maxMs: number;
}) {
  const t = useT();
  const format = useFormat();
  const { name, spread, maxMs } = props;
  const x = (ms: number) => `${maxMs === 0 ? 0 : (96 * ms) / maxMs + 2}%`;
  const text = t('questions.distributionOf', {
    name,
    count: spread.values.length,
    min: format.span(spread.min),
    max: format.span(spread.max),
    median: format.span(spread.median),
  });
  return (
    <figure className={styles.spread}>
      <figcaption>{text}</figcaption>
      <svg width="100%" height={22} aria-hidden="true">
        <line className={styles.spreadLine} x1="0" x2="100%" y1="11" y2="11" />
        {spread.values.map((ms, index) => (
          <circle key={index} className={styles.spreadDot} cx={x(ms)} cy={11} r={4.5} />
        ))}
        <line
          className={styles.spreadMiddle}
          x1={x(spread.median)}
          x2={x(spread.median)}
          y1="1"
          y2="21"
        />
      </svg>
    </figure>
  );
}
