/** The groups that read a topic and how far behind they are, and the way to those who write it. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { GroupLink } from '../../objects/group-link.tsx';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { Icon } from '../../ui/icon.tsx';
import { href } from '../../ui/route.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import type { TopicConsumer } from '../../../main/contract/index.ts';
import { useTopicConsumers } from './use-topics.ts';

type Row = TopicConsumer & { readonly groupId: string };

export function TopicConsumersTable(props: {
  readonly topic: string;
  readonly partitionCount: number;
}) {
  const t = useT();
  const format = useFormat();
  const { status, value, error } = useTopicConsumers(props.topic);
  const { partitionCount } = props;
  const columns = useMemo<readonly Column<Row>[]>(
    () => [
      {
        id: 'group',
        header: t('common.group'),
        grow: 2,
        value: (row) => row.groupId,
        cell: (row) => <GroupLink groupId={row.groupId} />,
      },
      {
        id: 'state',
        header: t('common.state'),
        value: (row) => row.phase,
        cell: (row) => t(`groups.phase-${row.phase}`),
      },
      {
        id: 'readers',
        header: t('topics.readers'),
        align: 'end',
        value: (row) => row.readerCount,
        cell: (row) =>
          t('topics.readersOf', { readers: row.readerCount, members: row.memberCount }),
      },
      {
        id: 'partitions',
        header: t('topics.committedPartitions'),
        align: 'end',
        value: (row) => row.partitionCount,
        cell: (row) => `${row.partitionCount}/${partitionCount}`,
      },
      {
        id: 'lag',
        header: t('common.lag'),
        align: 'end',
        value: (row) => row.lag,
        cell: (row) => format.number(row.lag),
      },
      {
        id: 'lagS',
        header: t('topics.lagTime'),
        align: 'end',
        value: (row) => row.lagS,
        cell: (row) => (row.lagS === null ? '–' : format.span(row.lagS * 1000)),
      },
    ],
    [t, format, partitionCount],
  );
  if (!value) {
    return status === 'failed' ? <ErrorState error={error} /> : <SkeletonRows count={4} />;
  }
  const rows = Object.entries(value.groups).map(([groupId, group]) => ({ groupId, ...group }));
  return (
    <DataTable
      rows={rows}
      columns={columns}
      rowKey={(row) => row.groupId}
      label={t('topics.tab-consumers')}
      exportName={`${props.topic}-consumers`}
      defaultSort={{ by: 'lag', isDescending: true }}
      empty={
        <EmptyState icon="group" title={t('topics.noConsumers')}>
          {t('topics.noConsumersText')}
        </EmptyState>
      }
      toolbar={
        <Button
          component="a"
          variant="default"
          size="compact-xs"
          href={href('producers', null, { topic: props.topic })}
          leftSection={<Icon name="producer" size={13} />}
        >
          {t('topics.whoWrites')}
        </Button>
      }
    />
  );
}
