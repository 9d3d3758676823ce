/** The list of topics, live. */
import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, navigate, useRoute } from '../../ui/route.ts';
import { SortHead } from '../../ui/sort-head.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Status } from '../../ui/status.tsx';
import table from '../../ui/table.module.css';
import { Tag } from '../../ui/tag.tsx';
import { CreateTopic } from './create-topic.tsx';
import { nextSort, type Sort, type SortKey, type TopicRow, topicRows } from './model.ts';
import styles from './topics.module.css';
import { useTopics } from './use-topics.ts';

export function TopicList() {
  const t = useT();
  const { query } = useRoute();
  const { status, value, error } = useTopics();
  const [filter, setFilter] = useState('');
  const [isInternalShown, setIsInternalShown] = useState(false);
  const [sort, setSort] = useState<Sort>({ by: 'topic', isDescending: false });
  const rows = value ? topicRows(value, filter, isInternalShown, sort) : [];
  const isCreating = query['create'] !== undefined;
  return (
    <Page
      title={t('topics.title')}
      note={value && t('topics.count', { count: rows.length })}
      actions={
        <>
          <TextInput
            size="xs"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            placeholder={t('topics.filter')}
            aria-label={t('topics.filter')}
            leftSection={<Icon name="search" size={14} />}
          />
          <Switch
            size="xs"
            checked={isInternalShown}
            onChange={(event) => setIsInternalShown(event.currentTarget.checked)}
            label={t('common.showInternal')}
          />
          <Button
            leftSection={<Icon name="plus" size={14} />}
            onClick={() => navigate(href('topics', null, { create: '1' }))}
          >
            {t('topics.create')}
          </Button>
        </>
      }
    >
      {!value && status === 'failed' && <ErrorState error={error} />}
      {!value && status === 'loading' && <SkeletonRows count={8} heightPx={22} />}
      {value && rows.length > 0 && (
        <TopicTable rows={rows} sort={sort} onSort={(by) => setSort(nextSort(sort, by))} />
      )}
      {value && rows.length === 0 && <NoRows filter={filter} />}
      {isCreating && (
        <CreateTopic
          taken={Object.keys(value?.topics ?? {})}
          onClose={() => navigate(href('topics'), true)}
        />
      )}
    </Page>
  );
}

function NoRows({ filter }: { readonly filter: string }) {
  const t = useT();
  if (filter) return <EmptyState icon="search" title={t('topics.noMatch', { filter })} />;
  return (
    <EmptyState
      icon="topic"
      title={t('topics.emptyTitle')}
      action={
        <Button onClick={() => navigate(href('topics', null, { create: '1' }))}>
          {t('topics.create')}
        </Button>
      }
    >
      {t('topics.emptyText')}
    </EmptyState>
  );
}

function TopicTable(props: {
  readonly rows: readonly TopicRow[];
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
            {head('topic', t('topics.name'), false)}
            {head('partitionCount', t('common.partitions'))}
            <th scope="col" className="num">
              {t('topics.replication')}
            </th>
            {head('recordCount', t('topics.records'))}
            {head('sizeBytes', t('common.size'))}
            {head('recordsInPerS', t('topics.recordsIn'))}
            <th scope="col" className="num">
              {t('topics.recordsOut')}
            </th>
            <th scope="col" className={styles.healthHead}>
              {t('topics.health')}
            </th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <TopicLine key={row.topic} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TopicLine({ row }: { readonly row: TopicRow }) {
  const t = useT();
  const format = useFormat();
  return (
    <tr>
      <td>
        <TopicLink topic={row.topic} className={styles.topic}>
          <Icon name="topic" size={15} />
          {row.topic}
        </TopicLink>
        {row.isInternal && <Tag>{t('common.internal')}</Tag>}
      </td>
      <td className="num">{format.number(row.partitionCount)}</td>
      <td className="num">{row.replicationFactor}</td>
      <td className="num">{format.number(row.recordCount)}</td>
      <td className="num">{row.sizeBytes === null ? '–' : format.bytes(row.sizeBytes)}</td>
      <td className="num">{format.rate(row.recordsInPerS)}</td>
      <td className="num">{format.rate(row.recordsOutPerS)}</td>
      <td className={styles.health}>
        <Health row={row} />
      </td>
    </tr>
  );
}

function Health({ row }: { readonly row: TopicRow }) {
  const t = useT();
  if (row.offlineCount > 0) {
    return <Status tone="failure">{t('topics.offline', { count: row.offlineCount })}</Status>;
  }
  if (row.underReplicatedCount > 0) {
    const count = row.underReplicatedCount;
    return <Status tone="attention">{t('topics.underReplicated', { count })}</Status>;
  }
  return <Status tone="done">{t('topics.healthy')}</Status>;
}
