/** The search: plain text while typing, regular expressions and JSONata with Enter. */
import { ActionIcon, Select, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { QueryField } from '../../../main/contract/index.ts';
import { queryFields } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './messages.module.css';
import { type Mode, modes, type Reading } from './model.ts';

const typingPauseMs = 450;

const modeKeys = {
  text: 'messages.modeText',
  regex: 'messages.modeRegex',
  expression: 'messages.modeExpression',
} as const;

const placeholderKeys = {
  text: 'messages.filterText',
  regex: 'messages.filterRegex',
  expression: 'messages.filterExpression',
} as const;

const fieldKeys = {
  key: 'messages.inKey',
  value: 'messages.inValue',
  headers: 'messages.inHeaders',
} as const;

export function QueryInput(props: {
  readonly reading: Reading;
  readonly onChange: (reading: Reading) => void;
}) {
  const t = useT();
  const { reading, onChange } = props;
  const { mode } = reading;
  const [text, setText] = useState(reading.text);
  const [seen, setSeen] = useState(reading.text);
  if (seen !== reading.text) {
    // The address changed from elsewhere: a saved search, a step back.
    setSeen(reading.text);
    setText(reading.text);
  }
  const search = (next: string) => onChange({ ...reading, text: next });
  const searchLater = useDebouncedCallback(search, typingPauseMs);
  return (
    <div className={styles.query}>
      <Select
        size="xs"
        className={styles.mode}
        aria-label={t('messages.mode')}
        data={modes.map((name) => ({ value: name, label: t(modeKeys[name]) }))}
        value={mode}
        onChange={(next) => next && onChange({ ...reading, mode: next as Mode, text })}
        allowDeselect={false}
        comboboxProps={{ width: 190, position: 'bottom-start' }}
      />
      <TextInput
        size="xs"
        className={styles.queryText}
        classNames={mode === 'text' ? {} : { input: 'mono' }}
        aria-label={t(placeholderKeys[mode])}
        placeholder={t(placeholderKeys[mode])}
        leftSection={<Icon name="search" size={14} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          // Half an expression is an error or a wrong answer: it waits for Enter.
          if (mode === 'text') searchLater(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          searchLater.cancel();
          search(text);
        }}
        spellCheck={false}
        rightSectionWidth={mode === 'expression' ? 0 : 30}
        rightSection={
          mode !== 'expression' && (
            <Tooltip label={t('messages.caseSensitive')}>
              <ActionIcon
                size="sm"
                variant={reading.isCaseSensitive ? 'light' : 'subtle'}
                color="gray"
                aria-label={t('messages.caseSensitive')}
                aria-pressed={reading.isCaseSensitive}
                onClick={() =>
                  onChange({ ...reading, text, isCaseSensitive: !reading.isCaseSensitive })
                }
              >
                <span className={styles.caseMark}>Aa</span>
              </ActionIcon>
            </Tooltip>
          )
        }
      />
      {mode !== 'expression' && (
        <Select
          size="xs"
          className={styles.field}
          aria-label={t('messages.inField')}
          data={[
            { value: 'all', label: t('messages.inAll') },
            ...queryFields.map((name) => ({ value: name, label: t(fieldKeys[name]) })),
          ]}
          value={reading.field ?? 'all'}
          onChange={(next) =>
            onChange({ ...reading, text, field: next === 'all' ? null : (next as QueryField) })
          }
          allowDeselect={false}
        />
      )}
    </div>
  );
}
