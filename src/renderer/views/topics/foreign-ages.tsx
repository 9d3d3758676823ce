/** What the protocol alone tells of a topic's age, where the brokers are not ours. */
import { useMemo } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { BrokerLink } from '../../objects/broker-link.tsx';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Time } from '../../ui/time.tsx';
import type { PartitionAge, TopicLogs } from '../../../main/contract/index.ts';
import styles from './topics.module.css';
import { useTopicAges } from './use-topics.ts';

type Row = PartitionAge & { readonly partition: number };

export function ForeignAges(props: {
  readonly topic: string;
  readonly ages: TopicLogs['partitions'];
}) {
  const t = useT();
  const format = useFormat();
  const age = useTopicAges()?.topics[props.topic];
  const retentionMs = age?.isDeleting ? age.retentionMs : null;
  const columns = useMemo<readonly Column<Row>[]>(
    () => [
      {
        id: 'partition',
        header: t('common.partition'),
        widthPx: 90,
        value: (row) => row.partition,
        cell: (row) => row.partition,
      },
      {
        id: 'leader',
        header: t('common.leader'),
        widthPx: 90,
        value: (row) => row.leader,
        cell: (row) => (row.leader < 0 ? t('topics.noLeader') : <BrokerLink id={row.leader} />),
      },
      {
        id: 'size',
        header: t('common.size'),
        align: 'end',
        value: (row) => row.sizeBytes,
        cell: (row) => (row.sizeBytes === null ? '–' : format.bytes(row.sizeBytes)),
      },
      moment('oldest', t('topics.oldestRecord'), (row) => row.oldestMs),
      moment('newest', t('topics.newestRecord'), (row) => row.newestMs),
      moment('notBefore', t('topics.notBefore'), (row) =>
        retentionMs === null || row.oldestMs === null ? null : row.oldestMs + retentionMs,
      ),
    ],
    [t, format, retentionMs],
  );
  const rows = Object.entries(props.ages).map(([key, row]) => ({ partition: Number(key), ...row }));
  return (
    <>
      <p className={styles.foreign}>
        <Icon name="info" size={16} />
        {t('topics.foreignFiles')}
      </p>
      <DataTable
        rows={rows}
        columns={columns}
        rowKey={(row) => String(row.partition)}
        label={t('topics.tab-files')}
        exportName={`${props.topic}-ages`}
      />
    </>
  );
}

function moment(id: string, header: string, value: (row: Row) => number | null): Column<Row> {
  return {
    id,
    header,
    minPx: 150,
    value,
    cell: (row) => {
      const atMs = value(row);
      return atMs === null ? '–' : <Time atMs={atMs} />;
    },
  };
}
