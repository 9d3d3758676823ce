/** What of a log goes next, when, and why. */
import type { ReactNode } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Time } from '../../ui/time.tsx';
import type { ReplicaLog } from '../../../main/contract/index.ts';
import { bytesLeft, nextDeletion } from './segments.ts';
import styles from './topics.module.css';

export function RetentionAtWork(props: { readonly log: ReplicaLog; readonly nowMs: number }) {
  const t = useT();
  const format = useFormat();
  const { log } = props;
  const { retention } = log;
  const next = nextDeletion(log, props.nowMs);
  const left = bytesLeft(log);
  const oldestMs = log.segments[0]?.firstMs ?? null;
  return (
    <section className={styles.panel}>
      <h3>{t('topics.retentionTitle')}</h3>
      <dl className={styles.pairs}>
        <Pair name={t('topics.byTime')}>
          {retention.isDeleting && retention.retentionMs >= 0
            ? format.span(retention.retentionMs)
            : t('configs.unlimited')}
        </Pair>
        <Pair name={t('topics.bySize')}>
          {retention.isDeleting && retention.retentionBytes >= 0
            ? format.bytes(retention.retentionBytes)
            : t('configs.unlimited')}
          {left !== null && (
            <span className="soft"> · {t('topics.bytesLeft', { size: format.bytes(left) })}</span>
          )}
        </Pair>
        <Pair name={t('topics.oldestRecord')}>
          {oldestMs === null ? '–' : <Time atMs={oldestMs} isAbsoluteShown />}
        </Pair>
        <Pair name={t('topics.nextDeletion')}>
          {next === null ? (
            t(retention.isDeleting ? 'topics.nothingGoes' : 'topics.notDeleting')
          ) : (
            <>
              {t('topics.goesSegment', {
                from: format.number(next.segment.baseOffset),
                to: format.number(Math.max(next.segment.baseOffset, next.segment.endOffset - 1)),
                size: format.bytes(next.segment.sizeBytes),
              })}
            </>
          )}
        </Pair>
        {next && (
          <Pair name={t('topics.when')}>
            {next.dueMs === null
              ? t(next.reason === 'size' ? 'topics.dueBySize' : 'topics.dueNow')
              : t('topics.dueByTime')}
            {next.dueMs !== null && (
              <>
                {' '}
                <Time atMs={next.dueMs} isAbsoluteShown />
              </>
            )}
          </Pair>
        )}
        {next && retention.nextCheckMs !== null && (
          <Pair name={t('topics.nextCheck')}>
            <Time atMs={retention.nextCheckMs} isAbsoluteShown />
          </Pair>
        )}
      </dl>
    </section>
  );
}

function Pair(props: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
