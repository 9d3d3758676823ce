/** Headers of a message, one line each. */
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { HeaderLine } from './model.ts';
import styles from './produce.module.css';

export function HeaderLines(props: {
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
            aria-label={t('produce.headerName')}
            placeholder={t('produce.headerName')}
            value={line.name}
            onChange={(event) => change(line.id, { name: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            aria-label={t('produce.headerValue')}
            placeholder={t('produce.headerValue')}
            value={line.value}
            onChange={(event) => change(line.id, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('produce.removeHeader', { name: line.name })}
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
        {t('produce.addHeader')}
      </Button>
    </div>
  );
}
