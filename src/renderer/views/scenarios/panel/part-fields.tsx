/** The fields of one part: those that are said, those that must be, and a list of the others. */
import { Button, Menu } from '@mantine/core';
import { type Field, fieldsOf, type PartName } from '../../../../scenario/edit/fields.ts';
import type { Path } from '../../../../scenario/edit/path.ts';
import { mapping } from '../../../../scenario/edit/references.ts';
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useFieldWords } from '../words.ts';
import { FieldRow } from './field-row.tsx';
import styles from './panel.module.css';
import { useFormEdits, useValue } from './use-value.ts';

export function PartFields(props: {
  readonly part: PartName;
  readonly path: Path;
  /** Keys that another part of the panel shows. */
  readonly without?: readonly string[];
}) {
  const { part, path, without = [] } = props;
  const value = mapping(useValue(path));
  const fields = fieldsOf(part).filter(({ key }) => !without.includes(key));
  const shown = fields.filter(({ key, isNeeded }) => isNeeded === true || value[key] !== undefined);
  const others = fields.filter((field) => !shown.includes(field));
  return (
    <div className={styles.fields}>
      {shown.map((field) => (
        <FieldRow key={field.key} part={part} field={field} path={[...path, field.key]} />
      ))}
      {others.length > 0 && <AddField part={part} fields={others} path={path} />}
    </div>
  );
}

function AddField(props: {
  readonly part: PartName;
  readonly fields: readonly Field[];
  readonly path: Path;
}) {
  const t = useT();
  const words = useFieldWords();
  const { set } = useFormEdits();
  const { part, fields, path } = props;
  return (
    <Menu position="bottom-start" width={320} withinPortal>
      <Menu.Target>
        <Button
          className={styles.addField}
          size="compact-xs"
          variant="subtle"
          leftSection={<Icon name="plus" size={12} />}
          aria-label={t('studio.addFieldOf', {
            part: t(`studio.part-${part}` as 'studio.part-topic'),
          })}
        >
          {t('studio.addField')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        {fields.map((field) => (
          <Menu.Item key={field.key} onClick={() => set([...path, field.key], initialOf(field))}>
            <span className={styles.menuTitle}>{words.label(part, field.key)}</span>
            <span className={styles.menuHelp}>
              {words.help(part, field.key, [...path, field.key])}
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const initials: { readonly [Type in Field['type']]?: unknown } = {
  integer: 1,
  number: 1,
  milliseconds: 1000,
  boolean: true,
  expression: '$key',
  expressions: { name: '$key' },
  shape: '$',
  record: { 'retention.ms': '3600000' },
  yaml: {},
  steps: [],
  topics: [],
  span: 50,
  pair: ['left', 'right'],
  code: 'export function handle(event: any) {\n  return event;\n}\n',
  sql: 'SELECT 1',
};

/** What a field is when it has just been added: something that the check takes, where there is. */
export function initialOf(field: Field): unknown {
  if (field.type === 'list') return [field.initial ?? {}];
  if (field.initial !== undefined) return field.initial;
  if (field.type === 'choice') return field.options?.[0];
  if (field.type === 'variant') {
    const [first = ''] = field.variants ?? [];
    return { [first]: neededOf(first as PartName) };
  }
  return initials[field.type] ?? '';
}

export function neededOf(part: PartName): { readonly [key: string]: unknown } {
  return Object.fromEntries(
    fieldsOf(part)
      .filter(({ isNeeded }) => isNeeded === true)
      .map((field) => [field.key, initialOf(field)]),
  );
}
