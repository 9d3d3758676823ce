/** A column of numbers: written to the right, and a dash where one is not known. */
import type { Column } from './columns.ts';

/** `write` gets what is known only. */
export function orDash(value: number | null, write: (value: number) => string): string {
  return value === null ? '–' : write(value);
}

export function numberColumn<Row>(
  id: string,
  header: string,
  widthPx: number,
  value: (row: Row) => number | null,
  write: (value: number) => string,
  more: Partial<Column<Row>> = {},
): Column<Row> {
  return {
    id,
    header,
    widthPx,
    align: 'end',
    value,
    cell: (row) => orDash(value(row), write),
    ...more,
  };
}
