/** What to follow, where and since when. What is written is asked for when the form is sent. */
import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type FollowWay, followWays } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { href, useNavigate, useRoute } from '../../ui/route.ts';
import { type Asking, spans } from './asking.ts';
import styles from './follow.module.css';
import { useTopicNames } from './use-follow.ts';

export function AskForm({ asking }: { readonly asking: Asking }) {
  const t = useT();
  const navigate = useNavigate();
  const { query } = useRoute();
  const names = useTopicNames();
  const [draft, setDraft] = useState(asking);
  const [range, setRange] = useState(query['range'] ?? (hasTimes(asking) ? 'given' : ''));
  const edit = (more: Partial<Asking>) => setDraft({ ...draft, ...more });
  const send = (event: FormEvent) => {
    event.preventDefault();
    const { key, by, field, topics, fromMs, toMs } = draft;
    const times = range === 'given' ? { from: fromMs, to: toMs } : {};
    const written = {
      key: key.trim(),
      by: by === 'any' ? '' : by,
      field: by === 'field' ? field.trim() : '',
      topics: topics.join(','),
      range: range === 'given' ? '' : range,
      ...times,
    };
    const told = Object.entries(written).flatMap(([name, value]) =>
      value === '' || value === null || value === undefined ? [] : [[name, String(value)]],
    );
    navigate(href('follow', null, Object.fromEntries(told)));
  };
  const isReady = draft.key.trim() !== '' && (draft.by !== 'field' || draft.field.trim() !== '');
  const topics = [...new Set([...names, ...draft.topics])].sort();
  return (
    <form className={styles.form} onSubmit={send} role="search">
      <TextInput
        size="xs"
        className={styles.text ?? ''}
        label={t('follow.text')}
        placeholder={t('follow.textExample')}
        value={draft.key}
        onChange={(event) => edit({ key: event.currentTarget.value })}
        leftSection={<Icon name="key" size={14} />}
      />
      <Select
        size="xs"
        className={styles.choice ?? ''}
        label={t('follow.by')}
        allowDeselect={false}
        data={followWays.map((way) => ({ value: way, label: t(`follow.by-${way}`) }))}
        value={draft.by}
        onChange={(next) => edit({ by: (next ?? 'any') as FollowWay })}
      />
      {draft.by === 'field' && (
        <TextInput
          size="xs"
          className={styles.choice ?? ''}
          label={t('follow.field')}
          placeholder="orderId"
          value={draft.field}
          onChange={(event) => edit({ field: event.currentTarget.value })}
        />
      )}
      <MultiSelect
        size="xs"
        className={styles.topics ?? ''}
        label={t('common.topics')}
        placeholder={draft.topics.length === 0 ? t('follow.allTopics') : ''}
        data={topics}
        searchable
        clearable
        value={[...draft.topics]}
        onChange={(next) => edit({ topics: next })}
      />
      <RangeChoice asking={asking} value={range} onChange={setRange} />
      <Button type="submit" size="xs" disabled={!isReady}>
        {t('follow.send')}
      </Button>
    </form>
  );
}

function RangeChoice(props: {
  readonly asking: Asking;
  readonly value: string;
  readonly onChange: (next: string) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { fromMs, toMs } = props.asking;
  const time = (ms: number | null) => (ms === null ? '…' : format.dayClock(ms));
  return (
    <Select
      size="xs"
      className={styles.choice ?? ''}
      label={t('follow.range')}
      allowDeselect={false}
      data={[
        { value: '', label: t('follow.range-all') },
        ...Object.entries(spans).map(([name, ms]) => ({
          value: name,
          label: t('follow.rangeLast', { span: format.span(ms) }),
        })),
        ...(hasTimes(props.asking)
          ? [{ value: 'given', label: `${time(fromMs)} – ${time(toMs)}` }]
          : []),
      ]}
      value={props.value}
      onChange={(next) => props.onChange(next ?? '')}
    />
  );
}

function hasTimes({ fromMs, toMs }: Asking): boolean {
  return fromMs !== null || toMs !== null;
}
