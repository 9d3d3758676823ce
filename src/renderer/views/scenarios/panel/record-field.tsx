/** Names with an expression, a text or a choice each; and what may be one expression instead. */
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isMapping, type Path } from '../../../../scenario/edit/path.ts';
import { mapping } from '../../../../scenario/edit/references.ts';
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { CodeText } from './code-text.tsx';
import styles from './panel.module.css';
import { useFormEdits, useValue } from './use-value.ts';

export function RecordField(props: {
  readonly path: Path;
  readonly label: string;
  readonly options?: readonly string[] | undefined;
  /** Texts, not expressions. */
  readonly isPlain?: boolean;
}) {
  const t = useT();
  const { path, label, options, isPlain = false } = props;
  const entries = Object.keys(mapping(useValue(path)));
  const { set } = useFormEdits();
  const free = (count: number): string => {
    const name = count === 1 ? 'name' : `name${count}`;
    return entries.includes(name) ? free(count + 1) : name;
  };
  return (
    <div className={styles.record} role="group" aria-label={label}>
      {entries.map((key) => (
        <div key={key} className={styles.entry}>
          <KeyField path={path} name={key} label={label} />
          {options || isPlain ? (
            <PlainValue path={[...path, key]} label={`${label}: ${key}`} options={options} />
          ) : (
            <CodeText path={[...path, key]} label={`${label}: ${key}`} />
          )}
          <ActionIcon
            size="xs"
            variant="subtle"
            color="gray"
            aria-label={t('studio.removeNamed', { name: key })}
            onClick={() => set([...path, key], undefined)}
          >
            <Icon name="close" size={11} />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<Icon name="plus" size={12} />}
        aria-label={t('studio.addTo', { name: label })}
        onClick={() => set([...path, free(1)], options?.[0] ?? (isPlain ? '1' : '$key'))}
      >
        {t('studio.addEntry')}
      </Button>
    </div>
  );
}

/** Its name takes effect when the field is left: in between it may be another one's. */
function KeyField(props: { readonly path: Path; readonly name: string; readonly label: string }) {
  const t = useT();
  const { rename } = useFormEdits();
  const [draft, setDraft] = useState<string | null>(null);
  const end = () => {
    if (draft !== null && draft !== '' && draft !== props.name) {
      rename([...props.path, props.name], draft);
    }
    setDraft(null);
  };
  return (
    <TextInput
      size="xs"
      classNames={{ input: styles.code ?? '' }}
      aria-label={t('studio.nameIn', { name: props.name, of: props.label })}
      value={draft ?? props.name}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={end}
      onKeyDown={(event) => event.key === 'Enter' && end()}
      spellCheck={false}
    />
  );
}

function PlainValue(props: {
  readonly path: Path;
  readonly label: string;
  readonly options?: readonly string[] | undefined;
}) {
  const value = useValue(props.path);
  const { set } = useFormEdits();
  const text = value === undefined || value === null ? '' : String(value);
  if (!props.options) {
    return (
      <TextInput
        size="xs"
        aria-label={props.label}
        value={text}
        onChange={(event) => set(props.path, event.currentTarget.value)}
      />
    );
  }
  return (
    <Select
      size="xs"
      aria-label={props.label}
      data={[...props.options]}
      value={text}
      allowDeselect={false}
      onChange={(next) => next !== null && set(props.path, next)}
    />
  );
}

/** One expression, or one for each field. */
export function ShapeField({ path, label }: { readonly path: Path; readonly label: string }) {
  const t = useT();
  const value = useValue(path);
  const { set } = useFormEdits();
  const isByField = isMapping(value);
  return (
    <>
      {isByField ? (
        <RecordField path={path} label={label} />
      ) : (
        <CodeText path={path} label={label} />
      )}
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={() => set(path, isByField ? '$' : { id: '$key' })}
      >
        {t(isByField ? 'studio.asOne' : 'studio.asFields')}
      </Button>
    </>
  );
}
