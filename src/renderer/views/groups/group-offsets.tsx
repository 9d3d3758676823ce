/** Where the group stands in each partition. */
import { useMemo } from 'react';
import type { Format } from '../../i18n/format.ts';
import { type Translate, useFormat, useT } from '../../i18n/index.ts';
import { MemberLink } from '../../objects/member-link.tsx';
import { OffsetLink } from '../../objects/offset-link.tsx';
import { PartitionLink } from '../../objects/partition-link.tsx';
import { TopicLink } from '../../objects/topic-link.tsx';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import type { GroupDetail } from '../../../main/contract/index.ts';
import styles from './groups.module.css';
import { type OffsetRow, offsetRows } from './model.ts';

export function GroupOffsets({ group }: { readonly group: GroupDetail }) {
  const t = useT();
  const format = useFormat();
  const { groupId } = group;
  const rows = useMemo(() => offsetRows(group), [group]);
  const columns = useMemo(() => offsetColumns(groupId, t, format), [groupId, t, format]);
  return (
    <section>
      {rows.length === 0 ? (
        <>
          <h2 className={styles.sectionTitle}>{t('groups.offsets')}</h2>
          <p className="soft">{t('groups.noOffsets')}</p>
        </>
      ) : (
        <DataTable
          rows={rows}
          columns={columns}
          rowKey={({ key }) => key}
          label={t('groups.offsets')}
          exportName={`offsets-${groupId}`}
          rowTone={({ problem }) => (problem === null ? null : 'attention')}
          heightPx={560}
          toolbar={<h2 className={styles.sectionTitle}>{t('groups.offsets')}</h2>}
        />
      )}
    </section>
  );
}

function offsetColumns(
  groupId: string,
  t: Translate,
  format: Format,
): readonly Column<OffsetRow>[] {
  return [
    {
      id: 'topic',
      header: t('common.topic'),
      grow: 1.4,
      minPx: 120,
      value: ({ topic }) => topic,
      cell: ({ topic }) => <TopicLink topic={topic} />,
    },
    {
      id: 'partition',
      header: t('common.partition'),
      align: 'end',
      widthPx: 82,
      value: ({ partition }) => partition,
      cell: ({ topic, partition }) => <PartitionLink topic={topic} partition={partition} />,
    },
    {
      id: 'committed',
      header: t('groups.committed'),
      term: 'committed',
      align: 'end',
      widthPx: 108,
      value: ({ committedOffset }) => committedOffset,
      cell: ({ topic, partition, committedOffset }) =>
        committedOffset === null ? (
          <span className="soft">{t('groups.notYet')}</span>
        ) : (
          <OffsetLink topic={topic} partition={partition} offset={committedOffset} />
        ),
    },
    {
      id: 'end',
      givesWay: 1,
      header: t('groups.end'),
      align: 'end',
      widthPx: 106,
      value: ({ logEndOffset }) => (logEndOffset < 0 ? null : logEndOffset),
      cell: ({ logEndOffset }) => (logEndOffset < 0 ? '–' : format.number(logEndOffset)),
    },
    {
      id: 'lag',
      header: t('groups.lag'),
      term: 'lag',
      align: 'end',
      widthPx: 90,
      value: ({ lag }) => lag,
      cell: ({ lag }) => (lag === null ? '–' : format.number(lag)),
    },
    {
      id: 'share',
      givesWay: 2,
      header: '',
      widthPx: 96,
      isSortable: false,
      value: ({ lagShare }) => Math.round(lagShare * 100) / 100,
      cell: ({ lagShare }) => (
        <span className={styles.bar} aria-hidden="true">
          <span style={{ width: `${lagShare * 100}%` }} />
        </span>
      ),
    },
    {
      id: 'lag-seconds',
      header: t('groups.lagTime'),
      term: 'lagTime',
      align: 'end',
      widthPx: 108,
      value: ({ lagS }) => lagS,
      cell: ({ lagS }) => (lagS === null ? '–' : format.span(lagS * 1000)),
    },
    {
      id: 'stands-since',
      header: t('groups.lastCommit'),
      align: 'end',
      widthPx: 112,
      isHiddenFirst: true,
      value: ({ standsSinceMs }) => standsSinceMs,
      cell: ({ standsSinceMs }) => (standsSinceMs === null ? '–' : <Time atMs={standsSinceMs} />),
    },
    {
      id: 'read-by',
      header: t('groups.owner'),
      minPx: 130,
      value: ({ owner, problem }) => owner ?? problem,
      cell: ({ owner, memberId, problem }) => (
        <>
          {problem !== null && (
            <Status tone={problem === 'no-leader' ? 'failure' : 'attention'}>
              {t(`groups.problem-${problem}`)}
            </Status>
          )}
          {owner === null || memberId === null ? (
            problem === null && <span className="soft">{t('groups.nobody')}</span>
          ) : (
            <MemberLink groupId={groupId} memberId={memberId}>
              {owner}
            </MemberLink>
          )}
        </>
      ),
    },
  ];
}
