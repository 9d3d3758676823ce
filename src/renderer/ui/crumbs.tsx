/** A title with the way back to the list that it came from. */
import type { ReactNode } from 'react';
import styles from './crumbs.module.css';

export function Crumbs(props: {
  readonly parent: { readonly label: string; readonly href: string };
  readonly children: ReactNode;
}) {
  return (
    <>
      <a className={styles.parent} href={props.parent.href}>
        {props.parent.label}
      </a>
      <span className={styles.slash} aria-hidden="true">
        /
      </span>
      {props.children}
    </>
  );
}
