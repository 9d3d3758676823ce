/** Where a lag is going: an arrow and a word. */
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import type { LagForecast } from '../../../main/contract/index.ts';
import styles from './groups.module.css';

const icons: { readonly [Kind in LagForecast['kind']]: IconName | null } = {
  unknown: null,
  'caught-up': 'check',
  steady: 'arrowRight',
  standing: 'pause',
  'catching-up': 'arrowDown',
  'falling-behind': 'arrowUp',
};

export function Forecast({ forecast }: { readonly forecast: LagForecast }) {
  const t = useT();
  const format = useFormat();
  const { kind, perS, etaS } = forecast;
  const icon = icons[kind];
  const values = {
    rate: format.rate(perS ?? 0),
    span: format.span((etaS ?? 0) * 1000),
  };
  return (
    <span className={styles.forecast} data-kind={kind}>
      {icon && <Icon name={icon} size={14} />}
      {t(`groups.forecast-${kind}`, values)}
    </span>
  );
}
