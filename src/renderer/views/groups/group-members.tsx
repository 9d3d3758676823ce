/** The members of a group: where they run, what each reads, when it was last heard of. */
import { useMemo } from 'react';
import type { Format } from '../../i18n/format.ts';
import { type Translate, useFormat, useT } from '../../i18n/index.ts';
import { PartitionLink } from '../../objects/partition-link.tsx';
import { TopicLink } from '../../objects/topic-link.tsx';
import { Copy } from '../../ui/copy.tsx';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { Status } from '../../ui/status.tsx';
import { Term } from '../../ui/term.tsx';
import type { GroupDetail } from '../../../main/contract/index.ts';
import { idleWords } from './findings.tsx';
import styles from './groups.module.css';
import { heartbeatTone, type MemberRow, memberRows } from './model.ts';

export function GroupMembers(props: {
  readonly group: GroupDetail;
  /** The one that a link led to. */
  readonly selected: string | null;
}) {
  const t = useT();
  const format = useFormat();
  const { group } = props;
  const rows = useMemo(() => memberRows(group), [group]);
  const isModern = group.type === 'consumer';
  const columns = useMemo(
    () => memberColumns(t, format, group.hasCoordinatorView, isModern),
    [t, format, group.hasCoordinatorView, isModern],
  );
  return (
    <section>
      {rows.length === 0 ? (
        <p className="soft">{t('groups.noMembers')}</p>
      ) : (
        <DataTable
          rows={rows}
          columns={columns}
          rowKey={({ memberId }) => memberId}
          label={t('groups.members')}
          selectedKey={props.selected}
          exportName={`members-${group.groupId}`}
          rowHeightPx={46}
          toolbar={
            <h2 className={styles.sectionTitle}>
              {t('groups.memberCount', { count: rows.length })}
            </h2>
          }
          rowTone={(row) => (heartbeatTone(row) === 'attention' ? 'attention' : null)}
        />
      )}
      {rows.length > 0 && !group.hasCoordinatorView && (
        <p className={styles.sectionNote}>{t('groups.onlyOurs')}</p>
      )}
    </section>
  );
}

function memberColumns(
  t: Translate,
  format: Format,
  hasCoordinatorView: boolean,
  isModern: boolean,
): readonly Column<MemberRow>[] {
  const span = (ms: number | null) => (ms === null ? '–' : format.span(ms));
  const own: readonly Column<MemberRow>[] = [
    {
      id: 'heartbeat-ms',
      header: t('groups.heartbeat'),
      widthPx: 122,
      value: ({ heartbeatAgeMs }) => heartbeatAgeMs,
      cell: (row) =>
        row.heartbeatAgeMs === null ? (
          '–'
        ) : (
          <Status tone={heartbeatTone(row)}>
            {t('groups.heartbeatAgo', { span: format.span(row.heartbeatAgeMs) })}
          </Status>
        ),
    },
    {
      id: 'session-timeout-ms',
      header: t('groups.session'),
      align: 'end',
      widthPx: 112,
      value: ({ sessionTimeoutMs }) => sessionTimeoutMs,
      cell: ({ sessionTimeoutMs }) => span(sessionTimeoutMs),
    },
    {
      id: 'rebalance-timeout-ms',
      header: t('groups.rebalanceTimeout'),
      align: 'end',
      widthPx: 132,
      value: ({ rebalanceTimeoutMs }) => rebalanceTimeoutMs,
      cell: ({ rebalanceTimeoutMs }) => span(rebalanceTimeoutMs),
    },
  ];
  const epoch: Column<MemberRow> = {
    id: 'epoch',
    header: t('groups.epoch'),
    align: 'end',
    widthPx: 70,
    value: (row) => row.epoch,
    cell: (row) => row.epoch ?? '–',
  };
  return [
    {
      id: 'client',
      header: t('groups.client'),
      minPx: 150,
      value: ({ clientId }) => clientId,
      cell: (row) => <Client row={row} />,
    },
    {
      id: 'host',
      header: t('groups.host'),
      widthPx: 120,
      value: ({ host }) => host,
      cell: ({ host }) => <code>{host}</code>,
    },
    {
      id: 'partitions',
      header: t('groups.assigned'),
      grow: 1.6,
      minPx: 180,
      value: ({ partitionCount }) => partitionCount,
      cell: (row) => <Assigned row={row} />,
    },
    ...(hasCoordinatorView ? own : []),
    ...(isModern ? [epoch] : []),
    {
      id: 'member-id',
      header: t('groups.memberId'),
      minPx: 160,
      isHiddenFirst: true,
      value: ({ memberId }) => memberId,
      cell: ({ memberId }) => <code className={styles.cut}>{memberId}</code>,
    },
    {
      id: 'lag',
      header: t('groups.lag'),
      align: 'end',
      widthPx: 90,
      value: ({ lag }) => lag,
      cell: ({ lag }) => format.number(lag),
    },
  ];
}

function Client({ row }: { readonly row: MemberRow }) {
  const t = useT();
  return (
    <div className={styles.twoLines}>
      <span className={styles.cut}>{row.clientId}</span>
      <span className={styles.secondLine}>
        {row.instanceId === null ? (
          <>
            <code className={styles.cut} title={row.memberId}>
              {row.memberId.slice(row.clientId.length > 0 ? -12 : 0)}
            </code>
            <Copy text={row.memberId} label={t('common.copyMemberId')} />
          </>
        ) : (
          t('groups.instance', { id: row.instanceId })
        )}
        {row.rack !== null && <span>{t('groups.rack', { rack: row.rack })}</span>}
      </span>
    </div>
  );
}

function Assigned({ row }: { readonly row: MemberRow }) {
  const t = useT();
  if (row.isWaiting) return <Status tone="busy">{t('groups.waiting')}</Status>;
  if (row.idle) {
    return (
      <div className={styles.twoLines}>
        <Status tone="quiet">
          <Term name="idleMember">{t('groups.idle')}</Term>
        </Status>
        <span className={styles.secondLine} title={idleWords(row.idle, t)}>
          <span className={styles.cut}>{idleWords(row.idle, t)}</span>
        </span>
      </div>
    );
  }
  return (
    <span className={styles.assignment}>
      {row.topics.map(({ topic, partitions }) => (
        <span key={topic}>
          <TopicLink topic={topic} />{' '}
          {partitions.map((partition) => (
            <PartitionLink
              key={partition}
              topic={topic}
              partition={partition}
              className={styles.partition}
            />
          ))}
        </span>
      ))}
    </span>
  );
}
