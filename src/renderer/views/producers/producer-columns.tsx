/** The columns of the list: fewer where brokers tell less. */
import type { ProducersState } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { ProducerLink } from '../../objects/producer-link.tsx';
import { TopicLink } from '../../objects/topic-link.tsx';
import type { Column } from '../../ui/data-table/index.tsx';
import { numberColumn, orDash } from '../../ui/data-table/number-column.ts';
import { Status } from '../../ui/status.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import { ratesOf, type Row } from './model.ts';
import styles from './producers.module.css';

const tones = { writing: 'done', idle: 'quiet', gone: 'quiet' } as const;

export function useProducerColumns(
  source: ProducersState['source'],
  topic: string,
): readonly Column<Row>[] {
  const isExact = source === 'exact';
  const who = useWhoColumns(isExact);
  const how = useHowColumns(topic, isExact);
  return [...who, ...how.filter(({ id }) => isExact || !exactOnly.has(id))];
}

const exactOnly: ReadonlySet<string> = new Set([
  'bytesPerS',
  'batchRecords',
  'batchBytes',
  'codec',
  'acks',
  'errors',
  'since',
]);

function useWhoColumns(isExact: boolean): readonly Column<Row>[] {
  const t = useT();
  const name: Column<Row> = {
    id: 'client',
    header: t('producers.client'),
    grow: 2,
    minPx: 190,
    cell: (row) => <Client row={row} />,
    value: (row) => row.name,
  };
  const topics: Column<Row> = {
    id: 'topics',
    header: t('common.topics'),
    grow: 1.4,
    minPx: 90,
    cell: ({ topicNames }) => (
      <span className={styles.topics} title={topicNames.join(', ')}>
        {topicNames.map((topic, index) => (
          <span key={topic}>
            {index > 0 && ', '}
            <TopicLink topic={topic} />
          </span>
        ))}
      </span>
    ),
    value: ({ topicNames }) => topicNames.join(' '),
  };
  if (!isExact) return [name, topics];
  return [
    name,
    {
      id: 'software',
      header: t('producers.software'),
      minPx: 150,
      isHiddenFirst: true,
      cell: ({ software }) => <span className={styles.cut}>{software || '–'}</span>,
      value: ({ software }) => software,
    },
    {
      id: 'address',
      header: t('producers.address'),
      widthPx: 112,
      isHiddenFirst: true,
      cell: ({ host }) => <code>{host}</code>,
      value: ({ host }) => host,
    },
    {
      id: 'principal',
      header: t('producers.principal'),
      widthPx: 150,
      isHiddenFirst: true,
      cell: ({ principal }) => <span className={styles.cut}>{principal}</span>,
      value: ({ principal }) => principal,
    },
    topics,
  ];
}

/** Who it is, and beneath from where and with what. */
function Client({ row }: { readonly row: Row }) {
  const t = useT();
  return (
    <span className={styles.twoLines}>
      <span className={styles.client}>
        <span className={styles.dot} title={t(`producers.phase-${row.phase}`)}>
          <Status tone={tones[row.phase]}>
            <span className="sr-only">{t(`producers.phase-${row.phase}`)}</span>
          </Status>
        </span>
        <ProducerLink producer={row.id} className={styles.name}>
          {row.name}
        </ProducerLink>
        {row.hints.length > 0 && <Tag>{t('producers.hintCount', { count: row.hints.length })}</Tag>}
      </span>
      {row.host !== null && (
        <span className={styles.from}>
          <code>{row.host}</code>
          <span className={styles.cut} title={row.software ?? undefined}>
            {row.software}
          </span>
        </span>
      )}
    </span>
  );
}

function useHowColumns(topic: string, isExact: boolean): readonly Column<Row>[] {
  const t = useT();
  const format = useFormat();
  return [
    numberColumn(
      'recordsPerS',
      t('producers.records'),
      80,
      (row) => ratesOf(row, topic).records,
      format.rate,
    ),
    numberColumn(
      'bytesPerS',
      t('producers.bytes'),
      80,
      (row) => ratesOf(row, topic).bytes,
      format.bytes,
    ),
    {
      id: 'batchRecords',
      header: t('producers.batchRecords'),
      term: 'batch',
      align: 'end',
      widthPx: 96,
      cell: ({ batchRecords, batchBytes }) => (
        <span className={styles.twoLines}>
          {orDash(batchRecords, format.rate)}
          <span className="soft">{orDash(batchBytes, format.bytes)}</span>
        </span>
      ),
      value: ({ batchRecords }) => batchRecords,
    },
    numberColumn(
      'batchBytes',
      t('producers.batchBytes'),
      80,
      (row) => row.batchBytes,
      format.bytes,
      {
        isHiddenFirst: true,
      },
    ),
    {
      id: 'delivery',
      header: t('producers.delivery'),
      term: 'delivery',
      widthPx: 124,
      cell: (row) => (
        <span className={styles.twoLines}>
          {t(`producers.delivery-${row.delivery}`)}
          {row.acks !== null && <span className="soft">{howText(row)}</span>}
        </span>
      ),
      value: ({ delivery }) => delivery,
    },
    {
      id: 'codec',
      header: t('producers.codec'),
      term: 'codec',
      widthPx: 64,
      isHiddenFirst: true,
      cell: ({ codecs }) => codecs?.join(', ') || '–',
      value: ({ codecs }) => codecs?.join(' ') ?? null,
    },
    {
      id: 'acks',
      header: t('producers.acks'),
      term: 'acks',
      widthPx: 50,
      isHiddenFirst: true,
      cell: ({ acks }) => acks?.map((value) => t(acksKey(value))).join(', ') || '–',
      value: ({ acks }) => acks?.join(' ') ?? null,
    },
    numberColumn('errors', t('producers.errors'), 60, (row) => row.errorCount, format.number),
    {
      id: 'since',
      header: t('producers.since'),
      widthPx: 104,
      isHiddenFirst: true,
      cell: ({ sinceMs }) => (sinceMs === null ? '–' : <Time atMs={sinceMs} />),
      value: ({ sinceMs }) => sinceMs,
    },
    {
      id: 'last',
      header: t('producers.last'),
      widthPx: 92,
      isHiddenFirst: isExact,
      cell: ({ lastMs }) => (lastMs > 0 ? <Time atMs={lastMs} /> : '–'),
      value: ({ lastMs }) => lastMs,
    },
  ];
}

/** As settings of a client are written: `acks=all · zstd`. */
function howText({ acks, codecs }: Row): string {
  const told = (acks ?? []).map((value) => (value === -1 ? 'all' : String(value)));
  return [`acks=${told.join('/')}`, ...(codecs ?? [])].join(' · ');
}

/** `acks=-1` is told as all. */
export function acksKey(
  acks: number,
): 'producers.acks--1' | 'producers.acks-0' | 'producers.acks-1' {
  if (acks === 0) return 'producers.acks-0';
  return acks === 1 ? 'producers.acks-1' : 'producers.acks--1';
}
