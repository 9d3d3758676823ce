/** Says that what is shown is old, and from when. */
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './groups.module.css';

export function StaleNote({ sinceMs }: { readonly sinceMs: number | null }) {
  const t = useT();
  const format = useFormat();
  if (sinceMs === null) return null;
  return (
    <p className={styles.stale} role="status">
      <Icon name="clock" size={15} />
      {t('groups.stale', { time: format.time(sinceMs) })}
    </p>
  );
}
