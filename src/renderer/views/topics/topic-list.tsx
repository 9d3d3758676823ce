/** The list of topics, live: filtered, grouped by how names begin, pinned ones first. */
import { Button, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import { useT } from '../../i18n/index.ts';
import { DataTable } from '../../ui/data-table/index.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, useNavigate, useQueryState, useRoute } from '../../ui/route.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { CreateTopic } from './create-topic.tsx';
import { groupRows, type TopicRow, topicRows } from './model.ts';
import { useTopicColumns } from './topic-columns.tsx';
import { TopicGroups } from './topic-groups.tsx';
import styles from './topics.module.css';
import { usePins, useTopicAges, useTopics } from './use-topics.ts';

export function TopicList() {
  const t = useT();
  const navigate = useNavigate();
  const { query } = useRoute();
  const { status, value, error } = useTopics();
  const ages = useTopicAges();
  const { pins, toggle } = usePins();
  const [text, setText] = useQueryState<string>('q', '');
  const [internal, setInternal] = useQueryState<string>('internal', '');
  const [pinned, setPinned] = useQueryState<string>('pinned', '');
  const [layout, setLayout] = useQueryState<'list' | 'groups'>('by', 'list');
  const [within, setWithin] = useQueryState<string>('in', '');
  const deferred = useDeferredValue(text);
  const rows = useMemo(() => {
    const filter = {
      text: deferred,
      isInternalShown: internal === '1',
      isOnlyPinned: pinned === '1',
    };
    return value ? topicRows(value, ages, pins, filter) : [];
  }, [value, ages, pins, deferred, internal, pinned]);
  const columns = useTopicColumns((topic) => void toggle(topic));
  const isGrouped = layout === 'groups';
  const { groups, rest } = isGrouped ? groupRows(rows, within) : { groups: [], rest: rows };
  const isFiltered = text !== '' || pinned === '1' || within !== '';
  return (
    <Page
      title={t('topics.title')}
      note={value && t('topics.count', { count: rows.length })}
      isFilled
      actions={
        <Button
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => navigate(href('topics', null, { ...query, create: '1' }))}
        >
          {t('topics.create')}
        </Button>
      }
    >
      <div className={styles.bar}>
        <TextInput
          size="xs"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={t('topics.filter')}
          aria-label={t('topics.filter')}
          leftSection={<Icon name="search" size={14} />}
          className={styles.search ?? ''}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('topics.layout')}
          data={[
            { value: 'list', label: t('topics.layoutList') },
            { value: 'groups', label: t('topics.layoutGroups') },
          ]}
          value={layout}
          onChange={(next) => setLayout(next as 'list' | 'groups', true)}
        />
        <Switch
          size="xs"
          checked={pinned === '1'}
          onChange={(event) => setPinned(event.currentTarget.checked ? '1' : '')}
          label={t('topics.onlyPinned')}
        />
        <Switch
          size="xs"
          checked={internal === '1'}
          onChange={(event) => setInternal(event.currentTarget.checked ? '1' : '')}
          label={t('common.showInternal')}
        />
      </div>
      {isGrouped && (
        <TopicGroups groups={groups} within={within} onOpen={(prefix) => setWithin(prefix, true)} />
      )}
      {!value && status === 'failed' && <ErrorState error={error} />}
      {!value && status === 'loading' && <SkeletonRows count={8} heightPx={22} />}
      {value && (rest.length > 0 || groups.length === 0) && (
        <DataTable
          rows={rest}
          columns={columns}
          rowKey={rowKey}
          label={t('topics.title')}
          exportName="topics"
          isFilled
          rowTone={toneOf}
          onOpen={({ topic }) => navigate(href('topics', topic))}
          empty={<NoRows isFiltered={isFiltered} filter={text} />}
        />
      )}
      {query['create'] !== undefined && (
        <CreateTopic
          taken={Object.keys(value?.topics ?? {})}
          onClose={() => {
            const { create: _gone, ...kept } = query;
            navigate(href('topics', null, kept), true);
          }}
        />
      )}
    </Page>
  );
}

const rowKey = ({ topic }: TopicRow) => topic;

function toneOf({ offlineCount, underReplicatedCount }: TopicRow) {
  if (offlineCount > 0) return 'failure';
  return underReplicatedCount > 0 ? 'attention' : null;
}

function NoRows(props: { readonly isFiltered: boolean; readonly filter: string }) {
  const t = useT();
  const navigate = useNavigate();
  if (props.isFiltered) {
    return <EmptyState icon="search" title={t('topics.noMatch', { filter: props.filter })} />;
  }
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
