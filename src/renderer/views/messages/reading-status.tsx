/** What the table holds, and the pause of a live one. */
import { Button } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Status } from '../../ui/status.tsx';
import styles from './messages.module.css';
import type { Reading, Shown } from './model.ts';

export function ReadingStatus(props: {
  readonly reading: Reading;
  readonly shown: Shown;
  readonly onPause: () => void;
  readonly onResume: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const { reading, shown } = props;
  const isLive = reading.from === 'live';
  const isFiltered = reading.key !== '' || reading.text !== '';
  return (
    <div className={styles.status}>
      <span>{t('messages.shown', { count: shown.messages.length })}</span>
      {isFiltered && shown.scannedCount > 0 && (
        <span>
          {t(shown.isScanCut ? 'messages.scanCut' : 'messages.scanned', {
            count: format.number(shown.scannedCount),
          })}
        </span>
      )}
      {isLive && (
        <Status tone={shown.isPaused ? 'attention' : 'done'}>
          {shown.isPaused
            ? t('messages.paused', { count: shown.held.length })
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
      {shown.skippedCount > 0 && (
        <span>{t('messages.skipped', { count: shown.skippedCount })}</span>
      )}
    </div>
  );
}
