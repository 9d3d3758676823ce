/** All producers, live. */
import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import type { ProducersState } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { DataTable } from '../../ui/data-table/index.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, useNavigate, useQueryState } from '../../ui/route.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { chosenRows, toneOf, totalsOf, writtenTopics } from './model.ts';
import { useProducerColumns } from './producer-columns.tsx';
import styles from './producers.module.css';
import { useNames } from './use-names.ts';
import { useProducers } from './use-producers.ts';

export function ProducerList() {
  const t = useT();
  const { status, value, error } = useProducers();
  return (
    <Page isFilled title={t('producers.title')} note={value && <Totals state={value} />}>
      {!value && status === 'failed' && <ErrorState error={error} />}
      {!value && status === 'loading' && <SkeletonRows count={8} heightPx={22} />}
      {value && <Loaded state={value} />}
    </Page>
  );
}

function Totals({ state }: { readonly state: ProducersState }) {
  const t = useT();
  const format = useFormat();
  const [topic] = useQueryState<string>('topic', '');
  const names = useNames();
  const rows = chosenRows(state, { text: '', topic, isGoneShown: false }, names);
  const { records, bytes } = totalsOf(rows, topic);
  const rate = { records: format.rate(records) };
  return (
    <span className="num">
      {t('producers.count', { count: rows.length })}
      {' · '}
      {bytes === null
        ? t('producers.totalRecords', rate)
        : t('producers.totals', { ...rate, bytes: format.bytes(bytes) })}
    </span>
  );
}

function Loaded({ state }: { readonly state: ProducersState }) {
  const t = useT();
  const names = useNames();
  const navigate = useNavigate();
  const [topic, setTopic] = useQueryState<string>('topic', '');
  const [text, setText] = useQueryState<string>('find', '');
  const [gone, setGone] = useQueryState<'yes' | 'no'>('gone', 'no');
  const columns = useProducerColumns(state.source, topic);
  const rows = chosenRows(state, { text, topic, isGoneShown: gone === 'yes' }, names);
  if (state.problem === 'unsupported') {
    return (
      <EmptyState icon="producer" title={t('producers.unsupportedTitle')}>
        {t('producers.unsupportedText')}
      </EmptyState>
    );
  }
  const isEmpty = Object.keys(state.producers).length === 0;
  const topics = [...new Set([...writtenTopics(state), ...(topic ? [topic] : [])])].sort();
  return (
    <>
      {state.source === 'observed' && <ObservedNote isPartial={state.isPartial} />}
      {isEmpty && topic === '' ? (
        <NobodyYet />
      ) : (
        <DataTable
          isFilled
          label={t('producers.table')}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          defaultSort={{ by: 'recordsPerS', isDescending: true }}
          rowTone={toneOf}
          onOpen={(row) => navigate(href('producers', row.id))}
          exportName="producers"
          rowHeightPx={state.source === 'exact' ? 46 : undefined}
          empty={<NoMatch onClear={() => navigate(href('producers'), true)} />}
          toolbar={
            <>
              <TextInput
                size="xs"
                className={styles.filter ?? ''}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
                placeholder={t('producers.filter')}
                aria-label={t('producers.filter')}
                leftSection={<Icon name="search" size={14} />}
              />
              <Select
                size="xs"
                searchable
                clearable
                className={styles.topic ?? ''}
                aria-label={t('producers.topicChoice')}
                placeholder={t('producers.allTopics')}
                data={topics}
                value={topic || null}
                onChange={(next) => setTopic(next ?? '')}
              />
              {state.source === 'exact' && (
                <Checkbox
                  size="xs"
                  label={t('producers.showGone')}
                  checked={gone === 'yes'}
                  onChange={(event) => setGone(event.currentTarget.checked ? 'yes' : 'no')}
                />
              )}
            </>
          }
        />
      )}
    </>
  );
}

function NobodyYet() {
  const t = useT();
  return (
    <EmptyState
      icon="producer"
      title={t('producers.emptyTitle')}
      action={
        <Button component="a" href={href('messages')}>
          {t('producers.emptyAction')}
        </Button>
      }
    >
      {t('producers.emptyText')}
    </EmptyState>
  );
}

function NoMatch({ onClear }: { readonly onClear: () => void }) {
  const t = useT();
  return (
    <EmptyState
      icon="search"
      title={t('producers.noMatch')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('producers.clearFilter')}
        </Button>
      }
    >
      {t('producers.noMatchText')}
    </EmptyState>
  );
}

function ObservedNote({ isPartial }: { readonly isPartial: boolean }) {
  const t = useT();
  return (
    <details className={styles.observed}>
      <summary>
        <Icon name="info" size={15} />
        {t('producers.observedTitle')}
        {isPartial && <span className="soft">{t('producers.partial')}</span>}
      </summary>
      <p>{t('producers.observedText')}</p>
    </details>
  );
}
