/** How to read the map. */
import { useT } from '../../i18n/index.ts';
import { Term } from '../../ui/term.tsx';
import styles from './cluster.module.css';
import { Glyph } from './glyph.tsx';

export function Legend() {
  const t = useT();
  return (
    <div className={styles.legend}>
      <span>
        <Glyph role="leader" brokerId={1} />
        <Term name="leader">{t('cluster.roleLeader')}</Term>
      </span>
      <span>
        <Glyph role="follower" brokerId={1} />
        <Term name="isr">{t('cluster.roleFollower')}</Term>
      </span>
      <span>
        <Glyph role="out" brokerId={1} />
        {t('cluster.roleOut')}
      </span>
      <span>
        <Glyph role="offline" brokerId={1} />
        {t('cluster.roleOffline')}
      </span>
      <span className={styles.legendNumbers}>
        <Term name="highWatermark">{t('cluster.highWatermark')}</Term>/
        <Term name="logEnd">{t('cluster.logEnd')}</Term>
      </span>
    </div>
  );
}
