/** What a list shows while it has nothing to show: not yet, nothing there, or something failed. */
import { Button, Skeleton } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { useErrorWords } from '../i18n/error-words.ts';
import { ErrorDetail } from './error-detail.tsx';
import { Icon, type IconName } from './icon.tsx';
import styles from './states.module.css';

const skeletonDelayMs = 150;

/** Children appear only when waiting takes longer than a glance. */
export function Delayed({ children }: { readonly children: ReactNode }) {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), skeletonDelayMs);
    return () => clearTimeout(timer);
  }, []);
  return isLate ? children : null;
}

/** Rows in the shape of the table that is coming. */
export function SkeletonRows({
  count = 6,
  heightPx = 18,
}: {
  readonly count?: number;
  readonly heightPx?: number;
}) {
  const t = useT();
  return (
    <Delayed>
      <div className={styles.skeleton} role="status" aria-label={t('common.loading')}>
        {Array.from({ length: count }, (_, row) => (
          <Skeleton key={row} height={heightPx} width={`${92 - ((row * 17) % 30)}%`} radius={3} />
        ))}
      </div>
    </Delayed>
  );
}

export function EmptyState(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      <span className={styles.emptyIcon}>
        <Icon name={props.icon} size={30} />
      </span>
      <h2 className={styles.emptyTitle}>{props.title}</h2>
      {props.children && <div className={styles.emptyText}>{props.children}</div>}
      {props.action && <div className={styles.emptyAction}>{props.action}</div>}
    </div>
  );
}

/** What happened, why, and what can be done, in place of the content. */
export function ErrorState(props: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = useT();
  return (
    <div className={styles.failed}>
      <ErrorNote error={props.error} />
      {props.onRetry && (
        <Button variant="default" onClick={props.onRetry}>
          {t('common.tryAgain')}
        </Button>
      )}
    </div>
  );
}

/** The same, beside the control that failed. */
export function ErrorNote({ error }: { readonly error: unknown }) {
  const words = useErrorWords(error);
  return (
    <div className={styles.note} role="alert">
      <Icon name="error" size={18} />
      <div>
        <strong>{words.what}</strong>
        {words.why && <p>{words.why}</p>}
        {words.action && <p>{words.action}</p>}
        <ErrorDetail error={error} />
      </div>
    </div>
  );
}
