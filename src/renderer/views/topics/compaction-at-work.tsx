/** How far compaction has come with a log, and when it begins again. */
import { useFormat, useT } from '../../i18n/index.ts';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import type { LogCompaction, ReplicaLog } from '../../../main/contract/index.ts';
import styles from './topics.module.css';

export function CompactionAtWork(props: {
  readonly log: ReplicaLog;
  readonly compaction: LogCompaction;
}) {
  const t = useT();
  const format = useFormat();
  const { log, compaction } = props;
  const { dirtyRatio, minDirtyRatio, last, cleanedOffset, deleteRetentionMs } = compaction;
  return (
    <section className={styles.panel}>
      <h3>{t('topics.compactionTitle')}</h3>
      <div
        className={styles.meter}
        role="meter"
        aria-label={t('topics.dirty')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(dirtyRatio * 100)}
      >
        <span style={{ width: `${dirtyRatio * 100}%` }} />
        <i style={{ left: `${minDirtyRatio * 100}%` }} title={t('topics.beginsAbove')} />
      </div>
      <dl className={styles.pairs}>
        <div>
          <dt>{t('topics.dirty')}</dt>
          <dd>
            {format.percent(dirtyRatio)}{' '}
            <span className="soft">
              {t('topics.beginsAboveShare', { share: format.percent(minDirtyRatio) })}
            </span>
          </dd>
        </div>
        <div>
          <dt>{t('topics.cleanedTo')}</dt>
          <dd>
            {format.number(cleanedOffset)} / {format.number(log.logEndOffset)}
          </dd>
        </div>
        <div>
          <dt>{t('topics.lastCleaned')}</dt>
          <dd>
            {compaction.isRunning && <Status tone="busy">{t('topics.cleaningNow')}</Status>}
            {compaction.isGivenUp && <Status tone="failure">{t('topics.cleaningGivenUp')}</Status>}
            {!compaction.isRunning && last === null && t('topics.notCleanedYet')}
            {last !== null && (
              <>
                <Time atMs={last.atMs} isAbsoluteShown />{' '}
                <span className="soft">
                  {t('topics.cleanedBytes', {
                    before: format.bytes(last.bytesRead),
                    after: format.bytes(last.bytesWritten),
                  })}
                </span>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('topics.tombstones')}</dt>
          <dd>
            {t('topics.tombstonesStay', { span: format.span(deleteRetentionMs) })}
            {last !== null && (
              <>
                {' · '}
                {t('topics.tombstonesGo')} <Time atMs={last.atMs + deleteRetentionMs} />
              </>
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}
