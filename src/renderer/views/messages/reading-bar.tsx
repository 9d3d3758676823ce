/** What is read: topic, position, partition, and what is looked for. */
import {
  ActionIcon,
  NumberInput,
  SegmentedControl,
  Select,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { fromLocalInput, toLocalInput } from '../../ui/local-time.ts';
import styles from './messages.module.css';
import { type FromName, fromNames, type Reading } from './model.ts';
import { QueryInput } from './query-input.tsx';
import { usePartitionOfKey } from './use-messages.ts';

const typingPauseMs = 350;

const fromKeys = {
  live: 'messages.fromLive',
  beginning: 'messages.fromBeginning',
  offset: 'messages.fromOffset',
  time: 'messages.fromTime',
} as const;

type Props = {
  readonly reading: Reading;
  readonly topics: readonly string[];
  readonly partitionCount: number;
  readonly onChange: (reading: Reading) => void;
  /** Buttons at the end of the line. */
  readonly children?: ReactNode;
};

export function ReadingBar(props: Props) {
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
        onChange={(topic) =>
          topic && onChange({ ...reading, topic, partition: null, offset: 0, keyIs: null })
        }
        searchable
        allowDeselect={false}
        leftSection={<Icon name="topic" size={14} />}
        maxDropdownHeight={320}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('messages.from')}
        value={reading.from}
        onChange={(from) => onChange({ ...reading, from: from as FromName, untilMs: null })}
        data={fromNames.map((name) => ({ value: name, label: t(fromKeys[name]) }))}
      />
      {reading.from === 'offset' && <OffsetInput {...props} />}
      {reading.from === 'time' && <TimeInput key={reading.timestampMs} {...props} />}
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
          onChange({ ...reading, partition: value === 'all' ? null : Number(value), keyIs: null })
        }
        allowDeselect={false}
        searchable={props.partitionCount > 12}
      />
      <span className={styles.barEnd}>{props.children}</span>
      <span className={styles.barBreak} />
      <KeyInput {...props} />
      <QueryInput reading={reading} onChange={onChange} />
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

/** Part of a key while typing; with the button beside it that very key, where Kafka puts it. */
function KeyInput({ reading, onChange }: PositionProps) {
  const t = useT();
  const shown = reading.keyIs ?? reading.key;
  const [text, setText] = useState(shown);
  const partitionOfKey = usePartitionOfKey(reading.topic);
  const isExact = reading.keyIs !== null;
  async function jump(): Promise<void> {
    if (isExact) return onChange({ ...reading, keyIs: null, key: text, partition: null });
    const place = await partitionOfKey.run(text);
    if (place) onChange({ ...reading, key: '', keyIs: text, partition: place.partition });
  }
  const changeLater = useDebouncedCallback((key: string) => {
    onChange({ ...reading, key, keyIs: null });
  }, typingPauseMs);
  const [seen, setSeen] = useState(shown);
  if (seen !== shown) {
    // The address changed from elsewhere: a saved search, a step back.
    setSeen(shown);
    setText(shown);
  }
  return (
    <TextInput
      size="xs"
      className={styles.filter}
      aria-label={t('messages.filterKey')}
      placeholder={t('messages.filterKey')}
      leftSection={<Icon name="key" size={14} />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        changeLater(event.currentTarget.value);
      }}
      spellCheck={false}
      rightSection={
        text !== '' && (
          <Tooltip label={t(isExact ? 'messages.keyExactOff' : 'messages.keyExact')}>
            <ActionIcon
              size="sm"
              variant={isExact ? 'light' : 'subtle'}
              color="gray"
              aria-label={t('messages.keyExact')}
              aria-pressed={isExact}
              loading={partitionOfKey.isRunning}
              onClick={() => void jump()}
            >
              <span className={styles.caseMark}>=</span>
            </ActionIcon>
          </Tooltip>
        )
      }
    />
  );
}
