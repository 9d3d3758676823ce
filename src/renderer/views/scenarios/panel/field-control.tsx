/** The control of a field, by its kind. */
import { NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useStudioState } from '../studio-store.ts';
import { useT } from '../../../i18n/index.ts';
import { list, mapping, nameOf } from '../../../../scenario/edit/references.ts';
import { CodeText } from './code-text.tsx';
import type { FieldProps } from './control-context.ts';
import { ListField } from './list-field.tsx';
import { LocalTextField } from './local-text-field.tsx';
import { RecordField, ShapeField } from './record-field.tsx';
import { PartFields } from './part-fields.tsx';
import { StepList } from './step-list.tsx';
import { useFormEdits, useValue } from './use-value.ts';
import { VariantField } from './variant-field.tsx';
import { YamlField } from './yaml-field.tsx';

export function FieldControl(props: FieldProps) {
  const { field, path, label } = props;
  switch (field.type) {
    case 'name':
    case 'line':
      return <LineField {...props} />;
    case 'text':
    case 'longText':
      return <LocalTextField {...props} />;
    case 'integer':
    case 'number':
    case 'milliseconds':
      return <NumberField {...props} />;
    case 'boolean':
      return <SwitchField {...props} />;
    case 'choice':
      return <Choice {...props} options={field.options ?? []} />;
    case 'expression':
    case 'sql':
    case 'code':
      return <CodeText path={path} label={label} isLong={field.type === 'code'} />;
    case 'expressions':
      return <RecordField path={path} label={label} />;
    case 'record':
      return <RecordField path={path} label={label} options={field.options} isPlain />;
    case 'shape':
      return <ShapeField path={path} label={label} />;
    case 'topic':
    case 'service':
    case 'table':
      return <NameOf {...props} />;
    case 'topics':
      return <Topics {...props} />;
    case 'pair':
      return <PairField {...props} />;
    case 'span':
      return <SpanField {...props} />;
    case 'yaml':
      return <YamlField path={path} label={label} />;
    case 'object':
      return field.part ? <PartFields part={field.part} path={path} /> : null;
    case 'variant':
      return <VariantField path={path} label={label} variants={field.variants ?? []} />;
    case 'list':
      return <ListField {...props} />;
    case 'steps':
      return <StepList path={path} label={label} />;
  }
}

function LineField({ path, label }: FieldProps) {
  const value = useValue(path);
  const { set } = useFormEdits();
  return (
    <TextInput
      size="xs"
      aria-label={label}
      value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
      onChange={(event) => set(path, event.currentTarget.value)}
      spellCheck={false}
    />
  );
}

function NumberField({ path, label, field }: FieldProps) {
  const value = useValue(path);
  const { set } = useFormEdits();
  return (
    <NumberInput
      size="xs"
      aria-label={label}
      min={0}
      allowDecimal={field.type === 'number'}
      suffix={field.type === 'milliseconds' ? ' ms' : ''}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => typeof next === 'number' && set(path, next)}
    />
  );
}

function SwitchField({ path, label }: FieldProps) {
  const value = useValue(path);
  const t = useT();
  const { set } = useFormEdits();
  return (
    <Switch
      size="sm"
      aria-label={label}
      label={t(value === true ? 'common.yes' : 'common.no')}
      checked={value === true}
      onChange={(event) => set(path, event.currentTarget.checked)}
    />
  );
}

function Choice(props: FieldProps & { readonly options: readonly string[] }) {
  const value = useValue(props.path);
  const { set } = useFormEdits();
  const own = typeof value === 'string' ? value : null;
  // A name that is not there yet is shown all the same: the check tells that it is missing.
  const data = [...new Set([...props.options, ...(own ? [own] : [])])];
  return (
    <Select
      size="xs"
      aria-label={props.label}
      data={data}
      value={own}
      searchable={data.length > 8}
      allowDeselect={false}
      onChange={(next) => next !== null && set(props.path, next)}
    />
  );
}

function NameOf(props: FieldProps) {
  const value = useStudioState((state) => state.value);
  return <Choice {...props} options={namesOf(value, props)} />;
}

function namesOf(value: unknown, { field, path }: FieldProps): readonly string[] {
  const definition = mapping(value);
  if (field.type === 'topic') return list(definition['topics']).map(nameOf);
  if (field.type === 'service') return list(definition['services']).map(nameOf);
  const own = list(definition['services'])[Number(path[1])];
  return list(mapping(own)['tables']).map(nameOf);
}

function Topics({ path, label }: FieldProps) {
  const value = useValue(path);
  const topics = useStudioState((state) => mapping(state.value)['topics']);
  const { set } = useFormEdits();
  return (
    <TagsInput
      size="xs"
      aria-label={label}
      data={list(topics).map(nameOf)}
      value={list(value).map(String)}
      onChange={(next) => set(path, next)}
    />
  );
}

function PairField({ path, label }: FieldProps) {
  const [left = '', right = ''] = list(useValue(path)).map(String);
  const { set } = useFormEdits();
  return (
    <div style={{ display: 'flex', gap: 6 }}>
      <TextInput
        size="xs"
        aria-label={`${label} 1`}
        value={left}
        onChange={(event) => set(path, [event.currentTarget.value, right])}
      />
      <TextInput
        size="xs"
        aria-label={`${label} 2`}
        value={right}
        onChange={(event) => set(path, [left, event.currentTarget.value])}
      />
    </div>
  );
}

/** One number is a fixed time; with a second one it lies anywhere between the two. */
function SpanField({ path, label }: FieldProps) {
  const t = useT();
  const value = useValue(path);
  const { set } = useFormEdits();
  const between = mapping(value);
  const min = typeof value === 'number' ? value : Number(between['minMs'] ?? 0);
  const max = typeof value === 'number' ? undefined : Number(between['maxMs'] ?? min);
  return (
    <div style={{ display: 'flex', gap: 6 }}>
      <NumberInput
        size="xs"
        aria-label={t('studio.atLeast', { name: label })}
        suffix=" ms"
        min={0}
        value={min}
        onChange={(next) =>
          typeof next === 'number' &&
          set(path, max === undefined ? next : { minMs: next, maxMs: Math.max(next, max) })
        }
      />
      <NumberInput
        size="xs"
        aria-label={t('studio.atMost', { name: label })}
        placeholder={t('studio.fixed')}
        suffix=" ms"
        min={min}
        value={max ?? ''}
        onChange={(next) => set(path, typeof next === 'number' ? { minMs: min, maxMs: next } : min)}
      />
    </div>
  );
}
