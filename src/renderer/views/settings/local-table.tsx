/** The clusters whose brokers are processes of this app. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { entryName } from '../../objects/cluster-entry.ts';
import { copyText } from '../../ui/copy-text.ts';
import { DataTable } from '../../ui/data-table/index.tsx';
import { LookButton, RowMenu, useFailureToast } from './cluster-cells.tsx';
import { useClusterColumns } from './cluster-columns.tsx';
import { isUp, type Row } from './model.ts';
import styles from './settings.module.css';
import { useOpenFolder, useStart, useStop } from './use-cluster-actions.ts';

type LocalRow = Row<'local'>;
type OnAct = (act: string, id: string) => void;

export function LocalTable(props: { readonly rows: readonly LocalRow[]; readonly onAct: OnAct }) {
  const t = useT();
  const format = useFormat();
  const common = useClusterColumns({ namePx: 170, statePx: 112 });
  return (
    <DataTable
      label={t('settings.localTitle')}
      rows={props.rows}
      rowKey={({ id }) => id}
      exportName="clusters"
      rowHeightPx={48}
      columns={[
        ...common,
        {
          id: 'brokers',
          header: t('settings.brokers'),
          align: 'end',
          widthPx: 72,
          givesWay: 1,
          cell: ({ brokerCount }) => format.number(brokerCount),
          value: ({ brokerCount }) => brokerCount,
        },
        {
          id: 'size',
          header: t('settings.size'),
          align: 'end',
          widthPx: 104,
          givesWay: 2,
          cell: ({ sizeBytes }) => (sizeBytes === null ? '' : format.bytes(sizeBytes)),
          value: ({ sizeBytes }) => sizeBytes,
        },
        {
          id: 'actions',
          header: '',
          isAction: true,
          widthPx: 196,
          align: 'end',
          cell: (row) => <Actions row={row} onAct={props.onAct} />,
          value: () => null,
        },
      ]}
    />
  );
}

function Actions({ row, onAct }: { readonly row: LocalRow; readonly onAct: OnAct }) {
  const t = useT();
  const open = useOpenFolder();
  const act = (name: string) => () => onAct(name, row.id);
  return (
    <span className={styles.cellActions}>
      <PowerButton row={row} />
      <LookButton row={row} />
      <RowMenu
        row={row}
        actions={[
          { label: t('settings.rename'), icon: 'edit', perform: act('rename') },
          { label: t('settings.moveTo'), icon: 'broker', perform: act('ports') },
          { label: t('settings.duplicate'), icon: 'copy', perform: act('duplicate') },
          { label: t('settings.export'), icon: 'download', perform: act('export') },
          {
            label: t('settings.openFolder'),
            icon: 'external',
            perform: () => open.run(row.id, row.dir),
          },
          {
            label: t('settings.copyFolder'),
            icon: 'copy',
            perform: () => copyText(row.dir),
          },
          ...(row.isDefault
            ? []
            : [
                {
                  label: t('settings.delete'),
                  icon: 'trash',
                  isDanger: true,
                  perform: act('delete'),
                } as const,
              ]),
        ]}
      />
    </span>
  );
}

function PowerButton({ row }: { readonly row: LocalRow }) {
  const t = useT();
  const start = useStart();
  const stop = useStop();
  const tell = useFailureToast();
  const failure = start.error ?? stop.error;
  useEffect(() => {
    if (failure !== null) tell(failure);
    // One toast for each failure, whatever else changes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [failure]);
  const isRunning = isUp(row);
  const action = isRunning ? stop : start;
  const name = entryName(row, t);
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={action.isRunning || row.phase === 'starting'}
      aria-label={t(isRunning ? 'settings.stopNamed' : 'settings.startNamed', { name })}
      onClick={() => void action.run(row.id)}
    >
      {t(isRunning ? 'settings.stop' : 'settings.start')}
    </Button>
  );
}
