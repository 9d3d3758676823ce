/** The log folders of a broker and the replicas in them. */
import { useMemo, useState } from 'react';
import { ActionIcon, TextInput } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { numberColumn } from '../../ui/data-table/number-column.ts';
import { Icon } from '../../ui/icon.tsx';
import { useQueryState } from '../../ui/route.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { BrokerLogDirs, LogDirReplica } from '../../../main/contract/index.ts';
import styles from './brokers.module.css';
import { DiskBar } from './disk-bar.tsx';
import { MoveReplica } from './move-replica.tsx';
import { useLogDirs } from './use-brokers.ts';

type Row = LogDirReplica & { readonly path: string };

export function LogDirs({ brokerId }: { readonly brokerId: number }) {
  const t = useT();
  const { value, status, error } = useLogDirs(brokerId);
  const [filter, setFilter] = useQueryState<string>('q', '');
  const [moved, setMoved] = useState<Row | null>(null);
  const dirs = useMemo(() => Object.values(value?.dirs ?? {}), [value]);
  const working = dirs.filter((dir) => dir.error === null).map(({ path }) => path);
  const columns = useColumns(working.length > 1, setMoved);
  const rows = useMemo(() => replicaRows(value, filter), [value, filter]);
  if (!value) {
    return status === 'failed' ? <ErrorState error={error} /> : <SkeletonRows count={6} />;
  }
  return (
    <>
      <ul className={styles.dirs}>
        {dirs.map((dir) => (
          <li key={dir.path}>
            <code>{dir.path}</code>
            <DiskBar dir={dir} />
            {dir.error === null ? (
              <span className="soft">{t('brokers.dirReplicas', { count: dir.replicaCount })}</span>
            ) : (
              <code className={styles.offline}>{dir.error}</code>
            )}
          </li>
        ))}
      </ul>
      <DataTable
        rows={rows}
        columns={columns}
        rowKey={(row) =>
          `${row.path}/${row.topic}-${row.partition}${row.isFuture ? '.future' : ''}`
        }
        label={t('brokers.replicasOnDisk')}
        exportName={`broker-${brokerId}-replicas`}
        defaultSort={{ by: 'size', isDescending: true }}
        isFilled
        toolbar={
          <TextInput
            size="xs"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            placeholder={t('brokers.filterReplicas')}
            aria-label={t('brokers.filterReplicas')}
            leftSection={<Icon name="search" size={14} />}
          />
        }
      />
      {moved && (
        <MoveReplica
          brokerId={brokerId}
          replica={moved}
          paths={working.filter((path) => path !== moved.path)}
          onClose={() => setMoved(null)}
        />
      )}
    </>
  );
}

function replicaRows(value: BrokerLogDirs | undefined, filter: string): readonly Row[] {
  const needle = filter.trim().toLowerCase();
  return Object.values(value?.dirs ?? {})
    .flatMap(({ path, replicas }) => replicas.map((replica) => ({ ...replica, path })))
    .filter(({ topic }) => topic.toLowerCase().includes(needle));
}

function useColumns(canMove: boolean, onMove: (row: Row) => void): readonly Column<Row>[] {
  const t = useT();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'topic',
        header: t('common.topic'),
        grow: 2,
        value: (row) => row.topic,
        cell: (row) => (
          <>
            <TopicLink topic={row.topic} />
            {row.isFuture && <Tag>{t('brokers.future')}</Tag>}
          </>
        ),
      },
      {
        id: 'partition',
        header: t('common.partition'),
        widthPx: 90,
        align: 'end',
        value: (row) => row.partition,
        cell: (row) => row.partition,
      },
      numberColumn('size', t('common.size'), 110, (row) => row.sizeBytes, format.bytes),
      numberColumn('behind', t('brokers.behind'), 110, (row) => row.behindCount, format.number),
      {
        id: 'path',
        header: t('brokers.folder'),
        grow: 3,
        value: (row) => row.path,
        cell: (row) => <code title={row.path}>{row.path}</code>,
      },
      ...(canMove ? [moveColumn(t, onMove)] : []),
    ],
    [t, format, canMove, onMove],
  );
}

function moveColumn(t: ReturnType<typeof useT>, onMove: (row: Row) => void): Column<Row> {
  return {
    id: 'move',
    header: '',
    isAction: true,
    widthPx: 36,
    value: () => null,
    cell: (row) =>
      row.isFuture ? null : (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('brokers.moveNamed', { topic: row.topic, partition: row.partition })}
          onClick={() => onMove(row)}
        >
          <Icon name="send" size={14} />
        </ActionIcon>
      ),
  };
}
