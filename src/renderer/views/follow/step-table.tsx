/** Every record of the story with who wrote it, who read it, and how long that took. */
import { useFormat, useT } from '../../i18n/index.ts';
import { OffsetLink } from '../../objects/offset-link.tsx';
import { TopicLink } from '../../objects/topic-link.tsx';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { numberColumn } from '../../ui/data-table/number-column.ts';
import styles from './follow.module.css';
import { recordId, type Step } from './model.ts';

export function StepTable({ steps }: { readonly steps: readonly Step[] }) {
  const t = useT();
  return (
    <DataTable
      label={t('follow.records')}
      rows={steps}
      columns={useColumns()}
      rowKey={({ record }) => recordId(record)}
      exportName="followed"
    />
  );
}

function useColumns(): readonly Column<Step>[] {
  const t = useT();
  const format = useFormat();
  const writerOf = ({ record: { writer, producer } }: Step) =>
    writer?.name ?? (producer === null ? '' : t('follow.unknownProducer', { id: producer.id }));
  const readersOf = ({ reads, record }: Step) =>
    reads
      .map(({ groupId, atMs }) => {
        const when =
          atMs === null ? t('follow.noTime') : `+${format.span(atMs - record.timestampMs)}`;
        return `${groupId} (${when})`;
      })
      .join(', ');
  return [
    {
      id: 'time',
      header: t('common.time'),
      widthPx: 120,
      value: ({ record }) => record.timestampMs,
      cell: ({ record }) => <span className="num">{format.timeExact(record.timestampMs)}</span>,
    },
    {
      id: 'topic',
      header: t('common.topic'),
      minPx: 130,
      value: ({ record }) => record.topic,
      cell: ({ record }) => <TopicLink topic={record.topic} to="messages" />,
    },
    numberColumn(
      'partition',
      t('common.partition'),
      84,
      ({ record }) => record.partition,
      format.number,
    ),
    {
      id: 'offset',
      header: t('common.offset'),
      widthPx: 90,
      align: 'end',
      value: ({ record }) => record.offset,
      cell: ({ record }) => (
        <OffsetLink topic={record.topic} partition={record.partition} offset={record.offset} />
      ),
    },
    {
      id: 'key',
      header: t('common.key'),
      minPx: 110,
      value: ({ record }) => record.key,
      cell: ({ record }) => <code className={styles.cut}>{record.key ?? '–'}</code>,
    },
    {
      id: 'writer',
      header: t('follow.writer'),
      minPx: 110,
      value: (step) => writerOf(step),
      cell: (step) => writerOf(step) || <span className="soft">{t('follow.unknownWriter')}</span>,
    },
    numberColumn('hopMs', t('follow.hop'), 96, ({ hopMs }) => hopMs, format.span),
    numberColumn(
      'sinceStartMs',
      t('follow.sinceStart'),
      96,
      (step) => step.sinceStartMs,
      format.span,
    ),
    {
      id: 'readers',
      header: t('follow.readers'),
      minPx: 190,
      grow: 2,
      value: (step) => readersOf(step),
      cell: (step) => <span title={readersOf(step)}>{readersOf(step) || '–'}</span>,
    },
    {
      id: 'matches',
      header: t('follow.why'),
      widthPx: 120,
      givesWay: 2,
      value: ({ record }) => record.matches.join(', '),
      cell: ({ record }) => record.matches.map((way) => t(`follow.by-${way}`)).join(', '),
    },
    {
      id: 'type',
      header: t('follow.event'),
      minPx: 120,
      givesWay: 1,
      value: ({ record }) => record.event?.type ?? null,
      cell: ({ record }) => record.event?.type ?? '–',
    },
    {
      id: 'traceId',
      header: t('follow.trace'),
      widthPx: 120,
      isHiddenFirst: true,
      value: ({ record }) => record.traceId,
      cell: ({ record }) => <code className={styles.cut}>{record.traceId ?? '–'}</code>,
    },
    {
      id: 'value',
      header: t('common.value'),
      minPx: 200,
      isHiddenFirst: true,
      value: ({ record }) => record.value,
      cell: ({ record }) => <code className={styles.cut}>{record.value ?? 'null'}</code>,
    },
  ];
}
