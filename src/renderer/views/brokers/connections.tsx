/** Who is connected to a broker now, and what each asks for. */
import { SegmentedControl, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { Format } from '../../i18n/format.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { numberColumn } from '../../ui/data-table/number-column.ts';
import { Icon } from '../../ui/icon.tsx';
import { useQueryState } from '../../ui/route.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import styles from './brokers.module.css';
import { type ConnectionRow, connectionRows } from './model.ts';
import { useConnections } from './use-brokers.ts';

export function Connections(props: { readonly brokerId: number; readonly isOurs: boolean }) {
  const t = useT();
  const { value, status, error } = useConnections(props.brokerId);
  const [filter, setFilter] = useQueryState<string>('q', '');
  const [listener, setListener] = useQueryState<'broker' | 'controller'>('listener', 'broker');
  const columns = useColumns();
  const rows = useMemo(() => {
    const needle = filter.trim().toLowerCase();
    return connectionRows(value?.connections ?? {}).filter(
      (row) =>
        row.listener === listener &&
        `${row.clientId} ${row.softwareName} ${row.host}`.toLowerCase().includes(needle),
    );
  }, [value, filter, listener]);
  if (!value) {
    return status === 'failed' ? <ErrorState error={error} /> : <SkeletonRows count={5} />;
  }
  if (value.connections === null) {
    return (
      <EmptyState
        icon="info"
        title={t(props.isOurs ? 'brokers.silent' : 'brokers.foreignConnections')}
      >
        {t(props.isOurs ? 'brokers.silentText' : 'brokers.foreignConnectionsText')}
      </EmptyState>
    );
  }
  return (
    <DataTable
      rows={rows}
      columns={columns}
      rowKey={(row) => row.id}
      label={t('brokers.tab-connections')}
      exportName={`broker-${props.brokerId}-connections`}
      defaultSort={{ by: 'rate', isDescending: true }}
      isFilled
      empty={<EmptyState icon="info" title={t('brokers.nobody')} />}
      toolbar={
        <>
          <TextInput
            size="xs"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            placeholder={t('brokers.filterConnections')}
            aria-label={t('brokers.filterConnections')}
            leftSection={<Icon name="search" size={14} />}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('brokers.listener')}
            data={[
              { value: 'broker', label: t('brokers.listener-broker') },
              { value: 'controller', label: t('brokers.listener-controller') },
            ]}
            value={listener}
            onChange={(next) => setListener(next as 'broker' | 'controller')}
          />
        </>
      }
    />
  );
}

function useColumns(): readonly Column<ConnectionRow>[] {
  const t = useT();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'client',
        header: t('brokers.clientId'),
        grow: 2,
        minPx: 150,
        value: (row) => row.clientId,
        cell: (row) => row.clientId || <span className="soft">{t('brokers.unnamed')}</span>,
      },
      {
        id: 'software',
        header: t('brokers.software'),
        minPx: 140,
        grow: 2,
        value: (row) => row.softwareName,
        cell: (row) => <span title={row.softwareName}>{row.softwareName || '–'}</span>,
      },
      {
        id: 'address',
        header: t('brokers.address'),
        minPx: 140,
        value: (row) => `${row.host}:${row.port}`,
        cell: (row) => <code>{`${row.host}:${row.port}`}</code>,
      },
      {
        id: 'principal',
        givesWay: 5,
        header: t('brokers.principal'),
        minPx: 130,
        value: (row) => row.principal,
        cell: (row) => row.principal,
      },
      {
        id: 'since',
        givesWay: 2,
        header: t('brokers.since'),
        widthPx: 104,
        value: (row) => row.sinceMs,
        cell: (row) => <Time atMs={row.sinceMs} />,
      },
      numberColumn('rate', t('brokers.requestsPerS'), 96, (row) => row.requestsPerS, format.rate),
      numberColumn('bytes', t('brokers.bytesPerS'), 96, (row) => row.bytesInPerS, format.bytes, {
        givesWay: 3,
      }),
      numberColumn(
        'requests',
        t('brokers.requests'),
        96,
        (row) => row.requestCount,
        format.number,
        { givesWay: 4 },
      ),
      {
        id: 'mix',
        header: t('brokers.mix'),
        grow: 3,
        minPx: 170,
        isSortable: false,
        value: (row) => row.mix.map(({ api }) => api).join(' '),
        cell: (row) => (
          <span
            className={styles.mix}
            title={row.mix.map(({ api, share }) => mixText(api, share, format)).join(' · ')}
          >
            {row.mix.map(({ api, share }) => (
              <span key={api}>{mixText(api, share, format)}</span>
            ))}
          </span>
        ),
      },
    ],
    [t, format],
  );
}

function mixText(api: string, share: number, format: Format): string {
  return `${api} ${format.percent(share)}`;
}
