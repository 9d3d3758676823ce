/** What is read: topic, position, partition, filters. */
import { NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { fromLocalInput, toLocalInput } from '../../ui/local-time.ts';
import styles from './messages.module.css';
import { type FromName, fromNames, type Reading } from './model.ts';

const typingPauseMs = 350;

const fromKeys = {
  live: 'messages.fromLive',
  beginning: 'messages.fromBeginning',
  offset: 'messages.fromOffset',
  time: 'messages.fromTime',
} as const;

export function ReadingBar(props: {
  readonly reading: Reading;
  readonly topics: readonly string[];
  readonly partitionCount: number;
  readonly onChange: (reading: Reading) => void;
}) {
  const t = useT();
  const { reading, onChange } = props;
  const partitions = Array.from({ length: props.partitionCount }, (_, p) => String(p));
  return (
    <div className={styles.bar}>
      <Select
        size="xs"
        className={styles.topic}
        aria-label={t('messages.chooseTopic')}
        data={[...props.topics]}
        value={reading.topic}
        onChange={(topic) => topic && onChange({ ...reading, topic, partition: null, offset: 0 })}
        searchable
        allowDeselect={false}
        leftSection={<Icon name="topic" size={14} />}
        maxDropdownHeight={320}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('messages.from')}
        value={reading.from}
        onChange={(from) => onChange({ ...reading, from: from as FromName })}
        data={fromNames.map((name) => ({ value: name, label: t(fromKeys[name]) }))}
      />
      {reading.from === 'offset' && <OffsetInput {...props} />}
      {reading.from === 'time' && <TimeInput {...props} />}
      <Select
        size="xs"
        className={styles.partition}
        aria-label={t('common.partition')}
        data={[
          { value: 'all', label: t('messages.allPartitions') },
          ...partitions.map((p) => ({
            value: p,
            label: t('messages.partitionN', { partition: p }),
          })),
        ]}
        value={reading.partition === null ? 'all' : String(reading.partition)}
        onChange={(value) =>
          onChange({ ...reading, partition: value === 'all' ? null : Number(value) })
        }
        allowDeselect={false}
      />
      <FilterInput
        label={t('messages.filterKey')}
        icon="key"
        value={reading.key}
        onChange={(key) => onChange({ ...reading, key })}
      />
      <FilterInput
        label={t('messages.filterText')}
        icon="search"
        value={reading.text}
        onChange={(text) => onChange({ ...reading, text })}
      />
    </div>
  );
}

type PositionProps = {
  readonly reading: Reading;
  readonly onChange: (reading: Reading) => void;
};

function OffsetInput({ reading, onChange }: PositionProps) {
  const t = useT();
  const [offset, setOffset] = useState<number | string>(reading.offset);
  const changeLater = useDebouncedCallback((value: number) => {
    onChange({ ...reading, offset: value });
  }, typingPauseMs);
  return (
    <NumberInput
      size="xs"
      className={styles.offset}
      aria-label={t('messages.offset')}
      value={offset}
      onChange={(value) => {
        setOffset(value);
        if (typeof value === 'number') changeLater(value);
      }}
      min={0}
      allowDecimal={false}
      allowNegative={false}
    />
  );
}

function TimeInput({ reading, onChange }: PositionProps) {
  const t = useT();
  const [text, setText] = useState(toLocalInput(reading.timestampMs));
  const changeLater = useDebouncedCallback((timestampMs: number) => {
    onChange({ ...reading, timestampMs });
  }, typingPauseMs);
  return (
    <TextInput
      size="xs"
      type="datetime-local"
      step={1}
      aria-label={t('messages.time')}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const atMs = fromLocalInput(event.currentTarget.value);
        if (atMs !== null) changeLater(atMs);
      }}
    />
  );
}

function FilterInput(props: {
  readonly label: string;
  readonly icon: 'key' | 'search';
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const [text, setText] = useState(props.value);
  const changeLater = useDebouncedCallback(props.onChange, typingPauseMs);
  return (
    <TextInput
      size="xs"
      className={styles.filter}
      aria-label={props.label}
      placeholder={props.label}
      leftSection={<Icon name={props.icon} size={14} />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        changeLater(event.currentTarget.value);
      }}
      spellCheck={false}
    />
  );
}
