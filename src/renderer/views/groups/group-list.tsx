/** The list of consumer groups, live. */
import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import type { Format } from '../../i18n/format.ts';
import { type Translate, useFormat, useT } from '../../i18n/index.ts';
import { BrokerLink } from '../../objects/broker-link.tsx';
import { GroupLink } from '../../objects/group-link.tsx';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, useNavigate, useQueryState } from '../../ui/route.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Status } from '../../ui/status.tsx';
import { Term } from '../../ui/term.tsx';
import { Forecast } from './forecast.tsx';
import styles from './groups.module.css';
import {
  type GroupKind,
  groupKinds,
  type GroupRow,
  groupRows,
  hasNothingCommitted,
  phaseTone,
  trendRank,
} from './model.ts';
import { StaleNote } from './stale-note.tsx';
import { useGroups } from './use-groups.ts';

const kindKeys = {
  all: 'groups.showAll',
  behind: 'groups.showBehind',
  trouble: 'groups.showTrouble',
  empty: 'groups.showEmpty',
} as const;

export function GroupList() {
  const t = useT();
  const format = useFormat();
  const go = useNavigate();
  const { status, value, error } = useGroups();
  const [filter, setFilter] = useQueryState<string>('q', '');
  const [kind, setKind] = useQueryState<GroupKind>('show', 'all');
  const settled = useDeferredValue(filter);
  const rows = useMemo(
    () => (value ? groupRows(value, settled, kind) : []),
    [value, settled, kind],
  );
  const columns = useMemo(() => listColumns(t, format), [t, format]);
  const all = value ? Object.keys(value.groups).length : 0;
  const count =
    rows.length === all
      ? t('groups.count', { count: all })
      : t('groups.countOf', { shown: rows.length, all });
  return (
    <Page
      title={<Term name="group">{t('groups.title')}</Term>}
      note={value && count}
      isFilled
      actions={
        <TextInput
          size="xs"
          w={260}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          placeholder={t('groups.filter')}
          aria-label={t('groups.filter')}
          leftSection={<Icon name="search" size={14} />}
        />
      }
    >
      {!value && status === 'failed' && <ErrorState error={error} />}
      {!value && status === 'loading' && <SkeletonRows count={6} heightPx={22} />}
      {value && <StaleNote sinceMs={value.staleSinceMs} />}
      {value && all === 0 && <NoGroups />}
      {value && all > 0 && (
        <div className={styles.listBody} data-stale={value.staleSinceMs !== null || undefined}>
          <DataTable
            rows={rows}
            columns={columns}
            rowKey={({ groupId }) => groupId}
            label={t('groups.title')}
            defaultSort={{ by: 'group', isDescending: false }}
            onOpen={({ groupId }) => go(href('groups', groupId))}
            rowTone={(row) => (row.forecast.kind === 'falling-behind' ? 'attention' : null)}
            exportName="consumer-groups"
            isFilled
            toolbar={
              <SegmentedControl
                size="xs"
                aria-label={t('groups.show')}
                data={groupKinds.map((name) => ({ value: name, label: t(kindKeys[name]) }))}
                value={kind}
                onChange={(next) => setKind(next as GroupKind)}
              />
            }
            empty={<NoMatch filter={filter} onAll={() => go(href('groups'), true)} />}
          />
        </div>
      )}
    </Page>
  );
}

function NoGroups() {
  const t = useT();
  return (
    <EmptyState
      icon="group"
      title={t('groups.emptyTitle')}
      action={
        <Button component="a" href={href('scenarios')} variant="default">
          {t('groups.runScenario')}
        </Button>
      }
    >
      {t('groups.emptyText')}
    </EmptyState>
  );
}

function NoMatch(props: { readonly filter: string; readonly onAll: () => void }) {
  const t = useT();
  const { filter } = props;
  return (
    <EmptyState
      icon="search"
      title={filter ? t('groups.noMatch', { filter }) : t('groups.noneShown')}
      action={
        <Button variant="default" onClick={props.onAll}>
          {t('groups.showAgain')}
        </Button>
      }
    />
  );
}

function listColumns(t: Translate, format: Format): readonly Column<GroupRow>[] {
  return [
    {
      id: 'group',
      header: t('groups.name'),
      grow: 2,
      minPx: 136,
      value: ({ groupId }) => groupId,
      cell: ({ groupId }) => (
        <GroupLink groupId={groupId} className={styles.group}>
          <Icon name="group" size={15} />
          {groupId}
        </GroupLink>
      ),
    },
    {
      id: 'state',
      header: t('common.state'),
      widthPx: 104,
      value: ({ phase }) => t(`groups.phase-${phase}`),
      cell: ({ phase, isStale }) => (
        <span title={isStale ? t('groups.staleRow') : undefined} data-stale={isStale || undefined}>
          <Status tone={isStale ? 'attention' : phaseTone(phase)}>
            {t(`groups.phase-${phase}`)}
          </Status>
        </span>
      ),
    },
    {
      id: 'topics',
      header: t('common.topics'),
      grow: 1.4,
      minPx: 80,
      value: ({ topics }) => topics.join(' '),
      cell: ({ topics }) => <span className="soft">{topics.join(', ')}</span>,
    },
    {
      id: 'members',
      header: t('groups.members'),
      align: 'end',
      widthPx: 84,
      value: ({ memberCount }) => memberCount,
      cell: ({ memberCount, idleCount }) => (
        <>
          {idleCount > 0 && (
            <span className={styles.idleCount}>{t('groups.idleCount', { count: idleCount })}</span>
          )}
          {format.number(memberCount)}
        </>
      ),
    },
    {
      id: 'coordinator',
      header: t('groups.coordinator'),
      term: 'coordinator',
      widthPx: 104,
      isHiddenFirst: true,
      value: ({ coordinatorId }) => coordinatorId,
      cell: ({ coordinatorId }) =>
        coordinatorId >= 0 && <BrokerLink id={coordinatorId} isOutlined />,
    },
    {
      id: 'protocol',
      header: t('groups.type'),
      widthPx: 88,
      isHiddenFirst: true,
      value: ({ type }) => type,
      cell: ({ type }) => <span className="soft">{t(`groups.type-${type}`)}</span>,
    },
    {
      id: 'trend',
      header: t('groups.trend'),
      widthPx: 172,
      value: ({ forecast }) => trendRank(forecast),
      cell: ({ forecast, lag, topics }) =>
        (lag > 0 || topics.length > 0) && <Forecast forecast={forecast} />,
    },
    {
      id: 'lag-seconds',
      header: t('groups.lagTime'),
      term: 'lagTime',
      align: 'end',
      widthPx: 90,
      value: ({ lagS }) => lagS,
      cell: ({ lagS }) => (lagS === null ? '–' : format.span(lagS * 1000)),
    },
    {
      id: 'lag',
      header: t('groups.lag'),
      term: 'lag',
      align: 'end',
      widthPx: 82,
      value: ({ lag }) => lag,
      cell: (row) => (hasNothingCommitted(row) ? '–' : format.number(row.lag)),
    },
    {
      id: 'reset',
      header: '',
      widthPx: 28,
      isAction: true,
      value: () => null,
      cell: ({ groupId }) => (
        <ActionIcon
          component="a"
          href={href('groups', groupId, { act: 'reset' })}
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('groups.resetTitle', { group: groupId })}
          title={t('groups.resetTitle', { group: groupId })}
        >
          <Icon name="reset" size={14} />
        </ActionIcon>
      ),
    },
  ];
}
