/**
 * The table of the product: only the rows in sight exist, so ten thousand are as quick as ten.
 * A head sorts, arrows move, Enter opens; all rows can be taken along, columns put away.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { ExportMenu } from '../export-menu.tsx';
import { type Column, gridTemplate, nextSort, type Sort, sortRows, widthMinPx } from './columns.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import styles from './data-table.module.css';
import { HeadCell } from './head-cell.tsx';
import { useHiddenColumns } from './hidden-columns.ts';
import { isOwnKey, useRowFocus } from './row-focus.ts';
import { useWidth } from './use-width.ts';

export type { Column, Sort } from './columns.ts';

const rowHeightDefaultPx = 32;
const gapPx = 12;
const heightDefaultPx = 480;

export type DataTableProps<Row> = {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** What the table is of, for those who do not see it. */
  readonly label: string;
  /** Given together: somebody else keeps the order. */
  readonly sort?: Sort | null | undefined;
  readonly onSort?: ((sort: Sort) => void) | undefined;
  readonly defaultSort?: Sort | undefined;
  readonly onOpen?: ((row: Row) => void) | undefined;
  readonly selectedKey?: string | null | undefined;
  /** A row of a tone stands out by a line at its start. */
  readonly rowTone?: ((row: Row) => 'attention' | 'failure' | null) | undefined;
  /** Names the exported file and the remembered columns; absent: neither is offered. */
  readonly exportName?: string | undefined;
  /** In place of the rows when there are none. */
  readonly empty?: ReactNode;
  /** Left of the table's own buttons. */
  readonly toolbar?: ReactNode;
  /** The most height that the rows take before they scroll; `isFilled`: all there is. */
  readonly heightPx?: number | undefined;
  readonly isFilled?: boolean | undefined;
  readonly rowHeightPx?: number | undefined;
};

export function DataTable<Row>(props: DataTableProps<Row>) {
  const t = useT();
  const { columns, exportName } = props;
  const wrap = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(wrap);
  const [hidden, toggle] = useHiddenColumns(exportName, columns, { widthPx, gapPx });
  const shown = columns.filter(({ id }) => !hidden.has(id));
  const [ownSort, setOwnSort] = useState<Sort | null>(props.defaultSort ?? null);
  const sort = props.sort === undefined ? ownSort : props.sort;
  const rows = useMemo(() => sortRows(props.rows, columns, sort), [props.rows, columns, sort]);
  const onSort = (column: Column<Row>) => {
    const next = nextSort(sort, column, props.rows);
    setOwnSort(next);
    props.onSort?.(next);
  };
  const hasTools = exportName !== undefined || props.toolbar !== undefined;
  return (
    <div
      ref={wrap}
      className={styles.wrap}
      data-filled={props.isFilled || undefined}
      data-empty={rows.length === 0 || undefined}
    >
      {hasTools && (
        <div className={styles.tools}>
          <div className={styles.toolbar}>{props.toolbar}</div>
          {exportName !== undefined && (
            <>
              <ColumnsMenu columns={columns} hidden={hidden} onToggle={toggle} />
              <ExportMenu
                name={exportName}
                rows={rows}
                columns={columns.filter(({ isAction }) => !isAction)}
              />
            </>
          )}
        </div>
      )}
      <Grid {...props} rows={rows} columns={shown} sort={sort} onHead={onSort} />
      {rows.length === 0 && (
        <div className={styles.empty}>{props.empty ?? t('common.tableEmpty')}</div>
      )}
    </div>
  );
}

function Grid<Row>(
  props: DataTableProps<Row> & {
    readonly sort: Sort | null;
    readonly onHead: (column: Column<Row>) => void;
  },
) {
  const { rows, columns, rowKey, sort, rowHeightPx = rowHeightDefaultPx } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the virtualizer stays in this component
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 10,
    getItemKey: (index) => rowKey(rows[index]!),
  });
  const focus = useRowFocus({ rows, rowKey, scroller, scrollTo: virtual.scrollToIndex });
  const template = gridTemplate(columns);
  const heightMaxPx = props.isFilled ? undefined : (props.heightPx ?? heightDefaultPx);
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      style={{ maxHeight: heightMaxPx }}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      onKeyDown={(event) => {
        const row = rows[focus.index];
        if (event.key === 'Enter' && row && props.onOpen && isOwnKey(event)) props.onOpen(row);
        else focus.onKeyDown(event);
      }}
    >
      <div style={{ minWidth: widthMinPx(columns, gapPx) }}>
        <div role="rowgroup" className={styles.headGroup}>
          <div className={styles.head} role="row" style={{ gridTemplateColumns: template }}>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={props.onHead} />
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]!;
            const key = rowKey(row);
            return (
              <div
                key={key}
                role="row"
                data-index={item.index}
                data-opens={props.onOpen !== undefined || undefined}
                data-tone={props.rowTone?.(row) ?? undefined}
                aria-rowindex={item.index + 2}
                aria-selected={
                  props.selectedKey === undefined ? undefined : props.selectedKey === key
                }
                tabIndex={item.index === focus.index ? 0 : -1}
                className={styles.row}
                style={{
                  gridTemplateColumns: template,
                  height: item.size,
                  transform: `translateY(${item.start}px)`,
                }}
                onClick={(event) => {
                  focus.setKey(key);
                  if (props.onOpen && !isOnControl(event.target)) props.onOpen(row);
                }}
              >
                {columns.map((column) => (
                  <div
                    key={column.id}
                    role="gridcell"
                    className={styles.cell}
                    data-align={column.align}
                  >
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** A link or a button in a cell does its own. */
function isOnControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, label, select') !== null;
}
