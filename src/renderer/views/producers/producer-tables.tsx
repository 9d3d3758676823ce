/** Where a producer's records go, through which connections, and what was refused. */
import type {
  ProducerConnection,
  ProducerDetail,
  ProducerError,
  ProducerPartition,
} from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { BrokerLink } from '../../objects/broker-link.tsx';
import { PartitionLink } from '../../objects/partition-link.tsx';
import { TopicLink } from '../../objects/topic-link.tsx';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import styles from './producers.module.css';

/** Of the records to a topic with so many partitions an even share stays below this. */
const hotShare = 0.5;

export function Partitions(props: {
  readonly name: string;
  readonly partitions: readonly ProducerPartition[];
  readonly source: ProducerDetail['source'];
}) {
  const t = useT();
  const format = useFormat();
  const isObserved = props.source === 'observed';
  const columns: readonly Column<ProducerPartition>[] = [
    {
      id: 'topic',
      header: t('common.topic'),
      cell: ({ topic }) => <TopicLink topic={topic} />,
      value: ({ topic }) => topic,
    },
    {
      id: 'partition',
      header: t('common.partition'),
      widthPx: 92,
      align: 'end',
      cell: ({ topic, partition }) => <PartitionLink topic={topic} partition={partition} />,
      value: ({ partition }) => partition,
    },
    {
      id: 'leader',
      header: t('common.leader'),
      widthPx: 90,
      cell: ({ leader }) => (leader < 0 ? t('common.none') : <BrokerLink id={leader} isOutlined />),
      value: ({ leader }) => leader,
    },
    {
      id: 'records',
      header: t('producers.total'),
      widthPx: 120,
      align: 'end',
      cell: ({ records }) => format.number(records),
      value: ({ records }) => records,
    },
    {
      id: 'share',
      header: t('producers.share'),
      grow: 2,
      cell: (row) => <Share row={row} />,
      value: ({ share }) => Math.round(share * 1000) / 1000,
    },
    ...(isObserved
      ? observedColumns(t('producers.lastSequence'), t('producers.last'), format)
      : []),
  ];
  return (
    <DataTable
      label={t('producers.partitionsTable', { producer: props.name })}
      rows={props.partitions}
      columns={columns}
      rowKey={({ topic, partition }) => `${topic}-${partition}`}
      exportName="producer-partitions"
      heightPx={320}
    />
  );
}

function observedColumns(
  sequence: string,
  last: string,
  format: ReturnType<typeof useFormat>,
): readonly Column<ProducerPartition>[] {
  return [
    {
      id: 'lastSequence',
      header: sequence,
      widthPx: 124,
      align: 'end',
      cell: ({ lastSequence }) => (lastSequence === null ? '–' : format.number(lastSequence)),
      value: ({ lastSequence }) => lastSequence,
    },
    {
      id: 'last',
      header: last,
      widthPx: 110,
      cell: ({ lastMs }) => (lastMs === null || lastMs < 0 ? '–' : <Time atMs={lastMs} />),
      value: ({ lastMs }) => lastMs,
    },
  ];
}

function Share({ row }: { readonly row: ProducerPartition }) {
  const t = useT();
  const format = useFormat();
  const percent = Math.round(row.share * 100);
  return (
    <span
      className={styles.share}
      title={t('producers.shareOf', { percent, topic: row.topic })}
      data-hot={row.share > hotShare || undefined}
    >
      <span className={styles.shareBar} aria-hidden="true">
        <span style={{ transform: `scaleX(${row.share})` }} />
      </span>
      <span className={styles.sharePercent}>{format.percent(row.share)}</span>
    </span>
  );
}

export function Connections(props: {
  readonly name: string;
  readonly connections: readonly ProducerConnection[];
}) {
  const t = useT();
  const format = useFormat();
  const columns: readonly Column<ProducerConnection>[] = [
    {
      id: 'broker',
      header: t('common.brokers'),
      widthPx: 90,
      cell: ({ brokerId }) => <BrokerLink id={brokerId} isOutlined />,
      value: ({ brokerId }) => brokerId,
    },
    {
      id: 'state',
      header: t('producers.connectionState'),
      widthPx: 110,
      cell: ({ isOpen }) => (
        <Status tone={isOpen ? 'done' : 'quiet'}>
          {t(isOpen ? 'producers.open' : 'producers.ended')}
        </Status>
      ),
      value: ({ isOpen }) => isOpen,
    },
    {
      id: 'port',
      header: t('producers.port'),
      widthPx: 110,
      align: 'end',
      cell: ({ port }) => (port > 0 ? port : '–'),
      value: ({ port }) => port,
    },
    {
      id: 'records',
      header: t('producers.total'),
      align: 'end',
      cell: ({ records }) => format.number(records),
      value: ({ records }) => records,
    },
    {
      id: 'since',
      header: t('producers.since'),
      cell: ({ sinceMs }) => <Time atMs={sinceMs} />,
      value: ({ sinceMs }) => sinceMs,
    },
    {
      id: 'last',
      header: t('producers.last'),
      cell: ({ lastMs }) => <Time atMs={lastMs} />,
      value: ({ lastMs }) => lastMs,
    },
  ];
  return (
    <DataTable
      label={t('producers.connectionsTable', { producer: props.name })}
      rows={props.connections}
      columns={columns}
      rowKey={({ id }) => id}
      exportName="producer-connections"
      heightPx={260}
    />
  );
}

export function Errors(props: {
  readonly name: string;
  readonly errors: readonly ProducerError[];
}) {
  const t = useT();
  const format = useFormat();
  if (props.errors.length === 0) return <p className="soft">{t('producers.noErrors')}</p>;
  const columns: readonly Column<ProducerError>[] = [
    {
      id: 'error',
      header: t('producers.errorName'),
      grow: 2,
      cell: ({ name }) => <code>{name}</code>,
      value: ({ name }) => name,
    },
    {
      id: 'count',
      header: t('producers.errorCount'),
      widthPx: 100,
      align: 'end',
      cell: ({ count }) => format.number(count),
      value: ({ count }) => count,
    },
    {
      id: 'topic',
      header: t('producers.errorTopic'),
      cell: ({ topic }) => (topic ? <TopicLink topic={topic} /> : '–'),
      value: ({ topic }) => topic,
    },
    {
      id: 'last',
      header: t('producers.errorLast'),
      widthPx: 130,
      cell: ({ lastMs }) => <Time atMs={lastMs} />,
      value: ({ lastMs }) => lastMs,
    },
  ];
  return (
    <DataTable
      label={t('producers.errorsTable', { producer: props.name })}
      rows={props.errors}
      columns={columns}
      rowKey={({ name }) => name}
      exportName="producer-errors"
      heightPx={240}
    />
  );
}
