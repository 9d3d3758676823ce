/** The list of consumer groups, live. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { BrokerLink } from '../../objects/broker-link.tsx';
import { GroupLink } from '../../objects/group-link.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href } from '../../ui/route.ts';
import { SortHead } from '../../ui/sort-head.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Status } from '../../ui/status.tsx';
import table from '../../ui/table.module.css';
import { Term } from '../../ui/term.tsx';
import styles from './groups.module.css';
import { type GroupRow, groupRows, nextSort, phaseTone, type Sort, type SortKey } from './model.ts';
import { useGroups } from './use-groups.ts';

export function GroupList() {
  const t = useT();
  const { status, value, error } = useGroups();
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<Sort>({ by: 'groupId', isDescending: false });
  const rows = value ? groupRows(value, filter, sort) : [];
  return (
    <Page
      title={<Term name="group">{t('groups.title')}</Term>}
      note={value && t('groups.count', { count: rows.length })}
      actions={
        <TextInput
          size="xs"
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
      {value && rows.length > 0 && (
        <GroupTable rows={rows} sort={sort} onSort={(by) => setSort(nextSort(sort, by))} />
      )}
      {value && rows.length === 0 && <NoRows filter={filter} />}
    </Page>
  );
}

function NoRows({ filter }: { readonly filter: string }) {
  const t = useT();
  if (filter) return <EmptyState icon="search" title={t('groups.noMatch', { filter })} />;
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

function GroupTable(props: {
  readonly rows: readonly GroupRow[];
  readonly sort: Sort;
  readonly onSort: (by: SortKey) => void;
}) {
  const t = useT();
  const head = (by: SortKey, label: string, isNumber = true) => (
    <SortHead
      label={label}
      isNumber={isNumber}
      direction={
        props.sort.by === by ? (props.sort.isDescending ? 'descending' : 'ascending') : null
      }
      onSort={() => props.onSort(by)}
    />
  );
  return (
    <div className={table.wrap}>
      <table className={table.table}>
        <thead>
          <tr>
            {head('groupId', t('groups.name'), false)}
            <th scope="col">{t('common.state')}</th>
            <th scope="col">{t('common.topics')}</th>
            <th scope="col">
              <Term name="coordinator">{t('groups.coordinator')}</Term>
            </th>
            <th scope="col">{t('groups.type')}</th>
            {head('memberCount', t('groups.members'))}
            {head('lag', t('groups.lag'))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <GroupLine key={row.groupId} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function GroupLine({ row }: { readonly row: GroupRow }) {
  const t = useT();
  const format = useFormat();
  return (
    <tr>
      <td>
        <GroupLink groupId={row.groupId} className={styles.group}>
          <Icon name="group" size={15} />
          {row.groupId}
        </GroupLink>
      </td>
      <td>
        <Status tone={phaseTone(row.phase)}>{t(`groups.phase-${row.phase}`)}</Status>
      </td>
      <td className="soft">{row.topics.join(', ')}</td>
      <td>{row.coordinatorId >= 0 && <BrokerLink id={row.coordinatorId} isOutlined />}</td>
      <td className="soft">{t(`groups.type-${row.type}`)}</td>
      <td className="num">{format.number(row.memberCount)}</td>
      <td className="num">{format.number(row.lag)}</td>
    </tr>
  );
}
