/** A state told by colour, shape and word. */
import type { ReactNode } from 'react';
import styles from './status.module.css';

export type Tone = 'done' | 'attention' | 'failure' | 'quiet' | 'busy';

export function Status({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={styles.status} data-tone={tone}>
      <span className={styles.mark} aria-hidden="true" />
      {children}
    </span>
  );
}
