/** Saved connections to clusters of others. */
import { useFormat, useT } from '../../i18n/index.ts';
import { DataTable } from '../../ui/data-table/index.tsx';
import { LookButton, RowMenu } from './cluster-cells.tsx';
import { useClusterColumns } from './cluster-columns.tsx';
import type { Row } from './model.ts';
import styles from './settings.module.css';

type ForeignRow = Row<'foreign'>;
type OnAct = (act: string, id: string) => void;

export function ForeignTable(props: {
  readonly rows: readonly ForeignRow[];
  readonly onAct: OnAct;
}) {
  const t = useT();
  const format = useFormat();
  const common = useClusterColumns({ namePx: 150, statePx: 140 });
  const securityText = ({ security: { tls, sasl } }: ForeignRow) => {
    const parts = [tls && 'TLS', sasl && sasl.mechanism.toUpperCase()].filter(Boolean);
    return parts.length === 0 ? t('settings.plain') : parts.join(' + ');
  };
  return (
    <DataTable
      label={t('settings.foreignTitle')}
      rows={props.rows}
      rowKey={({ id }) => id}
      exportName="connections"
      rowHeightPx={48}
      columns={[
        ...common,
        {
          id: 'brokers',
          header: t('settings.brokers'),
          align: 'end',
          widthPx: 72,
          cell: ({ brokerCount }) => (brokerCount === 0 ? '' : format.number(brokerCount)),
          value: ({ brokerCount }) => brokerCount,
        },
        {
          id: 'security',
          header: t('settings.security'),
          widthPx: 130,
          cell: securityText,
          value: securityText,
        },
        {
          id: 'mode',
          header: t('settings.mode'),
          widthPx: 88,
          cell: ({ isReadOnly }) => t(isReadOnly ? 'settings.readOnly' : 'settings.allowed'),
          value: ({ isReadOnly }) => !isReadOnly,
        },
        {
          id: 'actions',
          header: '',
          isAction: true,
          widthPx: 120,
          align: 'end',
          cell: (row) => (
            <span className={styles.cellActions}>
              <LookButton row={row} />
              {!row.isDefault && <ForeignMenu row={row} onAct={props.onAct} />}
            </span>
          ),
          value: () => null,
        },
      ]}
    />
  );
}

function ForeignMenu({ row, onAct }: { readonly row: ForeignRow; readonly onAct: OnAct }) {
  const t = useT();
  return (
    <RowMenu
      row={row}
      actions={[
        { label: t('settings.change'), icon: 'edit', perform: () => onAct('change', row.id) },
        {
          label: t('settings.forgetAction'),
          icon: 'trash',
          isDanger: true,
          perform: () => onAct('delete', row.id),
        },
      ]}
    />
  );
}
