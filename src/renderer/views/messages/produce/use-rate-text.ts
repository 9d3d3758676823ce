/** A rate in words: so many a second, or as fast as it goes. */
import { useFormat, useT } from '../../../i18n/index.ts';

export function useRateText(): (ratePerS: number | null) => string {
  const t = useT();
  const format = useFormat();
  return (ratePerS) =>
    ratePerS === null ? t('produce.rateMax') : t('common.perS', { rate: format.number(ratePerS) });
}
