/** What happens to the brokers when LAN access is turned on, moved or turned off. */
import { useT } from '../../i18n/index.ts';
import { isUp, type Row } from './model.ts';

export function LanRestart({ row }: { readonly row: Row<'local'> }) {
  const t = useT();
  if (!isUp(row)) return <p>{t('lan.stoppedText')}</p>;
  return <p>{t(row.brokerCount > 1 ? 'lan.restartText' : 'lan.restartOneText')}</p>;
}
