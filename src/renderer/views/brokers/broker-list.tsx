/** The list of brokers: what each is, carries and uses. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { BrokerBadge } from '../../ui/broker-badge.tsx';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { BrokerStatus } from '../../ui/broker-status.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, useNavigate } from '../../ui/route.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { DiskBar } from './disk-bar.tsx';
import { type BrokerRow, allBrokersItem, brokerRows } from './model.ts';
import { useBrokers, useClusterState } from './use-brokers.ts';

export function BrokerList() {
  const t = useT();
  const navigate = useNavigate();
  const cluster = useClusterState();
  const { value, status, error } = useBrokers();
  const columns = useColumns();
  const rows = useMemo(() => (cluster ? brokerRows(cluster, value) : []), [cluster, value]);
  return (
    <Page
      title={t('brokers.title')}
      note={
        <>
          {cluster && t('brokers.count', { count: rows.length })}
          {value?.metadataVersion && (
            <> · {t('brokers.level', { version: value.metadataVersion })}</>
          )}
        </>
      }
      actions={
        <Button
          component="a"
          variant="default"
          href={href('brokers', allBrokersItem)}
          leftSection={<Icon name="edit" size={14} />}
        >
          {t('brokers.forAll')}
        </Button>
      }
    >
      {!cluster && <SkeletonRows count={4} heightPx={28} />}
      {status === 'failed' && <ErrorState error={error} />}
      {cluster && (
        <DataTable
          rows={rows}
          columns={columns}
          rowKey={(row) => String(row.id)}
          label={t('brokers.title')}
          exportName="brokers"
          rowHeightPx={44}
          heightPx={640}
          rowTone={(row) => (row.isFenced || row.phase === 'lost' ? 'attention' : null)}
          onOpen={(row) => navigate(href('brokers', String(row.id)))}
        />
      )}
    </Page>
  );
}

function useColumns(): readonly Column<BrokerRow>[] {
  const t = useT();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'broker',
        header: t('brokers.broker'),
        widthPx: 70,
        value: (row) => row.id,
        cell: (row) => (
          <a href={href('brokers', String(row.id))} aria-label={t('common.broker', { id: row.id })}>
            <BrokerBadge id={row.id} />
          </a>
        ),
      },
      {
        id: 'state',
        header: t('common.state'),
        widthPx: 116,
        value: (row) => (row.isFenced ? 'fenced' : row.phase),
        cell: (row) => <BrokerStatus broker={row} />,
      },
      {
        id: 'address',
        header: t('brokers.address'),
        minPx: 140,
        value: (row) => `${row.host}:${row.port}`,
        cell: (row) => <code>{`${row.host}:${row.port}`}</code>,
      },
      {
        id: 'rack',
        header: t('brokers.rack'),
        widthPx: 80,
        isHiddenFirst: true,
        value: (row) => row.facts?.rack ?? null,
        cell: (row) => row.facts?.rack ?? '–',
      },
      {
        id: 'role',
        header: t('brokers.role'),
        minPx: 140,
        value: (row) => roleOf(row),
        cell: (row) => <Role row={row} />,
      },
      {
        id: 'version',
        givesWay: 5,
        header: t('brokers.speaks'),
        widthPx: 96,
        value: (row) => row.facts?.metadataVersionMax ?? null,
        cell: (row) => row.facts?.metadataVersionMax ?? '–',
      },
      {
        id: 'since',
        givesWay: 4,
        header: t('brokers.upSince'),
        widthPx: 104,
        value: (row) => row.startedAtMs,
        cell: (row) => (row.startedAtMs === null ? '–' : <Time atMs={row.startedAtMs} />),
      },
      count('leaders', t('brokers.leaders'), 76, (row) => row.leaderCount, format.number),
      count('replicas', t('common.replicas'), 76, (row) => row.replicaCount, format.number, 6),
      {
        id: 'disk',
        header: t('brokers.disk'),
        minPx: 150,
        grow: 2,
        value: (row) => row.replicaBytes,
        cell: (row) =>
          row.facts?.logDirs ? (
            <>
              {row.facts.logDirs.map((dir) => (
                <DiskBar key={dir.path} dir={dir} />
              ))}
            </>
          ) : (
            '–'
          ),
      },
      count(
        'connections',
        t('brokers.connections'),
        96,
        (row) => row.connectionCount,
        format.number,
        3,
      ),
      count(
        'cpu',
        t('brokers.cpu'),
        64,
        (row) => row.cpuShare,
        (share) => format.percent(share),
        1,
      ),
      count('memory', t('brokers.memory'), 84, (row) => row.memoryBytes, format.bytes, 2),
    ],
    [t, format],
  );
}

function count(
  id: string,
  header: string,
  widthPx: number,
  value: (row: BrokerRow) => number | null,
  write: (value: number) => string,
  givesWay?: number,
): Column<BrokerRow> {
  return {
    id,
    givesWay,
    header,
    widthPx,
    align: 'end',
    value,
    cell: (row) => {
      const amount = value(row);
      return amount === null ? '–' : write(amount);
    },
  };
}

function roleOf({ isController, facts }: BrokerRow): string | null {
  return isController ? 'active-controller' : (facts?.role ?? null);
}

function Role({ row }: { readonly row: BrokerRow }) {
  const t = useT();
  if (row.isController) return <Status tone="done">{t('brokers.role-active-controller')}</Status>;
  return row.facts?.role ? t(`brokers.role-${row.facts.role}`) : t('brokers.broker');
}
