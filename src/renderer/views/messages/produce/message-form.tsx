/** One message by hand: key, value, headers, partition, time. */
import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { useState } from 'react';
import { type MessagePlace, produceOptionsDefault } from '../../../../main/contract/index.ts';
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ErrorNote, SkeletonRows } from '../../../ui/states.tsx';
import { HeaderLines } from './header-lines.tsx';
import { addSent, type SentLine } from './history.ts';
import { SentHistory } from './sent-history.tsx';
import { checkJson, type Draft, emptyDraft, formatJson, sendParams } from './model.ts';
import { Options } from './options.tsx';
import styles from './produce.module.css';
import { useDraftOf, usePartitionCount, useSend } from './use-produce.ts';

export function MessageForm(props: {
  readonly topic: string;
  readonly message?: MessagePlace | undefined;
}) {
  const { status, value, error } = useDraftOf(props.message);
  if (!props.message) return <Form topic={props.topic} first={emptyDraft} />;
  if (value) return <Form topic={props.topic} first={value} />;
  return status === 'failed' ? <ErrorNote error={error} /> : <SkeletonRows count={4} />;
}

function Form({ topic, first }: { readonly topic: string; readonly first: Draft }) {
  const t = useT();
  const send = useSend();
  const [draft, setDraft] = useState(first);
  const [options, setOptions] = useState(produceOptionsDefault);
  const [sent, setSent] = useState<SentLine | null>(null);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  async function run(): Promise<void> {
    setSent(null);
    const place = await send.run(sendParams(topic, draft, options));
    if (place) setSent(addSent({ topic, draft, ...place }));
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
      onKeyDown={getHotkeyHandler([
        ['mod+Enter', () => void run()],
        ['mod+shift+F', () => change({ value: formatJson(draft.value) })],
      ])}
    >
      <Fields topic={topic} draft={draft} onChange={change} />
      <div className={styles.main}>
        <ValueField draft={draft} onChange={change} />
        <div className={styles.actions}>
          <Checkbox
            size="xs"
            label={t('produce.tombstone')}
            checked={draft.isTombstone}
            onChange={(event) => change({ isTombstone: event.currentTarget.checked })}
          />
          <span className={styles.sent} role="status">
            {sent && (
              <>
                <Icon name="check" size={15} />
                {sent.offset === null
                  ? t('produce.sentUnknown', { partition: sent.partition })
                  : t('produce.sent', { partition: sent.partition, offset: sent.offset })}
              </>
            )}
          </span>
          <kbd className={styles.hint}>{t('produce.sendKeys')}</kbd>
          <Button
            type="submit"
            loading={send.isRunning}
            leftSection={<Icon name="send" size={14} />}
          >
            {t('produce.send')}
          </Button>
        </div>
        {send.error !== null && <ErrorNote error={send.error} />}
        <Options options={options} onChange={setOptions} />
        <SentHistory topic={topic} onTake={setDraft} />
      </div>
    </form>
  );
}

type FieldProps = { readonly draft: Draft; readonly onChange: (part: Partial<Draft>) => void };

function Fields({ topic, draft, onChange }: FieldProps & { readonly topic: string }) {
  const t = useT();
  const partitionCount = usePartitionCount(topic);
  const numbers = Array.from({ length: partitionCount }, (_, partition) => String(partition));
  return (
    <div className={styles.side}>
      <TextInput
        size="xs"
        label={t('common.key')}
        description={t(draft.keyBase64 === null ? 'produce.keyHint' : 'produce.bytesKept')}
        value={draft.key}
        onChange={(event) =>
          onChange({ key: event.currentTarget.value, hasKey: false, keyBase64: null })
        }
        autoComplete="off"
        spellCheck={false}
      />
      <Select
        size="xs"
        label={t('common.partition')}
        data={[{ value: 'auto', label: t('produce.partitionAuto') }, ...numbers]}
        value={draft.partition === null ? 'auto' : String(draft.partition)}
        onChange={(next) =>
          onChange({ partition: next === 'auto' || next === null ? null : Number(next) })
        }
        allowDeselect={false}
      />
      <TextInput
        size="xs"
        type="datetime-local"
        step={0.001}
        label={t('produce.timestamp')}
        description={t('produce.timestampHint')}
        value={draft.timestamp}
        onChange={(event) => onChange({ timestamp: event.currentTarget.value })}
      />
      <HeaderLines lines={draft.headers} onChange={(headers) => onChange({ headers })} />
    </div>
  );
}

function ValueField({ draft, onChange }: FieldProps) {
  const t = useT();
  const check = checkJson(draft.value);
  return (
    <div>
      <div className={styles.valueHead}>
        <label htmlFor="produce-value">{t('common.value')}</label>
        <span className={styles.kind} data-kind={check.kind} title={check.problem}>
          {draft.valueBase64 === null
            ? t(`produce.json-${check.kind}`, { problem: check.problem })
            : t('produce.bytesKept')}
        </span>
        <Button
          size="compact-xs"
          variant="subtle"
          disabled={check.kind !== 'valid'}
          title={t('produce.formatKeys')}
          onClick={() => onChange({ value: formatJson(draft.value) })}
        >
          {t('produce.format')}
        </Button>
      </div>
      <Textarea
        id="produce-value"
        size="xs"
        value={draft.value}
        onChange={(event) => onChange({ value: event.currentTarget.value, valueBase64: null })}
        disabled={draft.isTombstone}
        autosize
        minRows={6}
        maxRows={16}
        spellCheck={false}
        classNames={{ input: styles.value ?? '' }}
      />
    </div>
  );
}
