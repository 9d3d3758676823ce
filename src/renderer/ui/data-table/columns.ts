/** What a table's columns are, and the order and the widths that follow from them. */
import type { ReactNode } from 'react';
import type { TermName } from '../../i18n/tables/terms.ts';

export type CellValue = string | number | boolean | null;

export type Column<Row> = {
  /** Also its name in exported files. */
  readonly id: string;
  readonly header: string;
  /** Explains the header under the pointer. */
  readonly term?: TermName | undefined;
  readonly align?: 'start' | 'end' | undefined;
  /** Fixed; absent: it takes its share of what is left. */
  readonly widthPx?: number | undefined;
  /** Its share of what is left, 1 unless told; at least `minPx` wide. */
  readonly grow?: number | undefined;
  readonly minPx?: number | undefined;
  readonly cell: (row: Row) => ReactNode;
  /** What sorts and what is exported. */
  readonly value: (row: Row) => CellValue;
  /** It holds what can be done with the row, and no word about it: nothing to export. */
  readonly isAction?: boolean | undefined;
  /** Unless told otherwise every column with a header is. */
  readonly isSortable?: boolean | undefined;
  /** Shown only when the reader asks for it. */
  readonly isHiddenFirst?: boolean | undefined;
  /** Where the table is too narrow for all, those with the largest number give way first. */
  readonly givesWay?: number | undefined;
};

export type Sort = { readonly by: string; readonly isDescending: boolean };

const growMinPx = 120;

export function gridTemplate<Row>(columns: readonly Column<Row>[]): string {
  return columns
    .map(({ widthPx, grow = 1, minPx = growMinPx }) =>
      widthPx === undefined ? `minmax(${minPx}px, ${grow}fr)` : `${widthPx}px`,
    )
    .join(' ');
}

/** Narrower than this the table scrolls sideways. */
export function widthMinPx<Row>(columns: readonly Column<Row>[], gapPx: number): number {
  const widths = columns.map(({ widthPx, minPx = growMinPx }) => widthPx ?? minPx);
  return widths.reduce((sum, width) => sum + width + gapPx, gapPx);
}

/** What is not shown unless the reader asks: by itself, and for want of room. */
export function hiddenAtFirst<Row>(
  columns: readonly Column<Row>[],
  widthPx: number | null,
  gapPx: number,
): ReadonlySet<string> {
  const hidden = new Set(columns.filter((column) => column.isHiddenFirst).map(({ id }) => id));
  let shown = columns.filter(({ id }) => !hidden.has(id));
  const leaving = shown
    .filter(({ givesWay }) => givesWay !== undefined)
    .sort((left, right) => (right.givesWay ?? 0) - (left.givesWay ?? 0));
  for (const { id } of leaving) {
    if (widthPx === null || widthMinPx(shown, gapPx) <= widthPx) break;
    hidden.add(id);
    shown = shown.filter((column) => column.id !== id);
  }
  return hidden;
}

/** A first click on text sorts upwards, on numbers downwards; the second turns it. */
export function nextSort<Row>(sort: Sort | null, column: Column<Row>, rows: readonly Row[]): Sort {
  if (sort?.by === column.id) return { by: column.id, isDescending: !sort.isDescending };
  const sample = rows.map(column.value).find((value) => value !== null);
  return { by: column.id, isDescending: typeof sample === 'number' || typeof sample === 'boolean' };
}

/** What has no value comes last in both directions; equal rows keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const value = columns.find(({ id }) => id === sort?.by)?.value;
  if (!sort || !value) return rows;
  const sign = sort.isDescending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: value(row) }))
    .sort((left, right) => {
      if (left.value === null || right.value === null) {
        return Number(left.value === null) - Number(right.value === null);
      }
      return sign * compareValues(left.value, right.value);
    })
    .map(({ row }) => row);
}

/** `topic-2` before `topic-10`. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function compareValues(left: CellValue, right: CellValue): number {
  if (typeof left === 'string' && typeof right === 'string') return collator.compare(left, right);
  return Number(left) - Number(right);
}
