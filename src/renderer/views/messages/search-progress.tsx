/** How far a search is, how fast it goes, and what it found: of all partitions and of each. */
import { Button, Popover } from '@mantine/core';
import type { SearchProgress } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import styles from './search-progress.module.css';

export function SearchBar(props: {
  readonly progress: SearchProgress;
  readonly hitCount: number;
  readonly onStop: () => void;
  readonly onMore: (() => void) | null;
}) {
  const t = useT();
  const format = useFormat();
  const { progress } = props;
  const { phase, scannedCount, totalCount, elapsedMs, remainingMs, failedCount } = progress;
  const doneCount = progress.partitions.reduce((sum, { done }) => sum + done, 0);
  const share = totalCount === 0 ? 1 : Math.min(1, doneCount / totalCount);
  const perS = elapsedMs > 0 ? (scannedCount / elapsedMs) * 1000 : 0;
  return (
    <div className={styles.bar} data-phase={phase}>
      <div className={styles.line}>
        <strong role="status">
          {t(
            phase === 'running'
              ? 'messages.searching'
              : phase === 'capped'
                ? 'messages.searchCapped'
                : 'messages.searchDone',
            { count: props.hitCount, amount: format.number(props.hitCount) },
          )}
        </strong>
        <span className={styles.figure}>
          {t('messages.scannedOf', {
            scanned: format.number(scannedCount),
            total: format.number(totalCount),
          })}
        </span>
        <span className={styles.figure}>
          {t('common.perS', { rate: format.number(Math.round(perS)) })}
        </span>
        <span className={styles.figure}>
          {phase === 'running'
            ? remainingMs !== null && t('messages.timeLeft', { span: format.span(remainingMs) })
            : t('messages.took', { span: format.span(elapsedMs) })}
        </span>
        {failedCount > 0 && (
          <span className={styles.failed} title={progress.problem ?? undefined}>
            {t('messages.failedRecords', { count: failedCount, reason: progress.problem ?? '' })}
          </span>
        )}
        <span className={styles.end}>
          {progress.partitions.length > 1 && <Partitions progress={progress} />}
          {phase === 'running' && (
            <Button size="compact-xs" variant="default" onClick={props.onStop}>
              {t('messages.stopSearch')}
            </Button>
          )}
          {props.onMore && (
            <Button size="compact-xs" variant="default" onClick={props.onMore}>
              {t('messages.searchOn')}
            </Button>
          )}
        </span>
      </div>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={t('messages.searchProgress')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span style={{ transform: `scaleX(${share})` }} />
      </div>
    </div>
  );
}

function Partitions({ progress }: { readonly progress: SearchProgress }) {
  const t = useT();
  const format = useFormat();
  return (
    <Popover position="bottom-end">
      <Popover.Target>
        <Button size="compact-xs" variant="subtle" color="gray">
          {t('messages.perPartition')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.partitions}>
          {progress.partitions.map(({ partition, done, total }) => (
            <div key={partition} className={styles.partition}>
              <span>{t('messages.partitionN', { partition })}</span>
              <span className={styles.track}>
                <span style={{ transform: `scaleX(${total === 0 ? 1 : done / total})` }} />
              </span>
              <span className="num">
                {t('messages.doneOf', { done: format.number(done), total: format.number(total) })}
              </span>
            </div>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
