/** What the table holds, and the pause of a live one. */
import { Button } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Status } from '../../ui/status.tsx';
import styles from './messages.module.css';
import { arrivalRate, type Reading, type Shown } from './model.ts';

export function ReadingStatus(props: {
  readonly reading: Reading;
  readonly shown: Shown;
  readonly onPause: () => void;
  readonly onResume: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const { reading, shown } = props;
  const isLive = reading.from === 'live' && reading.untilMs === null;
  const rate = arrivalRate(shown);
  const count = shown.messages.length;
  return (
    <div className={styles.status}>
      <span>{t('messages.shown', { count, amount: format.number(count) })}</span>
      {isLive && (
        <Status tone={shown.isPaused ? 'attention' : 'done'}>
          {shown.isPaused
            ? t('messages.paused', {
                count: shown.heldCount,
                number: format.number(shown.heldCount),
              })
            : t('messages.watching')}
        </Status>
      )}
      {isLive && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<Icon name={shown.isPaused ? 'play' : 'pause'} size={12} />}
          onClick={shown.isPaused ? props.onResume : props.onPause}
        >
          {t(shown.isPaused ? 'messages.resume' : 'messages.pause')}
        </Button>
      )}
      {isLive && rate !== null && rate >= 1 && (
        <span>{t('messages.arriving', { rate: format.compact(Math.round(rate)) })}</span>
      )}
      {shown.skippedCount > 0 && (
        <span>
          {t('messages.skipped', {
            count: shown.skippedCount,
            number: format.number(shown.skippedCount),
          })}
        </span>
      )}
    </div>
  );
}
