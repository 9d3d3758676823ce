/** The numbers behind the charts, row by row: for who cannot see them, and to take along. */
import { useMemo } from 'react';
import type { Columns } from '../../charts/columns.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { type NumberRow, numberRows } from './model.ts';

export function NumberTable(props: {
  readonly label: string;
  readonly exportName: string;
  readonly names: readonly string[];
  readonly columns: Columns;
  readonly formatValue: (value: number) => string;
}) {
  const t = useT();
  const format = useFormat();
  const { names, columns, formatValue } = props;
  const rows = useMemo(() => numberRows(columns), [columns]);
  const heads: readonly Column<NumberRow>[] = [
    {
      id: 'time',
      header: t('common.time'),
      widthPx: 190,
      cell: ({ atMs }) => format.dateTime(atMs),
      value: ({ atMs }) => new Date(atMs).toISOString(),
    },
    ...names.map(
      (name, index): Column<NumberRow> => ({
        id: name,
        header: name,
        align: 'end',
        widthPx: 130,
        cell: ({ values }) => {
          const value = values[index] ?? null;
          return value === null ? '–' : formatValue(value);
        },
        value: ({ values }) => values[index] ?? null,
      }),
    ),
  ];
  return (
    <DataTable
      rows={rows}
      columns={heads}
      rowKey={({ atMs }) => String(atMs)}
      label={props.label}
      exportName={props.exportName}
      heightPx={420}
    />
  );
}
