/** What happened in the cluster, newest first. */
import { useFormat, useT } from '../i18n/index.ts';
import { Icon } from '../ui/icon.tsx';
import { SkeletonRows } from '../ui/states.tsx';
import styles from './timeline.module.css';
import { type Entry, iconOf, sentenceOf, toneOf } from './timeline-model.ts';

export function Timeline(props: {
  readonly entries: readonly Entry[];
  readonly isLoading: boolean;
  readonly seenId: number;
}) {
  const t = useT();
  if (props.isLoading) return <SkeletonRows count={4} />;
  if (props.entries.length === 0) {
    return <p className={styles.empty}>{t('frame.timelineEmpty')}</p>;
  }
  return (
    <ol className={styles.list}>
      {props.entries.map((entry) => (
        <li key={entry.id} className={styles.row} data-new={entry.id > props.seenId || undefined}>
          <EntryLine entry={entry} isTimeExact />
        </li>
      ))}
    </ol>
  );
}

export function EntryLine({
  entry,
  isTimeExact = false,
}: {
  readonly entry: Entry;
  readonly isTimeExact?: boolean;
}) {
  const t = useT();
  const format = useFormat();
  return (
    <span className={styles.line} data-tone={toneOf(entry.event)}>
      <time className={styles.time} dateTime={new Date(entry.atMs).toISOString()}>
        {isTimeExact ? format.timeExact(entry.atMs) : format.time(entry.atMs)}
      </time>
      <Icon name={iconOf(entry.event)} size={14} />
      <span className={styles.text}>{sentenceOf(entry, t)}</span>
    </span>
  );
}
