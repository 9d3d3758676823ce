/** The messages sent by hand, to look at or to send again. */
import { Button } from '@mantine/core';
import { useT } from '../../../i18n/index.ts';
import { OffsetLink } from '../../../objects/offset-link.tsx';
import { Time } from '../../../ui/time.tsx';
import { useSent } from './history.ts';
import type { Draft } from './model.ts';
import styles from './produce.module.css';

export function SentHistory(props: {
  readonly topic: string;
  readonly onTake: (draft: Draft) => void;
}) {
  const t = useT();
  const lines = useSent((state) => state.lines);
  const own = lines.filter(({ topic }) => topic === props.topic);
  if (own.length === 0) return null;
  return (
    <details className={styles.options}>
      <summary>
        {t('produce.history')}
        <span className={styles.soft}>{own.length}</span>
      </summary>
      <ul className={styles.history}>
        {own.map(({ id, atMs, draft, partition, offset, topic }) => (
          <li key={id}>
            <Time atMs={atMs} />
            {offset === null ? (
              <span>{partition}</span>
            ) : (
              <OffsetLink topic={topic} partition={partition} offset={offset}>
                {`${partition} · ${offset}`}
              </OffsetLink>
            )}
            <code className={styles.preview}>
              {draft.key !== '' && <b>{draft.key} </b>}
              {draft.isTombstone ? 'null' : draft.value}
            </code>
            <Button size="compact-xs" variant="subtle" onClick={() => props.onTake(draft)}>
              {t('produce.takeAgain')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
