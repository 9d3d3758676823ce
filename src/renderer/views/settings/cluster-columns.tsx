/** The columns that both tables of clusters begin with. */
import { useT } from '../../i18n/index.ts';
import { entryName } from '../../objects/cluster-entry.ts';
import type { Column } from '../../ui/data-table/index.tsx';
import { AddressCell, type Entry, NameCell, PhaseCell } from './cluster-cells.tsx';

export function useClusterColumns(widths: {
  readonly namePx: number;
  readonly statePx: number;
}): readonly Column<Entry>[] {
  const t = useT();
  return [
    {
      id: 'name',
      header: t('settings.name'),
      grow: 2,
      minPx: widths.namePx,
      cell: (row) => <NameCell row={row} />,
      value: (row) => entryName(row, t),
    },
    {
      id: 'state',
      header: t('settings.state'),
      widthPx: widths.statePx,
      cell: (row) => <PhaseCell row={row} />,
      value: ({ phase }) => phase,
    },
    {
      id: 'address',
      header: t('settings.address'),
      grow: 2,
      cell: (row) => <AddressCell row={row} />,
      value: ({ bootstrap }) => bootstrap,
    },
  ];
}
