/** The control that fits a config's type. */
import { Chip, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import styles from './config-table.module.css';
import { ReadableText } from './value-text.tsx';
import { kindOf, parseTyped, suggestions, type ValueForm, type ValueProblem } from './values.ts';

export type ValueEditorProps = {
  readonly form: ValueForm;
  readonly typed: string;
  readonly onChange: (typed: string) => void;
  readonly problem: ValueProblem | null;
};

export function ValueEditor(props: ValueEditorProps) {
  const { form, typed, onChange } = props;
  switch (kindOf(form)) {
    case 'boolean':
      return (
        <SegmentedControl
          aria-label={form.name}
          data={['true', 'false']}
          value={typed}
          onChange={onChange}
        />
      );
    case 'choice':
      return (
        <Select
          label={form.name}
          data={[...(form.choices ?? [])]}
          value={typed}
          onChange={(value) => onChange(value ?? '')}
          allowDeselect={false}
        />
      );
    case 'choices':
      return (
        <MultiSelect
          label={form.name}
          data={[...(form.choices ?? [])]}
          value={typed.split(',').filter((member) => member !== '')}
          onChange={(members) => onChange(members.join(','))}
        />
      );
    default:
      return <TextValue {...props} />;
  }
}

function TextValue({ form, typed, onChange, problem }: ValueEditorProps) {
  const t = useT();
  const format = useFormat();
  const kind = kindOf(form);
  const raw = parseTyped(form, typed);
  const isWorkedOut = raw !== null && raw !== typed.trim();
  const problemText = problem
    ? t(`configs.problem-${problem.kind}`, {
        limit: 'limit' in problem ? format.number(problem.limit) : '',
      })
    : null;
  return (
    <div className={styles.editor}>
      <TextInput
        label={form.name}
        description={kind === 'duration' || kind === 'bytes' ? t(`configs.hint-${kind}`) : null}
        value={typed}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={problemText}
        type={kind === 'secret' ? 'password' : 'text'}
        spellCheck={false}
        autoComplete="off"
        data-autofocus
      />
      {raw !== null && problem === null && (kind === 'duration' || kind === 'bytes') && (
        <p className={styles.worked}>
          {isWorkedOut && <code className={styles.value}>{raw}</code>}
          <ReadableText form={form} value={raw} />
        </p>
      )}
      <Suggestions form={form} typed={typed} onChange={onChange} />
    </div>
  );
}

function Suggestions(props: Pick<ValueEditorProps, 'form' | 'typed' | 'onChange'>) {
  const t = useT();
  const all = suggestions(props.form);
  if (all.length === 0) return null;
  return (
    <Chip.Group
      value={props.typed}
      onChange={(value) => {
        if (typeof value === 'string') props.onChange(value);
      }}
    >
      <div className={styles.chips} role="radiogroup" aria-label={t('configs.suggestions')}>
        {all.map((text) => (
          <Chip key={text} value={text} size="xs">
            {text === '-1' ? t('configs.unlimited') : text}
          </Chip>
        ))}
      </div>
    </Chip.Group>
  );
}
