/** A word of Kafka's with its explanation under the pointer or the focus. */
import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '../i18n/index.ts';
import type { TermName } from '../i18n/tables/terms.ts';
import styles from './term.module.css';

export function Term({
  name,
  children,
}: {
  readonly name: TermName;
  readonly children: ReactNode;
}) {
  const t = useT();
  return (
    <Tooltip label={t(`terms.${name}`)} events={{ hover: true, focus: true, touch: true }}>
      {/* A button, so that the keyboard reaches it; it does nothing but carry its explanation. */}
      <button type="button" className={styles.term}>
        {children}
      </button>
    </Tooltip>
  );
}
