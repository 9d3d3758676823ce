/** One message by hand: key, value, headers, partition. */
import { ActionIcon, Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { parseJson } from '../../ui/json.ts';
import { ErrorNote } from '../../ui/states.tsx';
import styles from './produce-form.module.css';
import { useProduce, useTopics } from './use-messages.ts';

type HeaderLine = { readonly id: number; readonly name: string; readonly value: string };
type Place = { readonly partition: number; readonly offset: number };

const exampleValue = '{ "hello": "Rivulet" }';

export function ProduceForm({ topic }: { readonly topic: string }) {
  const t = useT();
  const produce = useProduce();
  const partitionCount = useTopics().value?.topics[topic]?.partitionCount ?? 0;
  const [key, setKey] = useState('');
  const [value, setValue] = useState(exampleValue);
  const [isTombstone, setIsTombstone] = useState(false);
  const [partition, setPartition] = useState('auto');
  const [headers, setHeaders] = useState<readonly HeaderLine[]>([]);
  const [sent, setSent] = useState<Place | null>(null);

  async function send(): Promise<void> {
    setSent(null);
    const named = headers.filter((header) => header.name !== '');
    const place = await produce.run({
      topic,
      partition: partition === 'auto' ? undefined : Number(partition),
      key: key === '' ? null : { text: key },
      value: isTombstone ? null : { text: value },
      headers: named.map(({ name, value: text }) => ({ name, value: text })),
    });
    if (place) setSent(place);
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={getHotkeyHandler([['mod+Enter', () => void send()]])}
    >
      <div className={styles.side}>
        <TextInput
          size="xs"
          label={t('messages.key')}
          description={t('messages.keyHint')}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <Select
          size="xs"
          label={t('common.partition')}
          data={[
            { value: 'auto', label: t('messages.partitionAuto') },
            ...Array.from({ length: partitionCount }, (_, p) => ({
              value: String(p),
              label: String(p),
            })),
          ]}
          value={partition}
          onChange={(next) => setPartition(next ?? 'auto')}
          allowDeselect={false}
        />
        <Headers lines={headers} onChange={setHeaders} />
      </div>
      <div className={styles.main}>
        <Textarea
          size="xs"
          label={
            <span className={styles.valueLabel}>
              {t('messages.value')}
              <span className={styles.kind}>
                {t(parseJson(value) === undefined ? 'messages.jsonInvalid' : 'messages.jsonValid')}
              </span>
            </span>
          }
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          disabled={isTombstone}
          autosize
          minRows={5}
          maxRows={14}
          spellCheck={false}
          classNames={{ input: styles.value ?? '' }}
        />
        <div className={styles.actions}>
          <Checkbox
            size="xs"
            label={t('messages.valueNone')}
            checked={isTombstone}
            onChange={(event) => setIsTombstone(event.currentTarget.checked)}
          />
          <span className={styles.sent} role="status">
            {sent && (
              <>
                <Icon name="check" size={15} />
                {t('messages.sent', sent)}
              </>
            )}
          </span>
          <kbd className={styles.hint}>{t('messages.sendHint')}</kbd>
          <Button
            type="submit"
            loading={produce.isRunning}
            leftSection={<Icon name="send" size={14} />}
          >
            {t('messages.send')}
          </Button>
        </div>
        {produce.error !== null && <ErrorNote error={produce.error} />}
      </div>
    </form>
  );
}

function Headers(props: {
  readonly lines: readonly HeaderLine[];
  readonly onChange: (lines: readonly HeaderLine[]) => void;
}) {
  const t = useT();
  const { lines, onChange } = props;
  const change = (id: number, part: Partial<HeaderLine>) =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...part } : line)));
  const nextId = Math.max(0, ...lines.map((line) => line.id)) + 1;
  return (
    <div className={styles.headers}>
      {lines.map((line) => (
        <div key={line.id} className={styles.header}>
          <TextInput
            size="xs"
            aria-label={t('messages.headerName')}
            placeholder={t('messages.headerName')}
            value={line.name}
            onChange={(event) => change(line.id, { name: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            aria-label={t('messages.headerValue')}
            placeholder={t('messages.headerValue')}
            value={line.value}
            onChange={(event) => change(line.id, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('messages.removeHeader', { name: line.name })}
            onClick={() => onChange(lines.filter((other) => other.id !== line.id))}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<Icon name="plus" size={13} />}
        onClick={() => onChange([...lines, { id: nextId, name: '', value: '' }])}
      >
        {t('messages.addHeader')}
      </Button>
    </div>
  );
}
