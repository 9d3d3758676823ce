/** How many faults a node has. */
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import styles from './nodes.module.css';

export function FaultBadge({ count }: { readonly count: number }) {
  const t = useT();
  if (count === 0) return null;
  const text = t('studio.faultCount', { count });
  return (
    <span className={styles.fault} title={text} role="img" aria-label={text}>
      <Icon name="warning" size={12} />
      {count}
    </span>
  );
}
