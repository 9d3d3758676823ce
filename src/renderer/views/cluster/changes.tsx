/** How many replicas changed their role since somebody said "seen". */
import { Button } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import styles from './cluster.module.css';
import { markSeen, useMarks } from './marks.ts';

export function Changes() {
  const t = useT();
  const count = useMarks((marks) => marks.changed.size);
  if (count === 0) return null;
  return (
    <span className={styles.changes}>
      <span className={styles.changeDot} aria-hidden="true" />
      {t('cluster.changes', { count })}
      <Button size="compact-xs" variant="subtle" onClick={markSeen}>
        {t('cluster.markSeen')}
      </Button>
    </span>
  );
}
