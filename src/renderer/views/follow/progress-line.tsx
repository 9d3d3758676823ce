/** How far the search is, what it found, what it could not read. */
import { Button } from '@mantine/core';
import { type FollowProgress, followedMax } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './follow.module.css';

export function ProgressLine(props: {
  readonly progress: FollowProgress;
  readonly count: number;
  readonly isStopped: boolean;
  readonly onStop: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const { progress, count, isStopped } = props;
  const { phase, done, total, isCapped, failures } = progress;
  const isOver = isStopped || phase === 'done' || phase === 'watching';
  const share = isOver || total === 0 ? 1 : Math.min(1, done / total);
  return (
    <div className={styles.progress}>
      <div className={styles.progressLine}>
        <strong role="status">
          {t('follow.found', { count })} ·{' '}
          {t(isStopped ? 'follow.stopped' : `follow.phase-${phase}`)}
        </strong>
        <span className="soft num">
          {t('follow.scanned', {
            records: format.number(progress.scannedCount),
            topics: progress.topicCount,
            size: format.bytes(progress.scannedBytes),
          })}
        </span>
        {!isStopped && phase !== 'done' && (
          <Button size="compact-xs" variant="default" onClick={props.onStop}>
            {t('follow.stop')}
          </Button>
        )}
      </div>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={t('follow.progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span style={{ transform: `scaleX(${share})` }} />
      </div>
      {isCapped && <Note text={t('follow.capped', { amount: followedMax })} />}
      {progress.hasCommitLog === false && <Note text={t('follow.noCommitLog')} />}
      {failures.length > 0 && (
        <Note
          text={t('follow.failed', { topics: failures.map(({ topic }) => topic).join(', ') })}
          title={failures.map(({ topic, problem }) => `${topic}: ${problem}`).join('\n')}
        />
      )}
    </div>
  );
}

function Note({ text, title }: { readonly text: string; readonly title?: string }) {
  return (
    <p className={styles.warning} role="note" title={title}>
      <Icon name="info" size={14} />
      {text}
    </p>
  );
}
