/** A view's heading with what can be done in it, over its content. */
import type { ReactNode } from 'react';
import styles from './page.module.css';

export function Page(props: {
  readonly title: ReactNode;
  /** One line under the title: what the numbers below are about. */
  readonly note?: ReactNode;
  /** Never beside the title: a note that grows and shrinks would move what is below. */
  readonly isNoteBelow?: boolean;
  readonly actions?: ReactNode;
  /** The content fills the height itself and scrolls inside. */
  readonly isFilled?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.page} data-filled={props.isFilled || undefined}>
      <header className={styles.head}>
        <div className={styles.titles}>
          <h1 className={styles.title}>{props.title}</h1>
          {props.note && (
            <div className={styles.note} data-below={props.isNoteBelow || undefined}>
              {props.note}
            </div>
          )}
        </div>
        {props.actions && <div className={styles.actions}>{props.actions}</div>}
      </header>
      <div className={styles.content}>{props.children}</div>
    </div>
  );
}

export function Section(props: {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2 className={styles.sectionTitle}>{props.title}</h2>
        {props.actions}
      </div>
      {props.children}
    </section>
  );
}
