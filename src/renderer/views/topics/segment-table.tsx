/** The segments of one replica as its folder holds them. */
import { useMemo } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { numberColumn } from '../../ui/data-table/number-column.ts';
import { href } from '../../ui/route.ts';
import { Time } from '../../ui/time.tsx';
import type { LogSegment, ReplicaLog } from '../../../main/contract/index.ts';
import { stateOf } from './segments.ts';
import styles from './topics.module.css';

export function SegmentTable(props: {
  readonly topic: string;
  readonly log: ReplicaLog;
  readonly nowMs: number;
  readonly selected: number | null;
  readonly onSelect: (baseOffset: number) => void;
}) {
  const t = useT();
  const columns = useSegmentColumns(props.topic, props.log, props.nowMs);
  const { log } = props;
  return (
    <>
      <DataTable
        rows={log.segments}
        columns={columns}
        rowKey={keyOf}
        label={t('topics.segments')}
        exportName={`${props.topic}-${log.partition}-segments`}
        selectedKey={props.selected === null ? null : String(props.selected)}
        onOpen={(segment) => props.onSelect(segment.baseOffset)}
        heightPx={420}
      />
      {log.otherFiles.length > 0 && <OtherFiles log={log} />}
    </>
  );
}

const keyOf = ({ baseOffset }: LogSegment) => String(baseOffset);

function useSegmentColumns(
  topic: string,
  log: ReplicaLog,
  nowMs: number,
): readonly Column<LogSegment>[] {
  const t = useT();
  const format = useFormat();
  const { partition } = log;
  return useMemo(
    () => [
      {
        id: 'file',
        header: t('topics.file'),
        minPx: 220,
        grow: 2,
        value: (row) => fileName(row),
        cell: (row) => (
          <a
            href={href('messages', topic, {
              partition: String(partition),
              offset: String(row.baseOffset),
            })}
          >
            <code>{fileName(row)}</code>
          </a>
        ),
      },
      {
        id: 'offsets',
        header: t('topics.offsets'),
        minPx: 120,
        value: (row) => row.baseOffset,
        cell: (row) =>
          row.endOffset > row.baseOffset
            ? `${format.number(row.baseOffset)}–${format.number(row.endOffset - 1)}`
            : t('topics.emptySegment'),
      },
      numberColumn('size', t('common.size'), 84, (row) => row.sizeBytes, format.bytes),
      {
        id: 'indexes',
        givesWay: 2,
        header: t('topics.indexes'),
        widthPx: 96,
        align: 'end',
        value: (row) => indexBytes(row),
        cell: (row) => (
          <span title={row.files.map((file) => `${file.name} ${file.sizeBytes}`).join('\n')}>
            {format.bytes(indexBytes(row))}
          </span>
        ),
      },
      {
        id: 'oldest',
        givesWay: 1,
        header: t('topics.firstRecord'),
        widthPx: 104,
        value: (row) => row.firstMs,
        cell: (row) => (row.firstMs === null ? '–' : <Time atMs={row.firstMs} />),
      },
      {
        id: 'newest',
        header: t('topics.lastRecord'),
        widthPx: 104,
        value: (row) => row.largestMs,
        cell: (row) => (row.largestMs === null ? '–' : <Time atMs={row.largestMs} />),
      },
      {
        id: 'state',
        header: t('common.state'),
        minPx: 210,
        value: (row) => stateOf(row, nowMs),
        cell: (row) => <State row={row} nowMs={nowMs} />,
      },
    ],
    [t, format, topic, partition, nowMs],
  );
}

function State({ row, nowMs }: { readonly row: LogSegment; readonly nowMs: number }) {
  const t = useT();
  const state = stateOf(row, nowMs);
  return (
    <>
      <span className={styles.swatch} data-state={state} aria-hidden="true" />{' '}
      {t(`topics.segment-${state}`)}
      {row.dueMs !== null && row.dueMs > nowMs && (
        <>
          {' '}
          · {t('topics.oldEnough')} <Time atMs={row.dueMs} />
        </>
      )}
    </>
  );
}

function fileName({ files, baseOffset }: LogSegment): string {
  const log = files.find(({ name }) => name.endsWith('.log'));
  return log?.name ?? `${String(baseOffset).padStart(20, '0')}.log`;
}

function indexBytes({ files }: LogSegment): number {
  return files
    .filter(({ name }) => !name.endsWith('.log'))
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** Marked deleted and about to be removed, or written by compaction and about to count. */
function OtherFiles({ log }: { readonly log: ReplicaLog }) {
  const t = useT();
  const format = useFormat();
  return (
    <p className={styles.passing}>
      {t('topics.passingFiles')}{' '}
      {log.otherFiles.map(({ name, sizeBytes }) => (
        <code key={name}>
          {name} ({format.bytes(sizeBytes)})
        </code>
      ))}
    </p>
  );
}
