/** How fast: steps of ten, or as fast as it goes. */
import { Slider } from '@mantine/core';
import { useT } from '../../../i18n/index.ts';
import { nearestRate, rates } from './model.ts';
import styles from './produce.module.css';
import { useRateText } from './use-rate-text.ts';

export function RatePicker(props: {
  readonly ratePerS: number | null;
  readonly onChange: (ratePerS: number | null) => void;
  /** Without a heading, where the row says what it is. */
  readonly label?: string;
}) {
  const t = useT();
  const text = useRateText();
  const index = nearestRate(props.ratePerS);
  return (
    <div className={styles.rate}>
      <span className={styles.label}>
        {props.label ?? t('produce.rate')}
        <strong>{text(props.ratePerS)}</strong>
      </span>
      <Slider
        size="sm"
        min={0}
        max={rates.length - 1}
        step={1}
        label={null}
        marks={rates.map((_, value) => ({ value }))}
        thumbLabel={props.label ?? t('produce.rate')}
        thumbProps={{ 'aria-valuetext': text(props.ratePerS) }}
        value={index}
        onChange={(value) => props.onChange(rates[value] ?? null)}
      />
    </div>
  );
}
