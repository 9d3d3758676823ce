/** How full a log folder's volume is, and how much of that the replicas are. */
import { useFormat, useT } from '../../i18n/index.ts';
import type { LogDirSummary } from '../../../main/contract/index.ts';
import styles from './brokers.module.css';

export function DiskBar({ dir }: { readonly dir: LogDirSummary }) {
  const t = useT();
  const format = useFormat();
  const { totalBytes, usableBytes, replicaBytes, error, path } = dir;
  if (error !== null) {
    return (
      <span className={styles.offline} title={path}>
        {t('brokers.dirOffline')}
      </span>
    );
  }
  const isTold = totalBytes !== null && usableBytes !== null && totalBytes > 0;
  const used = isTold ? 1 - usableBytes / totalBytes : 0;
  return (
    <span className={styles.disk} title={path}>
      <span className={styles.diskText}>
        {format.bytes(replicaBytes)}
        {isTold && (
          <span className="soft"> · {t('brokers.free', { size: format.bytes(usableBytes) })}</span>
        )}
      </span>
      {isTold && (
        <span
          className={styles.diskBar}
          role="meter"
          aria-label={t('brokers.volumeUsed', { path })}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(used * 100)}
        >
          <span style={{ width: `${used * 100}%` }} data-full={used > 0.9 || undefined} />
        </span>
      )}
    </span>
  );
}
