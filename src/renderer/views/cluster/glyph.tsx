/** One replica as a shape: leader solid, follower outlined, out of sync hatched, offline hollow. */
import type { CSSProperties } from 'react';
import { brokerColor } from '../../theme/theme.ts';
import styles from './glyph.module.css';
import type { Role } from './model.ts';

export function Glyph(props: {
  readonly role: Role;
  readonly brokerId: number;
  readonly isSmall?: boolean;
  /** Its role changed while somebody could see it: it moves once, then stays marked. */
  readonly isChanged?: boolean;
}) {
  return (
    <span
      // A new role is a new element, so that its one movement starts.
      key={props.role}
      className={styles.glyph}
      data-role={props.role}
      data-small={props.isSmall || undefined}
      data-changed={props.isChanged || undefined}
      style={{ '--hue': brokerColor(props.brokerId) } as CSSProperties}
      aria-hidden="true"
    />
  );
}
