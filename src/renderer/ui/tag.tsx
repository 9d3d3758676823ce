/** A small word beside a name. */
import type { ReactNode } from 'react';
import styles from './tag.module.css';

export function Tag({ children }: { readonly children: ReactNode }) {
  return <span className={styles.tag}>{children}</span>;
}
