/** A column's head that sorts by it. */
import { Icon } from './icon.tsx';
import styles from './sort-head.module.css';

export function SortHead(props: {
  readonly label: string;
  readonly direction: 'ascending' | 'descending' | null;
  readonly isNumber?: boolean;
  readonly onSort: () => void;
}) {
  return (
    <th
      scope="col"
      className={props.isNumber ? 'num' : undefined}
      aria-sort={props.direction ?? 'none'}
    >
      <button type="button" className={styles.button} onClick={props.onSort}>
        {props.label}
        <span className={styles.arrow} data-shown={props.direction !== null || undefined}>
          <Icon name={props.direction === 'ascending' ? 'chevronUp' : 'chevronDown'} size={12} />
        </span>
      </button>
    </th>
  );
}
