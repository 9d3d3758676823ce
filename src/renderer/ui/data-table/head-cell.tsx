/** A column's head: its name, what it means, and the order of the rows. */
import { Tooltip } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../icon.tsx';
import type { Column, Sort } from './columns.ts';
import styles from './data-table.module.css';

export function HeadCell<Row>(props: {
  readonly column: Column<Row>;
  readonly sort: Sort | null;
  readonly onSort: (column: Column<Row>) => void;
}) {
  const t = useT();
  const { column } = props;
  const { header, term, align } = column;
  const isSortable = column.isSortable ?? header !== '';
  const direction = props.sort?.by === column.id ? directionOf(props.sort) : null;
  const explanation = term === undefined ? null : t(`terms.${term}`);
  const name = <span className={explanation ? styles.explained : styles.name}>{header}</span>;
  return (
    <div
      // A column of buttons or bars has no name that could be its head.
      role={header === '' ? 'gridcell' : 'columnheader'}
      className={styles.headCell}
      data-align={align}
      aria-sort={isSortable ? (direction ?? 'none') : undefined}
    >
      <Tooltip label={explanation} disabled={explanation === null}>
        {isSortable ? (
          <button type="button" className={styles.sort} onClick={() => props.onSort(column)}>
            {name}
            <span className={styles.arrow} data-shown={direction !== null || undefined}>
              <Icon name={direction === 'ascending' ? 'chevronUp' : 'chevronDown'} size={12} />
            </span>
          </button>
        ) : (
          name
        )}
      </Tooltip>
    </div>
  );
}

function directionOf(sort: Sort): 'ascending' | 'descending' {
  return sort.isDescending ? 'descending' : 'ascending';
}
