/** Settings of a topic that is not there yet: name, value, and why where a purpose gave them. */
import { ActionIcon, Autocomplete, Button, TextInput } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import { ReadableText } from '../../ui/config-table/value-text.tsx';
import type { ValueForm } from '../../ui/config-table/values.ts';
import { Icon } from '../../ui/icon.tsx';
import { commonConfigs } from './model.ts';
import type { Preset } from './presets.ts';
import styles from './topics.module.css';

export type ConfigLine = { readonly id: number; readonly name: string; readonly value: string };

export function ConfigLines(props: {
  readonly lines: readonly ConfigLine[];
  readonly preset: Preset;
  readonly onChange: (lines: readonly ConfigLine[]) => void;
}) {
  const t = useT();
  const { lines } = props;
  const change = (id: number, part: Partial<ConfigLine>) =>
    props.onChange(lines.map((line) => (line.id === id ? { ...line, ...part } : line)));
  const nextId = Math.max(0, ...lines.map((line) => line.id)) + 1;
  return (
    <fieldset className={styles.configs}>
      <legend>{t('topics.configs')}</legend>
      {lines.map((line) => (
        <div key={line.id} className={styles.configLine}>
          <Autocomplete
            aria-label={t('topics.configName')}
            placeholder="retention.ms"
            data={commonConfigs}
            value={line.name}
            onChange={(name) => change(line.id, { name })}
          />
          <TextInput
            aria-label={t('topics.configValue')}
            placeholder={t('topics.configValue')}
            value={line.value}
            onChange={(event) => change(line.id, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('topics.removeConfig', { name: line.name })}
            onClick={() => props.onChange(lines.filter((other) => other.id !== line.id))}
          >
            <Icon name="close" />
          </ActionIcon>
          <p className={styles.why}>
            <ReadableText form={formOf(line.name)} value={line.value} />
            <Why line={line} preset={props.preset} />
          </p>
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<Icon name="plus" size={13} />}
        onClick={() => props.onChange([...lines, { id: nextId, name: '', value: '' }])}
      >
        {t('topics.addConfig')}
      </Button>
    </fieldset>
  );
}

/** Only while it is what the purpose asks for. */
function Why({ line, preset }: { readonly line: ConfigLine; readonly preset: Preset }) {
  const t = useT();
  const setting = preset.settings.find(
    ({ name, value }) => name === line.name && value === line.value,
  );
  return setting ? <span>{t(`topics.why-${setting.why}`)}</span> : null;
}

/** Numbers with a unit in their name are readable without knowing more of them. */
function formOf(name: string): ValueForm {
  return { name, type: 'long', isSensitive: false, choices: null, min: null, max: null };
}
