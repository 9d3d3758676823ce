/** One setting: what it is on the left, its control on the right, what went wrong beneath. */
import type { ReactNode } from 'react';
import { ErrorNote } from '../../ui/states.tsx';
import styles from './settings.module.css';

export function SettingRow(props: {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly error?: unknown;
  readonly children: ReactNode;
}) {
  const { error = null } = props;
  return (
    <div className={styles.row}>
      <div className={styles.rowText}>
        <strong>{props.title}</strong>
        {props.hint && <span className={styles.hint}>{props.hint}</span>}
      </div>
      <div className={styles.rowControl}>{props.children}</div>
      {error !== null && (
        <div className={styles.rowError}>
          <ErrorNote error={error} />
        </div>
      )}
    </div>
  );
}
